use crate::table::Table;
use http::StatusCode;
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

/// Pages of an event that its hosts alone may open.
const HOSTS: [&str; 3] = ["", "/angaben", "/abstimmungen/neu?art=single"];

both_engines! {
    async fn each_role_opens_what_it_may(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("Was?", "Excel\nFührung").await;
        let hosts: Vec<String> = HOSTS.iter().map(|below| table.path(below)).chain([table.path(&format!("/abstimmungen/{poll}"))]).collect();
        for role in Role::ALL {
            let mut browser = table.server.signed_in(&table.organisation, role).await;
            let (list, new, event) = match role {
                Role::Facilitator => (StatusCode::OK, StatusCode::OK, StatusCode::OK),
                Role::Hr => (StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND),
                _ => (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND),
            };
            assert_eq!(browser.get("/runde-tische").await.status, list, "{role}");
            assert_eq!(browser.get("/runde-tische/neu").await.status, new, "{role}");
            let needs = match role {
                Role::Facilitator | Role::Hr | Role::WorksCouncil => StatusCode::OK,
                _ => StatusCode::FORBIDDEN,
            };
            assert_eq!(browser.get("/bedarfe").await.status, needs, "{role}");
            assert_eq!(browser.get(&table.path("/folgetermin")).await.status, new, "{role}");
            for path in &hosts {
                assert_eq!(browser.get(path).await.status, event, "{role} {path}");
            }
        }
        for path in &hosts {
            let answer = table.server.browser().get(path).await;
            assert!(answer.location().starts_with("/anmelden"), "{path}: {}", answer.status);
        }
    }

    async fn another_organisation_finds_nothing_and_changes_nothing(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("Was?", "Excel\nFührung").await;
        let other = table.server.organisation("b").await;
        let mut stranger = table.server.signed_in(&other, Role::Facilitator).await;
        assert!(!stranger.get("/runde-tische").await.text.contains("Runder Tisch Metall"));
        let event = table.event.clone();
        for below in HOSTS {
            assert_eq!(stranger.get(&table.path(below)).await.status, StatusCode::NOT_FOUND, "{below}");
        }
        for (action, fields) in [
            ("delete_poll", vec![("event", &*event), ("poll", &poll)]),
            ("use_template", vec![("event", &*event), ("template", "rangfolge")]),
            ("delete_event", vec![("event", &*event), ("r", "1")]),
        ] {
            let answer = stranger.call(&format!("roundtable/{action}"), &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}: {}", answer.text);
        }
        // A poll of an event is not found under another one.
        let own = crate::table::create(&mut stranger, "Eigene Runde", "").await;
        let own = crate::table::id_after(own.location(), "/runde-tische/");
        let crossed = stranger.get(&format!("/runde-tische/{own}/abstimmungen/{poll}")).await;
        assert_eq!(crossed.status, StatusCode::NOT_FOUND);
    }
}
