//! What the tables themselves promise (live.md L40; T3, T22).

use crate::world::{author, bring, collection, count, id, insert_ballot, of_role, poll, round, token, voter, world};
use weiterblick_domain::policy::event::EventRole;
use weiterblick_domain::roundtable::attribute::{Attribute, Profile};
use weiterblick_domain::roundtable::card::CardState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::question::{QuestionLimits, QuestionState};
use weiterblick_domain::roundtable::round::{ExtraTime, RoundState};
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::card::{self, NewCard};
use weiterblick_store::roundtable::join::door;
use weiterblick_store::roundtable::participant::{self, NewParticipant};
use weiterblick_store::roundtable::profile;
use weiterblick_store::roundtable::question::{self, NewQuestion};
use weiterblick_store::testing::{self, TestDb};
use weiterblick_store::{Db, Engine, StoreError, Tx, both_engines};

/// Every column as text. Without `ORDER BY` SQLite answers in the order of its pages.
const DUMPS: [&str; 5] = [
    "SELECT token_hash AS a, NULL AS b, event_id || kind || language || CAST(extra AS TEXT) || state AS c
     FROM participant",
    "SELECT profile_ref AS a, NULL AS b, CAST(size_class AS TEXT) || CAST(sector AS TEXT) AS c FROM profile",
    "SELECT voter_ref AS a, key1 AS b, round_id || payload || state || segment || source AS c FROM ballot",
    "SELECT voter_ref AS a, NULL AS b, id || round_id || CAST(slot AS TEXT) || text || state AS c FROM card",
    "SELECT author_ref AS a, NULL AS b, question_id AS c FROM question_vote",
];

type Line = (Vec<u8>, Option<Vec<u8>>, String);

async fn dump(db: &Db) -> Vec<Vec<Line>> {
    let mut tables = Vec::new();
    for sql in DUMPS {
        let mut lines: Vec<Line> = sqlx::query_as(sql).fetch_all(&mut *db.read().await.unwrap()).await.unwrap();
        // On PostgreSQL the physical order is a named limit until sealing (live.md §10).
        if db.engine() == Engine::Postgres {
            lines.sort();
        }
        tables.push(lines);
    }
    tables
}

/// Everything that one voice writes.
async fn voice(tx: &mut Tx, number: u8) {
    let open = door(tx, id(10)).await.unwrap().unwrap();
    let new =
        NewParticipant { token: token(number).digest(), language: Language::De, extra: ExtraTime::None, company: None };
    participant::join(tx, &open, &new).await.unwrap();
    let stated = Profile::NOTHING_STATED.with(Attribute::SizeClass, (number % 3).try_into().unwrap());
    profile::state(tx, &open, ProfileRef::of(id(10), &token(number)), &stated).await.unwrap();
    insert_ballot(tx, 20, 30, number, r#"{"o":1}"#).await.unwrap();
    let card = NewCard {
        id: id(100 + number),
        slot: 1,
        text: format!("Karte {number}"),
        state: CardState::Visible,
        hidden_by: None,
    };
    card::write(tx, id(31), voter(21, number), &[card]).await.unwrap();
    question::vote(tx, &of_role(10, EventRole::Participant), id(50), author(10, number)).await.unwrap();
}

async fn room_in_order(database: &TestDb, voices: &[u8]) {
    let db = &database.db;
    world(db).await;
    bring(db, 10, EventState::Running).await;
    poll(db, 10, 20, "Kurs?").await;
    collection(db, 10, 21).await;
    round(db, 10, 20, 30, 1, RoundState::Open).await;
    round(db, 10, 21, 31, 1, RoundState::Open).await;
    let mut tx = db.write().await.unwrap();
    let new = NewQuestion {
        id: id(50),
        author: author(10, 99),
        nickname: None,
        text: "Wann?".to_owned().try_into().unwrap(),
        state: QuestionState::Visible,
        hidden_by: None,
    };
    question::ask(&mut tx, &of_role(10, EventRole::Participant), &new, QuestionLimits::default()).await.unwrap();
    tx.commit().await.unwrap();
    for number in voices {
        let mut tx = db.write().await.unwrap();
        voice(&mut tx, *number).await;
        tx.commit().await.unwrap();
    }
}

async fn two_orders_leave_the_same_tables(one: TestDb, other: TestDb) {
    let voices: Vec<u8> = (1..=40).collect();
    let backwards: Vec<u8> = voices.iter().rev().copied().collect();
    room_in_order(&one, &voices).await;
    room_in_order(&other, &backwards).await;
    let (left, right) = (dump(&one.db).await, dump(&other.db).await);
    assert!(left.iter().all(|lines| lines.len() == 40));
    assert_eq!(left, right);
    one.end().await;
    other.end().await;
}

/// T22, the store's part: which voice came first cannot be read from the tables.
#[tokio::test]
async fn two_orders_leave_the_same_tables_on_sqlite() {
    two_orders_leave_the_same_tables(testing::sqlite().await, testing::sqlite().await).await;
}

#[tokio::test]
async fn two_orders_leave_the_same_tables_on_postgres() {
    two_orders_leave_the_same_tables(testing::postgres().await, testing::postgres().await).await;
}

both_engines! {
    /// T3: past the application, and for every type, multiple choice included.
    async fn the_database_refuses_a_second_ballot_of_a_voice_in_a_round(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Open).await;
        round(&db, 10, 20, 31, 2, RoundState::Open).await;
        let mut tx = db.write().await.unwrap();
        for round in [30, 31] {
            insert_ballot(&mut tx, 20, round, 1, r#"{"o":[1]}"#).await.unwrap();
        }
        insert_ballot(&mut tx, 20, 30, 2, r#"{"o":[1]}"#).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let second = insert_ballot(&mut tx, 20, 30, 1, r#"{"o":[2]}"#).await;
        assert!(matches!(second, Err(StoreError::Conflict)));
        drop(tx);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM ballot").await, 3);
    }

    /// L2: the row of a participant leads to no ballot without the cookie.
    async fn no_reference_of_a_voice_is_found_in_two_tables(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        poll(&db, 10, 20, "Kurs?").await;
        collection(&db, 10, 21).await;
        round(&db, 10, 20, 30, 1, RoundState::Open).await;
        round(&db, 10, 21, 31, 1, RoundState::Open).await;
        let mut tx = db.write().await.unwrap();
        let new = NewQuestion {
            id: id(50),
            author: author(10, 2),
            nickname: None,
            text: "Wann?".to_owned().try_into().unwrap(),
            state: QuestionState::Visible,
            hidden_by: None,
        };
        question::ask(&mut tx, &of_role(10, EventRole::Participant), &new, QuestionLimits::default()).await.unwrap();
        voice(&mut tx, 1).await;
        tx.commit().await.unwrap();
        let mut seen: Vec<Vec<u8>> = Vec::new();
        for lines in dump(&db).await {
            for (reference, _, _) in lines {
                assert!(seen.iter().all(|known| known[..16] != reference[..16]));
                seen.push(reference);
            }
        }
        assert_eq!(seen.len(), 5);
    }
}
