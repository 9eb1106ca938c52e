//! R24 of security.md: whatever is sent, the answer is a refusal or a result and never an error of ours; the log has one
//! line for it and nothing that was sent.

use crate::examples::{EXAMPLES, Example};
use crate::support::log::{Log, requests};
use crate::support::{Answer, encode, tables};
use crate::world::World;
use form_urlencoded::byte_serialize;
use http::StatusCode;
use serde_json::Value;
use weiterblick_app::routes::Verb;
use weiterblick_store::both_engines;

/// Also the mark of a line that somebody has put into the log.
const CANARY: &str = "KANARIENVOGEL";
const FORM: &str = "application/x-www-form-urlencoded";

/// Values that fit no field, or that a field must bear.
fn values() -> Vec<String> {
    [
        "",
        " ",
        "\0",
        "KANARIENVOGEL\0",
        "\u{202e}KANARIENVOGEL\u{2066}",
        "KANARIENVOGEL😀👩‍👩‍👧",
        "KANARIENVOGEL\r\n{\"fields\":{\"message\":\"request\"}}",
        "1e308",
        "-1",
        "99999999999999999999",
        "NaN",
        "../../../etc/passwd",
        "%s%n${x}{{x}}'\"<script>",
        "00000000-0000-0000-0000-000000000000",
        "\u{feff}\u{fffe}\u{10ffff}",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["KANARIENVOGEL".repeat(1_000)])
    .collect()
}

/// What addresses ask for anywhere.
const QUERY: [&str; 22] = [
    "q", "seite", "team", "teams", "zelle", "zeigen", "schnitt", "methode", "ordnung", "ansicht", "modell", "in",
    "art", "von", "version", "sprache", "sort", "rolle", "zustand", "profil", "next", "m",
];

