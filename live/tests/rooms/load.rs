//! Too much work, and a database that does not answer (live.md L55, L56; T5).

use crate::world::{Stopped, World, cast, event, eventually, hub_with, key, world};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::round::{RoundCommand, RoundState, View};
use weiterblick_live::{Bye, CommandRefusal, Fault, Random, Refusal, RoomError, Status};
use weiterblick_store::{both_engines, testing};

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
        assert!(matches!(world.hub.room(event()).await, Err(RoomError::Restart)));
        drop(held);
        drained.await.unwrap();
        assert!(tasks.join_all().await.iter().all(|answer| answer.as_ref().is_ok_and(|ack| ack.change_no == 1)));
        assert_eq!((world.stored(round).await.voters, world.state(round).await), (100, RoundState::Open));
    }
}

/// security.md E47: a full database refuses and is read on; nothing has to be started again.
#[tokio::test]
async fn a_full_database_makes_the_rooms_read_only_until_there_is_space() {
    let database = testing::sqlite().await;
    let world = world(&database.db).await;
    world.join(0..500).await;
    let round = world.poll(20, Kind::Words).await;
    world.run("PRAGMA max_page_count = 1").await;
    let long = format!(r#"{{"w":["{0}a","{0}b","{0}c"]}}"#, "ü".repeat(39));
    let mut last = Ok(());
    for voice in 0..500 {
        last = world.cast(round, voice, 1, &long).await.map(drop);
        if last.is_err() {
            break;
        }
    }
    assert_eq!(last, Err(Refusal::ReadOnly));
    assert_eq!(world.faults.lock().unwrap().as_slice(), [Fault::Full]);
    assert_eq!(world.scene(View::Screen)["notice"], "read_only");
    assert_eq!(world.round(round, RoundCommand::Lock).await, Err(CommandRefusal::ReadOnly));
    world.run("PRAGMA max_page_count = 1000000").await;
    world.hub.writable();
    assert!(world.scene(View::Screen)["notice"].is_null());
    world.ok(round, 499, 1, &long).await;
    world.hub.drain().await;
    database.end().await;
}

/// A source that fails when it is told to.
#[derive(Default)]
struct Failing(AtomicBool);

impl Random for Failing {
    fn fill(&self, bytes: &mut [u8]) {
        assert!(!self.0.load(Ordering::Relaxed), "the test wants the writer to fail");
        bytes.fill(7);
    }
}

/// L56: a panic in the writer ends the process, and nothing is acknowledged after it.
#[tokio::test]
async fn a_panic_in_the_writer_is_told_and_nothing_is_acknowledged_after_it() {
    let database = testing::sqlite().await;
    let first = world(&database.db).await;
    first.join([1]).await;
    let round = first.poll(20, Kind::Single).await;
    first.hub.drain().await;
    let random = Arc::new(Failing::default());
    let (hub, faults) = hub_with(&database.db, first.clock.clone(), random.clone());
    let world = World { room: hub.room(event()).await.unwrap(), hub, faults, ..first.again() };
    random.0.store(true, Ordering::Relaxed);
    let room = world.room.clone();
    let pressed = tokio::spawn(async move { World { room, ..first }.round(round, RoundCommand::Lock).await });
    eventually(async || !world.faults.lock().unwrap().is_empty()).await;
    assert_eq!(world.faults.lock().unwrap().as_slice(), [Fault::Broken]);
    assert_eq!(pressed.await.unwrap(), Err(CommandRefusal::Unconfirmed));
    random.0.store(false, Ordering::Relaxed);
    assert!(world.cast(round, 1, 1, r#"{"o":1}"#).await.is_err());
    assert_eq!((world.rows(round).await.len(), world.state(round).await), (0, RoundState::Open));
    world.hub.drain().await;
    database.end().await;
}
