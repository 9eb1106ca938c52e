//! What the views are told (live.md §11).

use crate::polls::{answer, conduct, terms};
use crate::world::{World, eventually, of_role, token, world};
use std::time::Duration;
use tokio::sync::watch;
use weiterblick_domain::policy::event::EventRole;
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_domain::roundtable::pace::Pace;
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, Terms, Wording};
use weiterblick_domain::roundtable::round::{Reveal, RoundCommand, View};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::text::Prose;
use weiterblick_live::{Command, Frames, Scope, Seen};
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::poll::Conduct;
use weiterblick_store::roundtable::{self as store};

/// Waits for a snapshot that `wanted` is true of, and fails when none comes.
async fn wait_for(frames: &mut watch::Receiver<Frames>, wanted: impl Fn(&Frames) -> bool) -> Frames {
    let found = tokio::time::timeout(Duration::from_secs(10), frames.wait_for(wanted)).await;
    found.expect("no such snapshot came").unwrap().clone()
}

fn json(frame: &weiterblick_live::Frame) -> serde_json::Value {
    serde_json::from_slice(&frame.json()).unwrap()
}

fn live_and_open() -> (Terms, Conduct) {
    (Terms { secrecy: Secrecy::Open, ..terms(Kind::Single) }, Conduct { reveal: Reveal::Live, ..conduct() })
}

