use super::agenda::ItemFields;
use super::api::{DeleteItem, EditItem};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::roundtable::access;
use crate::roundtable::host::parts::{path, trail};
use crate::ui::{Confirm, PageHead, Section};
use leptos::prelude::*;
use weiterblick_domain::ids::{AgendaItemId, EventId};
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_store::roundtable::{agenda, event};

/// `/runde-tische/{event}/ablauf/{item}`: what one item of the agenda says.
pub async fn item() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (id, wanted): (EventId, AgendaItemId) = (path_param("event")?, path_param("item")?);
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    let item = agenda::list(&mut conn, &grant).await?.into_iter().find(|item| item.id == wanted);
    drop(conn);
    let plan = item.ok_or_else(Error::not_found)?.plan;
    let format = Format::of(&ctx);
    let title = plan.title.get(format.language()).to_owned();
    let (question, back) = (t!("host.agenda.delete_question", title = title), format!("{}#p-{wanted}", path(&event)));
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() kicker=t!("host.item.page") trail=trail(&event, &format)/>
            <div class="stack" data-gap="section">
                <PostForm<EditItem> class="form">
                    <input type="hidden" name="event" value=id.to_string()/>
                    <input type="hidden" name="id" value=wanted.to_string()/>
                    <ItemFields plan=Some(plan)/>
                    <div class="cluster">
                        <button class="button" type="submit">{t!("form.save")}</button>
                        <a class="link-plain" href=back>{t!("host.cancel")}</a>
                    </div>
                </PostForm<EditItem>>
                <Section id="entfernen" title=t!("host.agenda.delete")>
                    <Confirm open=t!("host.agenda.delete") question=question
                        text=t!("host.agenda.delete_text")>
                        <PostForm<DeleteItem>>
                            <input type="hidden" name="event" value=id.to_string()/>
                            <input type="hidden" name="item" value=wanted.to_string()/>
                            <button class="button" data-kind="danger" type="submit">{t!("host.agenda.delete")}</button>
                        </PostForm<DeleteItem>>
                    </Confirm>
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}
