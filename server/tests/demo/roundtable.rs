//! The round tables of the demo: one that is over with a result of every kind, and one that can begin.

use crate::support::Server;
use crate::{PASSWORD, count, filled, grant};
use http::StatusCode;
use std::collections::BTreeMap;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Role;
use weiterblick_domain::policy::action::{ManageEvents, ReadEvents, ReadNeeds};
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_domain::policy::event::{EventAct, EventGrant};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_domain::roundtable::poll::{Kind, Views};
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::list::{EventFilter, list};
use weiterblick_store::roundtable::need::{self, NeedFilter};
use weiterblick_store::roundtable::poll::{self, Poll};
use weiterblick_store::roundtable::{agenda, event, join, round, standing};

const FACILITATOR: &str = "moderation@netzwerk.example";

/// The event whose German title begins so.
async fn event(server: &Server, title: &str) -> EventId {
    let grant = grant::<ReadEvents>(server, FACILITATOR, Role::Facilitator).await;
    let events = list(&mut server.state.db.read().await.unwrap(), &grant, &EventFilter::default()).await.unwrap();
    assert_eq!(events.len(), 2);
    events.into_iter().find(|event| event.title.de.starts_with(title)).unwrap().id
}

async fn host<A: EventAct>(server: &Server, event: EventId) -> EventGrant<A> {
    let grant = grant::<ManageEvents>(server, FACILITATOR, Role::Facilitator).await;
    let mut conn = server.state.db.read().await.unwrap();
    standing::of_manager(&mut conn, &grant, event).await.unwrap().decide().unwrap()
}

/// The polls of an event with the frozen results of their closed rounds.
async fn results(server: &Server, event: EventId) -> Vec<(Poll, Vec<Views>)> {
    let mut conn = server.state.db.read().await.unwrap();
    let rounds = round::of_event(&mut conn, event).await.unwrap();
    assert!(rounds.iter().all(|round| round.round.state == RoundState::Closed));
    let polls = poll::of_event(&mut conn, event).await.unwrap();
    let of = |poll: &Poll| {
        let frozen = rounds.iter().filter(|round| round.poll == poll.id).map(|round| round.frozen.as_ref().unwrap());
        frozen.map(|frozen| serde_json::from_str(&frozen.result).unwrap()).collect()
    };
    polls.into_iter().map(|poll| (of(&poll), poll)).map(|(views, poll)| (poll, views)).collect()
}

