//! Too much work, and a database that does not answer (live.md L55, L56; T5).

use crate::world::{Stopped, cast, key, world};
use std::time::Duration;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::round::{RoundCommand, RoundState, View};
use weiterblick_live::{Bye, CommandRefusal, Refusal, RoomError, Status};
use weiterblick_store::both_engines;

both_engines! {
    /// T5: no acknowledgement without a row, and afterwards stored once.
    async fn while_the_database_is_locked_nothing_is_acknowledged_and_later_it_is_stored_once(db: Db) {
        let world = world(&db).await;
        world.join([1, 2]).await;
        let round = world.poll(20, Kind::Single).await;
        let stopped = Stopped::now();
        let held = world.hold(round).await;
        let (room, arrival) = (world.room.clone(), world.now());
        let waiting = tokio::spawn(async move { cast(&room, round, 1, key(1, 1), r#"{"o":3}"#, arrival).await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        stopped.pass(3_000).await;
        // Refused at arrival, since the commit before it does not end.
        assert!(matches!(world.cast(round, 2, 1, r#"{"o":1}"#).await, Err(Refusal::Busy { retry_after: 1..=5 })));
        stopped.pass(6_900).await;
        assert!(!waiting.is_finished());
        stopped.pass(200).await;
        assert_eq!(waiting.await.unwrap(), Err(Refusal::Unconfirmed));
        drop(held);
        let again = world.stubborn(&stopped, round, 1, r#"{"o":3}"#).await;
        assert_eq!((again.status, again.change_no), (Status::Unchanged, 1));
        assert_eq!((world.rows(round).await.len(), world.stored(round).await.voters), (1, 1));
        world.hub.drain().await;
    }

    /// L53: whoever asked is gone, the ballot counts.
    async fn a_ballot_counts_although_its_sender_has_left(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        let held = world.hold(round).await;
        let (room, arrival) = (world.room.clone(), world.now());
        let gone = tokio::spawn(async move { cast(&room, round, 1, key(1, 1), r#"{"o":3}"#, arrival).await });
        tokio::time::sleep(Duration::from_millis(50)).await;
        gone.abort();
        drop(held);
        world.round(round, RoundCommand::Lock).await.unwrap();
        assert_eq!(world.counted(Kind::Single, round).await.n, 1);
        world.round(round, RoundCommand::Close).await.unwrap();
        world.hub.drain().await;
    }

    /// security.md E44: what was taken is committed and acknowledged, then nothing is taken any more.
    async fn stopping_acknowledges_what_waits_and_refuses_what_comes(db: Db) {
        let world = world(&db).await;
        world.join(0..100).await;
        let round = world.poll(20, Kind::Single).await;
        let mut stream = world.room.presence(View::Participant, crate::world::token(1).digest());
        let held = world.hold(round).await;
        let mut tasks = tokio::task::JoinSet::new();
        for voice in 0..100 {
            let (room, arrival) = (world.room.clone(), world.now());
            tasks.spawn(async move { cast(&room, round, voice, key(voice, 1), r#"{"o":3}"#, arrival).await });
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let hub = world.hub.clone();
        let drained = tokio::spawn(async move { hub.drain().await });
        assert_eq!(stream.ended().await, Bye::Restart);
        assert_eq!(world.cast(round, 7, 9, r#"{"o":1}"#).await, Err(Refusal::Restart));
        assert_eq!(world.round(round, RoundCommand::Lock).await, Err(CommandRefusal::Restart));
        assert!(matches!(world.hub.room(crate::world::event()).await, Err(RoomError::Restart)));
        drop(held);
        drained.await.unwrap();
        assert!(tasks.join_all().await.iter().all(|answer| answer.as_ref().is_ok_and(|ack| ack.change_no == 1)));
        assert_eq!((world.stored(round).await.voters, world.state(round).await), (100, RoundState::Open));
    }
}
