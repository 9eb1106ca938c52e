use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::roundtable::host::input::{Fields, TextInput, id};
use crate::roundtable::host::tell::tell;
use crate::roundtable::host::templates;
use crate::strict::Strict;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::ids::{AgendaItemId, EventId, PollId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::limits::{LINK_MAX, NAME_MAX, PLANNED_MINUTES_MAX, POLL_TITLE_MAX};
use weiterblick_domain::roundtable::poll::template::ItemKind;
use weiterblick_live::Scope;
use weiterblick_store::roundtable::agenda::{self, Plan};
use weiterblick_store::roundtable::{from_template, keep_template, poll as store_poll, template};

const SPEAKER_MAX: usize = 200;

/// Fields `item[title][de]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemInput {
    pub kind: String,
    pub title: TextInput,
    pub speaker: String,
    pub minutes: String,
    pub link: String,
}

impl ItemInput {
    fn parse(&self, poll: Option<PollId>) -> Result<Plan, Error> {
        let mut fields = Fields::default();
        let plan = Plan {
            kind: fields.chosen("item[kind]", ItemKind::from_word(&self.kind), ItemKind::Note),
            title: fields.line::<POLL_TITLE_MAX>("item[title]", &self.title),
            speaker: fields.short::<SPEAKER_MAX>("item[speaker]", &self.speaker),
            planned_minutes: fields
                .number_or_none("item[minutes]", &self.minutes, 0..=PLANNED_MINUTES_MAX)
                .unwrap_or_default(),
            link: fields.short::<LINK_MAX>("item[link]", &self.link),
            poll,
        };
        fields.done()?;
        Ok(plan)
    }
}

async fn granted(ctx: &Ctx, event: &str) -> Result<EventGrant<Prepare>, Error> {
    let event: EventId = id(event)?;
    access::grant::<Prepare>(ctx, &mut *ctx.state.db.read().await?, event).await
}

fn agenda_path(event: EventId, item: AgendaItemId) -> String {
    format!("/runde-tische/{event}#p-{item}")
}

/// Adds an item at the end of the agenda.
#[server(custom = Strict, endpoint = "roundtable/add_item")]
pub async fn add_item(event: String, item: ItemInput) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let plan = item.parse(None)?;
    let made: AgendaItemId = ctx.state.new_id();
    let mut tx = ctx.state.db.write().await?;
    agenda::add(&mut tx, &grant, made, &plan).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&agenda_path(grant.event(), made), None);
    Ok(())
}

/// Changes what an item says; the poll that it shows stays.
#[server(custom = Strict, endpoint = "roundtable/edit_item")]
pub async fn edit_item(event: String, id: String, item: ItemInput) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let changed: AgendaItemId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let known = agenda::list(&mut tx, &grant).await?;
    let known = known.into_iter().find(|item| item.id == changed).ok_or_else(Error::not_found)?;
    let plan = item.parse(known.plan.poll)?;
    agenda::update(&mut tx, &grant, changed, &plan).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&agenda_path(grant.event(), changed), None);
    Ok(())
}

/// Moves an item one place `up` or `down`.
#[server(custom = Strict, endpoint = "roundtable/move_item")]
pub async fn move_item(event: String, item: String, direction: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let moved: AgendaItemId = id(&item)?;
    let mut tx = ctx.state.db.write().await?;
    let items = agenda::list(&mut tx, &grant).await?;
    let place = items.iter().position(|item| item.id == moved).ok_or_else(Error::not_found)?;
    let target = match direction.as_str() {
        "up" => place.saturating_sub(1),
        "down" => place + 1,
        _ => return Err(Error::new(ErrorKind::Malformed, "error.malformed")),
    };
    agenda::move_to(&mut tx, &grant, moved, target).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&agenda_path(grant.event(), moved), None);
    Ok(())
}

/// Takes an item off the agenda; its poll stays.
#[server(custom = Strict, endpoint = "roundtable/delete_item")]
pub async fn delete_item(event: String, item: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let mut tx = ctx.state.db.write().await?;
    agenda::delete(&mut tx, &grant, id(&item)?).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&format!("/runde-tische/{}", grant.event()), Some("item_deleted"));
    Ok(())
}

