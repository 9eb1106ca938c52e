//! Deadlines (live.md L13, L28, L29, L58, L60; T18).

use crate::polls::{conduct, terms};
use crate::world::{START, Stopped, World, event, eventually, hub, key, token, world};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::event::{EventCommand, EventState};
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::round::{ExtraTime, RoundCommand, RoundRefusal, RoundState, Timer, View};
use weiterblick_domain::time::{HOUR, UnixMillis};
use weiterblick_live::{Refusal, Status};
use weiterblick_store::roundtable::{self as store};
use weiterblick_store::{both_engines, testing};

/// A round with a timer of 60 s, opened now, and its deadline.
async fn timed(world: &World) -> (RoundId, UnixMillis) {
    let round = world.prepared(20, terms(Kind::Single), conduct()).await;
    let timer = Timer::try_from(60).ok();
    world.round(round, RoundCommand::Open { timer }).await.unwrap();
    (round, world.stored(round).await.round.timing.deadline.unwrap())
}

/// Moves the clock and waits until the room has followed it.
async fn until(world: &World, stopped: &Stopped, at: UnixMillis, round: RoundId, state: RoundState) {
    stopped.pass(u64::try_from(at.since(world.now())).unwrap()).await;
    eventually(async || world.state(round).await == state).await;
}

const LATE: Result<Status, Refusal> = Err(Refusal::Round(RoundRefusal::DeadlinePassed));

