use crate::world::{
    collection, conduct, event, german, grant, id, no, poll, round, rules, run, set_round, terms, text, world,
};
use weiterblick_domain::ids::PollId;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::poll::{OptionNo, OptionState, Secrecy, Terms, VoiceRule, Weights};
use weiterblick_domain::roundtable::round::{RoundState, Timer};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_store::roundtable::poll::{self, Conduct, NewPoll, Poll};
use weiterblick_store::roundtable::{event as events, poll_option};
use weiterblick_store::{Db, StoreError, both_engines};

async fn load(db: &Db, event: u8, number: u8) -> Poll {
    let polls = poll::of_event(&mut db.read().await.unwrap(), id(event)).await.unwrap();
    polls.into_iter().find(|poll| poll.id == id(number)).unwrap()
}

async fn order(db: &Db) -> Vec<PollId> {
    let polls = poll::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
    polls.into_iter().map(|poll| poll.id).collect()
}

async fn vote(db: &Db, number: u8) {
    run(db, "UPDATE poll SET has_ballots = 1 WHERE id = $1", &[&text(number)]).await;
}

fn numbers(poll: &Poll) -> Vec<(u8, OptionState)> {
    poll.options.iter().map(|option| (option.no.get(), option.state)).collect()
}

fn not_found<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::NotFound))
}

fn conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict))
}

