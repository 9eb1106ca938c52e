//! Starting: what is said, and what is refused in one clear line.

use crate::process::{Folder, Program, create_user};
use crate::{PASSWORD, on, sql};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

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
fn a_database_that_is_not_there_is_told_at_once() {
    let folder = Folder::new();
    // Bound and not listened on: a connection is refused.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let started = Instant::now();
    let url = format!("postgres://wb:GEHEIM@{closed}/wb");
    let said = on(&folder.data(), &["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
    said.refuses(1, &["nicht zu erreichen", "--database-url"]);
    assert!(!said.error.contains("GEHEIM"));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

/// E53 of security.md.
#[test]
fn the_address_of_the_database_may_stand_in_a_file_of_its_own() {
    let server = std::env::var("WEITERBLICK_TEST_POSTGRES_URL").expect("run the tests with scripts/pg run --");
    let folder = Folder::new();
    let name = format!("wb_file_{}", std::process::id());
    sql(&server, &format!("CREATE DATABASE {name}"));
    let file = folder.join("address");
    let path = file.to_str().unwrap();
    fs::write(&file, format!("{}/{name}\n", server.rsplit_once('/').unwrap().0)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    on(&folder.data(), &["migrate", "--database-url-file", path]).refuses(1, &["chmod 600", path]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(on(&folder.data(), &["migrate", "--database-url-file", path]).code, Some(0));
    assert_eq!(on(&folder.data(), &["check", "--database-url-file", path]).code, Some(0));
    assert!(!folder.database().exists());
    on(&folder.join("x"), &["migrate", "--database-url-file", "/nichts"]).refuses(1, &["/nichts"]);
    sql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

#[test]
fn who_can_be_reached_by_others_must_know_its_address() {
    let folder = Folder::new();
    on(&folder.data(), &["serve", "--listen", "0.0.0.0:0"]).refuses(1, &["0.0.0.0:0", "--public-url"]);
    assert!(!folder.data().exists());
}

#[test]
fn the_demo_shows_no_sign_ins_where_there_are_none() {
    let folder = Folder::new();
    create_user(&folder, PASSWORD);
    let program = Program::start(&folder, &["--demo"]);
    let out = program.out();
    assert!(out.contains("schon andere Daten") && !out.contains("weiterblick-demo"), "{out}");
    program.stop();
}

#[test]
fn what_is_made_belongs_to_the_operator_alone() {
    let folder = Folder::new();
    let program = Program::start(&folder, &[]);
    for file in ["", "weiterblick.db", "weiterblick.db-wal", "weiterblick.marker", "site.txt", "keys"] {
        let mode = fs::metadata(folder.data().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} {mode:o}");
    }
    program.stop();
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
