//! Signing in and out, passwords, the first start.

use crate::support::{PASSWORD, SETUP_CODE, Server};
use http::StatusCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use weiterblick_app::account::password::PasswordHasher;
use weiterblick_domain::account::{SESSION_ABSOLUTE, SESSION_IDLE, SESSION_TOUCH};
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Role;
use weiterblick_domain::time::MINUTE;
use weiterblick_store::db::Engine;
use weiterblick_store::{account, both_engines};

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
        let refused = browser.submit("/anmelden", "account/sign_in", &right).await;
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "2"));
        assert_eq!(browser.call("account/sign_in", &right).await.header("retry-after"), "2");
        server.pass_time(2_000);
        assert_eq!(browser.submit("/anmelden", "account/sign_in", &right).await.status, StatusCode::SEE_OTHER);
    }

    async fn guesses_at_the_same_time_are_no_more_than_one_after_the_other(db: Db) {
        let server = Server::start(db).await;
        server.organisation("a").await;
        let guesses = (0..20).map(|_| {
            let mut browser = server.browser();
            async move {
                let wrong = [("email", "hr@a.example"), ("password", "falsch")];
                browser.submit("/anmelden", "account/sign_in", &wrong).await.status
            }
        });
        let answers = futures_util::future::join_all(guesses).await;
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY).count(), 5);
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count(), 15);
    }

    /// E24: a guesser behind the same address holds up nobody who has signed in from here before.
    async fn a_known_device_is_counted_apart(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut known = server.signed_in(&organisation, Role::Hr).await;
        known.submit("/profil", "account/sign_out", &[]).await;
        let mut guesser = server.browser();
        for _ in 0..6 {
            guesser.submit("/anmelden", "account/sign_in", &[("email", "hr@a.example"), ("password", "falsch")]).await;
        }
        let right = [("email", "hr@a.example"), ("password", PASSWORD)];
        assert_eq!(guesser.submit("/anmelden", "account/sign_in", &right).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(known.submit("/anmelden", "account/sign_in", &right).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_hash_made_with_less_effort_is_made_anew_at_the_sign_in(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let stored = async || {
            let mut conn = server.state.db.read().await.unwrap();
            account::by_email(&mut conn, "hr@a.example").await.unwrap().unwrap()
        };
        let weak = PasswordHasher::with_memory(32).hash(PASSWORD.to_owned(), [9; 16]).await.unwrap();
        let mut tx = server.state.db.write().await.unwrap();
        account::rehash(&mut tx, stored().await.id, &weak).await.unwrap();
        tx.commit().await.unwrap();
        server.signed_in(&organisation, Role::Hr).await;
        let first = stored().await.password_hash;
        assert!(first.contains("m=64,"), "{first}");
        server.signed_in(&organisation, Role::Hr).await;
        assert_eq!(stored().await.password_hash, first, "once is enough");
    }

    /// Whoever waits for a hash holds no connection: SQLite has four for reading.
    async fn pages_are_served_while_sign_ins_wait_for_their_hash(db: Db) {
        let server = Server::start(db).await;
        server.organisation("a").await;
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let ended = Arc::new(Mutex::new(ended));
        for _ in 0..2 {
            let (passwords, ended) = (server.state.passwords.clone(), Arc::clone(&ended));
            tokio::spawn(async move { passwords.run(move || ended.lock().unwrap().recv()).await });
        }
        let sign_ins: Vec<_> = (0..8)
            .map(|_| {
                let mut browser = server.browser();
                let fields = [("email", "hr@a.example"), ("password", PASSWORD)];
                tokio::spawn(async move { browser.submit("/anmelden", "account/sign_in", &fields).await.status })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let page = tokio::time::timeout(Duration::from_secs(5), async {
            let mut browser = server.browser();
            browser.cookies.insert(SESSION.to_owned(), "f".repeat(64));
            browser.get("/hilfe").await.status
        });
        assert_eq!(page.await.expect("a reader is free"), StatusCode::OK);
        drop(end);
        for sign_in in sign_ins {
            let status = sign_in.await.unwrap();
            assert!([StatusCode::SEE_OTHER, StatusCode::TOO_MANY_REQUESTS].contains(&status), "{status}");
        }
    }

    /// Noting that a session is in use is worth no wait.
    async fn a_busy_writer_keeps_no_page_waiting(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        server.pass_time(SESSION_TOUCH + 1);
        let mut writer = server.state.db.write().await.unwrap();
        if server.state.db.engine() == Engine::Postgres {
            sqlx::query("UPDATE session SET last_seen_at = last_seen_at").execute(&mut *writer).await.unwrap();
        }
        let page = tokio::time::timeout(Duration::from_secs(3), browser.get("/profil")).await;
        assert_eq!(page.expect("at once").status, StatusCode::OK);
        drop(writer);
        server.pass_time(SESSION_IDLE - SESSION_TOUCH - 2);
        assert_eq!(browser.get("/profil").await.status, StatusCode::OK, "the next request notes it");
        server.pass_time(SESSION_IDLE - 1);
        assert_eq!(browser.get("/profil").await.status, StatusCode::OK);
    }

    /// A database that does not answer in time is told as such, with a time to come back.
    async fn a_busy_database_is_a_503_and_no_error_of_ours(db: Db) {
        let server = Server::start(db).await;
        server.organisation("a").await;
        let mut writer = server.state.db.write().await.unwrap();
        if server.state.db.engine() == Engine::Postgres {
            sqlx::query("LOCK TABLE session IN ACCESS EXCLUSIVE MODE").execute(&mut *writer).await.unwrap();
        }
        let right = [("email", "hr@a.example"), ("password", PASSWORD)];
        let answer = server.browser().submit("/anmelden", "account/sign_in", &right).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text);
        let seconds: u8 = answer.header("retry-after").parse().unwrap();
        assert!((1..=5).contains(&seconds) && answer.text.contains("hr@a.example"), "what was typed is still there");
    }

    /// Security.md §4, "fresh login": the page comes back as it was, and nothing that was typed is lost.
    async fn a_password_asked_for_in_between_loses_nothing(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let person = organisation.people[&Role::Employee];
        let page = format!("/organisation/personen/{person}?zurueck=1");
        server.pass_time(16 * MINUTE);
        let (action, id) = ("organisation/make_password_link", person.to_string());
        let asked = hr.submit(&page, action, &[("id", &id)]).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
        assert!(asked.text.contains(&format!("action=\"/organisation/personen/{person}?zurueck=1&amp;_action={action}\"")));
        assert!(asked.text.contains(&format!("name=\"id\" value=\"{id}\"")) && asked.text.contains("confirm_password"));
        let before = hr.cookies[SESSION].clone();

        let wrong = hr.submit(&page, action, &[("id", &id), ("confirm_password", "falsch")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("f-confirm_password-e") && wrong.text.contains(&format!("value=\"{id}\"")));
        let right = hr.submit(&page, action, &[("id", &id), ("confirm_password", PASSWORD)]).await;
        assert_eq!(right.status, StatusCode::OK);
        assert!(right.text.contains("https://w.example/passwort-neu/"), "it was carried out");
        assert_ne!(hr.cookies[SESSION], before, "re-authentication makes a new token");
        assert_eq!(hr.submit(&page, action, &[("id", &id)]).await.status, StatusCode::OK, "fresh from now on");
    }

    async fn a_dead_link_costs_no_hash(db: Db) {
        let server = Server::start(db).await;
        let fields = [("token", "x"), ("password", "kurz"), ("password_repeat", "kurz")];
        let answer = server.browser().call("account/reset_password", &fields).await;
        assert!(answer.text.contains("account.link.dead"), "the link comes before the password: {}", answer.text);
        for _ in 0..59 {
            server.browser().call("account/reset_password", &fields).await;
        }
        let answer = server.browser().call("account/reset_password", &fields).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }

    /// Only what hangs on the account goes with it; a link and an anonymous draft have no other way back.
    async fn signing_out_leaves_a_survey_that_needs_no_account(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        for (device, stays) in [
            (format!("a.{}.{}", SurveyId::from_bytes([1; 16]), "f".repeat(64)), true),
            (format!("n.{}", "f".repeat(64)), true),
            (format!("p.{}", SurveyId::from_bytes([1; 16])), false),
        ] {
            for action in ["account/sign_out", "account/sign_out_everywhere"] {
                let mut browser = server.signed_in(&organisation, Role::Employee).await;
                browser.cookies.insert("__Host-wbs".to_owned(), device.clone());
                browser.submit("/profil", action, &[]).await;
                assert_eq!(browser.cookies.contains_key("__Host-wbs"), stays, "{device} {action}");
            }
        }
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
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail came");
}
