//! Closing a round (live.md L62).

use crate::world::{World, voter, world};
use weiterblick_domain::roundtable::identity::Receipt;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::poll::close::{payloads_digest, receipts_digest};
use weiterblick_domain::roundtable::round::{RoundCommand, RoundRefusal, RoundState, View};
use weiterblick_live::{Command, CommandRefusal};
use weiterblick_store::both_engines;

/// What the console is told of why a round cannot be closed.
fn told(world: &World, round: weiterblick_domain::ids::RoundId, view: View) -> Option<serde_json::Value> {
    World::of_round(&world.scene(view)["rounds"], "id", round).unwrap().get("integrity").cloned()
}

both_engines! {
    async fn a_closed_round_keeps_two_digests_that_anybody_can_compute(db: Db) {
        let world = world(&db).await;
        world.join(0..7).await;
        let round = world.poll(20, Kind::Single).await;
        world.all(Kind::Single, round, 0..7).await;
        world.ok(round, 6, 2, crate::world::WITHDRAW).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.round(round, RoundCommand::Close).await.unwrap();
        let frozen = world.stored(round).await.frozen.unwrap();
        let receipts = (0..6).map(|number| Receipt::of(round, voter(20, number))).collect();
        let payloads = (0..6).map(|number| crate::polls::answer(Kind::Single, number)).collect();
        assert_eq!((frozen.receipts, frozen.payloads), (receipts_digest(receipts), payloads_digest(payloads)));
        world.hub.drain().await;
    }

    async fn a_round_whose_ballots_differ_from_memory_stays_locked_until_it_is_counted_anew(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let round = world.poll(20, Kind::Single).await;
        world.all(Kind::Single, round, 0..6).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.run("UPDATE ballot SET payload = '{\"o\":5}' WHERE payload = '{\"o\":2}'").await;
        let r = world.r().await;
        let refused = Err(CommandRefusal::Round { refusal: RoundRefusal::Integrity, r });
        assert_eq!(world.round(round, RoundCommand::Close).await, refused);
        assert_eq!((world.state(round).await, world.r().await), (RoundState::Locked, r));
        let numbers = told(&world, round, View::Console).unwrap();
        assert_eq!((numbers["counted"].as_i64(), numbers["expected"].as_i64()), (Some(6), Some(6)));
        assert_eq!(told(&world, round, View::Screen), None);

        let counted = world.command(Command::Recount { round }).await.unwrap();
        assert_eq!(counted.r.0, r.0 + 1);
        assert_eq!(told(&world, round, View::Console), None);
        world.round(round, RoundCommand::Close).await.unwrap();
        world.hub.drain().await;
    }

    async fn a_ballot_that_is_missing_is_found_by_the_number_of_voters(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let round = world.poll(20, Kind::Single).await;
        world.all(Kind::Single, round, 0..6).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.run("UPDATE round SET voters = 5").await;
        let close = world.round(round, RoundCommand::Close).await;
        assert!(matches!(close, Err(CommandRefusal::Round { refusal: RoundRefusal::Integrity, .. })));
        let numbers = told(&world, round, View::Console).unwrap();
        assert_eq!((numbers["counted"].as_i64(), numbers["expected"].as_i64()), (Some(6), Some(5)));
        world.command(Command::Recount { round }).await.unwrap();
        world.round(round, RoundCommand::Close).await.unwrap();
        assert_eq!(world.stored(round).await.voters, 6);
        world.hub.drain().await;
    }

    async fn counting_anew_is_for_locked_rounds_and_for_those_who_know_the_present_state(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let open = world.command(Command::Recount { round }).await;
        assert!(matches!(open, Err(CommandRefusal::Round { refusal: RoundRefusal::NotLocked, .. })));
        let stale = world.r().await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        let late = world.room.command(&crate::world::grant(), stale, Command::Recount { round }).await;
        assert!(matches!(late, Err(CommandRefusal::Event { .. })));
        world.hub.drain().await;
    }
}
