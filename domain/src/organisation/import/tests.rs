//! The corpus of needs-analysis.md §18.9: whole files against a small organisation.

use super::*;
use crate::ids::{JobProfileId, PersonId, UnitId};
use crate::organisation::{Channel, Day, Membership, Step, Tree, Unit};
use crate::policy::{MemberState, Role};
use crate::text::Language;
use std::collections::{BTreeSet, HashMap};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn unit(n: u8) -> UnitId {
    UnitId::from_bytes([n; 16])
}

fn person(n: u8, personnel_ref: &str, email: &str, roles: &[Role]) -> KnownPerson {
    KnownPerson {
        id: PersonId::from_bytes([n; 16]),
        data: PersonData {
            personnel_ref: personnel_ref.to_owned(),
            first_name: "Jana".to_owned(),
            last_name: "Krause".to_owned(),
            email: email.to_owned(),
            language: Language::De,
            channel: Channel::Mail,
        },
        state: MemberState::Active,
        has_account: !email.is_empty(),
        roles: roles.iter().copied().collect(),
        history: vec![Membership { unit: unit(1), leads: false, job_profile: None, from: day("2026-01-01"), to: None }],
    }
}

fn known() -> KnownPeople {
    let mut left = person(3, "P3", "", &[Role::Employee]);
    left.state = MemberState::Left;
    left.history.clear();
    let mut numberless = person(4, "", "ohne@muster.example", &[Role::Employee]);
    numberless.has_account = false;
    KnownPeople {
        people: vec![
            person(1, "P1", "hr@muster.example", &[Role::Hr]),
            person(2, "P2", "", &[Role::Employee]),
            left,
            numberless,
        ],
        units: HashMap::from([("FER".to_owned(), unit(1)), ("MON".to_owned(), unit(2))]),
        profiles: HashMap::from([("ZM".to_owned(), JobProfileId::from_bytes([9; 16]))]),
        today: day("2026-10-16"),
    }
}

fn plan(text: &str) -> Vec<PersonPlan> {
    plan_people(text, &known()).unwrap().1
}

/// The only problem of a file: row, column, code, value.
fn check(text: &str, expected: (u32, &str, &str, &str)) {
    let problems = plan_people(text, &known()).unwrap_err();
    let found: Vec<_> = problems
        .listed
        .iter()
        .map(|problem| (problem.row, problem.column.as_str(), problem.kind.code(), problem.value.as_str()))
        .collect();
    assert_eq!(found, [expected], "{text:?}");
}

#[test]
fn a_file_says_who_is_new_changed_and_unchanged() {
    let plan = plan(
        "personnel_ref;first_name;last_name;email;unit_code;leads_unit\n\
         P9;Özlem;Ünal;Ozlem@Muster.example;MON;ja\n\
         P2;;;;MON;\n\
         P1;Jana;Krause;hr@muster.example;FER;nein\n",
    );
    assert_eq!(PersonPlan::counts(&plan), Counts { new: 1, changed: 1, unchanged: 1 });
    assert_eq!(plan[0].data.email, "ozlem@muster.example");
    assert_eq!(plan[0].roles, Some(BTreeSet::from([Role::Employee])));
    let joined = Membership { unit: unit(2), leads: true, job_profile: None, from: day("2026-10-16"), to: None };
    assert_eq!(plan[0].steps, [Step::Open(joined)]);
    assert_eq!(plan[1].steps[0], Step::SetEnd { from: day("2026-01-01"), to: Some(day("2026-10-15")) });
    assert_eq!(plan[1].changed, ["unit_code"]);
    assert_eq!((plan[2].steps.len(), &plan[2].roles), (0, &None));
}

#[test]
fn empty_cells_and_missing_columns_change_nothing() {
    let plan = plan("personnel_ref,language,channel,unit_code,job_code,valid_from,valid_to,roles\nP1,,,,,,,\n");
    assert_eq!(plan[0].verdict(), Verdict::Unchanged);
}

#[test]
fn a_person_without_number_is_found_by_address_and_gets_one() {
    let plan = plan("personnel_ref\temail\nP8\tohne@muster.example\n");
    assert_eq!((plan[0].person, plan[0].changed.as_slice()), (Some(known().people[3].id), &["personnel_ref"][..]));
}

#[test]
fn a_new_person_without_address_is_reached_by_sheet() {
    assert_eq!(plan("personnel_ref\nP7\n")[0].data.channel, Channel::Sheet);
    assert_eq!(plan("email\nneu@muster.example\n")[0].data.channel, Channel::Mail);
}

