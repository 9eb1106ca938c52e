//! S9 of security.md: known and unknown accounts and codes are told in the same words and cost the same work.

use crate::support::office::Office;
use crate::support::{Browser, PASSWORD, Server};
use http::StatusCode;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use weiterblick_domain::survey::SheetCode;
use weiterblick_store::{both_engines, testing};

/// What somebody gets who asks about `who`, without what they typed and the nonce.
async fn told(browser: &mut Browser, page: &str, action: &str, fields: &[(&str, &str)], who: &str) -> Vec<String> {
    let mut told = Vec::new();
    for answer in [browser.submit(page, action, fields).await, browser.call(action, fields).await] {
        let mut headers: Vec<String> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).map_or("-", |rest| &rest[..32]);
        let whole = format!("{} {} {}", answer.status, headers.join(" "), answer.text);
        told.push(whole.replace(who, "WHO").replace(nonce, "NONCE"));
    }
    told
}

both_engines! {
    async fn sign_in_recovery_and_links_do_not_tell_who_has_an_account(db: Db) {
        let server = Server::start_with(db, true).await;
        server.organisation("a").await;
        for (page, action, extra) in [
            ("/anmelden", "account/sign_in", Some(("password", "nicht das richtige Passwort"))),
            ("/passwort-vergessen", "account/request_recovery", None),
        ] {
            let mut answers = Vec::new();
            for who in ["hr@a.example", "nobody@a.example"] {
                let fields: Vec<_> = [("email", who)].into_iter().chain(extra).collect();
                answers.push(told(&mut server.without_past(), page, action, &fields, who).await);
            }
            assert_eq!(answers[0], answers[1], "{action}");
        }
        // The fourth recovery in an hour sends nothing, and says the same.
        let ask = async |who: &str| {
            let fields = [("email", who)];
            told(&mut server.browser(), "/passwort-vergessen", "account/request_recovery", &fields, who).await
        };
        let first = ask("hr@a.example").await;
        for _ in 0..3 {
            assert_eq!(ask("hr@a.example").await, first);
        }
        let mut answers = Vec::new();
        for (page, action) in [("/passwort-neu", "account/reset_password"), ("/einladung", "account/accept_invitation")] {
            let token = "f".repeat(64);
            let fields = [("token", token.as_str()), ("password", PASSWORD), ("password_repeat", PASSWORD)];
            answers.push(server.browser().submit(&format!("{page}/{token}"), action, &fields).await.status);
        }
        assert_eq!(answers, [StatusCode::UNPROCESSABLE_ENTITY; 2]);
    }
}

both_engines! {
    /// What only a known account makes necessary is done after the answer.
    async fn recovery_answers_before_it_writes_anything(db: Db) {
        let server = Server::start_with(db.clone(), true).await;
        server.organisation("a").await;
        let writer = db.write().await.unwrap();
        for who in ["hr@a.example", "nobody@a.example"] {
            let mut browser = server.browser();
            let fields = [("email", who)];
            let asked = browser.call("account/request_recovery", &fields);
            let answer = timeout(Duration::from_secs(5), asked).await.expect("it waits for the writer");
            assert_eq!(answer.status, StatusCode::OK);
        }
        drop(writer);
    }
}

/// The work is the same: where the only thread that hashes is busy, both wait for it.
#[test]
fn an_unknown_account_and_an_unknown_code_cost_the_hash_of_a_known_one() {
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let database = testing::sqlite().await;
        let mut office = Office::open(database.db.clone(), [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let known = SheetCode::parse(&office.sheets(id, 1).await.remove(0)).unwrap().locator();
        let unknown = SheetCode::from_random(&office.server.state.random()).locator();
        let codes = [known, unknown].map(|locator| format!("{locator}22223333"));
        let tries: Vec<(&str, Vec<(&str, &str)>)> = ["hr@muster.example", "nobody@muster.example"]
            .iter()
            .map(|who| ("account/sign_in", vec![("email", *who), ("password", "nicht das richtige Passwort")]))
            .chain(codes.iter().map(|code| ("survey/answer_check_code", vec![("code", code.as_str())])))
            .chain(codes.iter().map(|code| ("survey/answer_redeem_code", vec![("code", code.as_str())])))
            .collect();
        let (free, busy) = std::sync::mpsc::channel::<()>();
        let hashing = spawn_blocking(move || busy.recv().is_err());
        for (action, fields) in &tries {
            let mut browser = office.server.without_past();
            let early = timeout(Duration::from_millis(300), browser.call(action, fields)).await;
            assert!(early.is_err(), "{action} {fields:?} answers without a hash");
        }
        drop(free);
        hashing.await.unwrap();
        for (action, fields) in &tries {
            let answer = office.server.without_past().call(action, fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{action} {fields:?}: {}", answer.text);
        }
        database.end().await;
    });
}
