//! The baseline of security.md §7 and §8 over the real router.

use crate::support::{Browser, Server};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use weiterblick_app::routes::{Target, Verb, routes};
use weiterblick_domain::policy::{Role, is_public};
use weiterblick_store::testing;

/// E28: the policy forbids them, so no page may need them.
#[tokio::test]
async fn no_page_has_inline_styles_or_handlers() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    let mut browser = server.signed_in(&organisation, Role::Hr).await;
    for route in routes().filter(|route| matches!(route.target, Target::Page(_)) && !route.path.contains('{')) {
        let html = browser.get(route.path).await.text;
        for forbidden in [" style=\"", "<style", " onclick=", " onload=", " onsubmit=", "javascript:"] {
            assert!(!html.contains(forbidden), "{forbidden} on {}", route.path);
        }
    }
    database.end().await;
}

/// S5: every route that changes something, from everywhere.
#[tokio::test]
async fn foreign_pages_change_nothing() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    let mut browser = server.signed_in(&organisation, Role::Hr).await;
    let posts: Vec<&str> = routes().filter(|route| route.verb == Verb::Post).map(|route| route.path).collect();
    for path in posts.iter().copied().chain(["/profil?_action=account/sign_out", "/anmelden?_action=account/set_theme"])
    {
        for (site, origin) in [
            (Some("cross-site"), Some("https://w.example")),
            (Some("same-site"), None),
            (None, Some("https://evil.example")),
            (None, Some("null")),
            (None, None),
        ] {
            let mut request = Request::builder().method(Method::POST).uri(path);
            if let Some(site) = site {
                request = request.header("sec-fetch-site", site);
            }
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let mut bare = browser.clone();
            bare.headers = site.map(|site| ("sec-fetch-site", site.to_owned())).into_iter().collect();
            if site.is_none() && origin.is_none() {
                // The test browser adds the header of an own page unless told otherwise.
                bare.headers = vec![("sec-fetch-site", "cross-site".to_owned())];
            }
            let answer = bare.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {site:?} {origin:?}");
        }
    }
    assert_eq!(browser.get("/profil").await.status, StatusCode::OK, "still signed in");
    browser.headers = vec![("origin", "https://w.example".to_owned())];
    let own = Request::post("/api/account/set_theme")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("theme=dark"))
        .unwrap();
    assert_eq!(browser.send(own).await.status, StatusCode::OK, "an old browser from our own page");
    database.end().await;
}

/// E33: refused by size, before parsing.
#[tokio::test]
async fn bodies_over_the_limit_are_refused() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    // Somebody who may do everything: others are refused before the body is read.
    let mut browser = server.signed_in(&organisation, Role::Hr).await;
    for route in routes().filter(|route| route.verb == Verb::Post) {
        let body = "a=".to_owned() + &"x".repeat(route.body.bytes() + 1);
        let answer = browser.post(route.path, "application/x-www-form-urlencoded", body).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", route.path);
    }
    database.end().await;
}

/// E33: the longest head that is read.
#[tokio::test]
async fn heads_over_the_limit_are_refused() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    // `GET ` before and ` HTTP/1.1` after the target.
    for (target, expected) in [(8_192 - 13, StatusCode::NOT_FOUND), (8_192 - 12, StatusCode::URI_TOO_LONG)] {
        let answer = server.browser().get(&format!("/{}", "x".repeat(target - 1))).await;
        assert_eq!(answer.status, expected, "{target}");
    }
    for (size, expected) in [(15_000, StatusCode::OK), (17_000, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)] {
        let request = Request::get("/hilfe").header("x-large", "x".repeat(size)).body(Body::empty()).unwrap();
        assert_eq!(server.browser().send(request).await.status, expected, "{size}");
    }
    database.end().await;
}

/// Whoever may not is refused before a byte of the body is read, whatever the form or call.
#[tokio::test]
async fn who_may_not_is_refused_before_the_body_is_read() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    let employee = server.signed_in(&organisation, Role::Employee).await;
    let visitor = server.browser();
    let endless = || Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let send = async |browser: &Browser, path: &str| {
        let sent = browser.clone();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        let (mut sent, request) = (sent, request.body(endless()).unwrap());
        tokio::time::timeout(std::time::Duration::from_secs(5), sent.send(request)).await.expect("an answer at once")
    };
    for route in routes().filter(|route| route.verb == Verb::Post && !is_public(route.action)) {
        assert_eq!(send(&visitor, route.path).await.status, StatusCode::UNAUTHORIZED, "{}", route.path);
    }
    assert_eq!(send(&employee, "/api/organisation/create_unit").await.status, StatusCode::FORBIDDEN);
    let form = "/organisation?q=x&_action=organisation/create_unit";
    assert_eq!(send(&visitor, form).await.location(), "/anmelden?next=/organisation%3Fq%3Dx");
    // The action decides, not the page that the form claims to stand on.
    let elsewhere = "/hilfe?_action=organisation/create_unit";
    assert_eq!(send(&employee, elsewhere).await.status, StatusCode::FORBIDDEN);
    let mut employee = employee;
    assert_eq!(employee.get("/umfragen").await.status, StatusCode::FORBIDDEN);
    assert_eq!(employee.get("/organisation/personen.csv").await.status, StatusCode::FORBIDDEN);
    database.end().await;
}

/// The frame is around error pages too, and its forms are sent to the address they stand on.
#[tokio::test]
async fn language_theme_and_sign_out_work_on_every_page_that_is_shown() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    let mut browser = server.signed_in(&organisation, Role::Employee).await;
    for page in ["/gibt-es-nicht?x=1", "/organisation/personen.csv"] {
        for (language, word) in [("en", "<html lang=\"en\""), ("de", "<html lang=\"de\"")] {
            let answer = browser.submit(page, "account/set_language", &[("language", language)]).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page));
            assert!(browser.get(page).await.text.contains(word), "{page}");
        }
        let answer = browser.submit(page, "account/set_language", &[("language", "xx")]).await;
        assert!(answer.status.is_client_error(), "{page}");
    }
    assert_eq!(browser.submit("/nichts", "no/such", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.submit("/nichts", "account/sign_out", &[]).await.location(), "/anmelden?m=signed_out");
    database.end().await;
}

/// Every page for members leads visitors to the sign-in, and what is public opens.
#[tokio::test]
async fn visitors_see_public_pages_only() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    server.organisation("a").await;
    for route in routes().filter(|route| route.verb == Verb::Get) {
        let path = route.path.replace(['{', '}'], "");
        let answer = server.browser().get(&path).await;
        if is_public(route.action) {
            assert_ne!(answer.status, StatusCode::FORBIDDEN, "{path}");
        } else {
            let target = answer.location().to_owned();
            let refused = target.starts_with("/anmelden?next=")
                || [StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED].contains(&answer.status);
            assert!(refused, "{path}: {} {target}", answer.status);
            assert!(!answer.text.contains("Marker-a"), "{path}");
        }
    }
    database.end().await;
}

/// A server function that nobody listed cannot be reached, and nothing is listed that does not exist.
#[test]
fn the_route_table_and_the_server_functions_are_the_same_set() {
    use std::collections::BTreeSet;
    let listed: BTreeSet<&str> = routes().filter(|route| route.verb == Verb::Post).map(|route| route.path).collect();
    let existing: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert_eq!(listed, existing);
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
    }
    let all: Vec<_> = routes().map(|route| (route.path, route.verb == Verb::Get)).collect();
    let distinct: BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len(), "no path twice");
}
