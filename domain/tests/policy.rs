//! S1 of security.md: the whole matrix of roles, states, relations and actions, against the reviewed file.
//!
//! A new action or role changes the matrix: read the difference, then write the file anew with
//! `WEITERBLICK_TEST_UPDATE=1 cargo test -p weiterblick-domain --test policy`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use weiterblick_domain::policy::{Action, Actor, MemberState, Relation, Role, is_public, matrix, may, may_anywhere};

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
    for line in matrix() {
        let [action, role, state, relation, decision] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if ["visit", "answer_survey"].contains(&action) {
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

#[test]
fn what_may_be_done_anywhere_is_what_may_be_done_to_something() {
    let id = [7; 16];
    for &action in Action::ALL {
        for role in Role::ALL {
            for state in MemberState::ALL {
                let actor =
                    Actor { account: id.into(), person: id.into(), organisation: id.into(), state, roles: vec![role] };
                let something = Relation::ALL.into_iter().any(|relation| may(Some(&actor), action, relation).is_ok());
                assert_eq!(may_anywhere(Some(&actor), action).is_ok(), something, "{action:?} {role} {state}");
            }
        }
        assert_eq!(may_anywhere(None, action).is_ok(), is_public(action), "{action:?}");
    }
}
