use crate::table::{Table, id_after};
use http::StatusCode;
use weiterblick_store::both_engines;

both_engines! {
    async fn items_are_added_changed_moved_and_removed(db: Db) {
        let mut table = Table::open(db).await;
        let item = |title: &'static str, minutes: &'static str| {
            [("item[kind]", "input"), ("item[title][de]", title), ("item[minutes]", minutes), ("item[speaker]", "Frau Kaya")]
        };
        let wrong = table.submit("", "add_item", &item("Begrüßung", "viele")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"f-item[minutes]-e\"") && wrong.text.contains("value=\"Begrüßung\""));
        let first = id_after(table.submit("", "add_item", &item("Begrüßung", "10")).await.location(), "#p-");
        let second = id_after(table.submit("", "add_item", &item("Ausblick", "")).await.location(), "#p-");
        table.submit("", "move_item", &[("item", &second), ("direction", "up")]).await;
        let page = table.page("").await.text;
        assert!(page.find("Ausblick").unwrap() < page.find("Begrüßung").unwrap());
        assert!(page.contains("10\u{a0}Minuten") && page.contains("Frau Kaya"));
        let below = format!("/ablauf/{first}");
        let mut fields = item("Willkommen", "15").to_vec();
        fields.push(("id", &first));
        let changed = table.submit(&below, "edit_item", &fields).await;
        assert_eq!(changed.location(), table.path(&format!("#p-{first}")), "{}", changed.text);
        assert!(table.page(&below).await.text.contains("value=\"Willkommen\""));
        let removed = table.submit(&below, "delete_item", &[("item", &first)]).await;
        assert_eq!(removed.location(), table.path("?m=item_deleted"));
        assert_eq!(table.page(&below).await.status, StatusCode::NOT_FOUND);
    }

    async fn templates_bring_polls_and_agenda_and_can_be_kept(db: Db) {
        let mut table = Table::open(db).await;
        let used = table.submit("", "use_template", &[("template", "rangfolge")]).await;
        let poll = id_after(used.location(), "/abstimmungen/");
        assert!(table.page(&format!("/abstimmungen/{poll}")).await.text.contains("Rangfolge"));
        table.submit("", "use_template", &[("template", "sammeln_ordnen_gewichten")]).await;
        let page = table.page("").await.text;
        for expected in ["Sammeln: Karten schreiben", "Ordnen: Karten zusammenfassen", "Die Optionen kommen später von der Kartenwand"] {
            assert!(page.contains(expected), "{expected}");
        }
        let kept = table.submit("", "keep_template", &[("title", "Unsere Runde")]).await;
        assert_eq!(kept.location(), table.path("?m=template_kept"), "{}", kept.text);
        let again = table.submit("", "keep_template", &[("title", "Unsere Runde")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let new = table.host.get("/runde-tische/neu").await.text;
        assert!(new.contains("Unsere Runde"));
        let own = format!("own:{}", id_after(&new, "value=\"own:"));
        let made = crate::table::create(&mut table.host, "Zweite Runde", &own).await;
        table.event = id_after(made.location(), "/runde-tische/");
        assert!(table.page("").await.text.contains("Ordnen: Karten zusammenfassen"));
    }
}
