//! S1 of security.md: the whole matrix of roles, states, relations and actions, against the reviewed file.
//!
//! A new action or role changes the matrix: read the difference, then write the file anew with
//! `WEITERBLICK_TEST_UPDATE=1 cargo test -p weiterblick-domain --test policy`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use weiterblick_domain::policy::matrix;

#[test]
fn the_matrix_is_the_reviewed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy/expected.tsv");
    let actual: BTreeSet<String> = matrix().into_iter().collect();
    if std::env::var_os("WEITERBLICK_TEST_UPDATE").is_some() {
        let lines: Vec<&str> = actual.iter().map(String::as_str).collect();
        fs::write(&file, format!("action\trole\tstate\trelation\tdecision\n{}\n", lines.join("\n"))).unwrap();
    }
    let reviewed: BTreeSet<String> = fs::read_to_string(&file).unwrap().lines().skip(1).map(str::to_owned).collect();
    let (surplus, missing): (Vec<_>, Vec<_>) =
        (actual.difference(&reviewed).collect(), reviewed.difference(&actual).collect());
    assert!(surplus.is_empty() && missing.is_empty(), "not reviewed: {surplus:#?}\nno longer so: {missing:#?}");
}

#[test]
fn nobody_but_an_active_member_does_anything_inside_and_nothing_of_others_is_ever_found() {
    for line in matrix().iter().filter(|line| !line.starts_with("event.")) {
        let [action, role, state, relation, decision] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if ["visit", "answer_survey", "attend_event"].contains(&action) {
            assert_eq!(decision, "allow", "{line}");
        } else if role == "visitor" || state != "active" {
            assert_eq!(decision, "sign-in", "{line}");
        } else if relation == "other" {
            assert_eq!(decision, "not-found", "{line}");
        }
        if role == "works_council"
            && (action.starts_with("manage") || action.starts_with("hand_out"))
            && !action.contains("own")
        {
            assert_ne!(decision, "allow", "the works council reads: {line}");
        }
    }
}

/// Inside an event: strangers find nothing, and nobody but hosts gets near what runs it.
#[test]
fn only_hosts_run_an_event_and_a_stranger_finds_none() {
    use weiterblick_domain::policy::event::{EventRole, action, decide};
    use weiterblick_domain::policy::{Denied, event};
    let ids = ([1; 16].into(), [2; 16].into());
    let stranger = decide::<action::TakePart>(None, ids.0, ids.1).map(|_| ());
    assert_eq!(stranger, Err(Denied::NotFound));
    for role in EventRole::ALL {
        let hosts = [EventRole::CoHost, EventRole::Host].contains(&role);
        assert_eq!(decide::<action::Run>(Some(role), ids.0, ids.1).is_ok(), hosts, "{role:?}");
        assert_eq!(decide::<action::Export>(Some(role), ids.0, ids.1).is_ok(), hosts, "{role:?}");
    }
    let grant = decide::<action::Own>(Some(EventRole::Host), ids.0, ids.1).unwrap();
    assert_eq!((grant.event(), grant.organisation(), grant.role()), (ids.0, ids.1, EventRole::Host));
    assert_eq!(event::matrix().len(), 9 * 7);
}
