//! How many ballots per second the rooms acknowledge, from `cast` to the commit, on a SQLite file with durable settings.
//!
//! `cargo run -p weiterblick-live --release --example throughput -- FOLDER [AT ONCE] [BALLOTS]`

#[path = "../tests/rooms/polls.rs"]
#[allow(dead_code, reason = "a part of the fixture is enough")]
mod polls;
#[path = "../tests/rooms/world.rs"]
#[allow(dead_code, reason = "a part of the fixture is enough")]
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_store::Db;
use world::{World, world};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder on the file system to be measured");
    let mut number = |default| arguments.next().map_or(default, |text| text.parse().expect("a number"));
    let (at_once, ballots): (u16, u16) = (number(500), number(50_000));
    let file = std::path::Path::new(&folder).join("throughput.db");
    let db = Db::open_sqlite(&file, true).await.expect("the file opens");
    db.migrate().await.expect("the schema is made");
    let world = Arc::new(world(&db).await);
    world.join(0..ballots).await;
    for poll in [20, 21, 22] {
        let round = world.poll(poll, Kind::Single).await;
        let (took, mut waits) = measure(&world, round, at_once, ballots).await;
        waits.sort_unstable();
        let at = |per_mille: usize| waits[waits.len() * per_mille / 1_000].as_secs_f64() * 1_000.0;
        let rate = f64::from(ballots) / took.as_secs_f64();
        println!(
            "{rate:.0} ballots/s, {at_once} at once; p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms",
            at(500),
            at(950),
            at(990)
        );
    }
    world.hub.drain().await;
    let began = Instant::now();
    let (hub, _) = world::hub(&db, world.clock.clone());
    hub.room(world::event()).await.expect("the room is loaded");
    println!("{} ballots loaded in {:.0} ms", 3 * u32::from(ballots), began.elapsed().as_secs_f64() * 1_000.0);
    hub.drain().await;
    db.close().await;
}

/// Every voice votes once; `at_once` of them wait at any time.
async fn measure(world: &Arc<World>, round: RoundId, at_once: u16, ballots: u16) -> (Duration, Vec<Duration>) {
    let next = Arc::new(AtomicU16::new(0));
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..at_once {
        let (world, next) = (world.clone(), next.clone());
        tasks.spawn(async move {
            let mut waits = Vec::new();
            loop {
                let voice = next.fetch_add(1, Ordering::Relaxed);
                if voice >= ballots {
                    return waits;
                }
                let sent = Instant::now();
                world.ok(round, voice, 1, &polls::answer(Kind::Single, voice)).await;
                waits.push(sent.elapsed());
            }
        });
    }
    let waits = tasks.join_all().await.into_iter().flatten().collect();
    (began.elapsed(), waits)
}
