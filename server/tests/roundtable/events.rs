use crate::table::{Table, create, id_after};
use http::StatusCode;
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

both_engines! {
    async fn an_event_is_made_found_and_deleted(db: Db) {
        let mut table = Table::open(db).await;
        let list = table.host.get("/runde-tische").await.text;
        assert!(list.contains("Runder Tisch Metall") && list.contains("20. November 2026, 9:00 Uhr bis 12:30 Uhr"), "{list}");
        assert!(table.host.get("/runde-tische?q=kantine").await.text.contains("Runder Tisch Metall"));
        assert!(table.host.get("/runde-tische?q=pflege").await.text.contains("Dazu haben wir nichts gefunden"));
        assert!(!table.host.get("/runde-tische?zustand=past").await.text.contains("Runder Tisch Metall"));
        let page = table.page("").await;
        assert!(page.text.contains("Noch kein Punkt im Ablauf") && page.text.contains("Was noch fehlt"));
        let r = id_after(&page.text, "name=\"r\" value=\"");
        let deleted = table.submit("", "delete_event", &[("r", &r)]).await;
        assert_eq!(deleted.location(), "/runde-tische?m=event_deleted", "{}", deleted.text);
        assert_eq!(table.page("").await.status, StatusCode::NOT_FOUND);
        assert!(table.host.get("/runde-tische").await.text.contains("Noch kein Runder Tisch"));
    }

    async fn a_wrong_form_tells_its_fields_and_keeps_what_was_typed(db: Db) {
        let mut table = Table::open(db).await;
        let fields = [
            ("basics[title][de]", " "), ("basics[title][en]", ""), ("basics[place]", "<Aula>"), ("basics[day]", "2026-11-20"),
            ("basics[from]", "14:00"), ("basics[to]", "13:00"), ("template", ""),
        ];
        let wrong = table.host.submit("/runde-tische/neu", "roundtable/create_event", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["basics[title][de]", "basics[to]"] {
            assert!(wrong.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
        }
        assert!(wrong.text.contains("value=\"14:00\"") && wrong.text.contains("&lt;Aula&gt;"));
        let unknown = create(&mut table.host, "x", "quiz").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }

    async fn settings_are_kept_and_frozen_once_somebody_has_joined(db: Db) {
        let mut table = Table::open(db).await;
        assert_eq!(table.page("/angaben").await.status, StatusCode::OK);
        let fields = |mode: &'static str, roles: &'static str| [
            ("english", "true"), ("join_mode", mode), ("k", "6"), ("retention", "365"), ("attributes[role][ask]", "true"),
            ("attributes[role][values]", roles), ("room[questions]", "true"), ("room[moderation]", "after"),
            ("room[hidden_words]", "Mist\n"),
        ];
        let wrong = table.submit("/angaben", "save_conditions", &fields("seat", "Leitung")).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("f-attributes[role][values]-e"));
        let saved = table.submit("/angaben", "save_conditions", &fields("open", "Leitung\nTeam | Team member")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let page = table.page("/angaben").await.text;
        assert!(page.contains("value=\"365\"") && page.contains("Team | Team member</textarea>") && page.contains("Mist</textarea>"));
        table.somebody_joins().await;
        let frozen = table.submit("/angaben", "save_conditions", &fields("seat", "Leitung\nTeam | Team member")).await;
        assert!(frozen.status == StatusCode::CONFLICT && frozen.text.contains("Es sind schon Personen beigetreten"), "{}", frozen.text);
        let allowed = table.submit("/angaben", "save_conditions", &fields("open", "Leitung\nTeam | Team member")).await;
        assert_eq!(allowed.status, StatusCode::SEE_OTHER);
    }

    async fn a_follow_up_has_the_same_agenda(db: Db) {
        let mut table = Table::from_template(db, "sammeln_ordnen_gewichten").await;
        let path = table.path("/folgetermin");
        assert!(table.host.get(&path).await.text.contains("value=\"2027-02-12\""));
        let previous = table.event.clone();
        let fields = [
            ("previous", &*previous), ("basics[title][de]", "Drei Monate danach"), ("basics[day]", "2027-02-12"),
            ("basics[from]", "9:00"), ("basics[to]", "12:00"),
        ];
        let made = table.host.submit(&path, "roundtable/follow_up", &fields).await;
        table.event = id_after(made.location(), "/runde-tische/");
        assert_ne!(table.event, previous);
        assert!(table.page("").await.text.contains("Gewichten: Punkte vergeben"));
        let stranger = table.server.organisation("b").await;
        let mut stranger = table.server.signed_in(&stranger, Role::Facilitator).await;
        let foreign = stranger.submit("/runde-tische/neu", "roundtable/follow_up", &fields).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    }
}
