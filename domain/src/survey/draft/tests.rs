use super::*;
use crate::questionnaire::Level;
use crate::questionnaire::any_answers::changes;
use proptest::prelude::*;

fn key(text: &str) -> AnswerKey {
    text.parse().unwrap()
}

fn level(level: u8) -> Cell<Value> {
    Cell::Answered(Value::Level(Level::new(level).unwrap()))
}

fn write(draft: &Draft, base: u64, changes: &[(&str, Cell<Value>)]) -> Merge {
    draft.clone().merge(Revision(base), changes.iter().map(|(k, cell)| (key(k), cell.clone())).collect())
}

/// A draft at revision 2: `a` was written first, `b` second.
fn draft() -> Draft {
    let first = write(&Draft::default(), 0, &[("a", level(1))]);
    write(first.draft(), 1, &[("b", level(2))]).draft().clone()
}

fn merged(merge: &Merge) -> &Draft {
    match merge {
        Merge::Merged(draft) => draft,
        Merge::Conflict { conflicts, .. } => panic!("{conflicts:?}"),
    }
}

#[test]
fn a_write_on_the_newest_revision_is_taken() {
    let written = write(&draft(), 2, &[("a", level(5)), ("b", Cell::Missing), ("c", Cell::CannotJudge)]);
    let written = merged(&written);
    assert_eq!(written.revision, Revision(3));
    assert_eq!((written.get(&key("a")), written.get(&key("b"))), (&level(5), &Cell::Missing));
    assert_eq!(written.answers().iter().count(), 2);
}

#[test]
fn a_stale_write_to_another_question_is_no_conflict() {
    let written = write(&draft(), 1, &[("a", level(4))]);
    assert_eq!(merged(&written).get(&key("a")), &level(4));
}

#[test]
fn a_stale_write_to_the_same_question_shows_both_values() {
    let expected = AnswerConflict { key: key("b"), stored: level(2), incoming: level(3) };
    match write(&draft(), 1, &[("b", level(3)), ("c", level(4))]) {
        Merge::Conflict { draft, conflicts } => {
            assert_eq!(conflicts, [expected]);
            assert_eq!((draft.get(&key("b")), draft.get(&key("c"))), (&level(2), &level(4)));
            let chosen = write(&draft, draft.revision.0, &[("b", level(3))]);
            assert_eq!(merged(&chosen).get(&key("b")), &level(3));
        }
        Merge::Merged(draft) => panic!("{draft:?}"),
    }
}

#[test]
fn the_same_value_is_no_conflict_and_no_new_revision() {
    let again = write(&draft(), 0, &[("a", level(1)), ("b", level(2)), ("c", Cell::Missing)]);
    assert_eq!(merged(&again), &draft());
}

#[test]
fn an_answer_that_was_taken_back_can_conflict_too() {
    let cleared = write(&draft(), 2, &[("a", Cell::Missing)]).draft().clone();
    let stale = write(&cleared, 2, &[("a", level(3))]);
    assert!(matches!(stale, Merge::Conflict { conflicts, .. } if conflicts[0].stored == Cell::Missing));
}

#[test]
fn a_stored_payload_reads_back() {
    let payload = DraftPayload {
        unit: Some(UnitId::from_bytes([1; 16])),
        attributes: Attributes::new(),
        notice_version: 3,
        draft: write(&draft(), 2, &[("a", Cell::Missing)]).draft().clone(),
    };
    let json = serde_json::to_string(&payload).unwrap();
    assert_eq!(serde_json::from_str::<DraftPayload>(&json).unwrap(), payload);
}

proptest! {
    #[test]
    fn a_merge_never_loses_a_value(first in changes(), second in changes(), third in changes(), base in 0_u64..4) {
        let draft = Draft::default().merge(Revision(0), first).draft().clone();
        let draft = draft.clone().merge(draft.revision, second).draft().clone();
        let merge = draft.clone().merge(Revision(base), third.clone());
        let conflicts = match &merge {
            Merge::Merged(_) => Vec::new(),
            Merge::Conflict { conflicts, .. } => conflicts.clone(),
        };
        for (key, incoming) in &third {
            match conflicts.iter().find(|conflict| conflict.key == *key) {
                Some(conflict) => {
                    prop_assert_eq!((&conflict.stored, &conflict.incoming), (draft.get(key), incoming));
                    prop_assert_eq!(merge.draft().get(key), draft.get(key));
                    prop_assert!(conflict.stored != conflict.incoming);
                }
                None => prop_assert_eq!(merge.draft().get(key), incoming),
            }
        }
        let repeated = merge.draft().clone().merge(Revision(base), third);
        prop_assert_eq!(repeated.draft(), merge.draft());
    }

    #[test]
    fn a_write_on_the_newest_revision_never_conflicts(first in changes(), second in changes()) {
        let draft = Draft::default().merge(Revision(0), first).draft().clone();
        let base = draft.revision;
        prop_assert!(matches!(draft.merge(base, second), Merge::Merged(_)));
    }
}
