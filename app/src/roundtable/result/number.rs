//! Numbers: a histogram with the median, and what lies around it.

use super::figures::{Counts, part};
use super::table::Table;
use super::{Asked, Parts, worded};
use crate::chart::{Histogram, Pillar, histogram};
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::roundtable::poll::Rules;
use weiterblick_domain::roundtable::poll::number::{Bin, Outcome};

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let unit = match asked.rules {
        Rules::Number(rules) => rules.unit.as_ref().map(|unit| worded(unit, counts.format)).unwrap_or_default(),
        _ => String::new(),
    };
    let number = |value: Decimal| {
        let number = counts.format.number(value);
        if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
    };
    let most = outcome.bins.iter().map(|bin| bin.n).max().unwrap_or_default();
    let pillars = outcome.bins.iter().map(|bin| Pillar {
        height: part(bin.n, most),
        value: if bin.n > 0 { counts.count(bin.n) } else { String::new() },
    });
    let ends = outcome.bins.first().zip(outcome.bins.last());
    let drawing = histogram(Histogram {
        pillars: pillars.collect(),
        from: ends.map(|(first, _)| counts.format.number(first.from)).unwrap_or_default(),
        to: ends.map(|(_, last)| number(last.to)).unwrap_or_default(),
        mark: outcome.median.zip(ends).map(|(median, (first, last))| {
            (between(median, first.from, last.to), t!("result.number.median", median = number(median)))
        }),
    });
    let summary = match (outcome.median, outcome.q1, outcome.q3) {
        (Some(median), Some(q1), Some(q3)) => {
            t!("result.number.summary", median = number(median), low = number(q1), high = number(q3))
        }
        _ => t!("result.none_yet"),
    };
    Parts { summary, drawing, table: Some(table(outcome, counts, &number)) }
}

/// Where a value lies between two others, 0 to 1.
fn between(value: Decimal, low: Decimal, high: Decimal) -> f64 {
    let scale = value.scale().max(low.scale()).max(high.scale());
    let units = |decimal: Decimal| decimal.units() * 10_i64.pow(u32::from(scale - decimal.scale()));
    part(units(value) - units(low), units(high) - units(low))
}

fn table(outcome: &Outcome, counts: &Counts<'_>, number: &impl Fn(Decimal) -> String) -> Table {
    let range = |bin: &Bin| {
        let (from, to) = (counts.format.number(bin.from), number(bin.to));
        vec![t!("result.number.range", from = from, to = to), counts.count(bin.n)]
    };
    let single = [
        ("mean", outcome.mean),
        ("median", outcome.median),
        ("q1", outcome.q1),
        ("q3", outcome.q3),
        ("min", outcome.min),
        ("max", outcome.max),
    ];
    let known = single.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let figures = known.map(|(name, value)| vec![t!(format!("result.column.{name}")), number(value)]);
    Table {
        columns: vec![t!("result.column.range"), t!("result.column.voices")],
        rows: outcome.bins.iter().map(range).chain(figures).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_lies_between_the_ends_whatever_their_places() {
        let at = |value, low, high| between(value, low, high);
        assert!((at(Decimal::new(3000, 1), Decimal::new(0, 0), Decimal::new(600, 0)) - 0.5).abs() < 1e-9);
        assert!((at(Decimal::new(5, 0), Decimal::new(5, 0), Decimal::new(5, 0))).abs() < 1e-9);
    }
}
