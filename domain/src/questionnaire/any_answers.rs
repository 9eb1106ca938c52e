//! Any answers to the fixture, for property tests.

use super::answers::Other;
use super::*;
use crate::text::{Line, Prose};
use proptest::collection::btree_set;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn answered(value: Value) -> Cell<Value> {
    Cell::Answered(value)
}

fn other() -> impl Strategy<Value = Other> {
    proptest::option::of("[a-zäöü ]{0,20}x").prop_map(|text| Other { text: text.map(|t| Line::parse(&t).unwrap()) })
}

fn chosen_set(codes: Vec<Code>, max: usize) -> impl Strategy<Value = ChosenSet> {
    (btree_set(proptest::sample::select(codes), 0..max), proptest::option::of(other()))
        .prop_map(|(listed, other)| ChosenSet { listed, other })
}

fn codes(choices: &[Choice]) -> Vec<Code> {
    choices.iter().map(|choice| choice.code.clone()).collect()
}

/// Any cell that the question may hold.
fn cell(question: &Question, levels: u8) -> BoxedStrategy<Cell<Value>> {
    let states = Just(Cell::Missing);
    match &question.kind {
        QuestionKind::CompetenceRating(_) => prop_oneof![
            states,
            Just(Cell::CannotJudge),
            Just(Cell::NotApplicable),
            (1..=levels).prop_map(|level| answered(Value::Level(Level::new(level).unwrap()))),
        ]
        .boxed(),
        QuestionKind::Single(single) => prop_oneof![
            states,
            Just(Cell::DontKnow),
            proptest::sample::select(codes(&single.choices))
                .prop_map(|c| answered(Value::Choice(ChosenOne::Listed(c)))),
            other().prop_map(|other| answered(Value::Choice(ChosenOne::Other(other)))),
        ]
        .boxed(),
        QuestionKind::Multi(multi) => prop_oneof![
            states,
            Just(Cell::DontKnow),
            chosen_set(codes(&multi.choices), multi.max.map_or(3, usize::from))
                .prop_map(|set| answered(Value::Choices(set))),
        ]
        .boxed(),
        QuestionKind::TextShort {} => {
            prop_oneof![states, "[^\\p{C}\n]{0,40}x".prop_map(|t| answered(Value::Text(Prose::parse(&t).unwrap())))]
                .boxed()
        }
        QuestionKind::TextLong {} => {
            prop_oneof![states, "[^\\p{C}]{0,40}\n\t?x".prop_map(|t| answered(Value::Text(Prose::parse(&t).unwrap())))]
                .boxed()
        }
        QuestionKind::YesNo(_) => {
            prop_oneof![states, Just(Cell::DontKnow), any::<bool>().prop_map(|yes| answered(Value::YesNo(yes)))].boxed()
        }
        QuestionKind::Info(_) => states.boxed(),
    }
}

/// Any answers to the fixture, with a cell for every key.
pub(crate) fn changes() -> impl Strategy<Value = Changes> {
    let definition = fixture::definition();
    let cells: Vec<_> = definition
        .keys()
        .into_iter()
        .map(|key| {
            let levels = definition.scale_at(&key).map_or(0, |scale| u8::try_from(scale.size()).unwrap());
            let cell = cell(definition.question(key.question()).unwrap(), levels);
            (Just(key), cell)
        })
        .collect();
    cells.prop_map(|cells| cells.into_iter().collect::<BTreeMap<_, _>>())
}