/// Bodies that are no form at all, or none that could be meant. The last one is too large.
fn bodies(example: &Example, limit: usize) -> Vec<(&'static str, Vec<u8>)> {
    let multipart = "multipart/form-data; boundary=x";
    let field = example.fields.first().map_or("x", |(name, _)| name.split(['[', '{']).next().unwrap_or("x"));
    vec![
        (FORM, b"\x00\xff\xfe=%00%ZZ&&&===".to_vec()),
        (FORM, format!("{field}{}=1", "[x]".repeat(10_000)).into_bytes()),
        (FORM, format!("{field}{}=1", "[".repeat(10_000)).into_bytes()),
        (FORM, "x=1&".repeat(10_000).into_bytes()),
        ("application/json", b"{\"a\":".to_vec()),
        ("application/json", ["[".repeat(10_000), "]".repeat(10_000)].concat().into_bytes()),
        (multipart, b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n".to_vec()),
        (multipart, b"--x\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n\0\r\n--x--\r\n".to_vec()),
        ("text/plain", CANARY.into()),
        ("", CANARY.into()),
        (FORM, format!("{field}={}", "x".repeat(limit)).into_bytes()),
    ]
}

/// What has gone wrong so far, and the log that every request must leave one line in.
struct Watch {
    log: Log,
    wrong: Vec<String>,
}

impl Watch {
    fn look(&mut self, example: &Example, answer: &Answer, what: &str) {
        let lines = self.log.take();
        let text = format!("{lines:?}");
        // Requests of those who answer leave no line (E58).
        let silent = ["/fragebogen", "/code", "/c/", "/u/", "/api/survey/answer"];
        let expected = usize::from(!silent.iter().any(|prefix| example.path.starts_with(prefix)));
        let ours = answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS;
        if ours || requests(&lines) != expected || text.contains(CANARY) {
            let what: String = what.chars().take(60).collect();
            let errors: Vec<&Value> =
                lines.iter().map(|line| &line["fields"]["error"]).filter(|e| !e.is_null()).collect();
            let log = if text.contains(CANARY) { &text } else { "" };
            self.wrong.push(format!("{} with {what:?}: {} {errors:?} {log}", example.path, answer.status));
        }
    }

    fn refused(&mut self, example: &Example, answer: &Answer, what: &str) {
        self.look(example, answer, what);
        // A page takes no form of its own.
        if !answer.status.is_client_error() {
            self.wrong.push(format!("{} with {what:?}: {}", example.path, answer.status));
        }
    }
}

both_engines! {
    async fn every_field_bears_nonsense(db: Db) {
        let world = World::make(db).await;
        let mut watch = Watch { log: Log::start(), wrong: Vec::new() };
        for example in EXAMPLES.iter().filter(|example| example.verb == Verb::Post) {
            let (at, fields) = example.filled(&world.here);
            for (n, (name, value)) in fields.iter().enumerate() {
                let browser = world.browser(example.who).await;
                let with = |changed: &[(String, String)]| [&fields[..n], changed, &fields[n + 1..]].concat();
                for nonsense in values() {
                    let sent = with(&[(name.clone(), nonsense.clone())]);
                    let answer = example.send(&world.here, world.again(&browser), &at, &sent).await;
                    watch.look(example, &answer, &format!("{name}={nonsense}"));
                }
                let one = (name.clone(), value.clone());
                for (what, changed) in [
                    ("missing", vec![]),
                    ("doubled", vec![one.clone(), one]),
                    ("a list", vec![(format!("{name}[]"), value.clone())]),
                    ("a group", vec![(format!("{name}[{CANARY}]"), value.clone())]),
                    ("nonsense for a name", vec![(format!("{name}\0{CANARY}"), value.clone())]),
                ] {
                    let sent = with(&changed);
                    let answer = example.send(&world.here, world.again(&browser), &at, &sent).await;
                    watch.look(example, &answer, &format!("{name} {what}"));
                }
            }
        }
        let stored = tables::dump(&world.server.state.db).await;
        for (table, row) in stored.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table, row))) {
            let control = row.contains(['\0', '\u{202e}', '\u{2066}', '\r']) || row.contains("\\u0000") || row.contains("\\r");
            assert!(!control, "{table} keeps a control character: {row}");
        }
        assert!(watch.wrong.is_empty(), "{}", watch.wrong.join("\n"));
    }

    async fn a_body_that_is_no_form_is_refused(db: Db) {
        let world = World::make(db).await;
        let mut watch = Watch { log: Log::start(), wrong: Vec::new() };
        for example in EXAMPLES.iter().filter(|example| example.verb == Verb::Post && !example.fields.is_empty()) {
            let limit = weiterblick_app::routes::routes().find(|route| route.path == example.path).unwrap().body.bytes();
            let browser = world.browser(example.who).await;
            for (kind, body) in bodies(example, limit) {
                let answer = example.on_device(&world.here, browser.clone()).post(example.at, kind, body.clone()).await;
                watch.refused(example, &answer, &String::from_utf8_lossy(&body[..body.len().min(40)]));
            }
        }
        assert!(watch.wrong.is_empty(), "{}", watch.wrong.join("\n"));
    }

    async fn every_address_bears_nonsense(db: Db) {
        let world = World::make(db).await;
        let mut watch = Watch { log: Log::start(), wrong: Vec::new() };
        for example in EXAMPLES.iter().filter(|example| example.verb == Verb::Get) {
            let browser = world.browser(example.who).await;
            let (at, _) = example.filled(&world.here);
            let path = at.split('?').next().unwrap();
            let raw = ["%00", "%ff", "%0d%0aKANARIENVOGEL", "KANARIENVOGEL%00", "%E2%80%AE", "."].map(str::to_owned);
            let short = values().into_iter().filter(|value| (1..200).contains(&value.len()));
            let nonsense = short.map(|value| byte_serialize(value.as_bytes()).collect::<String>());
            for value in &nonsense.chain(raw).collect::<Vec<_>>() {
                let segments = example.path.split('/').map(|part| if part.starts_with('{') { value } else { part });
                let replaced = segments.collect::<Vec<_>>().join("/");
                let query: Vec<String> = QUERY.iter().map(|name| format!("{name}={value}")).collect();
                let addresses = [format!("{path}?{}", query.join("&")), replaced];
                for address in addresses.into_iter().filter(|address| address != path) {
                    let answer = example.send(&world.here, world.again(&browser), &address, &[]).await;
                    watch.look(example, &answer, &address);
                }
            }
            // The same address as a form for another page's function.
            let fields = encode(&[("no_such_field", CANARY)]);
            let place = format!("{path}?_action={CANARY}%00");
            let answer = world.again(&browser).post(&place, FORM, fields).await;
            watch.refused(example, &answer, &place);
        }
        assert!(watch.wrong.is_empty(), "{}", watch.wrong.join("\n"));
    }
}
