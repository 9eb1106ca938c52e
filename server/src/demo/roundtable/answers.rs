//! From the counts of the seed to one answer per voice.

use super::appeal;
use super::audience::Guest;
use super::chance::Chance;
use super::seed::{Answers, Round};
use crate::demo::DemoError;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::iter::repeat_n;
use weiterblick_domain::roundtable::attribute::Attribute;
use weiterblick_domain::roundtable::poll::Rules;

/// An answer, and the place of its voice.
pub type Answer = (usize, Value);

/// The answers of a round. In each round of a poll the same voices say where they stand compared with the others, so that
/// a second round shows how the room has moved.
///
/// # Errors
/// [`DemoError::Counts`] for more answers than voices; [`DemoError::Unknown`] for answers that the poll does not take.
pub fn of_round(round: &Round, rules: &Rules, voices: &[&Guest], cards: &[&str]) -> Result<Vec<Answer>, DemoError> {
    let order = Chance::of(format!("poll {}", round.poll)).order(voices.len());
    let mut chance = Chance::of(format!("answers of poll {}", round.poll));
    let payloads = match &round.answers {
        Answers::Profile(attribute) => return Ok(of_profiles(&order, voices, *attribute)),
        Answers::Heads(heads) => chosen(heads, rules),
        Answers::Steps(steps) => rated(steps, round.poll),
        Answers::Values(values) => values.iter().map(|value| json!({ "x": value })).collect(),
        Answers::Words(words) => said(words, voices.len().saturating_sub(round.abstain)),
        Answers::Cards { voices } => written(cards, *voices),
        Answers::Appeal { voices, options } => {
            (0..*voices).map(|_| appeal::answer(rules, options, &mut chance)).collect::<Result<_, _>>()?
        }
        Answers::Places { voices, items } => {
            (0..*voices).map(|_| appeal::placed(rules, items, &mut chance)).collect::<Result<_, _>>()?
        }
    };
    let abstentions = repeat_n(json!({ "abstain": true }), round.abstain);
    let given: Vec<Value> = payloads.into_iter().chain(abstentions).collect();
    if given.len() > voices.len() {
        return Err(DemoError::Counts(format!("poll {}", round.poll)));
    }
    Ok(order.into_iter().zip(given).collect())
}

fn of_profiles(order: &[usize], voices: &[&Guest], attribute: Attribute) -> Vec<Answer> {
    let stated = order.iter().filter_map(|at| Some((*at, voices.get(*at)?.profile.get(attribute).get())));
    stated.filter(|(_, value)| *value > 0).map(|(at, value)| (at, json!({ "o": value }))).collect()
}

fn chosen(heads: &[usize], rules: &Rules) -> Vec<Value> {
    let payload = |option: usize| match rules {
        Rules::YesNo(_) => json!({ "y": option == 1 }),
        _ => json!({ "o": option }),
    };
    numbers(heads).map(payload).collect()
}

fn rated(steps: &[Vec<usize>], poll: usize) -> Vec<Value> {
    let count = steps.iter().map(|heads| heads.iter().sum::<usize>()).max().unwrap_or_default();
    let mut sheets = vec![Map::new(); count];
    for (statement, heads) in (1..).zip(steps) {
        let order = Chance::of(format!("poll {poll} statement {statement}")).order(count);
        for (at, step) in order.into_iter().zip(numbers(heads)) {
            sheets[at].insert(statement.to_string(), json!(step));
        }
    }
    sheets.into_iter().map(|sheet| json!({ "s": sheet })).collect()
}

/// Deals the words out in turn, so that nobody says one twice.
fn said(words: &BTreeMap<String, usize>, voices: usize) -> Vec<Value> {
    let mut sheets: Vec<Vec<&str>> = vec![Vec::new(); voices];
    let all = words.iter().flat_map(|(word, count)| repeat_n(word.as_str(), *count));
    (0..voices).cycle().zip(all).for_each(|(at, word)| sheets[at].push(word));
    sheets.into_iter().filter(|words| !words.is_empty()).map(|words| json!({ "w": words })).collect()
}

fn written(cards: &[&str], voices: usize) -> Vec<Value> {
    let mut sheets = vec![Map::new(); voices];
    for (at, card) in (0..voices).cycle().zip(cards) {
        let slot = sheets[at].len() + 1;
        sheets[at].insert(slot.to_string(), json!(card));
    }
    sheets.into_iter().filter(|sheet| !sheet.is_empty()).map(|sheet| json!({ "c": sheet })).collect()
}

/// One number per head: `[1, 2]` is `1, 2, 2`.
fn numbers(heads: &[usize]) -> impl Iterator<Item = usize> {
    (1..).zip(heads).flat_map(|(number, count)| repeat_n(number, *count))
}
