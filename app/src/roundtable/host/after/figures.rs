//! The figures of a result, one a line: an option or word, what was measured, and the number.

use weiterblick_domain::insight::Decimal;
use weiterblick_domain::insight::exact::fraction;
use weiterblick_domain::roundtable::poll::{Figures, OptionNo, Outcome};

/// Places of a count where a company is split among its voices.
const PLACES: u8 = 3;

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub option: Option<OptionNo>,
    /// What the figure is about where it is no option: a word, a bar, a step.
    pub about: String,
    pub measure: &'static str,
    pub value: Option<Decimal>,
}

/// Every figure of a result. Counts are in voices, whatever unit they are kept in.
pub fn lines(outcome: &Outcome) -> Vec<Line> {
    let unit = outcome.weight.map_or(1, |weight| weight.unit);
    let count = |n: i64| match fraction(n, unit) {
        Some(n) if unit > 1 => Some(Decimal::round(n, PLACES)),
        _ => Some(Decimal::new(n, 0)),
    };
    let whole = |n: i64| Some(Decimal::new(n, 0));
    let share = |share: u8| Some(Decimal::new(share.into(), 0));
    let line = |option, measure, value| Line { option, about: String::new(), measure, value };
    let about = |option, about: String, measure, value| Line { option, about, measure, value };
    let mut lines = vec![
        line(None, "n", whole(outcome.n)),
        line(None, "abstain", whole(outcome.abstain)),
        line(None, "device", whole(outcome.sources.device)),
        line(None, "table", whole(outcome.sources.table)),
        line(None, "paper", whole(outcome.sources.paper)),
        line(None, "hands", whole(outcome.sources.hands)),
    ];
    match &outcome.figures {
        Figures::Single(figures) => {
            for row in &figures.counts {
                lines.extend([line(Some(row.o), "count", count(row.n)), line(Some(row.o), "share", share(row.share))]);
            }
        }
        Figures::Multi(figures) => {
            for row in &figures.counts {
                lines.extend([line(Some(row.o), "count", count(row.n)), line(Some(row.o), "share", share(row.share))]);
            }
        }
        Figures::Scale(figures) => {
            for row in &figures.rows {
                let steps = (1..).zip(&row.counts);
                lines.extend(steps.map(|(step, n): (u8, _)| about(Some(row.q), step.to_string(), "count", count(*n))));
                lines.extend([
                    line(Some(row.q), "dont_know", count(row.dont_know)),
                    line(Some(row.q), "mean", row.mean),
                    line(Some(row.q), "median", row.median),
                    line(Some(row.q), "sd", row.sd),
                ]);
            }
        }
        Figures::Number(figures) => {
            let bins = figures.bins.iter();
            lines.extend(bins.map(|bin| about(None, format!("{}–{}", bin.from, bin.to), "count", count(bin.n))));
            lines.extend([
                line(None, "mean", figures.mean),
                line(None, "median", figures.median),
                line(None, "q1", figures.q1),
                line(None, "q3", figures.q3),
                line(None, "min", figures.min),
                line(None, "max", figures.max),
            ]);
        }
        Figures::Rank(figures) => {
            for row in &figures.rows {
                lines.extend([
                    line(Some(row.o), "borda_mean", row.mean),
                    line(Some(row.o), "first", count(row.first)),
                    line(Some(row.o), "ranked", count(row.ranked)),
                ]);
            }
        }
        Figures::Points(figures) | Figures::Dots(figures) => {
            for row in &figures.rows {
                lines.extend([
                    line(Some(row.o), "sum", count(row.sum)),
                    line(Some(row.o), "mean", row.mean),
                    line(Some(row.o), "share", share(row.share)),
                    line(Some(row.o), "supporters", count(row.supporters)),
                ]);
            }
        }
        Figures::Grid(figures) => {
            for row in &figures.rows {
                lines.extend([
                    line(Some(row.o), "x_mean", row.x),
                    line(Some(row.o), "y_mean", row.y),
                    line(Some(row.o), "high_high", count(row.high_high.n)),
                    line(Some(row.o), "high_low", count(row.high_low.n)),
                    line(Some(row.o), "low_high", count(row.low_high.n)),
                    line(Some(row.o), "low_low", count(row.low_low.n)),
                ]);
            }
        }
        Figures::Words(figures) => {
            lines.extend(figures.words.iter().map(|row| about(None, row.word.clone(), "count", count(row.n))));
        }
        Figures::Cards(figures) => lines.push(line(None, "cards", whole(figures.cards))),
        Figures::YesNo(figures) => {
            lines.extend([line(None, "yes", count(figures.yes)), line(None, "no", count(figures.no))]);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(weight: serde_json::Value) -> Outcome {
        let mut outcome = json!({ "kind": "single", "n": 3, "abstain": 1, "counts": [{ "o": 2, "n": 15, "share": 75 }],
            "sources": { "device": 2, "table": 0, "paper": 0, "hands": 1 } });
        if !weight.is_null() {
            outcome["weight"] = weight;
        }
        serde_json::from_value(outcome).unwrap()
    }

    fn value(outcome: &Outcome, measure: &str) -> String {
        lines(outcome).into_iter().find(|line| line.measure == measure).unwrap().value.unwrap().to_string()
    }

    #[test]
    fn counts_are_told_in_voices() {
        let plain = outcome(json!(null));
        assert_eq!(
            (value(&plain, "count"), value(&plain, "share"), value(&plain, "hands")),
            ("15".into(), "75".into(), "1".into())
        );
        let split = outcome(json!({ "total": 20, "unit": 10 }));
        assert_eq!((value(&split, "count"), value(&split, "n")), ("1.500".into(), "3".into()));
    }
}
