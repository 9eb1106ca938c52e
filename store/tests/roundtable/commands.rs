use crate::world::{NOW, bring, code, grant, id, load, poll, revision, round, run, text, turn, world};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Results, Round, RoundState, Timing};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::HOUR;
use weiterblick_store::roundtable::command::{
    begin, close_round, create_round, note_void, open_lobby, remove, run as start, set_join_lock, set_round,
};
use weiterblick_store::roundtable::round::{Frozen, StoredRound, of_event};
use weiterblick_store::roundtable::{revision as revisions, round as rounds, stage};
use weiterblick_store::{Db, StoreError, both_engines};

async fn stored(db: &Db, round: u8) -> StoredRound {
    rounds::load(&mut db.read().await.unwrap(), id(10), id(round)).await.unwrap()
}

fn frozen() -> Frozen {
    Frozen { result: r#"{"n":1}"#.to_owned(), receipts: Digest::of(b"r"), payloads: Digest::of(b"p") }
}

both_engines! {
    /// L5: a command made for another picture of the event changes nothing.
    async fn a_turn_is_for_whoever_knows_the_present_revision(db: Db) {
        world(&db).await;
        let mut tx = db.write().await.unwrap();
        let turn = begin(&mut tx, id(10), Revision(0)).await.unwrap();
        assert_eq!((turn.event(), turn.revision()), (id(10), Revision(1)));
        tx.commit().await.unwrap();
        for stale in [Revision(0), Revision(2), Revision(u64::MAX)] {
            let mut tx = db.write().await.unwrap();
            assert!(matches!(begin(&mut tx, id(10), stale).await, Err(StoreError::Conflict)));
        }
        assert_eq!(revision(&db, 10).await, Revision(1));
    }

    /// T19, at the store: of two consoles that decided on the same revision one wins.
    async fn two_consoles_at_once_make_one_change(db: Db) {
        world(&db).await;
        let attempts: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    match begin(&mut tx, id(10), Revision(0)).await {
                        Ok(_) => tx.commit().await.map(|()| 1).unwrap(),
                        Err(StoreError::Conflict) => 0,
                        Err(error) => panic!("{error}"),
                    }
                })
            })
            .collect();
        let mut won = 0;
        for attempt in attempts {
            won += attempt.await.unwrap();
        }
        assert_eq!((won, revision(&db, 10).await), (1, Revision(1)));
    }

    async fn an_event_keeps_its_first_start_and_gets_a_code_whenever_it_opens(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Lobby).await;
        bring(&db, 10, EventState::Running).await;
        let found = load(&db, 10).await;
        assert_eq!((found.state, found.started_at, found.code_number), (EventState::Running, Some(NOW), 1));
        bring(&db, 10, EventState::Ended).await;
        assert_eq!(load(&db, 10).await.ended_at, Some(NOW.plus(HOUR)));
        let mut tx = db.write().await.unwrap();
        let turn = turn(&mut tx, 10).await;
        start(&mut tx, &turn, code("12345678"), NOW.plus(2 * HOUR)).await.unwrap();
        set_join_lock(&mut tx, &turn, true).await.unwrap();
        tx.commit().await.unwrap();
        let found = load(&db, 10).await;
        assert_eq!((found.started_at, found.running_since), (Some(NOW), Some(NOW.plus(2 * HOUR))));
        assert_eq!((found.join_locked, found.code_number), (true, 2));
    }

    async fn a_code_that_another_event_has_is_drawn_again(db: Db) {
        world(&db).await;
        bring(&db, 110, EventState::Lobby).await;
        let mut tx = db.write().await.unwrap();
        let turn = turn(&mut tx, 10).await;
        assert!(matches!(open_lobby(&mut tx, &turn, code("00000110")).await, Err(StoreError::Conflict)));
        drop(tx);
        bring(&db, 10, EventState::Lobby).await;
    }

    async fn a_round_goes_through_its_states_and_keeps_what_was_frozen(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Prepared).await;
        let timing = Timing { opened_at: NOW, deadline: Some(NOW.plus(90_000)) };
        let open = Round { state: RoundState::Open, timing, results: Results::All };
        let mut tx = db.write().await.unwrap();
        let turn_10 = turn(&mut tx, 10).await;
        set_round(&mut tx, &turn_10, id(30), &open).await.unwrap();
        let early = close_round(&mut tx, &turn_10, id(30), &frozen()).await;
        assert!(matches!(early, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let found = stored(&db, 30).await;
        assert_eq!((found.round, found.number, found.frozen), (open, 1, None));
        let mut tx = db.write().await.unwrap();
        let turn_10 = turn(&mut tx, 10).await;
        set_round(&mut tx, &turn_10, id(30), &Round { state: RoundState::Locked, ..open }).await.unwrap();
        close_round(&mut tx, &turn_10, id(30), &frozen()).await.unwrap();
        create_round(&mut tx, &turn_10, id(20), id(31), 2).await.unwrap();
        set_round(&mut tx, &turn_10, id(31), &Round { state: RoundState::Void, ..open }).await.unwrap();
        note_void(&mut tx, &turn_10, id(31), &"Frage falsch".to_owned().try_into().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let found = of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let states: Vec<_> = found.iter().map(|round| (round.number, round.round.state, round.note.as_str())).collect();
        assert_eq!(states, [(1, RoundState::Closed, ""), (2, RoundState::Void, "Frage falsch")]);
        assert_eq!((&found[0].frozen, &found[1].frozen), (&Some(frozen()), &None));
        let mut tx = db.write().await.unwrap();
        let turn_10 = turn(&mut tx, 10).await;
        let twice = create_round(&mut tx, &turn_10, id(20), id(32), 2).await;
        assert!(matches!(twice, Err(StoreError::Conflict)));
    }

    async fn polls_rounds_and_items_of_another_event_are_not_found(db: Db) {
        world(&db).await;
        poll(&db, 110, 20, "Fremd").await;
        round(&db, 110, 20, 30, 1, RoundState::Locked).await;
        let after = Round { state: RoundState::Open, timing: Timing::default(), results: Results::All };
        let mut tx = db.write().await.unwrap();
        let turn = turn(&mut tx, 10).await;
        let reason = "x".to_owned().try_into().unwrap();
        let results = [
            create_round(&mut tx, &turn, id(20), id(31), 2).await,
            set_round(&mut tx, &turn, id(30), &after).await,
            note_void(&mut tx, &turn, id(30), &reason).await,
            close_round(&mut tx, &turn, id(30), &frozen()).await,
            rounds::load(&mut tx, id(10), id(30)).await.map(drop),
        ];
        for result in results {
            assert!(matches!(result, Err(StoreError::NotFound)), "{result:?}");
        }
    }

    async fn the_stage_shows_what_belongs_to_the_event(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Reading).await;
        poll(&db, 110, 21, "Fremd").await;
        for shown in [Stage::Round(id(30)), Stage::Board(id(20)), Stage::Questions, Stage::Welcome] {
            let expected = revision(&db, 10).await;
            let mut tx = db.write().await.unwrap();
            assert!(stage::set(&mut tx, &grant(10), expected, &shown).await.unwrap());
            tx.commit().await.unwrap();
            assert_eq!(load(&db, 10).await.stage, shown);
        }
        let expected = revision(&db, 10).await;
        for foreign in [Stage::Board(id(21)), Stage::Round(id(20)), Stage::Agenda(id(30))] {
            let mut tx = db.write().await.unwrap();
            let refused = stage::set(&mut tx, &grant(10), expected, &foreign).await;
            assert!(matches!(refused, Err(StoreError::NotFound)), "{foreign:?}");
        }
    }

    /// L5 and T19: pressed twice it is the same; on an old picture nothing else is shown.
    async fn the_stage_takes_the_same_command_twice_and_no_stale_one(db: Db) {
        world(&db).await;
        let show = async |expected, shown| {
            let mut tx = db.write().await.unwrap();
            let changed = stage::set(&mut tx, &grant(10), Revision(expected), &shown).await;
            if changed.is_ok() {
                tx.commit().await.unwrap();
            }
            changed.ok()
        };
        assert_eq!(show(0, Stage::Questions).await, Some(true));
        assert_eq!(show(0, Stage::Questions).await, Some(false));
        assert_eq!(show(0, Stage::Welcome).await, None);
        assert_eq!(revision(&db, 10).await, Revision(1));
    }

    async fn only_an_event_without_people_is_removed(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Lobby).await;
        let mut tx = db.write().await.unwrap();
        let turn_10 = turn(&mut tx, 10).await;
        assert!(matches!(remove(&mut tx, &turn_10).await, Err(StoreError::Conflict)));
        let turn_110 = turn(&mut tx, 110).await;
        remove(&mut tx, &turn_110).await.unwrap();
    }

    /// L61.
    async fn nodes_compare_the_events_in_which_people_can_take_part(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        for (number, writes) in [(20, 3), (21, 4)] {
            poll(&db, 10, number, "Kurs?").await;
            round(&db, 10, number, number + 10, 1, RoundState::Open).await;
            let mut tx = db.write().await.unwrap();
            sqlx::query("UPDATE round SET writes = $2 WHERE id = $1")
                .bind(text(number + 10))
                .bind(writes)
                .execute(&mut *tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        run(&db, "UPDATE event SET b = 5 WHERE id = $1", &[&text(10)]).await;
        let active = revisions::active(&mut db.read().await.unwrap()).await.unwrap();
        let r = revision(&db, 10).await;
        assert_eq!(active, [revisions::Progress { event: id(10), r, b: 5, writes: 7 }]);
    }
}
