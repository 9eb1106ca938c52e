//! The rules of a kind in words, where they no longer change.

use weiterblick_domain::insight::Decimal;
use weiterblick_domain::roundtable::poll::Rules;
use weiterblick_domain::roundtable::poll::words::Moderation;

/// Pairs of name and value.
pub fn facts(rules: &Rules) -> Vec<(String, String)> {
    let number = |name: &str, value: i64| (t!(format!("host.rules.{name}")), value.to_string());
    let word = |name: &str, word: &str| (t!(format!("host.rules.{name}")), t!(format!("host.rules.{name}_{word}")));
    let moderation = |moderation: Moderation| word("moderation", moderation.word());
    match rules {
        Rules::Single(_) => Vec::new(),
        Rules::Multi(rules) => vec![number("min", rules.min.into()), number("max", rules.max.into())],
        Rules::Scale(rules) => vec![number("steps", rules.steps.into()), word("neutral", rules.neutral.word())],
        Rules::Number(rules) => {
            let shown = |units| Decimal::new(units, rules.decimals).to_string().replace('.', ",");
            vec![(t!("host.rules.min_value"), shown(rules.min)), (t!("host.rules.max_value"), shown(rules.max))]
        }
        Rules::Rank(rules) => vec![number("max_rank", rules.max_rank.into())],
        Rules::Points(rules) => vec![
            number("budget", rules.budget.into()),
            number("step", rules.step.into()),
            word("spend", rules.spend.word()),
        ],
        Rules::Dots(rules) => {
            vec![number("dots", rules.dots.into()), number("max_per_option", rules.max_per_option.into())]
        }
        Rules::Grid(rules) => vec![number("grid_steps", rules.steps.into())],
        Rules::Words(rules) => vec![number("max_words", rules.max.into()), moderation(rules.moderation)],
        Rules::Cards(rules) => vec![number("max_cards", rules.max.into()), moderation(rules.moderation)],
        Rules::YesNo(rules) => {
            vec![word("majority", rules.majority.map_or("none", |majority| majority.word()))]
        }
    }
}
