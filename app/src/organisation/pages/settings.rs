use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::organisation::api::RenameOrganisation;
use crate::organisation::tabs::Tabs;
use crate::page::Page;
use crate::ui::{PageHead, Section, TextField};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOrganisation;
use weiterblick_store::organisation as store;

/// `/organisation/einstellungen`
pub async fn settings() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let organisation = store::organisation(&mut *ctx.state.db.read().await?, &grant).await?;
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("organisation.settings.title") lead=t!("organisation.settings.lead")/>
            <div class="stack" data-gap="section">
                <Tabs here="/organisation/einstellungen"/>
                <Section id="name" title=t!("organisation.settings.name_title")>
                    <PostForm<RenameOrganisation> class="form">
                        <TextField name="name" label=t!("organisation.settings.name")
                            hint=t!("organisation.settings.name_hint") value=organisation.name
                            autocomplete="organization" maxlength=100/>
                        <button class="button" type="submit">{t!("form.save")}</button>
                    </PostForm<RenameOrganisation>>
                    <p class="text-soft">
                        {t!("organisation.settings.kind", kind = t!(format!("organisation.kind.{}", organisation.kind)))}
                    </p>
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("organisation.settings.title"), content))
}
