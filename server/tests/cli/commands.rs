//! The commands beside `serve`.

use crate::process::{Folder, Program, command, create_user, run};
use crate::{PASSWORD, on, sqlite};
use std::fs;

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
