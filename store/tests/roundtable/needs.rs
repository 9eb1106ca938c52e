use crate::world::{NOW, basics, bring, event, german, grant, id, load, may, no, poll, round, set_round, world};
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_domain::roundtable::poll::chain::{Evidence, Standing};
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::roundtable::need::{Need, NeedFilter, NewNeed, capture, list, of_event, of_previous, set_state};
use weiterblick_store::roundtable::{event as events, follow_up, minutes};
use weiterblick_store::{Db, StoreError, both_engines};

fn need(number: u8, option: u8, title: &str) -> NewNeed {
    let evidence = Evidence {
        event: id(10),
        poll: id(20),
        round: id(30),
        standing: Standing { n: 12, rank: 1, score: Decimal::new(40, 0), share: None },
        cards: vec!["Neue Software".to_owned()],
    };
    NewNeed { id: id(number), option: no(option), title: german(title), evidence, now: NOW.plus(i64::from(number)) }
}

/// Event 10 with poll 20 and its closed round 30.
async fn closed(db: &Db) {
    world(db).await;
    poll(db, 10, 20, "Gewichten").await;
    round(db, 10, 20, 30, 1, RoundState::Locked).await;
    set_round(db, 10, 30, RoundState::Closed).await;
}

async fn captured(db: &Db, new: &NewNeed) -> bool {
    let mut tx = db.write().await.unwrap();
    let is_new = capture(&mut tx, &grant(10), new).await.unwrap();
    tx.commit().await.unwrap();
    is_new
}

async fn found(db: &Db, search: &str, state: Option<NeedState>) -> Vec<String> {
    let filter = NeedFilter { search: search.to_owned(), state };
    let needs = list(&mut db.read().await.unwrap(), &may(1), &filter).await.unwrap();
    needs.into_iter().map(|need| need.title.de).collect()
}

both_engines! {
    /// L20.
    async fn an_option_becomes_a_need_once(db: Db) {
        closed(&db).await;
        let new = need(40, 1, "Bürosoftware");
        assert!(captured(&db, &new).await);
        assert!(!captured(&db, &need(41, 1, "Noch einmal")).await);
        let needs = of_event(&mut db.read().await.unwrap(), &grant::<WatchConsole>(10)).await.unwrap();
        let NewNeed { id, option, title, evidence, now } = new;
        let event_title = Some(german("Runder Tisch"));
        let state = NeedState::Captured;
        assert_eq!(needs, [Need { id, option, title, evidence, state, captured_at: now, event_title }]);
    }

    async fn only_results_of_closed_rounds_of_the_own_event_are_carried_over(db: Db) {
        closed(&db).await;
        set_round(&db, 10, 30, RoundState::Locked).await;
        let mut tx = db.write().await.unwrap();
        assert!(matches!(capture(&mut tx, &grant(10), &need(40, 1, "x")).await, Err(StoreError::Conflict)));
        let mut elsewhere = need(40, 1, "x");
        for result in [
            capture(&mut tx, &grant(110), &need(40, 1, "x")).await,
            capture(&mut tx, &grant(10), &need(40, 9, "x")).await,
            capture(&mut tx, &grant(10), &{ elsewhere.evidence.event = id(110); elsewhere }).await,
        ] {
            assert!(matches!(result, Err(StoreError::NotFound)), "{result:?}");
        }
    }

    async fn the_organisation_finds_its_needs_by_word_and_state(db: Db) {
        closed(&db).await;
        captured(&db, &need(40, 1, "Bürosoftware")).await;
        captured(&db, &need(41, 2, "Führung")).await;
        assert_eq!(found(&db, "", None).await, ["Führung", "Bürosoftware"]);
        assert_eq!(found(&db, "buro", None).await, ["Bürosoftware"]);
        let mut tx = db.write().await.unwrap();
        set_state(&mut tx, &may(1), id(41), NeedState::Offered).await.unwrap();
        assert!(matches!(set_state(&mut tx, &may(2), id(41), NeedState::Done).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!(found(&db, "", Some(NeedState::Offered)).await, ["Führung"]);
        assert!(list(&mut db.read().await.unwrap(), &may(2), &NeedFilter::default()).await.unwrap().is_empty());
    }

    async fn the_next_event_sees_what_has_become_of_the_needs(db: Db) {
        closed(&db).await;
        captured(&db, &need(40, 1, "Bürosoftware")).await;
        event(&db, 12, "Ein anderer").await;
        let mut tx = db.write().await.unwrap();
        follow_up::follow_up(&mut tx, &may(1), id(10), id(11), &basics("Danach"), || [200; 16]).await.unwrap();
        set_state(&mut tx, &may(1), id(40), NeedState::InWork).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let needs = of_previous(&mut conn, &grant(11)).await.unwrap();
        assert_eq!(needs.iter().map(|need| need.state).collect::<Vec<_>>(), [NeedState::InWork]);
        assert!(of_previous(&mut conn, &grant(12)).await.unwrap().is_empty());
    }

    /// live.md §15: what was frozen or written down, nothing that is still running.
    async fn minutes_hold_what_is_over_and_what_came_out_of_it(db: Db) {
        closed(&db).await;
        captured(&db, &need(40, 1, "Bürosoftware")).await;
        round(&db, 10, 20, 31, 2, RoundState::Locked).await;
        let mut conn = db.read().await.unwrap();
        let of_organisation = minutes::of_organisation(&mut conn, &may(1), id(10)).await.unwrap();
        let of_host = minutes::granted(&mut conn, &grant(10)).await.unwrap();
        for minutes in [of_organisation, of_host] {
            assert_eq!(minutes.rounds.iter().map(|round| round.number).collect::<Vec<_>>(), [1]);
            assert_eq!((minutes.polls.len(), minutes.needs.len(), minutes.joined), (1, 1, 0));
        }
        let foreign = minutes::of_organisation(&mut conn, &may(2), id(10)).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
    }

    async fn a_need_outlives_its_event(db: Db) {
        closed(&db).await;
        captured(&db, &need(40, 1, "Bürosoftware")).await;
        let mut tx = db.write().await.unwrap();
        events::delete(&mut tx, &grant(10)).await.unwrap();
        tx.commit().await.unwrap();
        let needs = list(&mut db.read().await.unwrap(), &may(1), &NeedFilter::default()).await.unwrap();
        assert_eq!((needs.len(), &needs[0].event_title, needs[0].evidence.standing.n), (1, &None, 12));
    }

    async fn a_sealed_event_still_hands_on_what_it_found(db: Db) {
        closed(&db).await;
        bring(&db, 10, EventState::Sealed).await;
        assert_eq!(load(&db, 10).await.state, EventState::Sealed);
        assert!(captured(&db, &need(40, 1, "Bürosoftware")).await);
    }
}
