//! The command line of the built program: starts that are refused, the commands beside `serve`, and its options.

mod process;

use process::{Folder, Program, command, copy, create_user, run};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::fs;
use std::net::TcpListener;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use weiterblick_server::config::VARIABLES;

const PASSWORD: &str = "ein langes Passwort zum Testen";

/// Runs a command on this data directory.
fn on(data: &Path, command_line: &[&str]) -> process::Said {
    let data = ["--data-dir", data.to_str().unwrap()];
    run(command(&[command_line, data.as_slice()].concat()), "")
}

/// Changes a database past the program.
fn sql(url: &str, text: &str) {
    sqlx::any::install_default_drivers();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let mut connection = AnyConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

fn sqlite(database: &Path, text: &str) {
    sql(&format!("sqlite://{}?mode=rw", database.display()), text);
}

#[test]
fn the_start_says_where_it_runs_and_how_to_begin() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    let out = program.out();
    for expected in [
        env!("CARGO_PKG_VERSION"),
        &format!("http://{}", program.address),
        folder.data().to_str().unwrap(),
        "SQLite",
        &format!("http://{}/einrichten", program.address),
    ] {
        assert!(out.contains(expected), "{expected} in {out}");
    }
    assert_eq!(program.get("/einrichten").status, 200);
    program.stop();
}

/// R17, E46 of security.md.
#[test]
fn a_second_process_on_the_same_folder_is_refused() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    let (data, id) = (folder.data(), program.id().to_string());
    let same_port = program.address.to_string();
    on(&data, &["serve", "--listen", "127.0.0.1:0"]).refuses(3, &["läuft bereits", &id]);
    on(&data, &["serve", "--listen", &same_port]).refuses(3, &["läuft bereits", &id]);
    on(&data, &["migrate"]).refuses(3, &["läuft bereits", &id]);
    on(&data, &["check"]).refuses(2, &["läuft bereits", &id]);
    assert_eq!(program.get("/readyz").status, 200, "the first one goes on");
    program.stop();
    assert_eq!(on(&data, &["check"]).code, Some(0), "the lock ends with the process");
}

#[test]
fn a_port_in_use_is_one_clear_line_and_makes_no_database() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    on(&folder.data(), &["serve", "--listen", &address]).refuses(1, &[&address, "--listen"]);
    assert!(!folder.database().exists());
}

