//! What must not be seen (live.md L8, L34; T17).

use crate::polls::{answer, conduct, terms};
use crate::world::{WITHDRAW, World, world};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, Terms};
use weiterblick_domain::roundtable::round::{Reveal, RoundCommand, View};
use weiterblick_live::{Frame, Scope};
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::poll::Conduct;

/// Everything that a view is sent, as text.
fn sent(world: &World, view: View) -> String {
    let frames = world.room.snapshot(view);
    let texts = [frames.scene, frames.count, frames.board].into_iter().flatten();
    texts.map(|frame: Frame| String::from_utf8(frame.block().to_vec()).unwrap()).collect()
}

/// What a view is told of the distribution of a round: its `n`, or the word why it is withheld, or nothing.
fn told(world: &World, view: View, round: RoundId) -> Option<String> {
    let count = world.count(view).map(|count| count["rounds"].clone()).unwrap_or_else(|| serde_json::json!([]));
    let part = World::of_round(&count, "id", round)
        .filter(|part| part.get("result").is_some() || part.get("withheld").is_some())
        .or_else(|| World::of_round(&world.scene(view)["results"], "round", round))?;
    let n = part.get("result").map(|result| result["n"].to_string());
    n.or_else(|| part.get("withheld").map(|word| word.as_str().unwrap().to_owned()))
}

async fn vote(world: &World, kind: Kind, round: RoundId, voices: std::ops::Range<u16>) {
    for voice in voices {
        world.ok(round, voice, 1, &answer(kind, voice)).await;
    }
}

both_engines! {
    /// T17.
    async fn before_the_reveal_no_view_holds_a_count_a_card_or_an_option_that_is_not_asked_yet(db: Db) {
        let world = world(&db).await;
        world.join(0..8).await;
        let mut rounds = Vec::new();
        for (poll, kind) in (20..).zip(Kind::ALL) {
            let round = world.poll(poll, *kind).await;
            vote(&world, *kind, round, 0..8).await;
            rounds.push(round);
        }
        world.prepared(60, terms(Kind::Single), Conduct {
            title: weiterblick_domain::roundtable::poll::Wording::german("Kommt noch"),
            ..conduct()
        }).await;
        world.room.refresh(Scope::Board).await.unwrap();
        let distribution = [
            "\"result\"", "\"withheld\"", "\"counts\"", "\"rows\"", "\"bins\"", "\"words\":[", "\"items\"", "\"mean\"",
            "\"share", "Karte ", "Noch eine", "Führung",
        ];
        for view in [View::Participant, View::Screen] {
            let text = sent(&world, view);
            for word in distribution.iter().chain(&["Kommt noch"]) {
                assert!(!text.contains(word), "{view}: {word}");
            }
        }
        let console = sent(&world, View::Console);
        for word in distribution.iter().filter(|word| !["Karte ", "Noch eine"].contains(word)) {
            assert!(!console.contains(word), "console: {word}");
        }
        assert!(console.contains("Kommt noch") && console.contains("\"answered\":8"));
        for round in rounds {
            world.round(round, RoundCommand::Lock).await.unwrap();
            assert_eq!(told(&world, View::Console, round).as_deref(), Some("8"));
            assert_eq!((told(&world, View::Participant, round), told(&world, View::Screen, round)), (None, None));
            world.round(round, RoundCommand::Reveal).await.unwrap();
            assert_eq!(told(&world, View::Participant, round).as_deref(), Some("8"));
            world.round(round, RoundCommand::Hide).await.unwrap();
            assert_eq!(told(&world, View::Screen, round), None);
        }
        world.hub.drain().await;
    }

    /// L34.
    async fn a_protected_poll_shows_nobody_a_distribution_of_fewer_than_five(db: Db) {
        let world = world(&db).await;
        world.join(0..5).await;
        let round = world.poll(20, Kind::Single).await;
        vote(&world, Kind::Single, round, 0..4).await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.round(round, RoundCommand::Reveal).await.unwrap();
        let few = Some("few_answers".to_owned());
        for view in View::ALL {
            assert_eq!(told(&world, *view, round), few, "{view}");
        }
        world.round(round, RoundCommand::Close).await.unwrap();
        world.command(weiterblick_live::Command::Stage(weiterblick_domain::roundtable::stage::Stage::Round(round))).await.unwrap();
        for view in View::ALL {
            assert_eq!(told(&world, *view, round), few, "{view}, closed");
        }
        world.hub.drain().await;
    }

    async fn an_open_vote_shows_the_first_ballot(db: Db) {
        let world = world(&db).await;
        world.join(0..1).await;
        let open = Terms { secrecy: Secrecy::Open, ..terms(Kind::Single) };
        let round = world.poll_with(20, open, Conduct { reveal: Reveal::Live, ..conduct() }).await;
        vote(&world, Kind::Single, round, 0..1).await;
        for view in View::ALL {
            assert_eq!(told(&world, *view, round).as_deref(), Some("1"), "{view}");
        }
        world.hub.drain().await;
    }

    /// L34: the difference of two published distributions is never about fewer than five.
    async fn live_figures_of_a_protected_poll_move_in_steps_of_five(db: Db) {
        let world = world(&db).await;
        world.join(0..12).await;
        let live = Conduct { reveal: Reveal::Live, ..conduct() };
        let round = world.poll_with(20, terms(Kind::Single), live).await;
        let mut seen = Vec::new();
        for voice in 0..10 {
            vote(&world, Kind::Single, round, voice..voice + 1).await;
            seen.push(told(&world, View::Participant, round).unwrap());
        }
        let few = ["few_answers"; 4];
        assert_eq!(seen, [few.as_slice(), &["5"; 5], &["10"]].concat());
        // Somebody who changes the mind again and again is one voice that moved.
        for answer in 2..9 {
            world.ok(round, 0, answer, r#"{"o":5}"#).await;
        }
        vote(&world, Kind::Single, round, 10..11).await;
        assert_eq!(told(&world, View::Screen, round).as_deref(), Some("10"));
        world.round(round, RoundCommand::Lock).await.unwrap();
        let locked = world.counted(Kind::Single, round).await.n.to_string();
        assert_eq!(told(&world, View::Screen, round), Some(locked), "with the lock what stands is shown");
        world.hub.drain().await;
    }

    async fn a_distribution_goes_when_too_few_are_left(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let live = Conduct { reveal: Reveal::Live, ..conduct() };
        let round = world.poll_with(20, terms(Kind::Single), live).await;
        vote(&world, Kind::Single, round, 0..5).await;
        assert_eq!(told(&world, View::Screen, round).as_deref(), Some("5"));
        world.ok(round, 0, 2, WITHDRAW).await;
        assert_eq!(told(&world, View::Screen, round).as_deref(), Some("few_answers"));
        vote(&world, Kind::Single, round, 5..6).await;
        assert_eq!(told(&world, View::Screen, round).as_deref(), Some("few_changes"), "two have moved since");
        world.hub.drain().await;
    }

    /// L8: "Moderation sieht Zwischenstand".
    async fn the_console_sees_what_the_ballot_page_has_announced(db: Db) {
        let world = world(&db).await;
        world.join(0..5).await;
        let round = world.poll_with(20, terms(Kind::Single), Conduct { host_sees: true, ..conduct() }).await;
        vote(&world, Kind::Single, round, 0..5).await;
        assert_eq!(told(&world, View::Console, round).as_deref(), Some("5"));
        assert_eq!((told(&world, View::Screen, round), told(&world, View::Participant, round)), (None, None));
        assert_eq!(world.scene(View::Participant)["rounds"][0]["host_sees"], true);
        world.hub.drain().await;
    }
}
