//! What projector and phones show now.

use super::command::begin;
use crate::row::RowExt;
use crate::{StoreError, Tx};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::stage::Stage;

/// Shows something of the event. `false`: it was shown already, whatever revision the sender knew (L5).
///
/// # Errors
/// [`StoreError::Conflict`] when the event has another revision than `expected`; [`StoreError::NotFound`] for what
/// belongs to another event.
pub async fn set(tx: &mut Tx, grant: &EventGrant<Run>, expected: Revision, stage: &Stage) -> Result<bool, StoreError> {
    let event = grant.event().to_string();
    let row = sqlx::query("SELECT stage_kind, stage_id FROM event WHERE id = $1")
        .bind(event.clone())
        .fetch_one(&mut **tx)
        .await?;
    if (row.text("stage_kind")?.as_str(), row.text("stage_id")?) == (stage.kind(), stage.id()) {
        return Ok(false);
    }
    begin(tx, grant.event(), expected).await?;
    let known = match stage {
        Stage::Welcome | Stage::Questions => None,
        Stage::Agenda(_) => Some("SELECT id FROM agenda_item WHERE id = $1 AND event_id = $2"),
        Stage::Board(_) => Some("SELECT id FROM poll WHERE id = $1 AND event_id = $2"),
        Stage::Round(_) => {
            Some("SELECT r.id FROM round r JOIN poll p ON p.id = r.poll_id WHERE r.id = $1 AND p.event_id = $2")
        }
    };
    if let Some(sql) = known {
        sqlx::query(sql).bind(stage.id()).bind(event.clone()).fetch_one(&mut **tx).await?;
    }
    sqlx::query("UPDATE event SET stage_kind = $2, stage_id = $3 WHERE id = $1")
        .bind(event)
        .bind(stage.kind())
        .bind(stage.id())
        .execute(&mut **tx)
        .await?;
    Ok(true)
}
