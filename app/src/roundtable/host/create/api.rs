use super::BasicsInput;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::roundtable::host::input::{Fields, id};
use crate::roundtable::host::templates;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::limits::K_DEFAULT;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::event::{self, Conditions};
use weiterblick_store::roundtable::{follow_up as store_follow_up, from_template, standing};

/// Days that results are kept where nobody chose otherwise (security.md E64).
const RETENTION_DAYS: u32 = 730;

/// Makes a draft, with polls and agenda of a template if one is chosen.
#[server(custom = Strict, endpoint = "roundtable/create_event")]
pub async fn create_event(basics: BasicsInput, #[server(default)] template: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageEvents>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let basics = basics.parse(&mut fields, &ctx.state.settings.time_zone);
    fields.done()?;
    let event: EventId = ctx.state.new_id();
    let mut tx = ctx.state.db.write().await?;
    event::create(&mut tx, &grant, event, &basics, &conditions()).await?;
    if !template.is_empty() {
        let template = templates::find(&mut tx, Some(&grant), &template).await?;
        let prepare = standing::of_manager(&mut tx, &grant, event).await?.decide::<Prepare>()?;
        from_template::add(&mut tx, &prepare, &template, || ctx.state.random()).await?;
    }
    tx.commit().await?;
    lead_to(&format!("/runde-tische/{event}"), Some("event_created"));
    Ok(())
}

/// Makes a draft with agenda and polls of an earlier event (live.md §9, "Agenda and follow-up").
#[server(custom = Strict, endpoint = "roundtable/follow_up")]
pub async fn follow_up(previous: String, basics: BasicsInput) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageEvents>(Relation::Organisation)?;
    let previous: EventId = id(&previous)?;
    let mut fields = Fields::default();
    let basics = basics.parse(&mut fields, &ctx.state.settings.time_zone);
    fields.done()?;
    let event: EventId = ctx.state.new_id();
    let mut tx = ctx.state.db.write().await?;
    store_follow_up::follow_up(&mut tx, &grant, previous, event, &basics, || ctx.state.random()).await?;
    tx.commit().await?;
    lead_to(&format!("/runde-tische/{event}"), Some("event_created"));
    Ok(())
}

/// What holds for a new event until somebody decides otherwise.
fn conditions() -> Conditions {
    Conditions {
        join_mode: JoinMode::Open,
        attributes: Vec::new(),
        languages: vec![Language::De],
        k: K_DEFAULT,
        retention_days: RETENTION_DAYS,
        settings: Settings::default(),
    }
}