#[test]
fn a_folder_that_cannot_be_used_is_one_clear_line() {
    let folder = Folder::new();
    // Also whoever may write everywhere cannot write into a file as if it were a folder.
    let file = folder.join("file");
    fs::write(&file, b"x").unwrap();
    for path in [file.clone(), file.join("below"), "/proc/weiterblick".into()] {
        on(&path, &["serve", "--listen", "127.0.0.1:0"]).refuses(1, &[path.to_str().unwrap()]);
    }
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

#[test]
fn a_database_newer_than_the_program_is_refused_unchanged() {
    let folder = Folder::new();
    let (data, database) = (folder.data(), folder.database());
    assert_eq!(on(&data, &["migrate"]).code, Some(0));
    sqlite(
        &database,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (4711, 'from the future', 1, x'00', 0)",
    );
    let before = fs::read(&database).unwrap();
    on(&data, &["serve", "--listen", "127.0.0.1:0"]).refuses(1, &["4711"]);
    on(&data, &["migrate"]).refuses(1, &["4711"]);
    on(&data, &["check"]).refuses(1, &["4711"]);
    assert!(fs::read(&database).unwrap() == before, "not a byte is different");
}

/// R17 of security.md: what is missing or foreign is named, and nothing takes its place.
#[test]
fn a_folder_that_lacks_something_or_holds_something_else_is_refused() {
    let folder = Folder::new();
    let (ours, other) = (folder.join("ours"), folder.join("other"));
    assert_eq!(on(&ours, &["migrate"]).code, Some(0));
    assert_eq!(on(&other, &["migrate"]).code, Some(0));
    let (database, key, marker) = ("weiterblick.db", "keys/installation.key", "weiterblick.marker");
    type Damage = fn(data: &Path, other: &Path);
    let cases: [(&str, Damage, &str); 12] = [
        ("database deleted", |data, _| fs::remove_file(data.join("weiterblick.db")).unwrap(), database),
        ("database renamed", |data, _| fs::rename(data.join("weiterblick.db"), data.join("old.db")).unwrap(), database),
        ("database emptied", |data, _| fs::write(data.join("weiterblick.db"), b"").unwrap(), "keine Datenbank"),
        (
            "no database",
            |data, _| fs::write(data.join("weiterblick.db"), "x".repeat(9_000)).unwrap(),
            "keine Datenbank",
        ),
        (
            "a new database",
            |data, _| {
                fs::remove_file(data.join("weiterblick.db")).unwrap();
                sql(&format!("sqlite://{}?mode=rwc", data.join("weiterblick.db").display()), "CREATE TABLE x (y)");
            },
            "gehört nicht",
        ),
        (
            "another database",
            |data, other| {
                fs::copy(other.join("weiterblick.db"), data.join("weiterblick.db")).unwrap();
            },
            "gehört nicht",
        ),
        (
            "another database and its key",
            |data, other| {
                for file in ["weiterblick.db", "keys/installation.key"] {
                    fs::copy(other.join(file), data.join(file)).unwrap();
                }
            },
            "gehört nicht",
        ),
        ("key deleted", |data, _| fs::remove_file(data.join("keys/installation.key")).unwrap(), key),
        (
            "another key",
            |data, other| {
                fs::copy(other.join("keys/installation.key"), data.join("keys/installation.key")).unwrap();
            },
            "Schlüssel",
        ),
        ("half a key", |data, _| fs::write(data.join("keys/installation.key"), [7; 16]).unwrap(), key),
        (
            "key open to others",
            |data, _| {
                fs::set_permissions(data.join("keys/installation.key"), fs::Permissions::from_mode(0o644)).unwrap();
            },
            key,
        ),
        ("marker deleted", |data, _| fs::remove_file(data.join("weiterblick.marker")).unwrap(), marker),
    ];
    for (name, damage, word) in cases {
        let data = folder.join(&name.replace(' ', "-"));
        copy(&ours, &data);
        damage(&data, &other);
        let had_database = data.join(database).exists();
        for command_line in [["serve", "--listen", "127.0.0.1:0"].as_slice(), &["migrate"]] {
            let said = on(&data, command_line);
            assert_eq!(said.code, Some(1), "{name}: {said:?}");
            assert!(said.error.contains(word) && said.error.trim_end().lines().count() == 1, "{name}: {said:?}");
        }
        assert_ne!(on(&data, &["check"]).code, Some(0), "{name}");
        assert_eq!(data.join(database).exists(), had_database, "{name}: no new database appears");
    }
    assert_eq!(on(&ours, &["check"]).code, Some(0), "the folder itself was fine");
}

#[test]
fn a_wrong_folder_stays_as_it_is() {
    let folder = Folder::new();
    let wrong = folder.join("letters");
    fs::create_dir_all(&wrong).unwrap();
    fs::write(wrong.join("letter.txt"), b"x").unwrap();
    on(&wrong, &["serve", "--listen", "127.0.0.1:0"]).refuses(1, &[wrong.to_str().unwrap()]);
    assert_eq!(fs::read_dir(&wrong).unwrap().count(), 1);
}

#[test]
fn a_mistyped_variable_is_refused() {
    let folder = Folder::new();
    let with = |name: std::ffi::OsString| {
        let mut command = command(&["migrate", "--data-dir", folder.data().to_str().unwrap()]);
        command.env(name, "x");
        run(command, "")
    };
    with("WEITERBLICK_LISTN".into()).refuses(1, &["WEITERBLICK_LISTN"]);
    assert!(!folder.data().exists());
    assert_eq!(with("WEITERBLICK_TEST_POSTGRES_URL".into()).code, Some(0));
    assert_eq!(with(std::ffi::OsString::from_vec(b"M\xfcll".to_vec())).code, Some(0), "others may be called anything");
}

#[test]
fn the_help_lists_every_variable() {
    let help = run(command(&["serve", "--help"]), "");
    assert_eq!(help.code, Some(0));
    // Wrapped to a width of its own.
    let text = help.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for variable in VARIABLES {
        assert!(text.contains(&format!("[env: {variable}")), "{variable}");
    }
    let known = text.matches("[env: ").count();
    assert_eq!(known, VARIABLES.len(), "a variable of the help is missing in the list");
}

#[test]
fn help_and_version_need_nothing() {
    for (option, word) in [("--help", "admin"), ("--version", env!("CARGO_PKG_VERSION"))] {
        let said = run(command(&[option]), "");
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(said.out.contains(word), "{said:?}");
    }
}

/// E53 of security.md.
#[test]
fn the_effective_options_are_shown_without_secrets() {
    let folder = Folder::new();
    let mut serve = command(&["serve", "--print-config", "--listen", "127.0.0.1:4000", "--max-connections", "17"]);
    serve.current_dir(folder.join(""));
    serve.env("WEITERBLICK_DATABASE_URL", "postgres://wb:GEHEIM@db.example/w?password=GEHEIM");
    serve.env("WEITERBLICK_TRUSTED_PROXIES", "10.0.0.1,10.0.0.2").env("WEITERBLICK_DEMO", "true");
    let said = run(serve, "");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!said.out.contains("GEHEIM") && !said.error.contains("GEHEIM"), "{said:?}");
    for line in [
        "--data-dir = data",
        "--database-url = postgres://wb:***@db.example/w?password=***",
        "--listen = 127.0.0.1:4000",
        "--public-url = http://127.0.0.1:4000",
        "--demo = true",
        "--trusted-proxies = 10.0.0.1,10.0.0.2",
        "--max-connections = 17",
        "--time-zone = Europe/Berlin",
    ] {
        assert!(said.out.lines().any(|found| found == line), "{line} in {}", said.out);
    }
    assert_eq!(said.out.lines().count(), VARIABLES.len());
    assert!(!folder.data().exists(), "nothing is made");
}

