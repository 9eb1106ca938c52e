//! Signing in and out, passwords, the first start.

use crate::support::{PASSWORD, SETUP_CODE, Server};
use http::StatusCode;
use weiterblick_domain::account::{SESSION_ABSOLUTE, SESSION_IDLE};
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

const SESSION: &str = "__Host-wb";

both_engines! {
    async fn the_first_start_is_guarded_by_a_code_and_happens_once(db: Db) {
        let server = Server::start(db).await;
        let mut browser = server.browser();
        assert_eq!(browser.get("/anmelden").await.location(), "/einrichten");
        let fields = |code: &'static str| {
            [
                ("code", code), ("kind", "company"), ("organisation_name", "Muster"), ("first_name", "Jana"),
                ("last_name", "Krause"), ("email", "hr@muster.example"), ("password", PASSWORD),
                ("password_repeat", PASSWORD),
            ]
        };
        let wrong = browser.submit("/einrichten", "account/set_up", &fields("WRONGWRONG22")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("value=\"Krause\""), "what was typed is still there");
        assert!(!wrong.text.contains(PASSWORD), "but never a password");
        let right = browser.submit("/einrichten", "account/set_up", &fields(SETUP_CODE)).await;
        assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, "/uebersicht?m=account_set_up"));
        assert!(browser.get("/uebersicht").await.text.contains("Jana Krause"));
        assert_eq!(server.browser().get("/einrichten").await.status, StatusCode::NOT_FOUND);
        let again = server.browser().call("account/set_up", &fields(SETUP_CODE)).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
    }

    /// S7 of security.md.
    async fn a_session_gets_a_new_token_and_ends_by_rest_by_age_and_by_signing_out(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.browser();
        browser.cookies.insert(SESSION.to_owned(), "f".repeat(64));
        let fields = [("email", "hr@a.example"), ("password", PASSWORD)];
        browser.submit("/anmelden", "account/sign_in", &fields).await;
        let first = browser.cookies[SESSION].clone();
        assert_ne!(first, "f".repeat(64), "a token brought along is never used");
        assert_eq!(browser.get("/profil").await.status, StatusCode::OK);
        browser.submit("/anmelden", "account/sign_in", &fields).await;
        assert_ne!(browser.cookies[SESSION], first, "each sign-in makes a new token");
        let mut old = server.browser();
        old.cookies.insert(SESSION.to_owned(), first);
        assert_eq!(old.get("/profil").await.location(), "/anmelden?next=/profil");

        let copy = browser.clone();
        browser.submit("/profil", "account/sign_out", &[]).await;
        assert!(!browser.cookies.contains_key(SESSION));
        assert_eq!(copy.clone().get("/profil").await.status, StatusCode::SEE_OTHER, "signed out on the server too");

        let mut resting = server.signed_in(&organisation, Role::Hr).await;
        server.pass_time(SESSION_IDLE);
        assert_eq!(resting.get("/profil").await.status, StatusCode::SEE_OTHER);

        let mut busy = server.signed_in(&organisation, Role::Hr).await;
        for _ in 0..SESSION_ABSOLUTE / (SESSION_IDLE / 2) - 1 {
            server.pass_time(SESSION_IDLE / 2);
            assert_eq!(busy.get("/profil").await.status, StatusCode::OK);
        }
        server.pass_time(SESSION_IDLE / 2);
        assert_eq!(busy.get("/profil").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_new_password_ends_all_other_sessions(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let (mut here, mut there) =
            (server.signed_in(&organisation, Role::Hr).await, server.signed_in(&organisation, Role::Hr).await);
        let new = "ein ganz anderes langes Passwort";
        let wrong = [("password_now", "falsch"), ("password", new), ("password_repeat", new)];
        assert_eq!(
            here.submit("/profil", "account/change_password", &wrong).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let right = [("password_now", PASSWORD), ("password", new), ("password_repeat", new)];
        let changed = here.submit("/profil", "account/change_password", &right).await;
        assert_eq!(changed.location(), "/profil?m=password_changed", "{}", changed.text);
        assert_eq!(here.get("/profil").await.status, StatusCode::OK);
        assert_eq!(there.get("/profil").await.status, StatusCode::SEE_OTHER);
        let old = [("email", "hr@a.example"), ("password", PASSWORD)];
        assert_eq!(
            there.submit("/anmelden", "account/sign_in", &old).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }

    async fn a_forgotten_password_is_mailed_once_and_the_link_works_once(db: Db) {
        let server = Server::start_with(db, true).await;
        server.organisation("a").await;
        let mut browser = server.browser();
        let known = browser.submit("/passwort-vergessen", "account/request_recovery", &[("email", "hr@a.example")]).await;
        let unknown = browser.submit("/passwort-vergessen", "account/request_recovery", &[("email", "x@a.example")]).await;
        assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
        let (body, count) = outbox(&server).await;
        assert_eq!(count, 1);
        let link = body.split_whitespace().find(|word| word.contains("/passwort-neu/")).unwrap().to_owned();
        let token = link.rsplit('/').next().unwrap();
        let path = format!("/passwort-neu/{token}");
        assert_eq!(browser.get(&path).await.status, StatusCode::OK, "looking uses nothing up");
        let new = "ein ganz anderes langes Passwort";
        let fields = [("token", token), ("password", new), ("password_repeat", new)];
        let done = browser.submit(&path, "account/reset_password", &fields).await;
        assert_eq!(done.location(), "/anmelden?m=password_changed", "{}", done.text);
        assert_eq!(
            browser.submit(&path, "account/reset_password", &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let fields = [("email", "hr@a.example"), ("password", new)];
        assert_eq!(browser.submit("/anmelden", "account/sign_in", &fields).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_sixth_wrong_password_waits_without_being_looked_at(db: Db) {
        let server = Server::start(db).await;
        server.organisation("a").await;
        let mut browser = server.browser();
        for _ in 0..5 {
            browser.submit("/anmelden", "account/sign_in", &[("email", "hr@a.example"), ("password", "falsch")]).await;
        }
        let right = [("email", "hr@a.example"), ("password", PASSWORD)];
        assert_eq!(browser.submit("/anmelden", "account/sign_in", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
        server.pass_time(2_000);
        assert_eq!(browser.submit("/anmelden", "account/sign_in", &right).await.status, StatusCode::SEE_OTHER);
    }

    async fn language_is_chosen_without_script(db: Db) {
        let server = Server::start(db).await;
        server.organisation("a").await;
        let mut browser = server.browser();
        assert!(browser.get("/hilfe").await.text.contains("<html lang=\"de\""));
        browser.headers = vec![("accept-language", "en-GB,en".to_owned())];
        assert!(browser.get("/hilfe").await.text.contains("<html lang=\"en\""));
        let answer = browser.submit("/hilfe", "account/set_language", &[("language", "de")]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/hilfe"));
        assert!(browser.get("/hilfe").await.text.contains("<html lang=\"de\""));
        browser.submit("/hilfe", "account/set_theme", &[("theme", "dark")]).await;
        assert!(browser.get("/hilfe").await.text.contains("data-theme=\"dark\""));
    }
}

/// The newest mail and how many there are. Mails are made after the answer, so the first one is waited for.
async fn outbox(server: &Server) -> (String, i64) {
    for _ in 0..500 {
        let sql = "SELECT COALESCE(MAX(body), ''), COUNT(*) FROM outbox";
        let mut conn = server.state.db.read().await.unwrap();
        let (body, count): (String, i64) = sqlx::query_as(sql).fetch_one(&mut *conn).await.unwrap();
        if count > 0 {
            return (body, count);
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no mail came");
}
