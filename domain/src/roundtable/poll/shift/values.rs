//! Differences of amounts: ticks, steps, numbers, points and positions.

use super::super::{Answer, Ballot, OptionNo, OptionSet, Rules};
use super::{Group, Measure, Pair, RowKey, Scaling};
use std::collections::BTreeMap;

/// The sum of the differences of all pairs, by row; with the voices that each row is about.
pub(super) fn rows<'a>(common: OptionSet, voices: impl Iterator<Item = Pair<'a>>) -> Vec<(RowKey, Group, i64)> {
    let mut rows: BTreeMap<RowKey, (Group, i64)> = BTreeMap::new();
    for (first, second) in voices {
        let first = first.map_or_else(BTreeMap::new, |ballot| values(common, ballot));
        let second = second.map_or_else(BTreeMap::new, |ballot| values(common, ballot));
        let keys = first.keys().chain(second.keys().filter(|key| !first.contains_key(key)));
        for key in keys {
            let (a, b) = (first.get(key), second.get(key));
            let row = rows.entry(*key).or_default();
            row.0.add(a.is_some(), b.is_some(), a != b);
            row.1 += a.zip(b).map_or(0, |(a, b)| b - a);
        }
    }
    rows.into_iter().map(|(key, (group, sum))| (key, group, sum)).collect()
}

/// What a ballot says in each row; an abstention says nothing in any.
fn values(common: OptionSet, ballot: &Ballot) -> BTreeMap<RowKey, i64> {
    let all = |measure, value: &dyn Fn(OptionNo) -> i64| {
        common.iter().map(|option| ((Some(option), measure), value(option))).collect()
    };
    match ballot {
        Ballot::Withdrawn | Ballot::Abstain => BTreeMap::new(),
        Ballot::Answer(answer) => match answer {
            Answer::Multi(ticked) => all(Measure::Ticks, &|option| ticked.contains(option).into()),
            Answer::Points(amounts) | Answer::Dots(amounts) => {
                all(Measure::Mean, &|option| amounts.get(&option).copied().unwrap_or_default().into())
            }
            Answer::Rank(ranking) => {
                let points = borda2(common, ranking);
                all(Measure::Mean, &|option| points(option))
            }
            Answer::Scale(steps) => {
                let chosen = steps.iter().filter(|(statement, step)| common.contains(**statement) && **step > 0);
                chosen.map(|(statement, step)| ((Some(*statement), Measure::Mean), i64::from(*step))).collect()
            }
            Answer::Grid(positions) => positions
                .iter()
                .filter(|(item, _)| common.contains(**item))
                .flat_map(|(item, [x, y])| [((Some(*item), Measure::X), *x), ((Some(*item), Measure::Y), *y)])
                .map(|(key, step)| (key, i64::from(step)))
                .collect(),
            Answer::Number(units) => [((None, Measure::Mean), *units)].into(),
            Answer::Single(_) | Answer::Words(_) | Answer::Cards(_) | Answer::YesNo(_) => BTreeMap::new(),
        },
    }
}

/// Borda half points of a ranking of the common options alone (live.md §5, Ranking).
fn borda2(common: OptionSet, ranking: &[OptionNo]) -> impl Fn(OptionNo) -> i64 {
    let to_i64 = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let ranked: Vec<OptionNo> = ranking.iter().copied().filter(|option| common.contains(*option)).collect();
    let m = to_i64(common.len());
    move |option| match ranked.iter().position(|other| *other == option) {
        Some(place) => 2 * (m - to_i64(place) - 1),
        None => m - to_i64(ranked.len()) - 1,
    }
}

/// Means have one decimal; those of a number one more than its values. Borda sums are half points.
pub(super) fn scaling(rules: &Rules) -> Scaling {
    match rules {
        Rules::Number(rules) => Scaling { one: 10_i64.pow(rules.decimals.into()), places: rules.decimals + 1 },
        Rules::Rank(_) => Scaling { one: 2, places: 1 },
        Rules::Single(_)
        | Rules::Multi(_)
        | Rules::Scale(_)
        | Rules::Points(_)
        | Rules::Dots(_)
        | Rules::Grid(_)
        | Rules::Words(_)
        | Rules::Cards(_)
        | Rules::YesNo(_) => Scaling { one: 1, places: 1 },
    }
}
