//! Ballots in batches (live.md L12, L52).

use crate::world::{bring, count, id, poll, round, run, text, voter, world};
use std::collections::BTreeMap;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::BallotKey;
use weiterblick_domain::roundtable::poll::Source;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::roundtable::ballot::{self, Gate, Keys, NewBallot};
use weiterblick_store::{Db, Fault, both_engines};

const ROUND: u8 = 30;

fn key(number: u8) -> Option<BallotKey> {
    Some(BallotKey::from_bytes([number; 16]))
}

fn new(voice: u8, option: u8, keys: Keys) -> NewBallot {
    NewBallot {
        voter: voter(20, voice),
        payload: format!("{{\"o\":{option}}}"),
        withdrawn: false,
        keys,
        profile: Profile::NOTHING_STATED,
        company: None,
        weight: 1,
        source: Source::Device,
    }
}

/// Writes as one transaction; answers the number of the change by place, where there was one.
async fn write(db: &Db, ballots: &[NewBallot]) -> Vec<Option<u64>> {
    let mut tx = db.write().await.unwrap();
    ballot::take_turn(&mut tx, id(ROUND), Gate::Voices, ballots.len()).await.unwrap().unwrap();
    let written = ballot::write(&mut tx, id(ROUND), ballots).await.unwrap();
    tx.commit().await.unwrap();
    let written: BTreeMap<_, _> = written.into_iter().map(|row| (row.voter, row.change_no)).collect();
    ballots.iter().map(|ballot| written.get(&ballot.voter).copied()).collect()
}

async fn open(db: &Db) {
    world(db).await;
    bring(db, 10, EventState::Running).await;
    poll(db, 10, 20, "Bedarf?").await;
    round(db, 10, 20, ROUND, 1, RoundState::Open).await;
}

