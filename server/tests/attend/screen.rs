//! The projector's way in (live.md §9; security.md E20, E21).

use crate::hall::{Hall, TITLE};
use http::StatusCode;
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::roundtable::identity::AccessKey;
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::access_key::{self, NewKey};

/// A key of this kind, as it stands in its link.
async fn key(hall: &Hall, kind: KeyKind, byte: u8) -> String {
    let key = AccessKey::from_random([byte; 16]);
    let mut tx = hall.server.state.db.write().await.unwrap();
    let new = NewKey { id: hall.server.state.new_id(), kind, label: None, token: key.digest() };
    access_key::create(&mut tx, &hall.host::<Own>(), &new).await.unwrap();
    tx.commit().await.unwrap();
    key.reveal()
}

both_engines! {
    async fn a_display_key_makes_a_projector_by_post_only(db: Db) {
        let hall = Hall::open(db).await;
        let key = key(&hall, KeyKind::Display, 5).await;
        let screen = format!("/leinwand/{}", hall.event);
        let mut browser = hall.server.browser();
        assert_eq!(browser.get(&screen).await.status, StatusCode::NOT_FOUND);
        let asked = browser.get(&format!("/l/{key}")).await;
        assert!(asked.text.contains(TITLE) && browser.cookies.is_empty(), "{}", asked.text);
        let opened = browser.submit(&format!("/l/{key}"), "live/screen", &[("key", &key)]).await;
        assert_eq!(opened.location(), screen, "{}", opened.text);
        assert!(browser.cookies.keys().any(|name| name.starts_with("__Host-wbx-")));
        assert_ne!(browser.get(&screen).await.status, StatusCode::NOT_FOUND);
    }

    async fn other_keys_and_none_open_no_projector(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.server.browser();
        for key in [key(&hall, KeyKind::Takeover, 6).await, key(&hall, KeyKind::Moderator, 7).await, "0".repeat(32)] {
            assert_eq!(browser.get(&format!("/l/{key}")).await.status, StatusCode::NOT_FOUND);
            let opened = browser.submit(&format!("/l/{key}"), "live/screen", &[("key", &key)]).await;
            assert_eq!(opened.status, StatusCode::NOT_FOUND);
        }
        assert!(browser.cookies.is_empty());
    }

    async fn a_table_key_couples_a_device_with_its_table(db: Db) {
        let hall = Hall::open(db).await;
        let key = key(&hall, KeyKind::Table, 8).await;
        let mut browser = hall.server.browser();
        assert_eq!(browser.get(&format!("/tisch/{key}")).await.status, StatusCode::OK);
        let coupled = browser.submit(&format!("/tisch/{key}"), "live/table", &[("key", &key)]).await;
        assert_eq!(coupled.location(), format!("/r/{}", hall.event), "{}", coupled.text);
        assert_eq!(hall.participants().await, 1);
    }
}
