//! S4 of security.md: every header on every class of answer, byte by byte.

use crate::examples::EXAMPLES;
use crate::support::{Answer, Server};
use crate::world::World;
use axum::body::Body;
use http::Request;
use weiterblick_app::routes::{Target, routes};
use weiterblick_domain::policy::Role;
use weiterblick_store::testing;

const FIXED: [(&str, &str); 8] = [
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), \
         geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         publickey-credentials-get=(self), screen-wake-lock=(self), usb=()",
    ),
];

/// The headers of all, and how long the answer may be kept.
fn check(name: &str, answer: &Answer, caching: &str) {
    for (header, expected) in FIXED.into_iter().chain([("cache-control", caching)]) {
        assert_eq!(answer.header(header), expected, "{header} on {name}");
    }
}

/// The policy of pages, with a nonce of its own.
fn check_page(name: &str, answer: &Answer) {
    check(name, answer, "no-store");
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
    assert_eq!(nonce.len(), 32, "128 bits");
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        ),
        "{name}"
    );
    if answer.header("content-type").starts_with("text/html") && !answer.text.is_empty() {
        // The page for a busy server is made of nothing but text.
        let has_script = answer.text.contains("<script") || answer.text.contains("<link");
        assert_eq!(answer.text.contains(&format!("nonce=\"{nonce}\"")), has_script, "{name}");
        assert_eq!(answer.header("vary"), "Cookie, Accept-Language", "{name}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let organisation = server.organisation("a").await;
    let mut browser = server.browser();
    for (name, answer) in [
        ("page", browser.get("/").await),
        ("redirect", browser.get("/profil").await),
        ("not found", browser.get("/gibt-es-nicht").await),
        ("unknown call", browser.call("no/such", &[]).await),
        ("refused call", browser.call("account/sign_in", &[("email", "x"), ("password", "")]).await),
        ("refused form", browser.submit("/anmelden", "account/sign_in", &[("email", "x"), ("password", "")]).await),
        ("address too long", browser.get(&format!("/{}", "x".repeat(9_000))).await),
        ("page without form", browser.post("/anmelden", "text/plain", "").await),
        ("alive", browser.get("/healthz").await),
        ("ready", browser.get("/readyz").await),
    ] {
        check_page(name, &answer);
    }
    let (one, other) = (browser.get("/").await, browser.get("/").await);
    assert_ne!(one.header("content-security-policy"), other.header("content-security-policy"));

    let mut member = server.signed_in(&organisation, Role::Employee).await;
    let forbidden = member.get("/organisation").await;
    assert_eq!(forbidden.status.as_u16(), 403);
    check_page("forbidden", &forbidden);
    // Without its database the server answers everything with a short 503.
    database.db.close().await;
    for (name, answer) in [("page", member.get("/profil").await), ("ready", member.get("/readyz").await)] {
        assert_eq!(answer.status.as_u16(), 503, "{name}");
        check_page(name, &answer);
    }
    database.end().await;
}

/// The files of the site may be kept, by everybody and for long where their name changes with their content.
#[tokio::test]
async fn files_of_the_site_carry_them_too() {
    let database = testing::sqlite().await;
    let server = Server::start(database.db.clone()).await;
    let mut browser = server.browser();
    let icons = browser.get("/icons.svg").await;
    assert_eq!(icons.status.as_u16(), 200, "the site is not built: scripts/build makes it");
    assert_eq!(icons.header("content-type"), "image/svg+xml");
    check("a file", &icons, "public, max-age=3600");
    let style = browser.get("/").await.text;
    let style = style.split("/pkg/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let hashed = browser.get(&format!("/pkg/{style}")).await;
    assert_eq!(hashed.status.as_u16(), 200, "{style}");
    check("a hashed file", &hashed, "public, max-age=31536000, immutable");
    let head = browser.send(Request::head("/icons.svg").body(Body::empty()).unwrap()).await;
    assert_eq!((head.status, head.header("content-type")), (icons.status, "image/svg+xml"));
    let missing = browser.get("/pkg/no-such-file.js").await;
    assert_eq!(missing.status.as_u16(), 404);
    check_page("a missing file", &missing);
    database.end().await;
}

/// E38: what is saved is never shown in our name.
#[tokio::test]
async fn downloads_are_saved_and_run_nothing() {
    let database = testing::sqlite().await;
    let world = World::make(database.db.clone()).await;
    let files = || routes().filter(|route| matches!(route.target, Target::File(_)));
    assert!(files().count() > 5);
    for route in files() {
        let example = EXAMPLES.iter().find(|example| example.path == route.path).unwrap();
        let (at, fields) = example.filled(&world.here);
        let answer = example.send(&world.here, world.browser(example.who).await, &at, &fields).await;
        assert!(example.succeeded(&answer), "{at}: {}", answer.status);
        check(&at, &answer, "no-store");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox", "{at}");
        let disposition = answer.header("content-disposition");
        let (ascii, utf8) = disposition.split_once("; filename*=UTF-8''").unwrap();
        let ascii = ascii.strip_prefix("attachment; filename=\"").and_then(|name| name.strip_suffix('"')).unwrap();
        assert!(ascii.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c)), "{disposition}");
        assert!(ascii.contains('.') && utf8.contains('.') && !utf8.contains(['/', '\\', '"', ';']), "{disposition}");
        // Whoever may not have the file gets a page, with the policy of pages.
        let refused = world.browser(None).await.get(&at).await;
        check_page(&at, &refused);
    }
    database.end().await;
}