both_engines! {
    async fn a_poll_comes_back_as_it_was_written(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        let terms = Terms {
            rules: rules(r#"{"kind":"points","budget":100,"step":5,"spend":"exactly"}"#),
            voice: VoiceRule::Weighted,
            weights: Weights([(1, 1), (4, 10)].into()),
            abstain: false,
            ..terms()
        };
        let conduct = Conduct {
            help: Some(german("Verteilen Sie 100 Punkte.")),
            timer: Some(Timer::try_from(90).unwrap()),
            auto_lock: false,
            shuffle: true,
            host_sees: true,
            ..conduct("100 Punkte")
        };
        let options = crate::world::options(["KI", "Führung"]);
        let new = NewPoll { id: id(21), terms, conduct, options, parent: Some(id(20)) };
        let mut tx = db.write().await.unwrap();
        poll::create(&mut tx, &grant(10), &new).await.unwrap();
        let found = poll::load(&mut tx, &grant::<Prepare>(10), id(21)).await.unwrap();
        let NewPoll { id: new_id, terms, conduct, options, parent } = new;
        let expected = Poll { id: new_id, terms, conduct, options, lineage: id(21), parent, has_ballots: false };
        assert_eq!(found, expected);
    }

    async fn polls_and_options_move_within_their_owner(db: Db) {
        world(&db).await;
        for number in 20..24 {
            poll(&db, 10, number, "Kurs?").await;
        }
        poll(&db, 110, 30, "Fremd").await;
        let mut tx = db.write().await.unwrap();
        poll::move_to(&mut tx, &grant(10), id(23), 0).await.unwrap();
        poll::move_to(&mut tx, &grant(10), id(20), 2).await.unwrap();
        assert!(not_found(&poll::move_to(&mut tx, &grant(10), id(30), 0).await));
        poll_option::move_to(&mut tx, &grant(10), id(20), no(2), 0).await.unwrap();
        assert!(not_found(&poll_option::move_to(&mut tx, &grant(10), id(30), no(2), 0).await));
        tx.commit().await.unwrap();
        assert_eq!(order(&db).await, [id(23), id(21), id(20), id(22)]);
        let numbers: Vec<OptionNo> = load(&db, 10, 20).await.options.iter().map(|option| option.no).collect();
        assert_eq!(numbers, [no(2), no(1)]);
    }

    /// L21; security.md E60.
    async fn the_terms_are_frozen_by_the_first_ballot_and_the_wording_is_not(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        let open = Terms { secrecy: Secrecy::Open, ..terms() };
        let mut tx = db.write().await.unwrap();
        poll::update(&mut tx, &grant(10), id(20), &open, &conduct("Neu")).await.unwrap();
        tx.commit().await.unwrap();
        vote(&db, 20).await;
        let told = Conduct { host_sees: true, ..conduct("Neu") };
        let changed = [
            (terms(), conduct("Neu")),
            (Terms { voice: VoiceRule::Table, ..open.clone() }, conduct("Neu")),
            (Terms { rules: rules(r#"{"kind":"multi","min":0,"max":1}"#), ..open.clone() }, conduct("Neu")),
            (Terms { abstain: false, ..open.clone() }, conduct("Neu")),
            (Terms { weights: Weights([(1, 2)].into()), ..open.clone() }, conduct("Neu")),
            (open.clone(), told),
        ];
        for (terms, conduct) in changed {
            let mut tx = db.write().await.unwrap();
            assert!(conflict(&poll::update(&mut tx, &grant(10), id(20), &terms, &conduct).await), "{terms:?}");
        }
        let mut tx = db.write().await.unwrap();
        poll::update(&mut tx, &grant(10), id(20), &open, &conduct("Anders gefragt")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(load(&db, 10, 20).await.conduct.title.de, "Anders gefragt");
    }

    async fn while_a_round_takes_ballots_the_terms_wait(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Open).await;
        let open = Terms { secrecy: Secrecy::Open, ..terms() };
        let mut tx = db.write().await.unwrap();
        assert!(conflict(&poll::update(&mut tx, &grant(10), id(20), &open, &conduct("x")).await));
        assert!(conflict(&poll_option::add(&mut tx, &grant(10), id(20), &german("Vielleicht"), &[]).await));
        assert!(conflict(&poll_option::withdraw(&mut tx, &grant(10), id(20), no(1)).await));
        assert!(conflict(&poll::delete(&mut tx, &grant(10), id(20)).await));
        poll_option::rename(&mut tx, &grant(10), id(20), no(1), &german("Ja, gern")).await.unwrap();
        poll::update(&mut tx, &grant(10), id(20), &terms(), &conduct("Neu gefragt")).await.unwrap();
    }

    /// live.md §2 and L21: given once, never again; added only between rounds.
    async fn a_number_of_an_option_is_never_given_again(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(poll_option::add(&mut tx, &grant(10), id(20), &german("Später"), &[]).await.unwrap(), no(3));
        poll_option::withdraw(&mut tx, &grant(10), id(20), no(3)).await.unwrap();
        assert_eq!(poll_option::add(&mut tx, &grant(10), id(20), &german("Nie"), &[]).await.unwrap(), no(4));
        poll_option::restore(&mut tx, &grant(10), id(20), no(4)).await.unwrap();
        assert!(not_found(&poll_option::withdraw(&mut tx, &grant(10), id(20), no(9)).await));
        assert!(not_found(&poll_option::rename(&mut tx, &grant(10), id(20), no(9), &german("x")).await));
        tx.commit().await.unwrap();
        round(&db, 10, 20, 30, 1, RoundState::Locked).await;
        vote(&db, 20).await;
        let mut tx = db.write().await.unwrap();
        assert!(conflict(&poll_option::add(&mut tx, &grant(10), id(20), &german("Mehr"), &[]).await));
        drop(tx);
        set_round(&db, 10, 30, RoundState::Closed).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(poll_option::add(&mut tx, &grant(10), id(20), &german("Mehr"), &[]).await.unwrap(), no(5));
        assert!(conflict(&poll_option::withdraw(&mut tx, &grant(10), id(20), no(1)).await));
        tx.commit().await.unwrap();
        use OptionState::{Active, Withdrawn};
        let expected = [(1, Active), (2, Active), (3, Withdrawn), (4, Active), (5, Active)];
        assert_eq!(numbers(&load(&db, 10, 20).await), expected);
    }

    async fn a_copy_asks_the_same_and_knows_its_lineage(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        let mut tx = db.write().await.unwrap();
        poll_option::withdraw(&mut tx, &grant(10), id(20), no(1)).await.unwrap();
        poll::duplicate(&mut tx, &grant(10), id(20), id(21)).await.unwrap();
        poll::duplicate(&mut tx, &grant(10), id(21), id(22)).await.unwrap();
        assert!(not_found(&poll::duplicate(&mut tx, &grant(110), id(20), id(23)).await));
        tx.commit().await.unwrap();
        let (original, copy) = (load(&db, 10, 20).await, load(&db, 10, 22).await);
        assert_eq!((copy.lineage, &copy.terms, &copy.conduct), (id(20), &original.terms, &original.conduct));
        assert_eq!(numbers(&copy), [(2, OptionState::Active)]);
        assert_eq!(order(&db).await, [id(20), id(21), id(22)]);
    }

    async fn a_poll_with_ballots_is_not_deleted_and_nothing_points_at_a_deleted_one(db: Db) {
        world(&db).await;
        collection(&db, 10, 20).await;
        poll(&db, 10, 21, "Gewichten").await;
        poll(&db, 110, 30, "Fremd").await;
        run(&db, "UPDATE poll SET parent_id = $1 WHERE id = $2", &[&text(20), &text(21)]).await;
        run(&db, "UPDATE event SET stage_kind = 'board', stage_id = $1 WHERE id = $2", &[&text(20), &text(10)]).await;
        let mut tx = db.write().await.unwrap();
        assert!(not_found(&poll::delete(&mut tx, &grant(10), id(30)).await));
        poll::delete(&mut tx, &grant(10), id(20)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(load(&db, 10, 21).await.parent, None);
        assert_eq!(events::load(&mut db.read().await.unwrap(), id(10)).await.unwrap().stage, Stage::Welcome);
        vote(&db, 21).await;
        let mut tx = db.write().await.unwrap();
        assert!(conflict(&poll::delete(&mut tx, &grant(10), id(21)).await));
    }

    async fn polls_of_another_event_are_not_found(db: Db) {
        world(&db).await;
        event(&db, 11, "Anderer Tisch").await;
        poll(&db, 11, 20, "Kurs?").await;
        let mut tx = db.write().await.unwrap();
        assert!(not_found(&poll::load(&mut tx, &grant::<Prepare>(10), id(20)).await));
        assert!(not_found(&poll::update(&mut tx, &grant(10), id(20), &terms(), &conduct("x")).await));
        assert!(not_found(&poll_option::add(&mut tx, &grant(10), id(20), &german("x"), &[]).await));
        assert!(not_found(&poll_option::rename(&mut tx, &grant(10), id(20), no(1), &german("x")).await));
        assert!(not_found(&poll_option::withdraw(&mut tx, &grant(10), id(20), no(1)).await));
        let new = NewPoll {
            id: id(21),
            terms: terms(),
            conduct: conduct("x"),
            options: Vec::new(),
            parent: Some(id(20)),
        };
        assert!(not_found(&poll::create(&mut tx, &grant(10), &new).await));
    }
}
