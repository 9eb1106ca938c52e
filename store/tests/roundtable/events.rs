use crate::world::{
    NOW, basics, bring, conditions, event, german, grant, id, load, may, organisation, poll, revision, round, run,
    text, world,
};
use weiterblick_domain::ids::{AgendaItemId, EventId};
use weiterblick_domain::policy::action::ReadEvents;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::agenda::AgendaState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::roundtable::poll::template::{ItemKind, Template};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::{DAY, HOUR};
use weiterblick_store::roundtable::agenda::{self, Plan};
use weiterblick_store::roundtable::event::{Basics, Conditions};
use weiterblick_store::roundtable::list::{EventFilter, list};
use weiterblick_store::roundtable::{self as store, calendar, follow_up, template};
use weiterblick_store::{Db, StoreError, both_engines};

fn plan(title: &str) -> Plan {
    Plan {
        kind: ItemKind::Input,
        title: german(title),
        speaker: "Frau Kaya".to_owned(),
        planned_minutes: 15,
        link: String::new(),
        poll: None,
    }
}

fn prepared(title: &str) -> Template {
    Template {
        code: serde_json::from_str("\"wer_ist_da\"").unwrap(),
        title: german(title),
        description: german(""),
        antitrust_note: false,
        poll: Vec::new(),
        agenda: Vec::new(),
    }
}

async fn item(db: &Db, event: u8, number: u8, plan: &Plan) {
    let mut tx = db.write().await.unwrap();
    agenda::add(&mut tx, &grant(event), id(number), plan).await.unwrap();
    tx.commit().await.unwrap();
}

async fn titles(db: &Db, event: u8) -> Vec<String> {
    let items = agenda::of_event(&mut db.read().await.unwrap(), id(event)).await.unwrap();
    items.into_iter().map(|item| item.plan.title.de).collect()
}

