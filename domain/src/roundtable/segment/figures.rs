//! The figures of a cell by the display rules of insight.md §6 (live.md L39). Segments count voices, whatever they weigh.

use super::item::Item;
use super::structure::Cell;
use super::{Plan, Urn};
use crate::insight::display::Grain;
use crate::insight::exact::{Exact, fraction, to_step, whole};
use crate::insight::{Bound, Decimal, Displayed};
use crate::questionnaire::words;
use crate::roundtable::poll::words::WordRules;
use crate::roundtable::poll::{
    Answer, Figures, Hands, OptionNo, Outcome, Rules, Tally, Voice, grid, number, points, rank, scale, single,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The figures of one cell; in JSON the poll's `kind` stands beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum CellFigures {
    /// Share of voices per option.
    Single { rows: Vec<Shown> },
    /// Share of voices per option; several per voice.
    Multi { rows: Vec<Shown> },
    /// Share of yes among yes and no.
    YesNo { yes: Displayed },
    /// Mean step per statement.
    Scale { rows: Vec<Shown> },
    /// The bar of the histogram that holds the mean; `None` is hidden.
    Number { bar: Option<Bar> },
    /// Mean place per option, 1 is best. Options that a voice left out share the mean of the places that it left.
    Rank { rows: Vec<Shown> },
    /// Mean share of the budget per option.
    Points { rows: Vec<Shown> },
    /// Mean share of the dots per option.
    Dots { rows: Vec<Shown> },
    /// The quarter that holds the mean position, per item.
    Grid { rows: Vec<Placed> },
}

/// A figure of an option or statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub o: OptionNo,
    #[serde(flatten)]
    pub figure: Displayed,
}

/// A bar of a histogram: from (inclusive) to (exclusive, of the last bar inclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub from: Decimal,
    pub to: Decimal,
}

words! {
    /// A quarter of a 2×2 matrix, named after the first axis and then the second.
    Quadrant {
        HighHigh = "high_high",
        HighLow = "high_low",
        LowHigh = "low_high",
        LowLow = "low_low",
    }
}

/// The quarter of an item; `None` is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub o: OptionNo,
    pub quadrant: Option<Quadrant>,
}

/// What a cell shows of the items that may be shown in it; `None` for a poll type without segments.
pub(super) fn figures(plan: &Plan, urn: &Urn, cell: &Cell, items: &BTreeSet<Item>) -> Option<CellFigures> {
    let inside = || urn.answers().filter(|(_, cast, _)| cell.holds(cast.stated()));
    let ballots = inside().map(|(_, cast, _)| (Voice::plain(cast.source), &cast.ballot));
    let no_hands = Hands::default();
    let hands = if cell.holds_hands() { &urn.hands } else { &no_hands };
    let outcome = Tally::from_scratch(plan.rules, plan.options, 1, ballots).outcome(hands, &WordRules::default());
    let answers = inside().map(|(_, _, answer)| answer).collect();
    Counted { plan, items, answers, n: outcome.n }.figures(&outcome)
}

/// The counted answers of a cell.
struct Counted<'a> {
    plan: &'a Plan<'a>,
    items: &'a BTreeSet<Item>,
    /// Of ballots.
    answers: Vec<&'a Answer>,
    /// With raised hands.
    n: i64,
}

