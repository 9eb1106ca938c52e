//! The round table that is over: prepared, held item by item, ended, and sealed when its time has come.

use super::audience;
use super::course::Course;
use super::hall::Hall;
use super::host::Host;
use super::seed::Past;
use super::{meeting, needs};
use crate::demo::DemoError;
use crate::demo::calendar::Calendar;
use crate::demo::organisation::Network;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::action::{ManageEvents, ManageNeeds};
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::event::{EventCommand, EventTimes, due};
use weiterblick_domain::roundtable::limits::K_DEFAULT;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::{MINUTE, UnixMillis};
use weiterblick_live::{Command, Scope};
use weiterblick_store::roundtable::event::{self, Conditions};
use weiterblick_store::roundtable::standing;

/// As a new event has it (security.md E64).
const RETENTION_DAYS: u32 = 730;
/// The doors open so long before the beginning.
const DOORS_BEFORE: i64 = 20 * MINUTE;

/// Holds it; the clock of the hall goes along.
///
/// # Errors
/// [`DemoError`].
pub async fn hold(hall: &Hall<'_>, network: &Network, calendar: &Calendar, past: &Past) -> Result<EventId, DemoError> {
    let present = hall.now();
    let begins = calendar.at(past.meeting.day, past.meeting.from)?;
    let (host, polls, companies) = prepare(hall, network, calendar, past).await?;
    hall.set_clock(begins.plus(-DOORS_BEFORE));
    host.command(Command::Event(EventCommand::OpenLobby)).await?;
    let audience = audience::join(&host, past, &companies).await?;
    hall.set_clock(begins);
    host.command(Command::Event(EventCommand::Start)).await?;
    count_heads(&host, past.heads).await?;
    Course { host: &host, past, polls: &polls, audience: &audience }.run().await?;
    host.command(Command::Event(EventCommand::End)).await?;
    needs::capture(&host, &network.grant::<ManageNeeds>()?, past, &polls).await?;
    seal(&host, present).await?;
    hall.set_clock(present);
    Ok(host.event())
}

async fn prepare<'a>(
    hall: &'a Hall<'a>,
    network: &Network,
    calendar: &Calendar,
    past: &Past,
) -> Result<(Host<'a>, Vec<PollId>, audience::Companies), DemoError> {
    let (state, grant) = (hall.state, network.grant::<ManageEvents>()?);
    let event: EventId = state.new_id();
    let conditions = Conditions {
        join_mode: JoinMode::Open,
        attributes: past.attribute.clone(),
        languages: vec![Language::De, Language::En],
        k: K_DEFAULT,
        retention_days: RETENTION_DAYS,
        settings: Settings::default(),
    };
    let mut tx = state.db.write().await?;
    event::create(&mut tx, &grant, event, &meeting::basics(&past.meeting, calendar)?, &conditions).await?;
    let standing = standing::of_manager(&mut tx, &grant, event).await?;
    let prepare = standing.decide()?;
    let polls = meeting::add(&mut tx, &prepare, state, &past.meeting).await?;
    let companies = audience::invite(&mut tx, &prepare, state, &past.guests).await?;
    tx.commit().await?;
    Ok((Host::of(hall, standing).await?, polls, companies))
}

async fn count_heads(host: &Host<'_>, heads: u32) -> Result<(), DemoError> {
    let mut tx = host.begin().await?;
    event::set_heads(&mut tx, &host.grant()?, heads).await?;
    host.commit(tx, Scope::Plan).await
}

/// What the product would do when the event is next looked at (live.md L41).
async fn seal(host: &Host<'_>, present: UnixMillis) -> Result<(), DemoError> {
    let event = host.load().await?;
    let times = EventTimes {
        planned_end: event.basics.planned_end,
        running_since: event.running_since.unwrap_or_default(),
        ended_at: event.ended_at.unwrap_or_default(),
    };
    let Some((at, EventCommand::Seal)) = due(event.state, &times) else { return Ok(()) };
    if at <= present {
        host.hall.set_clock(at);
        host.room.seal(&host.grant()?, event.r).await?;
    }
    Ok(())
}