both_engines! {
    async fn a_scene_says_what_is_asked_in_all_languages(db: Db) {
        let world = world(&db).await;
        let title = Wording { en: Some("What now?".to_owned()), ..Wording::german("Was nun?") };
        let round = world.poll_with(20, terms(Kind::Single), Conduct { title, ..conduct() }).await;
        world.command(Command::Stage(Stage::Round(round))).await.unwrap();
        let scene = world.scene(View::Participant);
        assert_eq!((scene["proto"].as_i64(), scene["build"].as_str()), (Some(1), Some("test")));
        assert_eq!(scene["r"].as_u64(), Some(world.r().await.0));
        assert_eq!(scene["event"], serde_json::json!({ "state": "running", "join_open": true }));
        assert_eq!(scene["stage"], serde_json::json!({ "kind": "round", "id": round.to_string() }));
        let shown = &scene["rounds"][0];
        assert_eq!(shown["title"], serde_json::json!({ "de": "Was nun?", "en": "What now?" }));
        assert_eq!((shown["type"].as_str(), shown["state"].as_str()), (Some("single"), Some("open")));
        assert_eq!(shown["options"][4], serde_json::json!({ "o": 5, "label": { "de": "Wahl 5" } }));
        assert_eq!((shown["voice"].as_str(), shown["secrecy"].as_str()), (Some("person"), Some("protected")));
        assert_eq!((shown["grace"].as_i64(), &shown["deadline"]), (Some(3), &serde_json::Value::Null));
        assert!(scene["notice"].is_null() && scene["now"].as_i64().is_some());
        world.hub.drain().await;
    }

    async fn a_change_of_state_is_sent_at_once_to_whoever_looks(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let mut frames = world.room.subscribe(View::Screen);
        let mut seen = Seen::default();
        let first = frames.borrow_and_update().unseen(&mut seen);
        assert_eq!(json(&first[0])["rounds"][0]["state"], "open");
        world.round(round, RoundCommand::Lock).await.unwrap();
        let locked = wait_for(&mut frames, |frames| {
            frames.scene.as_ref().is_some_and(|scene| json(scene)["rounds"][0]["state"] == "locked")
        }).await;
        let block = locked.scene.unwrap().block();
        assert!(block.starts_with(format!("event: scene\nid: {}\ndata: {{\"now\":", world.r().await.0).as_bytes()));
        world.hub.drain().await;
    }

    /// L44, T6: seen by one subscriber, a version never falls.
    async fn versions_never_fall_while_people_vote_and_consoles_press(db: Db) {
        let world = world(&db).await;
        world.join(0..60).await;
        let (terms, conduct) = live_and_open();
        let round = world.poll_with(20, terms, conduct).await;
        let mut frames = world.room.subscribe(View::Console);
        let watching = tokio::spawn(async move {
            let (mut seen, mut versions) = (Seen::default(), Vec::new());
            loop {
                for frame in frames.borrow_and_update().unseen(&mut seen) {
                    let body = json(&frame);
                    let (r, rounds) = (body["r"].as_u64(), body["rounds"].as_array());
                    let Some(w) = rounds.and_then(|rounds| rounds.first()).and_then(|round| round["w"].as_u64()) else {
                        continue;
                    };
                    let result = &body["rounds"][0]["result"];
                    assert!(result["w"].as_u64().is_none_or(|shown| shown <= w));
                    versions.push((r.unwrap(), w));
                }
                if versions.last().is_some_and(|(_, w)| *w == 60) || frames.changed().await.is_err() {
                    return versions;
                }
            }
        });
        for voice in 0..60 {
            world.ok(round, voice, 1, &answer(Kind::Single, voice)).await;
            if voice % 20 == 10 {
                world.round(round, RoundCommand::Hide).await.unwrap();
                world.round(round, RoundCommand::Reveal).await.unwrap();
            }
        }
        let versions = tokio::time::timeout(Duration::from_secs(10), watching).await.unwrap().unwrap();
        assert!(versions.is_sorted(), "{versions:?}");
        assert!(versions.len() > 3, "{versions:?}");
        world.hub.drain().await;
    }

    /// P6, P13: the acknowledgement says from which snapshot on the ballot is in.
    async fn an_acknowledged_ballot_is_in_a_snapshot_soon(db: Db) {
        let world = world(&db).await;
        world.join(0..5).await;
        let (terms, conduct) = live_and_open();
        let round = world.poll_with(20, terms, conduct).await;
        let mut frames = world.room.subscribe(View::Screen);
        for voice in 0..5 {
            let ack = world.ok(round, voice, 1, &answer(Kind::Single, voice)).await;
            let count = wait_for(&mut frames, |frames| {
                frames.count.as_ref().is_some_and(|count| {
                    json(count)["rounds"][0]["result"]["w"].as_u64().is_some_and(|w| w >= ack.w)
                })
            }).await.count.unwrap();
            assert_eq!(json(&count)["rounds"][0]["result"]["n"], u64::from(voice) + 1);
        }
        world.hub.drain().await;
    }

    /// L32, T14.
    async fn counters_tell_people_and_not_ticks(db: Db) {
        let world = world(&db).await;
        world.join(0..10).await;
        let round = world.poll(20, Kind::Multi).await;
        let mut streams: Vec<_> =
            (0..7).map(|number| world.room.presence(View::Participant, token(number).digest())).collect();
        for number in 0..5 {
            world.ok(round, number, 1, r#"{"o":[1,2,3]}"#).await;
        }
        let told = || {
            let count = world.count(View::Console).unwrap();
            let round = World::of_round(&count["rounds"], "id", round).unwrap();
            (count["joined"].clone(), count["connected"].clone(), round["answered"].clone(), round["all"].clone())
        };
        // All ten have just been here.
        assert_eq!(told(), (10.into(), 10.into(), 5.into(), false.into()));
        let stopped = crate::world::Stopped::now();
        stopped.pass(31_000).await;
        assert_eq!(told(), (10.into(), 7.into(), 5.into(), false.into()));
        streams.truncate(5);
        stopped.pass(31_000).await;
        assert_eq!(told(), (10.into(), 5.into(), 5.into(), true.into()));
        drop(streams);
        stopped.pass(31_000).await;
        assert_eq!(told(), (10.into(), 0.into(), 5.into(), false.into()));
        world.hub.drain().await;
    }

    /// L45.
    async fn phones_get_counts_only_while_they_see_figures(db: Db) {
        let world = world(&db).await;
        world.join(0..1).await;
        world.poll(20, Kind::Single).await;
        assert_eq!(world.count(View::Participant), None);
        let (terms, conduct) = live_and_open();
        let live = world.poll_with(21, terms, conduct).await;
        world.ok(live, 0, 1, r#"{"o":1}"#).await;
        let count = world.count(View::Participant).unwrap();
        assert_eq!(count["rounds"].as_array().unwrap().len(), 1, "the other round is not told");
        assert_eq!(count["rounds"][0]["result"]["n"], 1);
        world.round(live, RoundCommand::Hide).await.unwrap();
        assert_eq!(world.count(View::Participant), None);
        world.hub.drain().await;
    }

    /// L10, L25.
    async fn a_board_shows_what_is_visible_and_counts_what_is_not(db: Db) {
        use weiterblick_domain::roundtable::identity::AuthorRef;
        use weiterblick_domain::roundtable::question::{QuestionLimits, QuestionState};
        use weiterblick_store::roundtable::question::NewQuestion;
        let world = world(&db).await;
        world.join(0..6).await;
        let mut tx = db.write().await.unwrap();
        for (number, state) in (1..).zip([QuestionState::Visible, QuestionState::Pending, QuestionState::Hidden]) {
            let new = NewQuestion {
                id: crate::world::id(number),
                author: AuthorRef::of(crate::world::event(), &token(u16::from(number))),
                nickname: None,
                text: Prose::parse(&format!("Frage {number}?")).unwrap(),
                state,
                hidden_by: None,
            };
            store::question::ask(&mut tx, &of_role(EventRole::Participant), &new, QuestionLimits::default()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let round = world.poll(20, Kind::Cards).await;
        for voice in 0..6 {
            world.ok(round, voice, 1, &answer(Kind::Cards, voice)).await;
        }
        let mut screen = world.room.subscribe(View::Screen);
        let mut console = world.room.subscribe(View::Console);
        world.room.refresh(Scope::Board).await.unwrap();
        let board = |frames: Frames| json(&frames.board.unwrap());
        let told = board(wait_for(&mut screen, |frames| {
            frames.board.as_ref().is_some_and(|board| json(board)["questions"].as_array().unwrap().len() == 1)
        }).await);
        assert_eq!(told["questions"][0]["text"], "Frage 1?");
        assert_eq!((told["hidden_questions"].as_i64(), told["cards"].as_array().unwrap().len()), (Some(1), 0));
        let read = board(wait_for(&mut console, |frames| {
            frames.board.as_ref().is_some_and(|board| json(board)["cards"].as_array().unwrap().len() == 12)
        }).await);
        assert_eq!(read["questions"].as_array().unwrap().len(), 3);
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.round(round, RoundCommand::Reveal).await.unwrap();
        let revealed = wait_for(&mut screen, |frames| {
            frames.board.as_ref().is_some_and(|board| json(board)["cards"].as_array().unwrap().len() == 12)
        }).await;
        let whole: serde_json::Value = serde_json::from_slice(&world.room.board(View::Screen)).unwrap();
        assert_eq!(whole["cards"], board(revealed)["cards"]);
        world.hub.drain().await;
    }

    async fn a_board_that_is_too_large_for_a_stream_is_fetched(db: Db) {
        let world = world(&db).await;
        world.join(0..100).await;
        let terms = Terms { secrecy: Secrecy::Open, ..terms(Kind::Cards) };
        let round = world.poll_with(20, terms, Conduct { reveal: Reveal::AfterLock, ..conduct() }).await;
        let text = "ü".repeat(280);
        for voice in 0..100 {
            let v = format!(r#"{{"c":{{"1":"{text}","2":"{text}"}}}}"#);
            world.ok(round, voice, 1, &v).await;
        }
        world.round(round, RoundCommand::Lock).await.unwrap();
        let mut frames = world.room.subscribe(View::Participant);
        let large = wait_for(&mut frames, |frames| {
            frames.board.as_ref().is_some_and(|board| json(board)["fetch"] == true)
        }).await;
        assert!(large.board.unwrap().json().len() < 100);
        eventually(async || {
            let whole: serde_json::Value = serde_json::from_slice(&world.room.board(View::Participant)).unwrap();
            whole["cards"].as_array().unwrap().len() == 200
        }).await;
        world.hub.drain().await;
    }

    /// L27.
    async fn the_pace_is_counted_for_the_console_from_five_voices_on_and_kept_by_the_minute(db: Db) {
        let world = world(&db).await;
        world.join(0..5).await;
        let stopped = crate::world::Stopped::now();
        for number in 0..4 {
            world.room.pace(&token(number), Some(Pace::TooFast)).await.unwrap();
        }
        assert!(world.count(View::Console).unwrap()["pace"].is_null());
        world.room.pace(&token(4), Some(Pace::Right)).await.unwrap();
        let pace = serde_json::json!({ "too_fast": 4, "right": 1, "too_slow": 0 });
        assert_eq!(world.count(View::Console).unwrap()["pace"], pace);
        assert!(world.count(View::Screen).unwrap().get("pace").is_none());
        stopped.pass(60_000).await;
        eventually(async || world.number("SELECT COUNT(*) FROM pace_minute").await == 1).await;
        assert_eq!(world.number("SELECT n FROM pace_minute").await, 5);
        assert_eq!(world.count(View::Console).unwrap()["trend"][0]["too_fast"], 4);
        world.hub.drain().await;
    }

    async fn a_lobby_is_a_scene_too(db: Db) {
        let world = world(&db).await;
        world.event(EventCommand::LockJoin).await.unwrap();
        let scene = world.scene(View::Screen);
        assert_eq!(scene["event"]["join_open"], false);
        assert_eq!(scene["stage"]["kind"], "welcome");
        assert_eq!(scene["agenda"], serde_json::json!({ "current": null, "next": null }));
        world.hub.drain().await;
    }
}