both_engines! {
    async fn the_past_round_table_has_a_frozen_result_of_every_kind(db: Db) {
        let server = filled(&db).await;
        let past = event(&server, "Frühjahrstreffen").await;
        let mut rounds: BTreeMap<Kind, usize> = BTreeMap::new();
        for (poll, views) in results(&server, past).await {
            let kind = poll.terms.rules.kind();
            *rounds.entry(kind).or_default() += views.len();
            assert!(!views.is_empty(), "{kind}");
            for view in &views {
                assert_eq!(view.agreed.kind(), kind);
                assert!(view.agreed.n >= 16, "{kind}: {}", view.agreed.n);
            }
            if kind == Kind::Single {
                assert_eq!(views[0].agreed.sources.hands, 5);
            }
        }
        assert_eq!(rounds.len(), Kind::ALL.len());
        assert_eq!(rounds[&Kind::Scale], 3, "the mood, and before and after the input");
        // Everybody who was asked twice answered twice: a shift can be shown (live.md L17).
        let pairs = "SELECT COUNT(*) FROM sealed_ballot a JOIN round one ON one.id = a.round_id AND one.no = 1
             JOIN round two ON two.poll_id = one.poll_id AND two.no = 2
             JOIN sealed_ballot b ON b.round_id = two.id AND b.sheet = a.sheet";
        assert_eq!(count(&db, pairs).await, 49);
    }

    async fn nothing_of_the_past_round_table_leads_to_a_voice(db: Db) {
        let server = filled(&db).await;
        let past = event(&server, "Frühjahrstreffen").await;
        let stored = event::load(&mut server.state.db.read().await.unwrap(), past).await.unwrap();
        assert_eq!((stored.state, stored.heads), (EventState::Sealed, 57));
        assert!(stored.ended_at.unwrap() < server.state.now());
        for sql in [
            "SELECT COUNT(*) FROM participant",
            "SELECT COUNT(*) FROM profile",
            "SELECT COUNT(*) FROM ballot",
            "SELECT COUNT(*) FROM question_vote",
        ] {
            assert_eq!(count(&db, sql).await, 0, "{sql}");
        }
        assert_eq!(count(&db, "SELECT joined FROM event WHERE state = 'sealed'").await, 52);
    }

    async fn cards_became_options_and_the_foremost_of_them_needs(db: Db) {
        let server = filled(&db).await;
        let past = event(&server, "Frühjahrstreffen").await;
        assert_eq!(count(&db, "SELECT COUNT(*) FROM card WHERE cluster_id <> ''").await, 36);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM card WHERE state = 'hidden'").await, 1);
        let (dots, _) = results(&server, past).await.into_iter().find(|(poll, _)| poll.terms.rules.kind() == Kind::Dots).unwrap();
        assert!(dots.options.iter().all(|option| option.sources.len() == 1 && option.label.en.is_some()));
        let grant = grant::<ReadNeeds>(&server, FACILITATOR, Role::Facilitator).await;
        let mut conn = server.state.db.read().await.unwrap();
        let mut needs = need::list(&mut conn, &grant, &NeedFilter::default()).await.unwrap();
        needs.sort_by_key(|need| need.evidence.standing.rank);
        let told: Vec<_> = needs.iter().map(|need| (need.title.de.as_str(), need.state)).collect();
        assert_eq!(
            told,
            [
                ("Digitale Qualitätssicherung", NeedState::Offered),
                ("Künstliche Intelligenz im Büro", NeedState::InWork),
                ("Anleiten und ausbilden", NeedState::Captured),
            ]
        );
        assert!(needs.iter().all(|need| need.evidence.event == past && need.evidence.cards.len() > 5));
    }

    async fn questions_were_supported_answered_merged_and_hidden(db: Db) {
        let _server = filled(&db).await;
        for (sql, expected) in [
            ("SELECT COUNT(*) FROM question WHERE state = 'answered' AND answer <> ''", 3),
            ("SELECT COUNT(*) FROM question WHERE state = 'visible'", 2),
            ("SELECT COUNT(*) FROM question WHERE state = 'merged' AND merged_id <> ''", 1),
            ("SELECT COUNT(*) FROM question WHERE state = 'hidden' AND reason = 'moderation'", 1),
            // The best supported one has the voices of the one that became part of it too.
            ("SELECT COUNT(*) FROM question WHERE pinned = 1 AND votes > 31", 1),
        ] {
            assert_eq!(count(&db, sql).await, expected, "{sql}");
        }
    }

    async fn the_next_round_table_can_begin_and_asks_every_kind(db: Db) {
        let server = filled(&db).await;
        let (past, ready) = (event(&server, "Frühjahrstreffen").await, event(&server, "Herbsttreffen Chemnitz").await);
        let grant = host::<WatchConsole>(&server, ready).await;
        let mut conn = server.state.db.read().await.unwrap();
        let stored = event::load(&mut conn, ready).await.unwrap();
        assert_eq!((stored.state, stored.previous), (EventState::Lobby, Some(past)));
        assert!(join::code(&mut conn, &grant).await.unwrap().is_some());
        let polls = poll::of_event(&mut conn, ready).await.unwrap();
        let shown: Vec<_> = agenda::of_event(&mut conn, ready).await.unwrap().into_iter().filter_map(|item| item.plan.poll).collect();
        for kind in Kind::ALL {
            let poll = polls.iter().find(|poll| poll.terms.rules.kind() == *kind).unwrap();
            assert_eq!(poll.terms.rules.problems(&poll.options), [], "{kind}");
            assert!(shown.contains(&poll.id), "{kind}");
        }
        assert!(round::of_event(&mut conn, ready).await.unwrap().is_empty());
        // The first question is the one that began the past round table.
        let before = poll::of_event(&mut conn, past).await.unwrap();
        assert_eq!(polls[0].lineage, before[0].lineage);
        // The rooms that serve it find it as it is.
        server.state.hub.room(ready).await.unwrap();
    }

    async fn their_facilitator_finds_both(db: Db) {
        let server = filled(&db).await;
        let mut browser = server.browser();
        browser.submit("/anmelden", "account/sign_in", &[("email", FACILITATOR), ("password", PASSWORD)]).await;
        let list = browser.get("/runde-tische").await.text;
        assert!(list.contains("Frühjahrstreffen Zwickau") && list.contains("Herbsttreffen Chemnitz"), "{list}");
        for title in ["Frühjahrstreffen", "Herbsttreffen"] {
            let event = event(&server, title).await;
            let page = browser.get(&format!("/runde-tische/{event}")).await;
            assert_eq!(page.status, StatusCode::OK, "{title}");
            assert!(page.text.contains(title), "{title}: {}", page.text);
        }
    }
}
