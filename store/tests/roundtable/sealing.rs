use crate::world::{
    author, ballot, bring, collection, count, counter, event, grant, hash, id, load, of_role, participant, poll, round,
    run, set_round, text, token, turn, voter, world,
};
use futures_util::TryStreamExt;
use std::collections::BTreeMap;
use weiterblick_domain::policy::event::EventRole;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::card::CardState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::question::{QuestionLimits, QuestionState};
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::roundtable::access_key::{self, NewKey};
use weiterblick_store::roundtable::card::{self, NewCard};
use weiterblick_store::roundtable::export::{self, SealedBallot};
use weiterblick_store::roundtable::join::door;
use weiterblick_store::roundtable::own_data::{self, OwnRefs};
use weiterblick_store::roundtable::question::{self, NewQuestion};
use weiterblick_store::roundtable::{hand, participant as participants, profile, round as rounds, seal, seat};
use weiterblick_store::{Db, StoreError, both_engines};

/// An ended event with six participants: poll 20 with two closed rounds and a void one, the collection 21, a question,
/// keys and seats.
async fn ended(db: &Db) {
    world(db).await;
    bring(db, 10, EventState::Running).await;
    poll(db, 10, 20, "Vorher – nachher").await;
    collection(db, 10, 21).await;
    for (round_id, number) in [(30, 1), (31, 2), (32, 3)] {
        round(db, 10, 20, round_id, number, RoundState::Open).await;
    }
    round(db, 10, 21, 33, 1, RoundState::Open).await;
    for voice in 1..=6 {
        participant(db, 10, voice).await;
        for round_id in [30, 31, 32] {
            ballot(db, 20, round_id, voice, &format!("{{\"o\":{}}}", 1 + voice % 2)).await;
        }
    }
    run(db, "UPDATE ballot SET state = 'void' WHERE round_id = $1 AND payload = '{\"o\":1}'", &[&text(31)]).await;
    written(db).await;
    for (round_id, state) in [(30, RoundState::Closed), (31, RoundState::Closed), (32, RoundState::Void)] {
        set_round(db, 10, round_id, state).await;
    }
    set_round(db, 10, 33, RoundState::Closed).await;
    bring(db, 10, EventState::Ended).await;
}

