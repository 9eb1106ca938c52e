//! Data directories that are not what they should be (R17 of security.md).

use crate::process::{Folder, copy};
use crate::{on, sql, sqlite};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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