#[test]
fn migrating_twice_changes_nothing_the_second_time() {
    let folder = Folder::new();
    let first = on(&folder.data(), &["migrate"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let second = on(&folder.data(), &["migrate"]);
    assert_eq!((second.code, second.out), (Some(0), first.out));
}

#[test]
fn a_check_tells_fine_from_findings_from_could_not_run() {
    let folder = Folder::new();
    let (data, database) = (folder.data(), folder.database());
    on(&data, &["check"]).refuses(2, &[data.to_str().unwrap()]);
    assert!(!data.exists(), "a check makes nothing");

    assert_eq!(on(&data, &["migrate"]).code, Some(0));
    let fine = on(&data, &["check"]);
    assert_eq!((fine.code, fine.error.as_str()), (Some(0), ""), "{fine:?}");

    sqlite(&database, "UPDATE installation SET value = 'x' WHERE name = 'key_fingerprint'");
    on(&data, &["check"]).refuses(1, &["Schlüssel"]);
    fs::remove_dir_all(&data).unwrap();
    assert_eq!(on(&data, &["migrate"]).code, Some(0));
    sqlite(
        &database,
        "PRAGMA foreign_keys = OFF;
         INSERT INTO session (token_hash, account_id, person_id, created_at, last_seen_at, authenticated_at)
         VALUES ('x', 'nobody', 'nobody', 0, 0, 0)",
    );
    on(&data, &["check"]).refuses(1, &["session"]);
}

#[test]
fn an_account_made_on_the_command_line_can_sign_in() {
    let folder = Folder::new();
    create_user(&folder, &format!("{PASSWORD}\n"));
    let program = Program::start(&folder, &[]);
    assert!(!program.out().contains("/einrichten"), "there is somebody already");
    for (password, status) in [("falsch", 422), (PASSWORD, 303)] {
        let fields = [("email", "hr@muster.example"), ("password", password)];
        let answer = program.submit("/anmelden", "account/sign_in", &fields);
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    program.stop();
}

#[test]
fn an_account_with_a_wrong_value_is_not_made() {
    let folder = Folder::new();
    let data = folder.data();
    let create = |option: &str, value: &str, password: &str| {
        let mut values = vec![
            ("--data-dir", data.to_str().unwrap()),
            ("--email", "hr@muster.example"),
            ("--organisation", "Muster"),
            ("--first-name", "Jana"),
            ("--last-name", "Krause"),
        ];
        values.retain(|(name, _)| *name != option);
        values.push((option, value));
        let options: Vec<&str> = values.into_iter().flat_map(|(name, value)| [name, value]).collect();
        run(command(&[&["admin", "create-user"], options.as_slice()].concat()), password)
    };
    for (option, value) in [
        ("--email", "no address"),
        ("--organisation", ""),
        ("--role", "boss"),
        ("--kind", "club"),
        ("--last-name", "\u{7}"),
    ] {
        create(option, value, PASSWORD).refuses(1, &[option]);
    }
    for bad in ["", "kurz", "passwort123456"] {
        assert_eq!(create("--role", "hr", bad).code, Some(1), "{bad}");
    }
    assert!(!data.exists(), "values are looked at first");
    assert_eq!(create("--role", "hr", PASSWORD).code, Some(0));
    create("--role", "hr", PASSWORD).refuses(1, &["hr@muster.example"]);
}

#[test]
fn the_program_runs_on_postgres_too() {
    let server = std::env::var("WEITERBLICK_TEST_POSTGRES_URL").expect("run the tests with scripts/pg run --");
    let folder = Folder::new();
    let name = format!("wb_cli_{}", std::process::id());
    sql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);

    let program = Program::start(&folder, &["--database-url", &url]);
    assert!(program.out().contains("PostgreSQL"));
    assert!(!program.out().contains(&url), "the address may hold a password");
    assert_eq!(program.get("/einrichten").status, 200);
    program.stop();
    assert!(!folder.database().exists());
    let said = on(&folder.data(), &["check", "--database-url", &url]);
    assert_eq!(said.code, Some(0), "{said:?}");

    // Another installation's database, and one that somebody has emptied.
    on(&folder.join("other"), &["migrate", "--database-url", &url]).refuses(1, &["Schlüssel"]);
    sql(&url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    on(&folder.data(), &["migrate", "--database-url", &url]).refuses(1, &["gehört nicht"]);
    sql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

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