impl Counted<'_> {
    fn figures(&self, outcome: &Outcome) -> Option<CellFigures> {
        Some(match (&outcome.figures, self.plan.rules) {
            (Figures::Single(outcome), _) => CellFigures::Single { rows: self.shares(&outcome.counts) },
            (Figures::Multi(outcome), _) => CellFigures::Multi { rows: self.shares(&outcome.counts) },
            (Figures::YesNo(outcome), _) => CellFigures::YesNo { yes: self.share(outcome.yes) },
            (Figures::Scale(outcome), Rules::Scale(rules)) => {
                CellFigures::Scale { rows: self.steps(&outcome.rows, rules.steps) }
            }
            (Figures::Number(outcome), Rules::Number(rules)) => {
                CellFigures::Number { bar: self.bar(&outcome.bins, rules) }
            }
            (Figures::Rank(outcome), _) => CellFigures::Rank { rows: self.places(&outcome.rows) },
            (Figures::Points(outcome), Rules::Points(rules)) => {
                CellFigures::Points { rows: self.parts(&outcome.rows, rules.budget, rules.step) }
            }
            (Figures::Dots(outcome), Rules::Dots(rules)) => {
                CellFigures::Dots { rows: self.parts(&outcome.rows, rules.dots, 1) }
            }
            (Figures::Grid(outcome), _) => CellFigures::Grid { rows: self.quadrants(outcome) },
            _ => return None,
        })
    }

    /// How finely an item may be shown; `with_hands` are the voices in its base. `None`: not at all.
    fn grain(&self, item: Item, with_hands: i64) -> Option<Grain> {
        let ballots = self.answers.iter().filter(|answer| item.said(answer).is_some()).count();
        let people = if ballots > 0 { u32::try_from(ballots) } else { u32::try_from(with_hands) };
        Grain::of(people.ok()?, self.plan.k).filter(|_| self.items.contains(&item))
    }

    fn whole_grain(&self) -> Option<Grain> {
        self.grain(Item::Whole, self.n)
    }

    fn share(&self, count: i64) -> Displayed {
        match (self.whole_grain(), u32::try_from(count), u32::try_from(self.n)) {
            (Some(grain), Ok(count), Ok(n)) => grain.share(count, n),
            _ => Displayed::Hidden,
        }
    }

    fn shares(&self, counts: &[single::Count]) -> Vec<Shown> {
        counts.iter().map(|row| Shown { o: row.o, figure: self.share(row.n) }).collect()
    }

    fn steps(&self, rows: &[scale::Row], levels: u8) -> Vec<Shown> {
        let step = |row: &scale::Row| {
            let sum = (1..).zip(&row.counts).map(|(step, count)| step * count).sum();
            mean(self.grain(Item::One(row.q), row.n), fraction(sum, row.n), levels)
        };
        rows.iter().map(|row| Shown { o: row.q, figure: step(row) }).collect()
    }

    /// With m options, place p gives 2(m − p) half points, so the mean place is m − half points / 2n.
    fn places(&self, rows: &[rank::Row]) -> Vec<Shown> {
        let m = u8::try_from(rows.len()).unwrap_or(u8::MAX);
        let place = |row: &rank::Row| fraction(row.borda2, 2 * self.n).map(|points| whole(i64::from(m)) - points);
        rows.iter().map(|row| Shown { o: row.o, figure: mean(self.whole_grain(), place(row), m) }).collect()
    }

    fn parts(&self, rows: &[points::Row], budget: u16, step: u16) -> Vec<Shown> {
        let all = self.n * i64::from(budget);
        let part = |row: &points::Row| part(self.whole_grain(), fraction(row.sum, all), all / i64::from(step.max(1)));
        rows.iter().map(|row| Shown { o: row.o, figure: part(row) }).collect()
    }

    /// The mean is rounded to what can be answered, so that the last bar of single values is not for unanimous cells only.
    fn bar(&self, bins: &[number::Bin], rules: &number::Rules) -> Option<Bar> {
        self.whole_grain()?;
        let values = self.answers.iter().filter_map(|answer| match answer {
            Answer::Number(value) => Some(*value),
            _ => None,
        });
        let mean = to_step(fraction(values.sum(), self.n)?, whole(1)).to_integer();
        let bin = bins.get(rules.bin(i64::try_from(mean).ok()?))?;
        Some(Bar { from: bin.from, to: bin.to })
    }

    fn quadrants(&self, outcome: &grid::Outcome) -> Vec<Placed> {
        let placed = |row: &grid::Row| {
            let quadrant = self.grain(Item::One(row.o), row.n).map(|_| quadrant(row, outcome.steps));
            Placed { o: row.o, quadrant }
        };
        outcome.rows.iter().map(placed).collect()
    }
}

/// A mean on 1 to `levels`. With two levels the open ends of a coarse mean would meet, and the upper one would stand for
/// two sums only.
fn mean(grain: Option<Grain>, value: Option<Exact>, levels: u8) -> Displayed {
    match grain {
        None => Displayed::Hidden,
        Some(Grain::Coarse) if levels < 3 => Displayed::Hidden,
        Some(grain) => grain.mean(value, levels),
    }
}

/// A part of the budget: not shown where coarse, else to 5 % within 5 and 95 %. Where all voices together have fewer than
/// 40 pieces to give, the ends lie further inside, as those of shares do, so that an end stands for at least three counts.
fn part(grain: Option<Grain>, part: Option<Exact>, pieces: i64) -> Displayed {
    let (Some(Grain::Fine { .. }), Some(part)) = (grain, part) else { return Displayed::Hidden };
    let pieces = u32::try_from(pieces).unwrap_or(u32::MAX).max(1);
    let low = whole(5 * i64::from(40_u32.div_ceil(pieces)));
    let high = whole(100) - low;
    let rounded = to_step(part * 100, whole(5));
    let (value, bound) = if rounded <= low {
        (low, Bound::AtMost)
    } else if rounded >= high {
        (high, Bound::AtLeast)
    } else {
        (rounded, Bound::Exact)
    };
    Displayed::Percent { value: Decimal::round(value, 0), bound }
}

/// The quarter of the mean position; exactly in the middle counts as low.
fn quadrant(row: &grid::Row, steps: u8) -> Quadrant {
    let positions = || (1..=i64::from(steps)).flat_map(|y| (1..=i64::from(steps)).map(move |x| (x, y)));
    let sum = |axis: fn((i64, i64)) -> i64| positions().map(axis).zip(&row.counts).map(|(at, count)| at * count).sum();
    let is_high = |sum: i64| 2 * sum > row.n * (i64::from(steps) + 1);
    match (is_high(sum(|(x, _)| x)), is_high(sum(|(_, y)| y))) {
        (true, true) => Quadrant::HighHigh,
        (true, false) => Quadrant::HighLow,
        (false, true) => Quadrant::LowHigh,
        (false, false) => Quadrant::LowLow,
    }
}