both_engines! {
    /// T18: arrival decides, more time is a share of the whole time.
    async fn ballots_are_taken_by_their_arrival(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        world.join(1..=4).await;
        world.join_with([5, 6], ExtraTime::Half, None).await;
        let (round, deadline) = timed(&world).await;
        let cast = async |voice, after| {
            let arrival = deadline.plus(after);
            world.cast_at(round, voice, 1, r#"{"o":1}"#, arrival).await.map(|ack| ack.status)
        };
        until(&world, &stopped, deadline.plus(200), round, RoundState::Closing).await;
        assert_eq!(cast(1, -1).await, Ok(Status::Stored));
        assert_eq!(cast(2, 2_999).await, Ok(Status::Stored));
        assert_eq!(cast(3, 3_000).await, LATE);
        assert_eq!(cast(5, 32_999).await, Ok(Status::Stored));
        assert_eq!(cast(6, 33_000).await, LATE);
        until(&world, &stopped, deadline.plus(33_200), round, RoundState::Locked).await;
        assert_eq!(cast(4, -1).await, Err(Refusal::Round(RoundRefusal::Locked)));
        world.hub.drain().await;
    }

    async fn a_round_is_open_until_its_deadline_and_locked_after_its_grace(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        let (round, deadline) = timed(&world).await;
        let r = world.r().await;
        stopped.pass(59_900).await;
        assert_eq!((world.state(round).await, world.r().await), (RoundState::Open, r));
        until(&world, &stopped, deadline.plus(200), round, RoundState::Closing).await;
        assert_eq!(world.r().await.0, r.0 + 1, "each step of the clock is a revision");
        until(&world, &stopped, deadline.plus(3_200), round, RoundState::Locked).await;
        assert_eq!(world.r().await.0, r.0 + 2);
        world.hub.drain().await;
    }

    async fn an_extension_and_more_time_move_the_lock(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        let (round, deadline) = timed(&world).await;
        let later = deadline.plus(30_000);
        world.round(round, RoundCommand::Extend { deadline: later }).await.unwrap();
        stopped.pass(65_000).await;
        assert_eq!(world.state(round).await, RoundState::Open);
        until(&world, &stopped, later.plus(200), round, RoundState::Closing).await;
        // Somebody takes twice the time of 90 s while the round closes.
        world.join_with([1], ExtraTime::Double, None).await;
        stopped.pass(80_000).await;
        assert_eq!(world.state(round).await, RoundState::Closing);
        until(&world, &stopped, later.plus(93_200), round, RoundState::Locked).await;
        world.hub.drain().await;
    }

    /// L60: what came before the deadline is committed before it takes effect.
    async fn a_deadline_waits_behind_the_ballots_that_came_before(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        world.join(0..50).await;
        let (round, deadline) = timed(&world).await;
        let held = world.hold(round).await;
        let mut tasks = tokio::task::JoinSet::new();
        for voice in 0..50 {
            let (room, arrival) = (world.room.clone(), world.now());
            tasks.spawn(async move {
                crate::world::cast(&room, round, voice, key(voice, 1), r#"{"o":2}"#, arrival).await
            });
        }
        tokio::task::yield_now().await;
        // Not confirmed after 10 s, but not lost either.
        stopped.pass(70_000).await;
        assert!(tasks.join_all().await.iter().all(|answer| *answer == Err(Refusal::Unconfirmed)));
        drop(held);
        until(&world, &stopped, deadline.plus(13_000), round, RoundState::Locked).await;
        assert_eq!(world.counted(Kind::Single, round).await.n, 50);
        assert_eq!(world.stubborn(&stopped, round, 7, r#"{"o":2}"#).await.status, Status::Unchanged);
        world.hub.drain().await;
    }

    /// L58.
    async fn a_restart_keeps_ballots_and_deadlines(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        world.join(0..20).await;
        let (round, deadline) = timed(&world).await;
        world.all(Kind::Single, round, 0..20).await;
        let before = world.counted(Kind::Single, round).await;
        let (second, _) = hub(&db, world.clock.clone());
        let room = second.room(event()).await.unwrap();
        let restarted = World { hub: second, room, ..world.again() };
        assert_eq!(restarted.ok(round, 3, 1, r#"{"o":1}"#).await.status, Status::Unchanged);
        assert_eq!(restarted.room.me(&token(3)).await.unwrap().ballots.len(), 1);
        world.hub.drain().await;
        until(&restarted, &stopped, deadline.plus(200), round, RoundState::Closing).await;
        until(&restarted, &stopped, deadline.plus(3_200), round, RoundState::Locked).await;
        restarted.round(round, RoundCommand::Close).await.unwrap();
        assert_eq!(restarted.counted(Kind::Single, round).await, before);
        restarted.hub.drain().await;
    }

    /// L58: nobody has to come back for a deadline to hold.
    async fn deadlines_that_passed_while_nothing_ran_take_effect_at_the_start(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        let (round, deadline) = timed(&world).await;
        world.hub.drain().await;
        stopped.pass(600_000).await;
        let (second, _) = hub(&db, world.clock.clone());
        let restarted = World { hub: second, ..world.again() };
        until(&restarted, &stopped, deadline.plus(600_000), round, RoundState::Locked).await;
        restarted.hub.drain().await;
    }

    async fn an_event_ends_by_itself_twelve_hours_after_its_planned_end(db: Db) {
        let world = world(&db).await;
        let stopped = Stopped::now();
        let round = world.poll(20, Kind::Single).await;
        let end = START.plus(14 * HOUR);
        until(&world, &stopped, end.plus(1_000), round, RoundState::Closed).await;
        let state = store::event::load(&mut db.read().await.unwrap(), event()).await.unwrap().state;
        assert_eq!(state, EventState::Ended);
        world.event(EventCommand::Resume).await.unwrap();
        world.hub.drain().await;
    }
}

/// L58. On PostgreSQL the room would have followed what other nodes write.
#[tokio::test]
async fn a_room_that_nobody_has_needed_for_half_an_hour_is_read_anew() {
    let database = testing::sqlite().await;
    let world = world(&database.db).await;
    let stopped = Stopped::now();
    let (hub, held) = (world.hub.clone(), world.room.clone());
    let before = held.snapshot(View::Screen).scene.unwrap().json();
    world.run("UPDATE event SET r = 99").await;
    drop(world);
    stopped.pass(45 * 60_000).await;
    tokio::task::yield_now().await;
    assert_eq!(hub.room(event()).await.unwrap().snapshot(View::Screen).scene.unwrap().json(), before, "it is held");
    drop(held);
    for _ in 0..3 {
        stopped.pass(31 * 60_000).await;
        tokio::task::yield_now().await;
    }
    let scene = hub.room(event()).await.unwrap().snapshot(View::Screen).scene.unwrap();
    let scene: serde_json::Value = serde_json::from_slice(&scene.json()).unwrap();
    assert_eq!(scene["r"], 99);
    hub.drain().await;
    database.end().await;
}
