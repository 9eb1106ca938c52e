//! Answers of which only the tendency is given.

use super::chance::Chance;
use crate::demo::DemoError;
use serde_json::{Map, Value, json};
use weiterblick_domain::roundtable::poll::{Rules, points};

/// One in so many leaves something out that may be left out.
const LEFT_OUT: usize = 8;

/// Chooses, ranks or hands out by the appeal of each option.
///
/// # Errors
/// [`DemoError::Unknown`] for a poll that is answered otherwise.
pub fn answer(rules: &Rules, appeal: &[u32], chance: &mut Chance) -> Result<Value, DemoError> {
    Ok(match rules {
        Rules::Multi(rules) => {
            let least = rules.min.max(1);
            let count = usize::from(least) + chance.below(usize::from(rules.max.saturating_sub(least)) + 1);
            json!({ "o": several(appeal, count, chance) })
        }
        Rules::Rank(rules) => {
            let shorter = usize::from(!rules.complete && rules.max_rank > 1 && chance.below(LEFT_OUT) == 0);
            json!({ "r": several(appeal, usize::from(rules.max_rank) - shorter, chance) })
        }
        Rules::Points(points::Rules { budget, step, max_per_option, .. }) => {
            let most = max_per_option.unwrap_or(*budget) / step;
            json!({ "p": allotted(appeal, (budget / step, *step), most, chance) })
        }
        Rules::Dots(rules) => json!({ "d": allotted(appeal, (rules.dots, 1), rules.max_per_option, chance) }),
        other => return Err(DemoError::Unknown(other.kind().word().to_owned())),
    })
}

/// Puts each item near the place at which the room sees it.
///
/// # Errors
/// [`DemoError::Unknown`] for a poll without places.
pub fn placed(rules: &Rules, items: &[[u8; 2]], chance: &mut Chance) -> Result<Value, DemoError> {
    let Rules::Grid(rules) = rules else { return Err(DemoError::Unknown(rules.kind().word().to_owned())) };
    let mut places = Map::new();
    for (item, place) in (1..).zip(items) {
        if chance.below(LEFT_OUT) > 0 {
            let near = place.map(|step| match chance.below(4) {
                0 => step.saturating_sub(1).max(1),
                1 => (step + 1).min(rules.steps),
                _ => step,
            });
            places.insert(item.to_string(), json!(near));
        }
    }
    Ok(json!({ "g": places }))
}

/// The numbers of up to `count` different options, the most appealing ones early.
fn several(appeal: &[u32], count: usize, chance: &mut Chance) -> Vec<usize> {
    let mut left = appeal.to_vec();
    let mut numbers = Vec::new();
    while numbers.len() < count
        && let Some(at) = chance.pick(&left)
    {
        left[at] = 0;
        numbers.push(at + 1);
    }
    numbers
}

/// Amounts by option: so many units of so much, at most `most` of them on one option.
fn allotted(appeal: &[u32], (units, size): (u16, u16), most: u16, chance: &mut Chance) -> Map<String, Value> {
    let mut left = appeal.to_vec();
    let mut given = vec![0; appeal.len()];
    for _ in 0..units {
        let Some(at) = chance.pick(&left) else { break };
        given[at] += 1;
        if given[at] == most {
            left[at] = 0;
        }
    }
    let amounts = (1..).zip(given).filter(|(_, count)| *count > 0);
    amounts.map(|(option, count): (usize, u16)| (option.to_string(), json!(count * size))).collect()
}