/// Adds polls and agenda of a template.
#[server(custom = Strict, endpoint = "roundtable/use_template")]
pub async fn use_template(event: String, template: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let manage = ctx.grant::<ManageEvents>(Relation::Organisation).ok();
    let mut tx = ctx.state.db.write().await?;
    let template = templates::find(&mut tx, manage.as_ref(), &template).await?;
    let polls = from_template::add(&mut tx, &grant, &template, || ctx.state.random()).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    let event = grant.event();
    match polls.as_slice() {
        [poll] => lead_to(&format!("/runde-tische/{event}/abstimmungen/{poll}"), Some("template_used")),
        _ => lead_to(&format!("/runde-tische/{event}"), Some("template_used")),
    }
    Ok(())
}

/// Keeps agenda and polls of an event as a template of the organisation.
#[server(custom = Strict, endpoint = "roundtable/keep_template")]
pub async fn keep_template(event: String, title: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let manage = ctx.grant::<ManageEvents>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let title = TextInput { de: title, ..TextInput::default() };
    let title = fields.line::<NAME_MAX>("title", &title);
    fields
        .done()
        .map_err(|error| Error { fields: error.fields.into_iter().map(without_language).collect(), ..error })?;
    let mut tx = ctx.state.db.write().await?;
    let content = keep_template::of_event(&mut tx, &grant, title).await?;
    if content.poll.is_empty() {
        return Err(Error::new(ErrorKind::Invalid, "host.error.template_without_poll"));
    }
    if !content.problems().is_empty() {
        return Err(Error::new(ErrorKind::Invalid, "host.error.template_incomplete"));
    }
    template::create(&mut tx, &manage, ctx.state.new_id(), &content).await?;
    tx.commit().await?;
    lead_to(&format!("/runde-tische/{}", grant.event()), Some("template_kept"));
    Ok(())
}

/// The form asks for the title in German only.
fn without_language(error: crate::error::FieldError) -> crate::error::FieldError {
    crate::error::FieldError { field: error.field.replace("[de]", ""), ..error }
}

/// Copies a poll, with the same lineage, and gives the copy a place at the end of the agenda.
#[server(custom = Strict, endpoint = "roundtable/duplicate_poll")]
pub async fn duplicate_poll(event: String, poll: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let (poll, copy): (PollId, PollId) = (id(&poll)?, ctx.state.new_id());
    let mut tx = ctx.state.db.write().await?;
    let title = store_poll::load(&mut tx, &grant, poll).await?.conduct.title;
    store_poll::duplicate(&mut tx, &grant, poll, copy).await?;
    agenda::add(&mut tx, &grant, ctx.state.new_id(), &of_poll(title, copy)).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&format!("/runde-tische/{}/abstimmungen/{copy}", grant.event()), Some("poll_copied"));
    Ok(())
}

/// The item that shows a poll.
pub fn of_poll(title: weiterblick_domain::roundtable::poll::Wording, poll: PollId) -> Plan {
    Plan {
        kind: ItemKind::Poll,
        title,
        speaker: String::new(),
        planned_minutes: 0,
        link: String::new(),
        poll: Some(poll),
    }
}

/// Deletes a poll that nobody has voted in, with its places in the agenda.
#[server(custom = Strict, endpoint = "roundtable/delete_poll")]
pub async fn delete_poll(event: String, poll: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = granted(&ctx, &event).await?;
    let poll: PollId = id(&poll)?;
    let mut tx = ctx.state.db.write().await?;
    for item in agenda::list(&mut tx, &grant).await?.iter().filter(|item| item.plan.poll == Some(poll)) {
        agenda::delete(&mut tx, &grant, item.id).await?;
    }
    store_poll::delete(&mut tx, &grant, poll).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::Plan).await;
    lead_to(&format!("/runde-tische/{}", grant.event()), Some("poll_deleted"));
    Ok(())
}
