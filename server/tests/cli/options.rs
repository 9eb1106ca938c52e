//! Options and variables.

use crate::process::{Folder, command, run};
use std::os::unix::ffi::OsStringExt;
use weiterblick_server::config::VARIABLES;

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
