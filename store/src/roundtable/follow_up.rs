//! The next event of a kind: the same agenda and questions again (live.md §9, "Agenda and follow-up").

use super::agenda;
use super::event::{Basics, insert, of_organisation};
use super::poll::copy_into;
use crate::row::RowExt;
use crate::{StoreError, Tx};
use std::collections::BTreeMap;
use weiterblick_domain::ids::{AgendaItemId, EventId, PollId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageEvents;

/// Makes a draft under `id` that follows `previous`: its conditions, agenda, polls and options, no keys, people, rounds
/// or cards. Polls keep their lineage, so results can be set side by side (L18). `random` gives 16 fresh bytes.
///
/// # Errors
/// [`StoreError::NotFound`] when `previous` belongs to another organisation.
pub async fn follow_up(
    tx: &mut Tx,
    grant: &Grant<ManageEvents>,
    previous: EventId,
    id: EventId,
    basics: &Basics,
    mut random: impl FnMut() -> [u8; 16],
) -> Result<(), StoreError> {
    let conditions = of_organisation(tx, grant, previous).await?.conditions;
    insert(tx, grant, id, basics, &conditions, Some(previous)).await?;
    let polls = copy_polls(tx, previous, id, &mut random).await?;
    for item in agenda::of_event(tx, previous).await? {
        let poll = item.plan.poll.and_then(|poll| polls.get(&poll).copied());
        let plan = agenda::Plan { poll, ..item.plan };
        agenda::insert(tx, id, AgendaItemId::from_bytes(random()), &plan).await?;
    }
    Ok(())
}

/// The new ids by the old ones.
async fn copy_polls(
    tx: &mut Tx,
    from: EventId,
    to: EventId,
    random: &mut impl FnMut() -> [u8; 16],
) -> Result<BTreeMap<PollId, PollId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM poll WHERE event_id = $1 ORDER BY position")
        .bind(from.to_string())
        .fetch_all(&mut **tx)
        .await?;
    let mut copies = BTreeMap::new();
    for row in &rows {
        let (poll, copy) = (row.parsed("id")?, PollId::from_bytes(random()));
        copy_into(tx, to, poll, copy).await?;
        copies.insert(poll, copy);
    }
    for (poll, copy) in &copies {
        sqlx::query("UPDATE poll SET parent_id = $3 WHERE event_id = $1 AND parent_id = $2")
            .bind(to.to_string())
            .bind(poll.to_string())
            .bind(copy.to_string())
            .execute(&mut **tx)
            .await?;
    }
    // The cards and clusters that an option was made of stay with the event in which they were written.
    sqlx::query("UPDATE poll_option SET sources = '[]' WHERE poll_id IN (SELECT id FROM poll WHERE event_id = $1)")
        .bind(to.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(copies)
}
