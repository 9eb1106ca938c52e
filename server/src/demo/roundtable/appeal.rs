//! Answers of which only the tendency is given.

use super::chance::Chance;
use crate::demo::DemoError;
use serde_json::{Map, Value, json};
use weiterblick_domain::roundtable::poll::{Rules, points};

/// One in so many leaves something out that may be left out.
const LEFT_OUT: usize = 8;
/// How far from the room's place somebody puts an item, each as often as the others.
const NEAR: [i8; 8] = [-2, -1, -1, 0, 0, 0, 1, 1];

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
            let near = place.map(|step| {
                let moved = step.saturating_add_signed(NEAR[chance.below(NEAR.len())]);
                moved.clamp(1, rules.steps)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(json: &str) -> Rules {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_budget_is_spent_within_what_one_option_may_get() {
        let rules = rules(r#"{"kind":"dots","dots":5,"max_per_option":2}"#);
        let mut chance = Chance::of("dots".to_owned());
        for _ in 0..50 {
            let given = answer(&rules, &[90, 1, 1], &mut chance).unwrap();
            let given: Vec<u64> = given["d"].as_object().unwrap().values().map(|dots| dots.as_u64().unwrap()).collect();
            assert_eq!(given.iter().sum::<u64>(), 5);
            assert!(given.iter().all(|dots| *dots <= 2));
        }
    }

    #[test]
    fn nothing_is_chosen_twice_and_nothing_that_does_not_appeal() {
        let rules = rules(r#"{"kind":"rank","max_rank":3}"#);
        let mut chance = Chance::of("rank".to_owned());
        for _ in 0..50 {
            let ranked = answer(&rules, &[1, 0, 1, 1], &mut chance).unwrap();
            let mut ranked: Vec<u64> = ranked["r"].as_array().unwrap().iter().map(|no| no.as_u64().unwrap()).collect();
            let count = ranked.len();
            ranked.sort_unstable();
            ranked.dedup();
            assert_eq!(ranked.len(), count);
            assert!(count >= 2 && !ranked.contains(&2), "{ranked:?}");
        }
    }

    #[test]
    fn a_poll_without_a_tendency_is_refused() {
        let rules = rules(r#"{"kind":"yesno"}"#);
        assert!(answer(&rules, &[1], &mut Chance::of(String::new())).is_err());
        assert!(placed(&rules, &[[1, 1]], &mut Chance::of(String::new())).is_err());
    }
}
