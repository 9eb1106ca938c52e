//! What is logged (E58 of security.md).

use crate::PASSWORD;
use crate::process::{Folder, Program, create_user};

/// S11 of security.md, for the log: nothing that a client sends is in it.
#[test]
fn the_log_holds_nothing_that_a_client_sends() {
    const CANARY: &str = "KANARIENVOGEL";
    let folder = Folder::new();
    create_user(&folder, PASSWORD);
    let program = Program::start(&folder, &[]);
    let json = format!("{{\"email\":\"{CANARY}\",\"{CANARY}\":[\"{CANARY}\"");
    let fields = [
        ("email", format!("{CANARY}@muster.example")),
        ("password", CANARY.to_owned()),
        ("next", format!("/{CANARY}")),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut requests: Vec<String> = ["/passwort-neu/", "/einladung/", "/", "/anmelden?next=/", "/api/", "/pkg/"]
        .iter()
        .map(|path| format!("GET {path}{CANARY} HTTP/1.1\r\n"))
        .collect();
    requests.push(format!(
        "POST /api/account/sign_in HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        json.len()
    ));
    requests.push(format!("GET /{CANARY}%0d%0a{CANARY} HTTP/1.1\r\nHost: {CANARY}\r\n"));
    for (number, request) in requests.iter().enumerate() {
        let headers = [
            format!("Cookie: __Host-wb={CANARY}; __Host-wbs=n.{CANARY}; __Host-wbl={CANARY}; {CANARY}={CANARY}"),
            format!("User-Agent: {CANARY}\r\nReferer: http://w/{CANARY}\r\nX-Forwarded-For: {CANARY}"),
            format!(
                "Accept-Language: {CANARY}\r\nX-{CANARY}: {CANARY}\r\nSec-Fetch-Site: same-origin\r\nConnection: close"
            ),
        ]
        .join("\r\n");
        let body = if request.starts_with("POST") { json.as_str() } else { "" };
        let host = if request.contains("Host: ") { "" } else { "Host: w\r\n" };
        let answer = program.send(&format!("{request}{host}{headers}\r\n\r\n{body}"));
        assert!((200..500).contains(&answer.status), "{number}: {}", answer.text);
    }
    for (path, action) in [
        ("/anmelden", "account/sign_in"),
        ("/passwort-vergessen", "account/request_recovery"),
        ("/anmelden", CANARY),
        (&format!("/passwort-neu/{CANARY}"), "account/reset_password"),
        (&format!("/{CANARY}"), "account/sign_in"),
    ] {
        let answer = program.submit(path, action, &fields);
        assert!((200..500).contains(&answer.status), "{path} {action}: {}", answer.text);
    }
    let log = program.log();
    program.stop();
    assert!(!log.to_uppercase().contains(CANARY), "{log}");
    assert!(!log.contains("127.0.0.1"), "no address of a client: {log}");
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect();
    let requests = lines.iter().filter(|line| line["fields"]["message"] == "request").count();
    assert!(requests >= 13, "one line for each request: {requests} in {log}");
}