both_engines! {
    async fn a_new_event_is_a_draft_with_its_maker_as_host(db: Db) {
        world(&db).await;
        let found = load(&db, 10).await;
        assert_eq!((found.state, found.r, found.b, found.stage), (EventState::Draft, Revision(0), 0, Stage::Welcome));
        assert_eq!((found.basics, found.conditions), (basics("Runder Tisch"), conditions()));
        assert_eq!((found.started_at, found.ended_at, found.previous), (None, None, None));
        let host = store::standing::of_account(&mut db.read().await.unwrap(), id(10), id(1)).await.unwrap();
        assert_eq!(host.unwrap().role.code(), "host");
    }

    async fn the_list_finds_words_of_title_and_place_and_states(db: Db) {
        world(&db).await;
        event(&db, 11, "Fachkräfte für München").await;
        bring(&db, 11, EventState::Lobby).await;
        let found = async |search: &str, state| {
            let filter = EventFilter { search: search.to_owned(), state };
            let listed = list(&mut db.read().await.unwrap(), &may(1), &filter).await.unwrap();
            listed.into_iter().map(|event| event.id).collect::<Vec<EventId>>()
        };
        assert_eq!(found("", None).await, [id(10), id(11)]);
        assert_eq!(found("munchen FACHKR", None).await, [id(11)]);
        assert_eq!(found("rathaus", None).await.len(), 2);
        assert_eq!(found("100%", None).await, []);
        assert_eq!(found("", Some(EventState::Lobby)).await, [id(11)]);
    }

    async fn events_of_another_organisation_are_not_found(db: Db) {
        world(&db).await;
        let mut conn = db.read().await.unwrap();
        assert!(store::event::of_organisation(&mut conn, &may::<ReadEvents>(1), id(10)).await.is_ok());
        let foreign = store::event::of_organisation(&mut conn, &may::<ReadEvents>(1), id(110)).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
    }

    async fn basics_and_conditions_change_and_raise_the_revision(db: Db) {
        world(&db).await;
        let mut tx = db.write().await.unwrap();
        let title = Wording { en: Some("Round table".to_owned()), ..german("Zweiter Tisch") };
        let new = Basics { title, place: "Köln".to_owned(), planned_end: NOW.plus(3 * HOUR), ..basics("") };
        store::event::set_basics(&mut tx, &grant(10), &new).await.unwrap();
        let seats = Conditions { join_mode: JoinMode::Seat, k: 7, ..conditions() };
        store::event::set_conditions(&mut tx, &grant(10), &seats).await.unwrap();
        store::event::set_heads(&mut tx, &grant(10), 48).await.unwrap();
        tx.commit().await.unwrap();
        let found = load(&db, 10).await;
        assert_eq!((found.basics, found.conditions, found.heads, found.r), (new, seats, 48, Revision(3)));
        let filter = EventFilter { search: "round koln".to_owned(), state: None };
        assert_eq!(list(&mut db.read().await.unwrap(), &may(1), &filter).await.unwrap().len(), 1);
    }

    /// security.md E60.
    async fn what_people_relied_on_when_they_joined_and_voted_is_frozen(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        run(&db, "UPDATE poll SET has_ballots = 1 WHERE id = $1", &[&text(20)]).await;
        let mut tx = db.write().await.unwrap();
        let smaller = Conditions { k: 6, ..conditions() };
        assert!(matches!(store::event::set_conditions(&mut tx, &grant(10), &smaller).await, Err(StoreError::InUse)));
        let longer = Conditions { retention_days: 30, ..conditions() };
        store::event::set_conditions(&mut tx, &grant(10), &longer).await.unwrap();
    }

    async fn an_event_in_which_people_may_be_is_not_deleted(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        let mut tx = db.write().await.unwrap();
        assert!(matches!(store::event::delete(&mut tx, &grant(10)).await, Err(StoreError::Conflict)));
        drop(tx);
        bring(&db, 10, EventState::Ended).await;
        let mut tx = db.write().await.unwrap();
        store::event::delete(&mut tx, &grant(10)).await.unwrap();
        tx.commit().await.unwrap();
        let gone = store::event::load(&mut db.read().await.unwrap(), id(10)).await;
        assert!(matches!(gone, Err(StoreError::NotFound)));
    }

    /// live.md §3, security.md E64.
    async fn the_clock_finds_events_to_end_to_seal_and_to_delete(db: Db) {
        world(&db).await;
        event(&db, 11, "Zweiter").await;
        bring(&db, 10, EventState::Running).await;
        for state in [EventState::Running, EventState::Ended] {
            bring(&db, 11, state).await;
        }
        let timed = calendar::timed(&mut db.read().await.unwrap()).await.unwrap();
        let states: Vec<_> = timed.iter().map(|timed| (timed.event, timed.state)).collect();
        assert_eq!(states, [(id(10), EventState::Running), (id(11), EventState::Ended)]);
        assert_eq!((timed[0].times.running_since, timed[1].times.ended_at), (NOW, NOW.plus(HOUR)));
        bring(&db, 11, EventState::Sealed).await;
        let over = NOW.plus(HOUR + 730 * DAY);
        let mut tx = db.write().await.unwrap();
        assert!(calendar::expired(&mut tx, over.plus(-1)).await.unwrap().is_empty());
        assert_eq!(calendar::expired(&mut tx, over).await.unwrap(), [id(11)]);
        calendar::delete(&mut tx, id(11)).await.unwrap();
        assert!(matches!(calendar::delete(&mut tx, id(10)).await, Err(StoreError::Conflict)));
    }

    async fn agenda_items_keep_their_order(db: Db) {
        world(&db).await;
        for (number, title) in [(1, "Ankommen"), (2, "Zahlen"), (3, "Pause")] {
            item(&db, 10, number, &plan(title)).await;
        }
        let mut tx = db.write().await.unwrap();
        agenda::move_to(&mut tx, &grant(10), id(3), 0).await.unwrap();
        agenda::move_to(&mut tx, &grant(10), id(1), 99).await.unwrap();
        let update = Plan { planned_minutes: 40, ..plan("Lage") };
        agenda::update(&mut tx, &grant(10), id(2), &update).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&db, 10).await, ["Pause", "Lage", "Ankommen"]);
        let mut tx = db.write().await.unwrap();
        agenda::delete(&mut tx, &grant(10), id(2)).await.unwrap();
        agenda::add(&mut tx, &grant(10), id(4), &plan("Ausblick")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&db, 10).await, ["Pause", "Ankommen", "Ausblick"]);
        assert_eq!(revision(&db, 10).await, Revision(8));
    }

    /// live.md §9: planned and actual minutes.
    async fn starting_an_agenda_item_ends_the_one_before(db: Db) {
        world(&db).await;
        for number in [1, 2] {
            item(&db, 10, number, &plan("Punkt")).await;
        }
        let set = async |number: u8, state, minutes: i64| {
            let mut tx = db.write().await.unwrap();
            let changed = agenda::set_state(&mut tx, &grant(10), id(number), state, NOW.plus(minutes)).await.unwrap();
            tx.commit().await.unwrap();
            changed
        };
        assert!(set(1, AgendaState::Current, 0).await);
        assert!(!set(1, AgendaState::Current, 5).await);
        assert!(set(2, AgendaState::Current, 10).await);
        let items = agenda::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let times = |at: usize| (items[at].state, items[at].started_at, items[at].ended_at);
        assert_eq!(times(0), (AgendaState::Done, Some(NOW), Some(NOW.plus(10))));
        assert_eq!(times(1), (AgendaState::Current, Some(NOW.plus(10)), None));
    }

    async fn agenda_items_and_polls_of_another_event_are_not_found(db: Db) {
        world(&db).await;
        item(&db, 110, 1, &plan("Fremd")).await;
        poll(&db, 110, 20, "Fremd").await;
        let mut tx = db.write().await.unwrap();
        let not_found = |result: Result<(), StoreError>| matches!(result, Err(StoreError::NotFound));
        let mine: AgendaItemId = id(1);
        assert!(not_found(agenda::update(&mut tx, &grant(10), mine, &plan("x")).await));
        assert!(not_found(agenda::move_to(&mut tx, &grant(10), mine, 0).await));
        assert!(not_found(agenda::delete(&mut tx, &grant(10), mine).await));
        let state = agenda::set_state(&mut tx, &grant(10), mine, AgendaState::Done, NOW).await;
        assert!(matches!(state, Err(StoreError::NotFound)));
        let shows = Plan { poll: Some(id(20)), ..plan("x") };
        assert!(not_found(agenda::add(&mut tx, &grant(10), id(2), &shows).await));
    }

    async fn a_follow_up_has_agenda_and_polls_of_the_same_lineage_and_nothing_that_happened(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Vorher").await;
        poll(&db, 10, 21, "Gewichten").await;
        run(&db, "UPDATE poll SET parent_id = $1 WHERE id = $2", &[&text(20), &text(21)]).await;
        let made_of_cards = "UPDATE poll_option SET sources = '[{\"card\":\"x\"}]' WHERE poll_id = $1";
        let withdrawn = "UPDATE poll_option SET state = 'withdrawn' WHERE poll_id = $1 AND no = 1";
        for sql in [made_of_cards, withdrawn] {
            run(&db, sql, &[&text(21)]).await;
        }
        item(&db, 10, 1, &Plan { poll: Some(id(21)), kind: ItemKind::Poll, ..plan("Gewichten") }).await;
        round(&db, 10, 20, 30, 1, RoundState::Locked).await;
        let mut tx = db.write().await.unwrap();
        let mut next = 200_u8;
        let random = || {
            next += 1;
            [next; 16]
        };
        follow_up::follow_up(&mut tx, &may(1), id(10), id(12), &basics("Drei Monate danach"), random).await.unwrap();
        let foreign = follow_up::follow_up(&mut tx, &may(1), id(110), id(13), &basics("x"), || [250; 16]).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let found = store::event::load(&mut conn, id(12)).await.unwrap();
        assert_eq!((found.previous, found.state), (Some(id(10)), EventState::Draft));
        let polls = store::poll::of_event(&mut conn, id(12)).await.unwrap();
        let lineages: Vec<_> = polls.iter().map(|poll| (poll.lineage, poll.has_ballots)).collect();
        assert_eq!(lineages, [(id(20), false), (id(21), false)]);
        assert_eq!((polls[0].parent, polls[1].parent), (None, Some(polls[0].id)));
        assert_eq!((polls[0].options.len(), polls[1].options.len()), (2, 1));
        assert_eq!(polls[1].options[0].no.get(), 2);
        let items = agenda::of_event(&mut conn, id(12)).await.unwrap();
        assert_eq!((items[0].plan.poll, items[0].state), (Some(polls[1].id), AgendaState::Planned));
        assert!(store::round::of_event(&mut conn, id(12)).await.unwrap().is_empty());
    }

    async fn templates_belong_to_one_organisation(db: Db) {
        organisation(&db, 1).await;
        organisation(&db, 2).await;
        let longer = Template { description: german("Zum Anfang"), ..prepared("Wer ist da?") };
        let mut tx = db.write().await.unwrap();
        template::create(&mut tx, &may(1), id(1), &prepared("Wer ist da?")).await.unwrap();
        template::create(&mut tx, &may(2), id(2), &prepared("Wer ist da?")).await.unwrap();
        template::update(&mut tx, &may(1), id(1), &longer).await.unwrap();
        assert!(matches!(template::update(&mut tx, &may(2), id(1), &longer).await, Err(StoreError::NotFound)));
        assert!(matches!(template::delete(&mut tx, &may(2), id(1)).await, Err(StoreError::NotFound)));
        assert_eq!(template::load(&mut tx, &may(1), id(1)).await.unwrap().template, longer);
        assert_eq!(template::list(&mut tx, &may(1)).await.unwrap().len(), 1);
        template::delete(&mut tx, &may(1), id(1)).await.unwrap();
        assert!(template::list(&mut tx, &may(1)).await.unwrap().is_empty());
        template::create(&mut tx, &may(2), id(3), &prepared("Ein Wort")).await.unwrap();
        let taken = template::create(&mut tx, &may(2), id(4), &prepared("Ein Wort")).await;
        assert!(matches!(taken, Err(StoreError::Conflict)));
    }
}
