//! The round table that can begin: it follows the past one, is prepared, and its doors are open.

use super::hall::Hall;
use super::host::Host;
use super::meeting;
use super::seed::Ready;
use crate::demo::DemoError;
use crate::demo::calendar::Calendar;
use crate::demo::organisation::Network;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_live::Command;
use weiterblick_store::Tx;
use weiterblick_store::roundtable::{agenda, follow_up, poll, standing};

/// # Errors
/// [`DemoError`].
pub async fn prepare(
    hall: &Hall<'_>,
    network: &Network,
    calendar: &Calendar,
    ready: &Ready,
    previous: EventId,
) -> Result<(), DemoError> {
    let (state, grant) = (hall.state, network.grant::<ManageEvents>()?);
    let event: EventId = state.new_id();
    let basics = meeting::basics(&ready.meeting, calendar)?;
    let mut tx = state.db.write().await?;
    follow_up::follow_up(&mut tx, &grant, previous, event, &basics, || state.random()).await?;
    let standing = standing::of_manager(&mut tx, &grant, event).await?;
    let prepare = standing.decide()?;
    keep(&mut tx, &prepare, &ready.keeps).await?;
    let polls = meeting::add(&mut tx, &prepare, state, &ready.meeting).await?;
    meeting::set_timers(&mut tx, &prepare, &polls, &ready.timer).await?;
    tx.commit().await?;
    Host::of(hall, standing).await?.command(Command::Event(EventCommand::OpenLobby)).await?;
    Ok(())
}

/// Deletes all polls but these, counted from 1, and all of the agenda that shows none of them.
async fn keep(tx: &mut Tx, grant: &EventGrant<Prepare>, numbers: &[usize]) -> Result<(), DemoError> {
    let polls = poll::list(tx, grant).await?;
    let (kept, dropped): (Vec<_>, Vec<_>) = (1..).zip(&polls).partition(|(number, _)| numbers.contains(number));
    let kept: Vec<PollId> = kept.into_iter().map(|(_, poll)| poll.id).collect();
    for item in agenda::list(tx, grant).await? {
        if !item.plan.poll.is_some_and(|poll| kept.contains(&poll)) {
            agenda::delete(tx, grant, item.id).await?;
        }
    }
    for (_, poll) in dropped {
        poll::delete(tx, grant, poll.id).await?;
    }
    Ok(())
}
