//! Two nodes over one PostgreSQL database (live.md L61; T6).

use crate::polls::{answer, conduct, terms};
use crate::world::{World, event, eventually, hub, id, key, token, world};
use serde_json::Value;
use std::time::Duration;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, Terms, Views};
use weiterblick_domain::roundtable::round::{Reveal, RoundCommand, RoundRefusal, RoundState, View};
use weiterblick_live::{Command, Refusal, Seen, Status};
use weiterblick_store::roundtable::poll::Conduct;
use weiterblick_store::testing;

/// A world, and the same one on another node.
async fn nodes(db: &weiterblick_store::Db) -> [World; 2] {
    let first = world(db).await;
    let (hub, _) = hub(db, first.clock.clone());
    let second = World { room: hub.room(event()).await.unwrap(), hub, ..first.again() };
    [first, second]
}

fn live() -> (Terms, Conduct) {
    (Terms { secrecy: Secrecy::Open, ..terms(Kind::Single) }, Conduct { reveal: Reveal::Live, ..conduct() })
}

fn told(world: &World, round: RoundId) -> Option<Value> {
    World::of_round(&world.count(View::Console)?["rounds"], "id", round)
}

/// The figures and counters of a round are the same on both nodes, at `w` writes.
async fn agree(nodes: &[World; 2], round: RoundId, w: u64) {
    eventually(async || {
        let [first, second] = [0, 1].map(|node: usize| told(&nodes[node], round));
        first == second && first.is_some_and(|told| told["w"] == w && told["result"]["w"] == w)
    })
    .await;
}

async fn end(nodes: [World; 2]) {
    for node in nodes {
        node.hub.drain().await;
    }
}

#[tokio::test]
async fn both_nodes_take_ballots_and_show_the_same() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    nodes[0].join(0..40).await;
    let (terms, conduct) = live();
    let round = nodes[0].poll_with(20, terms, conduct).await;
    eventually(async || told(&nodes[1], round).is_some()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for voice in 0..40 {
        let room = nodes[usize::from(voice) % 2].room.clone();
        let (v, arrival) = (answer(Kind::Single, voice), nodes[0].now());
        tasks.spawn(async move { crate::world::cast(&room, round, voice, key(voice, 1), &v, arrival).await.unwrap() });
    }
    assert!(tasks.join_all().await.iter().all(|ack| ack.status == Status::Stored));
    agree(&nodes, round, 40).await;
    assert_eq!(told(&nodes[1], round).unwrap()["answered"], 40);

    nodes[1].round(round, RoundCommand::Lock).await.unwrap();
    nodes[0].round(round, RoundCommand::Close).await.unwrap();
    let frozen = nodes[0].stored(round).await.frozen.unwrap();
    let result: Views = serde_json::from_str(&frozen.result).unwrap();
    assert_eq!(result.agreed, nodes[0].counted(Kind::Single, round).await);
    end(nodes).await;
    database.end().await;
}

#[tokio::test]
async fn a_lock_on_one_node_comes_before_or_after_every_ballot_on_the_other() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    nodes[0].join(0..60).await;
    let round = nodes[0].poll(20, Kind::Single).await;
    eventually(async || told(&nodes[1], round).is_some()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for voice in 0..60 {
        let (room, arrival) = (nodes[1].room.clone(), nodes[1].now());
        tasks.spawn(async move {
            let v = answer(Kind::Single, voice);
            crate::world::cast(&room, round, voice, key(voice, 1), &v, arrival).await
        });
        if voice == 30 {
            nodes[0].round(round, RoundCommand::Lock).await.unwrap();
        }
    }
    let answers = tasks.join_all().await;
    let stored = answers.iter().filter(|answer| answer.is_ok()).count();
    let locked = Err(Refusal::Round(RoundRefusal::Locked));
    assert_eq!(answers.iter().filter(|answer| **answer == locked).count(), 60 - stored);
    assert_eq!(nodes[0].rows(round).await.len(), stored);
    nodes[0].round(round, RoundCommand::Close).await.unwrap();
    assert_eq!(nodes[1].state(round).await, RoundState::Closed);
    end(nodes).await;
    database.end().await;
}

