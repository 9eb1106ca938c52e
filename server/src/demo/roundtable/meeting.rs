//! What a host prepares: the event, its agenda and its polls.

use super::seed::{Meeting, PollTimer, numbered};
use crate::demo::DemoError;
use crate::demo::calendar::Calendar;
use weiterblick_app::state::AppState;
use weiterblick_domain::ids::PollId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_store::Tx;
use weiterblick_store::roundtable::agenda::{self, Plan};
use weiterblick_store::roundtable::event::Basics;
use weiterblick_store::roundtable::from_template;
use weiterblick_store::roundtable::poll::{self, Conduct};

/// # Errors
/// [`DemoError::Calendar`].
pub fn basics(meeting: &Meeting, calendar: &Calendar) -> Result<Basics, DemoError> {
    Ok(Basics {
        title: meeting.title.clone(),
        place: meeting.place.clone(),
        planned_start: calendar.at(meeting.day, meeting.from)?,
        planned_end: calendar.at(meeting.day, meeting.to)?,
    })
}

/// Adds polls, agenda and speakers; answers the ids of the polls.
///
/// # Errors
/// Of the store; [`DemoError::Unknown`] for a speaker at no item.
pub async fn add(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    state: &AppState,
    meeting: &Meeting,
) -> Result<Vec<PollId>, DemoError> {
    let polls = from_template::add(tx, grant, &meeting.template(), || state.random()).await?;
    let items = agenda::list(tx, grant).await?;
    for speaker in &meeting.speaker {
        let item = numbered(&items, speaker.item)?;
        let plan = Plan { speaker: speaker.name.clone(), ..item.plan.clone() };
        agenda::update(tx, grant, item.id, &plan).await?;
    }
    Ok(polls)
}

/// Sets the times to answer.
///
/// # Errors
/// Of the store; [`DemoError::Unknown`] for the time of no poll.
pub async fn set_timers(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    polls: &[PollId],
    timers: &[PollTimer],
) -> Result<(), DemoError> {
    for timer in timers {
        let found = poll::load(tx, grant, *numbered(polls, timer.poll)?).await?;
        let conduct = Conduct { timer: Some(timer.seconds), ..found.conduct };
        poll::update(tx, grant, found.id, &found.terms, &conduct).await?;
    }
    Ok(())
}