async fn written(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let cards = [(1, 40), (2, 41)].map(|(slot, number)| NewCard {
        id: id(number),
        slot,
        text: format!("Karte {slot}"),
        state: CardState::Visible,
        hidden_by: None,
    });
    card::write(&mut tx, id(33), voter(21, 1), &cards).await.unwrap();
    let part = of_role(10, EventRole::Participant);
    let new = NewQuestion {
        id: id(50),
        author: author(10, 1),
        nickname: None,
        text: "Wann?".to_owned().try_into().unwrap(),
        state: QuestionState::Visible,
        hidden_by: None,
    };
    question::ask(&mut tx, &part, &new, QuestionLimits::default()).await.unwrap();
    question::vote(&mut tx, &part, id(50), author(10, 2)).await.unwrap();
    let open = door(&mut tx, id(10)).await.unwrap().unwrap();
    profile::state(&mut tx, &open, ProfileRef::of(id(10), &token(1)), &Profile::NOTHING_STATED).await.unwrap();
    let key = NewKey { id: id(60), kind: KeyKind::Display, label: None, token: hash(60) };
    access_key::create(&mut tx, &grant(10), &key).await.unwrap();
    seat::add(&mut tx, &grant(10), &[hash(61)]).await.unwrap();
    hand::sheet(&mut tx, &grant(10), id(30), 7, voter(20, 9)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sealed_ballots(db: &Db, poll: u8) -> Vec<SealedBallot> {
    let mut conn = db.read().await.unwrap();
    export::ballots(&mut conn, &grant(10), id(poll)).try_collect().await.unwrap()
}

both_engines! {
    /// L41.
    async fn sealing_keeps_what_was_voted_and_nothing_that_leads_to_a_voice(db: Db) {
        ended(&db).await;
        bring(&db, 10, EventState::Sealed).await;
        for table in [
            "SELECT COUNT(*) FROM ballot",
            "SELECT COUNT(*) FROM paper_sheet",
            "SELECT COUNT(*) FROM participant",
            "SELECT COUNT(*) FROM profile",
            "SELECT COUNT(*) FROM access_key",
            "SELECT COUNT(*) FROM seat",
            "SELECT COUNT(*) FROM join_code",
            "SELECT COUNT(*) FROM question_vote",
        ] {
            assert_eq!(count(&db, table).await, 0, "{table}");
        }
        assert_eq!(count(&db, "SELECT COUNT(*) FROM sealed_ballot").await, 9);
        assert_eq!(count(&db, "SELECT COUNT(DISTINCT voter_ref) FROM card").await, 2);
        assert_eq!(count(&db, "SELECT votes FROM question").await, 1);
        for (sql, mine) in [
            ("SELECT COUNT(*) FROM card WHERE voter_ref = $1", *voter(21, 1).as_bytes()),
            ("SELECT COUNT(*) FROM question WHERE author_ref = $1", *author(10, 1).as_bytes()),
        ] {
            let (found,): (i64,) =
                sqlx::query_as(sql).bind(mine.to_vec()).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
            assert_eq!(found, 0, "{sql}");
        }
        let mut conn = db.read().await.unwrap();
        assert_eq!(participants::joined(&mut conn, id(10)).await.unwrap(), 6);
        assert_eq!(rounds::of_event(&mut conn, id(10)).await.unwrap()[0].voters, 6);
        assert_eq!(load(&db, 10).await.state, EventState::Sealed);
    }

    async fn a_sheet_is_the_same_voice_in_all_rounds_of_a_poll(db: Db) {
        ended(&db).await;
        assert!(sealed_ballots(&db, 20).await.is_empty());
        run(&db, "UPDATE poll SET secrecy = 'open' WHERE id = $1", &[&text(20)]).await;
        bring(&db, 10, EventState::Sealed).await;
        let ballots = sealed_ballots(&db, 20).await;
        let places: Vec<_> = ballots.iter().map(|ballot| (ballot.sheet, ballot.round)).collect();
        assert!(places.is_sorted());
        let mut sheets: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for ballot in &ballots {
            sheets.entry(ballot.sheet).or_default().push(&ballot.payload);
        }
        assert_eq!(sheets.keys().copied().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        // Whoever chose 1 withdrew it in the second round.
        for payloads in sheets.values() {
            assert!(*payloads == [r#"{"o":1}"#] || *payloads == [r#"{"o":2}"#, r#"{"o":2}"#], "{payloads:?}");
        }
    }

    async fn the_sheet_numbers_follow_chance_and_not_the_references(db: Db) {
        ended(&db).await;
        let drawn = async |skip: usize| {
            let mut random = counter();
            (0..skip).for_each(|_| {
                random();
            });
            let mut tx = db.write().await.unwrap();
            let turn = turn(&mut tx, 10).await;
            seal::seal(&mut tx, &turn, random).await.unwrap();
            let rows: Vec<(i64, String)> = sqlx::query_as(
                "SELECT sheet, payload FROM sealed_ballot WHERE round_id = $1 ORDER BY sheet",
            )
            .bind(text(30))
            .fetch_all(&mut *tx)
            .await
            .unwrap();
            rows.into_iter().map(|(_, payload)| payload).collect::<Vec<_>>()
        };
        let orders = [drawn(0).await, drawn(1).await, drawn(2).await, drawn(3).await];
        assert!(orders.iter().any(|order| *order != orders[0]));
    }

    /// L63: files of a protected poll withhold rounds with fewer than five answers.
    async fn few_ballots_of_a_protected_poll_are_withheld(db: Db) {
        ended(&db).await;
        bring(&db, 10, EventState::Sealed).await;
        let rounds: Vec<_> = sealed_ballots(&db, 20).await.iter().map(|ballot| ballot.round).collect();
        assert_eq!(rounds, [1; 6]);
        let mut conn = db.read().await.unwrap();
        let foreign: Vec<SealedBallot> = export::ballots(&mut conn, &grant(110), id(20)).try_collect().await.unwrap();
        assert!(foreign.is_empty());
    }

    async fn an_event_with_an_unfinished_round_is_not_sealed(db: Db) {
        ended(&db).await;
        set_round(&db, 10, 31, RoundState::Locked).await;
        let mut tx = db.write().await.unwrap();
        let turn = turn(&mut tx, 10).await;
        assert!(matches!(seal::seal(&mut tx, &turn, counter()).await, Err(StoreError::Conflict)));
    }

    async fn sealing_leaves_other_events_alone(db: Db) {
        ended(&db).await;
        event(&db, 11, "Anderer Tisch").await;
        bring(&db, 11, EventState::Running).await;
        poll(&db, 11, 22, "Kurs?").await;
        round(&db, 11, 22, 34, 1, RoundState::Closed).await;
        participant(&db, 11, 7).await;
        ballot(&db, 22, 34, 7, r#"{"o":1}"#).await;
        bring(&db, 10, EventState::Sealed).await;
        assert_eq!(count(&db, "SELECT COUNT(*) FROM ballot").await, 1);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM participant").await, 1);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM join_code").await, 1);
    }

    /// L41: afterwards no data can be attributed any more.
    async fn own_data_cannot_be_deleted_after_sealing(db: Db) {
        ended(&db).await;
        bring(&db, 10, EventState::Sealed).await;
        let own = OwnRefs {
            token: token(1).digest(),
            profile: ProfileRef::of(id(10), &token(1)),
            author: author(10, 1),
            voices: vec![(id(20), voter(20, 1))],
        };
        let mut tx = db.write().await.unwrap();
        let refused = own_data::delete(&mut tx, &of_role(10, EventRole::Participant), &own).await;
        assert!(matches!(refused, Err(StoreError::Conflict)));
    }

    async fn files_hold_what_the_room_could_read_in_a_stable_order(db: Db) {
        ended(&db).await;
        run(&db, "UPDATE card SET state = 'hidden' WHERE id = $1", &[&text(41)]).await;
        bring(&db, 10, EventState::Sealed).await;
        let mut conn = db.read().await.unwrap();
        let cards: Vec<export::ExportedCard> = export::cards(&mut conn, &grant(10)).try_collect().await.unwrap();
        assert_eq!(cards.iter().map(|card| card.text.as_str()).collect::<Vec<_>>(), ["Karte 1"]);
        let asked: Vec<export::ExportedQuestion> =
            export::questions(&mut conn, &grant(10)).try_collect().await.unwrap();
        let asked: Vec<_> = asked.iter().map(|question| (question.number, question.votes)).collect();
        assert_eq!(asked, [(1, 1)]);
        let nothing: Vec<export::ExportedCard> = export::cards(&mut conn, &grant(110)).try_collect().await.unwrap();
        assert!(nothing.is_empty());
    }
}