/// T2 across nodes.
#[tokio::test]
async fn an_answer_that_comes_again_on_the_other_node_changes_nothing() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    nodes[0].join([1]).await;
    let round = nodes[0].poll(20, Kind::Single).await;
    eventually(async || told(&nodes[1], round).is_some()).await;
    nodes[0].ok(round, 1, 1, r#"{"o":1}"#).await;
    nodes[0].ok(round, 1, 2, r#"{"o":2}"#).await;
    let again = nodes[1].ok(round, 1, 1, r#"{"o":1}"#).await;
    assert_eq!((again.status, again.change_no), (Status::Unchanged, 2));
    assert_eq!(nodes[1].ok(round, 1, 3, r#"{"o":3}"#).await.change_no, 3);
    assert_eq!(nodes[0].rows(round).await[0].payload, r#"{"o":3}"#);
    end(nodes).await;
    database.end().await;
}

#[tokio::test]
async fn a_command_on_one_node_is_seen_on_the_other_and_the_same_one_there_changes_nothing() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    let round = nodes[0].poll(20, Kind::Single).await;
    let mut frames = nodes[1].room.subscribe(View::Screen);
    nodes[0].round(round, RoundCommand::Lock).await.unwrap();
    let locked = |scene: &Value| scene["rounds"][0]["state"] == "locked";
    let seen = frames.wait_for(|frames| {
        frames.scene.as_ref().is_some_and(|scene| locked(&serde_json::from_slice(&scene.json()).unwrap()))
    });
    tokio::time::timeout(Duration::from_secs(10), seen).await.unwrap().unwrap();
    assert!(!nodes[1].round(round, RoundCommand::Lock).await.unwrap().changed);
    // Pressed at once on both: one round.
    let new = || Command::NewRound { poll: id(20), number: 2 };
    let (first, second) = tokio::join!(nodes[0].command(new()), nodes[1].command(new()));
    let made: Vec<_> = [first, second].into_iter().flatten().filter(|done| done.changed).collect();
    assert_eq!(made.len(), 1);
    assert_eq!(nodes[0].number("SELECT COUNT(*) FROM round").await, 2);
    end(nodes).await;
    database.end().await;
}

/// L32 over several nodes.
#[tokio::test]
async fn those_who_are_connected_elsewhere_are_counted_and_awaited() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    let round = nodes[0].poll(20, Kind::Single).await;
    nodes[0].join(0..2).await;
    let streams: Vec<_> =
        (0..2).map(|number| nodes[0].room.presence(View::Participant, token(number).digest())).collect();
    let on_the_other = async |connected: u64, all: bool| {
        eventually(async || {
            let count = nodes[1].count(View::Console).unwrap();
            let round = World::of_round(&count["rounds"], "id", round);
            count["joined"] == 2 && count["connected"] == connected && round.is_some_and(|told| told["all"] == all)
        })
        .await;
    };
    on_the_other(2, false).await;
    nodes[0].ok(round, 0, 1, r#"{"o":1}"#).await;
    nodes[0].ok(round, 1, 1, r#"{"o":1}"#).await;
    on_the_other(2, true).await;
    drop(streams);
    end(nodes).await;
    database.end().await;
}

/// T6: whatever node a phone is connected with, its version never falls.
#[tokio::test]
async fn versions_never_fall_on_either_node() {
    let database = testing::postgres().await;
    let nodes = nodes(&database.db).await;
    nodes[0].join(0..40).await;
    let (terms, conduct) = live();
    let round = nodes[0].poll_with(20, terms, conduct).await;
    eventually(async || told(&nodes[1], round).is_some()).await;
    let watch = |world: &World| {
        let mut frames = world.room.subscribe(View::Console);
        tokio::spawn(async move {
            let (mut seen, mut versions) = (Seen::default(), Vec::new());
            loop {
                for frame in frames.borrow_and_update().unseen(&mut seen) {
                    let body: Value = serde_json::from_slice(&frame.json()).unwrap();
                    if let Some(w) = body["rounds"][0]["w"].as_u64() {
                        versions.push((body["r"].as_u64().unwrap(), w));
                    }
                }
                if versions.last().is_some_and(|(_, w)| *w == 40) {
                    return versions;
                }
                frames.changed().await.unwrap();
            }
        })
    };
    let watching = [watch(&nodes[0]), watch(&nodes[1])];
    for voice in 0..40 {
        let node = &nodes[usize::from(voice) % 2];
        node.ok(round, voice, 1, &answer(Kind::Single, voice)).await;
        if voice == 20 {
            nodes[0].round(round, RoundCommand::Hide).await.unwrap();
            nodes[0].round(round, RoundCommand::Reveal).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for versions in watching {
        let versions = tokio::time::timeout(Duration::from_secs(20), versions).await.unwrap().unwrap();
        assert!(versions.is_sorted(), "{versions:?}");
    }
    agree(&nodes, round, 40).await;
    end(nodes).await;
    database.end().await;
}
