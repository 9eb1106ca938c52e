//! What everybody may do with the own account.

use crate::support::{PASSWORD, Server};
use http::StatusCode;
use weiterblick_domain::policy::Role;
use weiterblick_domain::time::MINUTE;
use weiterblick_store::both_engines;

const SESSION: &str = "__Host-wb";

both_engines! {
    async fn confirming_the_password_opens_what_needs_it_and_changes_the_token(db: Db) {
        let server = Server::start(db).await;
        let company = server.organisation("a").await;
        let mut hr = server.signed_in(&company, Role::Hr).await;
        let id = company.people[&Role::Employee].to_string();
        let path = format!("/organisation/personen/{id}");
        let roles = [("id", id.as_str()), ("roles[]", "employee")];
        server.pass_time(16 * MINUTE);
        let page = format!("/bestaetigen?next={path}");
        assert_eq!(hr.submit(&path, "organisation/set_roles", &roles).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(hr.get(&page).await.status, StatusCode::OK);
        let wrong = hr.submit(&page, "account/confirm", &[("password", "falsch"), ("next", &path)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let before = hr.clone();
        let right = hr.submit(&page, "account/confirm", &[("password", PASSWORD), ("next", &path)]).await;
        assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, path.as_str()));
        assert_ne!(hr.cookies[SESSION], before.cookies[SESSION], "a new token");
        assert_eq!(before.clone().get("/profil").await.status, StatusCode::SEE_OTHER, "the old one is dead");
        let saved = hr.submit(&path, "organisation/set_roles", &roles).await;
        assert_eq!(saved.location(), format!("{path}?m=roles_saved"));
        let foreign = hr.submit(&page, "account/confirm", &[("password", PASSWORD), ("next", "//evil.example")]).await;
        assert_eq!(foreign.location(), "/");
    }

    async fn signing_out_everywhere_ends_every_session_of_the_account_and_no_other(db: Db) {
        let server = Server::start(db).await;
        let company = server.organisation("a").await;
        let mut here = server.signed_in(&company, Role::Employee).await;
        let mut there = server.signed_in(&company, Role::Employee).await;
        let mut colleague = server.signed_in(&company, Role::Hr).await;
        let done = here.submit("/profil", "account/sign_out_everywhere", &[]).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/anmelden?m=signed_out"));
        assert_eq!(done.header("clear-site-data"), "\"cache\"");
        assert!(!here.cookies.contains_key(SESSION));
        assert_eq!(there.get("/profil").await.location(), "/anmelden?next=/profil");
        assert_eq!(colleague.get("/profil").await.status, StatusCode::OK);
    }

    async fn the_own_profile_is_changed_for_the_account_and_every_page(db: Db) {
        let server = Server::start(db).await;
        let company = server.organisation("a").await;
        let mut browser = server.signed_in(&company, Role::Employee).await;
        let fields = [("first_name", "Änne"), ("last_name", "Müller-Lüdenscheidt"), ("language", "en")];
        let saved = browser.submit("/profil", "account/update_profile", &fields).await;
        assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/profil?m=saved"), "{}", saved.text);
        let page = browser.get("/profil").await.text;
        assert!(page.contains("value=\"Änne\"") && page.contains("<html lang=\"en\""), "{page}");
        // The account speaks it on the next device too, and HR finds the new name.
        let mut again = server.signed_in(&company, Role::Employee).await;
        assert!(again.get("/uebersicht").await.text.contains("<html lang=\"en\""));
        let mut hr = server.signed_in(&company, Role::Hr).await;
        assert!(hr.get("/organisation/personen?q=ludenscheidt").await.text.contains("Müller-Lüdenscheidt"));
        for (name, value, field) in [("", "de", "first_name"), ("Änne", "fr", "language")] {
            let fields = [("first_name", name), ("last_name", "x"), ("language", value)];
            let refused = browser.submit("/profil", "account/update_profile", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text.contains(&format!("f-{field}")), "{field}");
        }
    }
}