both_engines! {
    async fn a_batch_of_any_size_is_stored_and_counted(db: Db) {
        open(&db).await;
        let mut voice = 0;
        for size in [1, 7, 8, 9, 31, 32, 33, 41, 72] {
            let ballots: Vec<NewBallot> = (voice..voice + size).map(|voice| new(voice, 1, [key(1), None, None])).collect();
            assert!(write(&db, &ballots).await.iter().all(|change| *change == Some(1)), "{size}");
            voice += size;
        }
        let stored = ballot::of_round(&mut db.read().await.unwrap(), id(ROUND)).await.unwrap();
        assert_eq!(stored.len(), usize::from(voice));
        assert_eq!(count(&db, "SELECT voters FROM round").await, i64::from(voice));
        assert_eq!(count(&db, "SELECT writes FROM round").await, i64::from(voice));
    }

    /// L12: the last three keys change nothing, and a batch brings as many keys as it replaces answers.
    async fn a_known_key_changes_nothing_and_an_older_one_is_forgotten(db: Db) {
        open(&db).await;
        let steps: [(Keys, Option<u64>); 9] = [
            ([key(1), None, None], Some(1)),
            ([key(1), None, None], None),
            ([key(2), None, None], Some(2)),
            ([key(1), None, None], None),
            ([key(3), None, None], Some(3)),
            ([key(1), None, None], None),
            ([key(5), key(4), None], Some(4)),
            ([key(3), None, None], None),
            ([key(1), None, None], Some(5)),
        ];
        for (at, (keys, change)) in steps.into_iter().enumerate() {
            assert_eq!(write(&db, &[new(1, 1 + at as u8, keys)]).await, [change], "{at}");
        }
        let stored = ballot::of_round(&mut db.read().await.unwrap(), id(ROUND)).await.unwrap().pop().unwrap();
        assert_eq!((stored.payload.as_str(), stored.change_no), (r#"{"o":9}"#, 5));
        assert_eq!(stored.keys, [key(1), key(5), key(4)]);
        assert_eq!(count(&db, "SELECT voters FROM round").await, 1);
    }

    async fn a_batch_of_three_answers_leaves_only_its_own_keys(db: Db) {
        open(&db).await;
        write(&db, &[new(1, 1, [key(1), None, None])]).await;
        write(&db, &[new(1, 2, [key(4), key(3), key(2)])]).await;
        let stored = ballot::of_round(&mut db.read().await.unwrap(), id(ROUND)).await.unwrap().pop().unwrap();
        assert_eq!(stored.keys, [key(4), key(3), key(2)]);
    }

    async fn a_round_gives_turns_by_its_state_and_by_how_ballots_come_in(db: Db) {
        open(&db).await;
        let (open, locked) = ([RoundState::Open, RoundState::Closing], RoundState::Locked);
        for state in RoundState::ALL {
            crate::world::set_round(&db, 10, ROUND, *state).await;
            for (gate, expected) in
                [(Gate::Voices, open.contains(state)), (Gate::Recorded, open.contains(state) || *state == locked)]
            {
                let mut tx = db.write().await.unwrap();
                let turn = ballot::take_turn(&mut tx, id(ROUND), gate, 2).await.unwrap();
                assert_eq!(turn.is_some(), expected, "{state} {gate:?}");
            }
        }
        let mut tx = db.write().await.unwrap();
        assert_eq!(ballot::take_turn(&mut tx, id::<RoundId>(99), Gate::Recorded, 1).await.unwrap(), None);
    }

    async fn the_voters_are_made_those_that_there_are(db: Db) {
        open(&db).await;
        write(&db, &[new(1, 1, [key(1), None, None]), new(2, 1, [key(1), None, None])]).await;
        run(&db, "DELETE FROM ballot WHERE round_id = $1 AND payload <> ''", &[&text(ROUND)]).await;
        let mut tx = db.write().await.unwrap();
        ballot::correct_voters(&mut tx, id(ROUND)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db, "SELECT voters FROM round").await, 0);
        assert_eq!(count(&db, "SELECT writes FROM round").await, 2);
    }

    /// L56: whoever retries knows what is to blame.
    async fn a_row_that_breaks_a_rule_is_told_from_a_database_that_is_busy(db: Db) {
        open(&db).await;
        let mut tx = db.write().await.unwrap();
        ballot::take_turn(&mut tx, id(ROUND), Gate::Voices, 1).await.unwrap();
        let heavy = NewBallot { weight: 11, ..new(1, 1, [key(1), None, None]) };
        let error = ballot::write(&mut tx, id(ROUND), &[heavy]).await.unwrap_err();
        assert_eq!(error.fault(), Fault::Rows);
    }

    async fn a_voice_finds_its_ballots_in_every_round_of_the_event_and_no_other(db: Db) {
        open(&db).await;
        poll(&db, 10, 21, "Danach?").await;
        round(&db, 10, 21, 31, 1, RoundState::Open).await;
        write(&db, &[new(1, 1, [key(1), None, None]), new(2, 2, [key(1), None, None])]).await;
        let mut tx = db.write().await.unwrap();
        ballot::take_turn(&mut tx, id(31), Gate::Voices, 1).await.unwrap().unwrap();
        let other = NewBallot { voter: voter(21, 1), ..new(1, 2, [key(9), None, None]) };
        ballot::write(&mut tx, id(31), &[other]).await.unwrap();
        tx.commit().await.unwrap();
        let voices = [voter(20, 1), voter(21, 1), voter(20, 7)];
        let own = ballot::own(&mut db.read().await.unwrap(), id(10), &voices).await.unwrap();
        let own: Vec<_> = own.into_iter().map(|own| (own.round, own.payload, own.change_no)).collect();
        assert_eq!(own, [(id(30), r#"{"o":1}"#.to_owned(), 1), (id(31), r#"{"o":2}"#.to_owned(), 1)]);
        assert!(ballot::own(&mut db.read().await.unwrap(), id(110), &voices).await.unwrap().is_empty());
        assert!(ballot::own(&mut db.read().await.unwrap(), id(10), &[]).await.unwrap().is_empty());
    }
}
