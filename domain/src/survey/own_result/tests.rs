use super::*;
use crate::questionnaire::{QuestionKind, fixture};

/// The fixture's rating with competences `c1` to `cn`, and answers given as words per facet.
struct Case {
    definition: Definition,
    answers: Answers,
    targets: Targets,
}

fn cell(word: &str) -> Cell<Value> {
    match word {
        "" => Cell::Missing,
        "?" => Cell::CannotJudge,
        "-" => Cell::NotApplicable,
        digit => Cell::Answered(Value::Level(Level::parse(digit, 8).unwrap())),
    }
}

/// Current level, importance, and the target as (min, max, weight).
type Row<'a> = (&'a str, &'a str, Option<(u8, u8, u8)>);

/// One row per competence.
fn case(rows: &[Row<'_>]) -> Case {
    let mut definition = fixture::definition();
    let mut answers = Answers::default();
    let mut targets = Targets::new();
    let QuestionKind::CompetenceRating(rating) = &mut definition.sections[0].questions[1].kind else { panic!() };
    let first = rating.competences[1].clone();
    rating.competences.clear();
    for (number, (current, importance, target)) in (1..).zip(rows) {
        let mut competence = first.clone();
        competence.code = Code::parse(&format!("c{number}")).unwrap();
        competence.key.code = crate::text::Line::parse(&format!("{number}")).unwrap();
        for (facet, word) in [(Facet::Current, current), (Facet::Importance, importance)] {
            let question = Code::parse("dig").unwrap();
            answers.set(AnswerKey::Rating { question, competence: competence.code.clone(), facet }, cell(word));
        }
        let level = |n| Level::new(n).unwrap();
        if let Some((min, max, weight)) = target {
            targets.insert(competence.key.clone(), Target { min: level(*min), max: level(*max), weight: *weight });
        }
        rating.competences.push(competence);
    }
    Case { definition, answers, targets }
}

impl Case {
    fn result(&self) -> OwnResult {
        own_result(&self.definition, &self.answers, &self.targets)
    }
}

fn codes(rows: Vec<&OwnRow>) -> Vec<&str> {
    rows.into_iter().map(|row| row.competence.as_str()).collect()
}

#[test]
fn the_gap_is_target_or_importance_minus_current_level() {
    for (row, gap) in [
        (("2", "5", None), Some(3)),
        (("5", "2", None), Some(-3)),
        (("3", "", None), None),
        (("", "4", None), None),
        (("?", "4", None), None),
        (("-", "-", None), None),
        (("3", "?", None), None),
        // Within, below and above a range; the target wins over the importance.
        (("3", "5", Some((2, 4, 1))), Some(0)),
        (("1", "5", Some((2, 4, 1))), Some(1)),
        (("5", "1", Some((2, 4, 1))), Some(-1)),
        (("5", "", Some((2, 4, 1))), Some(-1)),
        (("?", "5", Some((2, 4, 1))), None),
    ] {
        assert_eq!(case(&[row]).result().rows[0].gap, gap, "{row:?}");
    }
}

#[test]
fn an_opt_out_stays_a_state() {
    let case = case(&[("?", "-", None)]);
    let row = &case.result().rows[0];
    assert_eq!((&row.current, &row.importance, &row.wish), (&Cell::CannotJudge, &Cell::NotApplicable, &Cell::Missing));
    assert_eq!(row.priority(), None);
}

#[test]
fn needs_are_ordered_by_gap_times_importance_and_then_as_asked() {
    let case = case(&[
        ("3", "4", None),            // 1 × 4
        ("4", "5", Some((5, 5, 1))), // 1 × 5, the rated importance counts
        ("1", "", Some((3, 3, 3))),  // 2 × 3, no importance: the weight counts
        ("4", "5", None),            // 1 × 5
        ("5", "5", None),            // no gap
        ("?", "5", None),            // nothing to compare
    ]);
    let result = case.result();
    assert_eq!(codes(result.top_needs()), ["c3", "c2", "c4"]);
    assert_eq!(result.counts(), Counts { below: 4, on: 1, above: 0, open: 1 });
}

#[test]
fn strengths_start_with_the_highest_level() {
    let case = case(&[
        ("3", "3", None),
        ("5", "5", None),
        ("5", "4", None),
        ("4", "1", None),
        ("1", "5", None),
        ("4", "1", None),
    ]);
    let result = case.result();
    assert_eq!(codes(result.strengths()), ["c3", "c2", "c4", "c6", "c1"]);
    assert_eq!(result.counts(), Counts { below: 1, on: 2, above: 3, open: 0 });
}

#[test]
fn without_answers_everything_is_open() {
    let case = case(&[("", "", None), ("", "", Some((3, 3, 3)))]);
    let result = case.result();
    assert!(result.strengths().is_empty() && result.top_needs().is_empty());
    assert_eq!(result.counts(), Counts { open: 2, ..Counts::default() });
}
