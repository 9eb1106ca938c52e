//! Ballots and their acknowledgements.

use crate::world::{answer, id, token, voter, world};
use std::collections::BTreeSet;
use weiterblick_domain::roundtable::identity::Receipt;
use weiterblick_domain::roundtable::poll::{Kind, Views};
use weiterblick_domain::roundtable::round::{RoundCommand, RoundState};
use weiterblick_live::Status;
use weiterblick_store::both_engines;

both_engines! {
    /// T1.
    async fn five_hundred_voices_at_once_are_counted_exactly_in_every_type(db: Db) {
        let world = world(&db).await;
        world.join(0..500).await;
        for (poll, kind) in (20..).zip(Kind::ALL) {
            let round = world.poll(poll, *kind).await;
            let acks = world.all(*kind, round, 0..500).await;
            assert!(acks.iter().all(|ack| ack.status == Status::Stored && ack.change_no == 1), "{kind}");
            let receipts: BTreeSet<Receipt> = acks.iter().map(|ack| ack.receipt).collect();
            assert_eq!(receipts, (0..500).map(|number| Receipt::of(round, voter(poll, number))).collect());
            let stored = world.stored(round).await;
            assert_eq!((stored.voters, stored.writes), (500, 500), "{kind}");
            assert_eq!(acks.iter().map(|ack| ack.w).max(), Some(500));
            world.round(round, RoundCommand::Lock).await.unwrap();
            world.round(round, RoundCommand::Close).await.unwrap();
            let frozen = world.stored(round).await.frozen.unwrap();
            let result: Views = serde_json::from_str(&frozen.result).unwrap();
            assert_eq!(result.agreed, world.counted(*kind, round).await, "{kind}");
            assert_eq!(result.agreed.n + result.agreed.abstain, 500);
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM ballot").await, 5_500);
        assert_eq!(world.number("SELECT COUNT(*) FROM card").await, 2 * 455);
        world.hub.drain().await;
    }
}
