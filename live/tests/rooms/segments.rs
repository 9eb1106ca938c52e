//! Results split by profiles (live.md L35–L38).

use crate::polls::{conduct, terms};
use crate::world::{World, event, eventually, hub, token, world_with};
use serde_json::Value;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion, Profile};
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::poll::{Kind, Wording};
use weiterblick_domain::roundtable::round::{ExtraTime, RoundCommand, View};
use weiterblick_domain::text::Language;
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::participant::NewParticipant;
use weiterblick_store::roundtable::{self as store};

/// Two roles, half of the voices each.
async fn world(db: &weiterblick_store::Db) -> World {
    let values = ["Betrieb", "Anbieter"].map(Wording::german).to_vec();
    let world = world_with(db, vec![AttributeQuestion { attribute: Attribute::Role, values }]).await;
    let mut tx = db.write().await.unwrap();
    let door = store::join::door(&mut tx, event()).await.unwrap().unwrap();
    let mut joined = Vec::new();
    for number in 0..20_u16 {
        let new = NewParticipant {
            token: token(number).digest(),
            language: Language::De,
            extra: ExtraTime::None,
            company: None,
        };
        let of = ProfileRef::of(event(), &token(number));
        let role = u8::try_from(1 + number % 2).unwrap().try_into().unwrap();
        let profile = Profile::NOTHING_STATED.with(Attribute::Role, role);
        store::profile::state(&mut tx, &door, of, &profile).await.unwrap();
        joined.push((store::participant::join(&mut tx, &door, &new).await.unwrap(), (of, profile)));
    }
    tx.commit().await.unwrap();
    joined.into_iter().for_each(|(participant, profile)| world.room.joined(participant, Some(profile)));
    world
}

async fn vote(world: &World, round: RoundId, voices: std::ops::Range<u16>, answer: u8) {
    for voice in voices {
        let option = 1 + (voice + u16::from(answer)) % 2;
        world.ok(round, voice, answer, &format!(r#"{{"o":{option}}}"#)).await;
    }
}

fn told(world: &World, view: View, round: RoundId) -> Option<Value> {
    World::of_round(&world.scene(view)["results"], "round", round)
}

fn segments(world: &World, round: RoundId) -> Option<Value> {
    told(world, View::Console, round)?.get("segments").cloned()
}

const RELEASES: &str = "SELECT COUNT(*) FROM segment_release";

both_engines! {
    async fn a_locked_round_is_split_by_what_people_stated_for_all_views_alike(db: Db) {
        let world = world(&db).await;
        let round = world.poll_with(20, terms(Kind::Single), conduct()).await;
        vote(&world, round, 0..20, 1).await;
        let r = world.round(round, RoundCommand::Lock).await.unwrap().r;
        assert!(told(&world, View::Console, round).unwrap().get("result").is_some(), "the total does not wait");
        eventually(async || segments(&world, round).is_some()).await;
        let released = segments(&world, round).unwrap();
        let cells: Vec<_> = released["cells"].as_array().unwrap().iter().map(|cell| cell["n"].as_i64()).collect();
        assert_eq!((released["k"].as_i64(), cells), (Some(5), vec![Some(10), Some(10)]));
        assert_eq!(world.r().await.0, r.0 + 1);
        assert_eq!(told(&world, View::Screen, round), None);
        world.round(round, RoundCommand::Reveal).await.unwrap();
        assert_eq!(told(&world, View::Participant, round), told(&world, View::Console, round));
        world.round(round, RoundCommand::Close).await.unwrap();
        assert_eq!(world.number(RELEASES).await, 1, "nothing has come in since the lock");
        world.hub.drain().await;
    }

    /// L38: the difference of two releases, or of the totals beside them, is never about fewer than k voices.
    async fn after_a_reopening_a_few_changes_leave_release_and_total_as_they_were(db: Db) {
        let world = world(&db).await;
        let round = world.poll_with(20, terms(Kind::Single), conduct()).await;
        vote(&world, round, 0..20, 1).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        eventually(async || segments(&world, round).is_some()).await;
        let before = told(&world, View::Console, round);
        let again = async |voices, answer| {
            world.round(round, RoundCommand::Reopen { timer: None }).await.unwrap();
            vote(&world, round, voices, answer).await;
            world.round(round, RoundCommand::Lock).await.unwrap();
        };
        again(0..1, 2).await;
        assert_eq!(told(&world, View::Console, round), before);
        again(1..13, 2).await;
        eventually(async || segments(&world, round) != before.as_ref().unwrap().get("segments").cloned()).await;
        assert_eq!(world.number(RELEASES).await, 2);
        world.round(round, RoundCommand::Close).await.unwrap();
        world.hub.drain().await;
    }

    async fn a_release_is_there_after_a_restart_and_stays(db: Db) {
        let world = world(&db).await;
        let round = world.poll_with(20, terms(Kind::Single), conduct()).await;
        vote(&world, round, 0..20, 1).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        eventually(async || segments(&world, round).is_some()).await;
        let before = segments(&world, round);
        world.hub.drain().await;
        let (second, _) = hub(&db, world.clock.clone());
        let restarted = World { room: second.room(event()).await.unwrap(), hub: second, ..world.again() };
        assert_eq!(segments(&restarted, round), before);
        restarted.round(round, RoundCommand::Reopen { timer: None }).await.unwrap();
        vote(&restarted, round, 0..20, 2).await;
        restarted.round(round, RoundCommand::Lock).await.unwrap();
        restarted.round(round, RoundCommand::Close).await.unwrap();
        assert_eq!(restarted.number(RELEASES).await, 1, "what it would have to be audited beside is lost");
        restarted.hub.drain().await;
    }

    async fn few_answers_and_open_text_are_not_split(db: Db) {
        let world = world(&db).await;
        let rounds = [world.poll(20, Kind::Single).await, world.poll(21, Kind::Words).await];
        vote(&world, rounds[0], 0..4, 1).await;
        for voice in 0..20 {
            world.ok(rounds[1], voice, 1, r#"{"w":["Zeit"]}"#).await;
        }
        for round in rounds {
            world.round(round, RoundCommand::Lock).await.unwrap();
            world.round(round, RoundCommand::Close).await.unwrap();
        }
        world.hub.drain().await;
        assert_eq!(world.number(RELEASES).await, 0);
    }
}
