use crate::context::Ctx;
use crate::error::Error;
use crate::page::Page;
use crate::shell::areas;
use crate::ui::{Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOwnAccount;

/// `/uebersicht`: the areas that are open to whoever signed in.
pub async fn overview() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let viewer = ctx.viewer()?;
    let cards = areas()
        .into_iter()
        .map(|(path, key)| {
            view! {
                <li class="panel stack" data-gap="3">
                    <h2 class="panel__title">{t!(key)}</h2>
                    <p>{t!(format!("{key}_text"))}</p>
                    <a class="link-next" href=path>{t!(format!("{key}_open"))}<Icon name="arrow-right" flip=true/></a>
                </li>
            }
        })
        .collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("overview.title", name = viewer.name.clone()) lead=t!("overview.lead")/>
            <ul class="grid" data-col="l">{cards}</ul>
        </div>
    };
    Ok(Page::new(t!("nav.overview"), content))
}