#[test]
fn memberships_have_days_and_end_by_valid_to() {
    let dated = plan("personnel_ref;unit_code;valid_from;valid_to\nP2;MON;2026-11-01;2026-12-31\n");
    assert_eq!(dated[0].steps[0], Step::SetEnd { from: day("2026-01-01"), to: Some(day("2026-10-31")) });
    let ended = plan("personnel_ref;valid_to\nP2;2026-12-31\n");
    assert_eq!(ended[0].steps, [Step::SetEnd { from: day("2026-01-01"), to: Some(day("2026-12-31")) }]);
    let profile = plan("personnel_ref;job_code\nP2;ZM\n");
    assert_eq!(profile[0].steps.len(), 2);
}

#[test]
fn a_quoted_formula_is_text_and_loses_its_quote() {
    let plan = plan("personnel_ref;last_name\n'-7;'=Meier\nP6;'Apostroph\n");
    assert_eq!((plan[0].data.personnel_ref.as_str(), plan[0].data.last_name.as_str()), ("-7", "=Meier"));
    assert_eq!(plan[1].data.last_name, "'Apostroph");
}

#[test]
fn every_bad_cell_is_named_by_row_and_column() {
    check("personnel_ref;email\nP9;kein-at\n", (2, "email", "email", "kein-at"));
    check("personnel_ref;language\nP9;fr\n", (2, "language", "language", "fr"));
    check("personnel_ref;channel\nP9;brief\n", (2, "channel", "channel", "brief"));
    check("personnel_ref;leads_unit;unit_code\nP9;vielleicht;FER\n", (2, "leads_unit", "yes_no", "vielleicht"));
    check("personnel_ref;unit_code\nP9;FER\nP8;LAGER\n", (3, "unit_code", "unknown_unit", "LAGER"));
    check("personnel_ref;unit_code;job_code\nP9;FER;X\n", (2, "job_code", "unknown_profile", "X"));
    check("personnel_ref;unit_code;valid_from\nP9;FER;1.10.2026\n", (2, "valid_from", "date", "1.10.2026"));
    check("personnel_ref;roles\nP9;chef\n", (2, "roles", "role", "chef"));
    check("personnel_ref;attr_1\nP9;lang\n", (2, "attr_1", "unsupported", "lang"));
    check("personnel_ref;last_name\nP9;=SUMME(A1:A2)\n", (2, "last_name", "formula", "=SUMME(A1:A2)"));
    check("personnel_ref;last_name\nP9; @x\n", (2, "last_name", "formula", "@x"));
    check("personnel_ref;last_name\nP9;\"a\nb\"\n", (2, "last_name", "control", "a\u{fffd}b"));
    let long = "x".repeat(101);
    check(&format!("personnel_ref;last_name\nP9;{long}\n"), (2, "last_name", "too_long", &long[..80]));
    check("personnel_ref;first_name\n;Jana\n", (2, "personnel_ref", "no_identity", ""));
    check("first_name\nJana\n", (1, "personnel_ref", "missing_column", ""));
    check("personnel_ref;vorname\nP9;Jana\n", (1, "vorname", "unknown_column", "vorname"));
}

#[test]
fn the_formula_is_named_as_the_spreadsheet_names_it() {
    let problems = plan_people("email;personnel_ref;last_name\n;P9;x\n;P8;+1\n", &known()).unwrap_err();
    assert_eq!(problems.listed[0].kind, ProblemKind::Formula { cell: "C3".to_owned() });
}

#[test]
fn nobody_is_two_people_and_nobody_comes_twice() {
    check("personnel_ref\nP9\nP8\nP9\n", (4, "personnel_ref", "double", "P9"));
    check("email\nA@b.example\na@B.example\n", (3, "email", "double", "a@b.example"));
    check("personnel_ref;email\nP1;\n;hr@muster.example\n", (3, "email", "double", "hr@muster.example"));
    check("personnel_ref;email\nP2;hr@muster.example\n", (2, "email", "two_people", "hr@muster.example"));
    check("personnel_ref;email\nP9;hr@muster.example\n", (2, "email", "taken", "hr@muster.example"));
    check("personnel_ref;email\nP1;neu@muster.example\n", (2, "email", "sign_in_address", "neu@muster.example"));
}

#[test]
fn memberships_that_cannot_be_are_refused() {
    check("personnel_ref;leads_unit\nP9;ja\n", (2, "leads_unit", "needs_unit", ""));
    check("personnel_ref;unit_code\nP3;FER\n", (2, "unit_code", "has_left", ""));
    let ends_early = "personnel_ref;unit_code;valid_from;valid_to\nP2;MON;2026-11-01;2026-10-31\n";
    check(ends_early, (2, "valid_to", "end_before_start", "2026-10-31"));
    check("personnel_ref;unit_code;valid_from\nP2;MON;2025-01-01\n", (2, "valid_from", "overlap", "2025-01-01"));
}

