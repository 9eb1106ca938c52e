use crate::table::{Table, id_after};
use http::StatusCode;
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

both_engines! {
    async fn a_key_is_shown_once_redeemed_by_post_and_taken_back(db: Db) {
        let mut table = Table::open(db).await;
        let made = table.submit("/zugang", "make_key", &[("kind", "takeover"), ("label", "Laptop <1>")]).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        assert!(made.text.contains("Nur jetzt zu sehen") && made.text.contains("Laptop &lt;1&gt;"));
        let secret = id_after(&made.text, "https://w.example/schluessel/").split('<').next().unwrap().to_owned();
        let page = table.page("/zugang").await.text;
        assert!(!page.contains(&secret) && page.contains("noch nicht"));

        let mut device = table.server.browser();
        let path = format!("/schluessel/{secret}");
        assert_eq!(device.get(&path).await.status, StatusCode::OK);
        assert!(device.get(&table.path("/angaben")).await.location().starts_with("/anmelden"));
        let redeemed = device.submit(&path, "roundtable/redeem_key", &[("key", &secret)]).await;
        assert_eq!(redeemed.location(), table.path("/moderation"), "{}", redeemed.text);
        assert_eq!(device.get(&table.path("/angaben")).await.status, StatusCode::OK);
        // A co-host prepares and hands out nothing.
        assert!(!device.get(&table.path("/zugang")).await.text.contains("Schlüssel ausgeben"));
        let again = table.server.browser().submit(&path, "roundtable/redeem_key", &[("key", &secret)]).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);

        let key = id_after(&table.page("/zugang").await.text, "name=\"key\" value=\"");
        let revoked = table.submit("/zugang", "revoke_key", &[("key", &key)]).await;
        assert_eq!(revoked.location(), table.path("/zugang?m=key_revoked"));
        assert!(device.get(&table.path("/angaben")).await.location().starts_with("/anmelden"));
    }

    async fn tables_and_seats_are_printed_with_a_code_each(db: Db) {
        let mut table = Table::open(db).await;
        let printed = table.submit("/zugang", "make_tables", &[("count", "3")]).await;
        assert_eq!(printed.status, StatusCode::OK);
        assert!(["Tisch 1", "Tisch 2", "Tisch 3"].iter().all(|label| printed.text.contains(label)), "{}", printed.text);
        assert_eq!(printed.text.matches("class=\"qr\"").count(), 3);
        let wrong = table.submit("/zugang", "make_tables", &[("count", "0")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("id=\"f-count-e\""));
        let seats = table.submit("/zugang", "make_seats", &[("seats", "9")]).await;
        assert!(seats.text.contains("Platz 9") && seats.text.matches("class=\"qr\"").count() == 9, "{}", seats.text);
    }

    async fn people_of_the_organisation_get_a_role_and_one_host_stays(db: Db) {
        let mut table = Table::open(db).await;
        let stranger = table.submit("/zugang", "put_facilitator", &[("email", "hr@b.example"), ("role", "host")]).await;
        assert!(stranger.status == StatusCode::UNPROCESSABLE_ENTITY && stranger.text.contains("id=\"f-email-e\""));
        let mut hr = table.server.signed_in(&table.organisation, Role::Hr).await;
        assert_eq!(hr.get(&table.path("")).await.status, StatusCode::NOT_FOUND);
        let put = table.submit("/zugang", "put_facilitator", &[("email", "hr@a.example"), ("role", "co_host")]).await;
        assert_eq!(put.status, StatusCode::SEE_OTHER, "{}", put.text);
        assert_eq!(hr.get(&table.path("")).await.status, StatusCode::OK);
        let event = table.event.clone();
        let made = hr.call("roundtable/make_key", &[("event", &*event), ("kind", "display")]).await;
        assert_eq!(made.status, StatusCode::FORBIDDEN);
        let last = table.submit("/zugang", "put_facilitator", &[("email", "facilitator@a.example"), ("role", "co_host")]).await;
        assert!(last.status == StatusCode::UNPROCESSABLE_ENTITY && last.text.contains("Eine muss bleiben"), "{}", last.text);
    }
}
