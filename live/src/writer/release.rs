//! Segments of locked rounds (live.md L35, L37): computed on a thread of their own, published in their turn.

use super::Broken;
use super::commands::see_to;
use super::decide::Step;
use crate::queue::{ReleaseWork, Work};
use crate::room::{Calculation, Inner, Released, State};
use crate::shared::Shared;
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::attribute::Attribute;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::roundtable::segment::Decision;

/// Begins to compute what has become due for these rounds.
pub(super) fn begin(hub: &Arc<Shared>, room: &Arc<Inner>, rounds: impl Iterator<Item = RoundId>) {
    let due: Vec<Calculation> = {
        let mut state = room.state();
        let conditions = &state.event.conditions;
        let attributes: Vec<Attribute> = conditions.attributes.iter().map(|question| question.attribute).collect();
        let k = conditions.k;
        rounds.filter_map(|id| state.round_mut(id)?.segments_due(&attributes, k)).collect()
    };
    for calculation in due {
        tokio::spawn(compute(hub.clone(), room.clone(), calculation));
    }
}

async fn compute(hub: Arc<Shared>, room: Arc<Inner>, calculation: Calculation) {
    let (round, lock) = (calculation.round, calculation.lock);
    match tokio::task::spawn_blocking(move || calculation.decide()).await {
        Ok(Decision::New { segments, record }) => {
            let release = Arc::new(Released { segments, record });
            hub.queue.push(Work::Release(Box::new(ReleaseWork { room, round, lock, release }))).await;
        }
        Ok(Decision::Nothing | Decision::Kept) => {}
        Err(error) => tracing::error!(%error, "segments could not be computed: none are published"),
    }
}

/// Publishes them, unless the round was opened again meanwhile.
pub(super) async fn run(hub: &Arc<Shared>, work: ReleaseWork) -> Result<(), Broken> {
    let ReleaseWork { room, round, lock, release } = work;
    let step = |state: &State| {
        let live = state.round(round)?;
        let waits =
            matches!(live.round.state, RoundState::Locked | RoundState::Closed) && live.segments.waits_for(lock);
        waits.then(|| Step::Release { id: round, release: release.clone() })
    };
    if !see_to(hub, &room, step).await? {
        tracing::warn!("segments could not be published");
    }
    Ok(())
}
