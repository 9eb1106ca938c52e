use super::KeepTemplate;
use super::add::add;
use super::agenda::{agenda, without_place};
use super::missing::missing;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::roundtable::access;
use crate::roundtable::host::ending::DeleteEvent;
use crate::roundtable::host::parts::{Tab, event_page};
use crate::roundtable::host::templates;
use crate::ui::{Confirm, Icon, Section, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::action::{Own, Prepare};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::agenda::AgendaItem;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::poll::Poll;
use weiterblick_store::roundtable::{agenda as store_agenda, event as store_event, poll as store_poll};

/// An event as those who prepare it see it.
pub struct Prepared {
    pub event: Event,
    pub agenda: Vec<AgendaItem>,
    pub polls: Vec<Poll>,
    pub format: Format,
    pub now: UnixMillis,
}

impl Prepared {
    pub fn poll(&self, item: &AgendaItem) -> Option<&Poll> {
        let id = item.plan.poll?;
        self.polls.iter().find(|poll| poll.id == id)
    }

    /// A sealed event does not change any more (L41).
    pub fn is_open(&self) -> bool {
        self.event.state != EventState::Sealed
    }
}

/// `/runde-tische/{event}`
pub async fn prepare() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut conn, id).await?;
    let owns = access::grant::<Own>(&ctx, &mut conn, id).await.is_ok();
    let manage = ctx.grant::<ManageEvents>(Relation::Organisation).ok();
    let prepared = Prepared {
        event: store_event::granted(&mut conn, &grant).await?,
        agenda: store_agenda::list(&mut conn, &grant).await?,
        polls: store_poll::list(&mut conn, &grant).await?,
        format: Format::of(&ctx),
        now: ctx.now,
    };
    let offered = templates::offered(&mut conn, manage.as_ref()).await?;
    drop(conn);
    let content = view! {
        {missing(&prepared)}
        {agenda(&prepared)}
        {without_place(&prepared)}
        {prepared.is_open().then(|| add(&prepared, offered))}
        {(manage.is_some() && !prepared.polls.is_empty()).then(|| keep(&prepared))}
        {(owns && deletable(prepared.event.state)).then(|| delete(&prepared))}
    };
    Ok(event_page(
        &prepared.event,
        Tab::Agenda,
        &prepared.format,
        actions(&prepared, manage.is_some()),
        content.into_any(),
    ))
}

/// What comes next: running it, showing it, or meeting again.
fn actions(prepared: &Prepared, manage: bool) -> AnyView {
    let id = prepared.event.id;
    if matches!(prepared.event.state, EventState::Ended | EventState::Sealed) {
        return manage
            .then(|| {
                view! {
                    <a class="button" href=format!("/runde-tische/{id}/folgetermin")>
                        <Icon name="calendar"/>{t!("host.follow_up.title")}
                    </a>
                }
            })
            .into_any();
    }
    view! {
        <a class="button" href=format!("/runde-tische/{id}/moderation")><Icon name="play"/>{t!("host.to_console")}</a>
        <a class="button" data-kind="secondary" href=format!("/leinwand/{id}")><Icon name="screen"/>{t!("host.to_screen")}</a>
    }
    .into_any()
}

fn keep(prepared: &Prepared) -> AnyView {
    let id = prepared.event.id.to_string();
    let title = prepared.event.basics.title.de.clone();
    view! {
        <Section id="vorlage" title=t!("host.keep.title") text=t!("host.keep.text")>
            <PostForm<KeepTemplate> class="form">
                <input type="hidden" name="event" value=id/>
                <TextField name="title" label=t!("host.keep.name") value=title maxlength=200/>
                <button class="button" data-kind="secondary" type="submit">{t!("host.keep.action")}</button>
            </PostForm<KeepTemplate>>
        </Section>
    }
    .into_any()
}

/// People may be in it otherwise: it has to end first (live.md §3).
const fn deletable(state: EventState) -> bool {
    matches!(state, EventState::Draft | EventState::Ended | EventState::Sealed)
}

fn delete(prepared: &Prepared) -> AnyView {
    let (id, r) = (prepared.event.id.to_string(), prepared.event.r.0);
    let title = prepared.event.basics.title.get(prepared.format.language()).to_owned();
    view! {
        <Section id="loeschen" title=t!("host.delete.title")>
            <Confirm open=t!("host.delete.title") question=t!("host.delete.question", title = title) text=t!("host.delete.text")>
                <PostForm<DeleteEvent>>
                    <input type="hidden" name="event" value=id/>
                    <input type="hidden" name="r" value=r/>
                    <button class="button" data-kind="danger" type="submit">{t!("host.delete.action")}</button>
                </PostForm<DeleteEvent>>
            </Confirm>
        </Section>
    }
    .into_any()
}