#[test]
fn a_file_cannot_lock_everybody_out() {
    check("personnel_ref;roles\nP1;employee\n", (2, "roles", "last_hr", ""));
    // P2 has no account, so nobody could sign in.
    check("personnel_ref;roles\nP2;hr\nP1;employee|team_lead\n", (3, "roles", "last_hr", ""));
    assert_eq!(plan("personnel_ref;roles\nP1;HR, works_council\n")[0].changed, ["roles"]);
}

#[test]
fn all_problems_are_counted_and_200_listed() {
    let rows: String = (0..500).map(|n| format!("Q{n};x\n")).collect();
    let problems = plan_people(&format!("personnel_ref;email\n{rows}"), &known()).unwrap_err();
    assert_eq!((problems.listed.len(), problems.total), (LISTED, 500));
}

#[test]
fn whatever_the_bytes_are_nothing_panics() {
    let file = b"\xef\xbb\xbfpersonnel_ref;last_name;unit_code\r\nP9;\"M\xc3\xbcller\";FER\r\n\0;\x81;'\r\n";
    for cut in 0..file.len() {
        for flip in [0, 1, 0x80, 0xff] {
            let mut bytes = file[..cut].to_vec();
            if let Some(last) = bytes.last_mut() {
                *last ^= flip;
            }
            if let Ok((text, _)) = decode(&bytes) {
                drop(plan_people(&text, &known()));
                drop(plan_units(&text, &tree()));
            }
        }
    }
}

fn tree() -> Tree {
    let unit = |n, parent: Option<u8>, code: &str| Unit {
        id: unit(n),
        parent: parent.map(unit),
        code: code.to_owned(),
        name: code.to_lowercase(),
    };
    Tree::new(vec![unit(1, None, "WERK"), unit(2, Some(1), "FER"), unit(3, Some(2), "ZER")])
}

fn check_units(text: &str, expected: (u32, &str, &str)) {
    let problems = plan_units(text, &tree()).unwrap_err();
    let problem = &problems.listed[0];
    assert_eq!((problem.row, problem.column.as_str(), problem.kind.code()), expected, "{text:?}");
}

#[test]
fn units_come_parents_first_whatever_their_order() {
    let (_, plan) =
        plan_units("unit_code;name_de;parent_code\nC;c;B\nB;b;A\nA;a;\nFER;Fertigung;WERK\nWERK;werk;\n", &tree())
            .unwrap();
    let order: Vec<&str> = plan.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(order, ["A", "WERK", "B", "FER", "C"]);
    assert_eq!(UnitPlan::counts(&plan), Counts { new: 3, changed: 1, unchanged: 1 });
}

#[test]
fn a_file_cannot_break_the_tree() {
    check_units("unit_code;name_de;parent_code\nA;a;B\nB;b;A\n", (2, "parent_code", "cycle"));
    check_units("unit_code;name_de;parent_code\nA;a;A\n", (2, "parent_code", "cycle"));
    check_units("unit_code;parent_code\nWERK;ZER\n", (2, "parent_code", "cycle"));
    check_units("unit_code;name_de;parent_code\nA;a;NIX\n", (2, "parent_code", "unknown_unit"));
    check_units("unit_code;name_de\nA;a\nA;b\n", (3, "unit_code", "double"));
    check_units("unit_code;name_de\nA;\n", (2, "name_de", "empty"));
    check_units("unit_code;name_de\n;a\n", (2, "unit_code", "empty"));
    check_units("name_de\na\n", (1, "unit_code", "missing_column"));
    check_units("unit_code;name_de;valid_to\nA;a;2026-12-31\n", (2, "valid_to", "unsupported"));
    let deep = "unit_code;name_de;parent_code\nA;a;ZER\nB;b;A\nC;c;B\nD;d;C\n";
    check_units(deep, (5, "parent_code", "too_deep"));
    // FER fits on level 6, but takes ZER along, which is not in the file.
    let moved = "unit_code;name_de;parent_code\nA;a;\nB;b;A\nC;c;B\nD;d;C\nE;e;D\nFER;;E\n";
    check_units(moved, (0, "", "too_deep"));
    let many: String = (0..500).map(|n| format!("U{n};x\n")).collect();
    check_units(&format!("unit_code;name_de\n{many}"), (0, "", "too_many_units"));
    // One below the other: too many before anybody walks up.
    let chain: String = (1..40_000).map(|n| format!("U{n};x;U{}\n", n - 1)).collect();
    check_units(&format!("unit_code;name_de;parent_code\nU0;x;\n{chain}"), (0, "", "too_many_units"));
}
