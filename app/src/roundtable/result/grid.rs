//! Items on two axes: the picture with the mean positions, and the key with the values.

use super::figures::Counts;
use super::table::Table;
use super::{Asked, Parts, worded};
use crate::chart::length;
use leptos::prelude::*;
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::roundtable::poll::grid::{self, Outcome, Quarter, Row};
use weiterblick_domain::roundtable::poll::{Rules, Wording};

/// Quarters from the best to the least: their names in the locale files.
const QUARTERS: [&str; 4] = ["high_high", "low_high", "high_low", "low_low"];

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let Rules::Grid(rules) = asked.rules else {
        return Parts { summary: t!("result.none_yet"), drawing: ().into_any(), table: None };
    };
    let names = names(rules, counts);
    let numbered = || (1..).zip(&outcome.rows);
    let dots = numbered().filter_map(|(number, row): (usize, _)| {
        let (x, y) = (position(row.x?, outcome.steps), 1.0 - position(row.y?, outcome.steps));
        Some(view! {
            <circle class="dot" cx=length(x) cy=length(y) r="14"></circle>
            <text class="dot-text" x=length(x) y=length(y) text-anchor="middle" dominant-baseline="central">{number}</text>
        })
    });
    let key = numbered().map(|(number, row)| {
        view! {
            <li>
                <span class="dot-no">{number}</span>
                <span>{asked.label(row.o, counts.format)}" "<span class="text-soft">{quarter(row, &names, counts)}</span></span>
            </li>
        }
    });
    let at = [("75%", "8%"), ("25%", "8%"), ("75%", "96%"), ("25%", "96%")];
    let labels = names.iter().zip(at).map(|(name, (x, y))| {
        view! { <text class="field-label" x=x y=y text-anchor="middle">{name.clone()}</text> }
    });
    let axis = |axis: &grid::Axis| {
        let [name, low, high] = [&axis.name, &axis.low, &axis.high].map(|text| worded(text, counts.format));
        t!("result.grid.axis", name = name, low = low, high = high)
    };
    let drawing = view! {
        <div class="quadrants">
            <p class="quadrants__axis">{t!("result.grid.upwards", axis = axis(&rules.y))}</p>
            <svg class="quadrants__plot plot" width="100%" height="100%" aria-hidden="true">
                <rect class="field" width="100%" height="100%"></rect>
                <rect class="field-first" x="50%" width="50%" height="50%"></rect>
                <line class="cross" x1="50%" y1="0" x2="50%" y2="100%"></line>
                <line class="cross" x1="0" y1="50%" x2="100%" y2="50%"></line>
                {labels.collect_view()}
                {dots.collect_view()}
            </svg>
            <p class="quadrants__axis">{t!("result.grid.rightwards", axis = axis(&rules.x))}</p>
            <ol class="quadrants__key">{key.collect_view()}</ol>
        </div>
    };
    Parts {
        summary: summary(asked, outcome, &names, counts),
        drawing: drawing.into_any(),
        table: Some(table(asked, outcome, &names, counts)),
    }
}

/// What the quarters are called, in the order of [`QUARTERS`].
fn names(rules: &grid::Rules, counts: &Counts<'_>) -> [String; 4] {
    let own = rules.quadrants.as_ref().map(|q| [&q.high_high, &q.low_high, &q.high_low, &q.low_low]);
    std::array::from_fn(|at| {
        let own: Option<&Wording> = own.map(|own| own[at]);
        own.map_or_else(|| t!(format!("result.grid.{}", QUARTERS[at])), |name| worded(name, counts.format))
    })
}

const fn quarters(row: &Row) -> [Quarter; 4] {
    [row.high_high, row.low_high, row.high_low, row.low_low]
}

/// Where a mean position lies on an axis, 0 to 1.
fn position(mean: Decimal, steps: u8) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a drawing needs no more")]
    let tenths = mean.units() as f64;
    ((tenths / 10.0 - 0.5) / f64::from(steps)).clamp(0.0, 1.0)
}

/// "meist „sofort“, 54 %"
fn quarter(row: &Row, names: &[String; 4], counts: &Counts<'_>) -> String {
    if row.n == 0 {
        return t!("result.grid.nobody");
    }
    let most = quarters(row).into_iter().zip(names).rev().max_by_key(|(quarter, _)| quarter.n);
    most.map_or_else(String::new, |(quarter, name)| {
        t!("result.grid.mostly", quarter = name, share = counts.percent(quarter.share))
    })
}

fn summary(asked: Asked<'_>, outcome: &Outcome, names: &[String; 4], counts: &Counts<'_>) -> String {
    let first = outcome.rows.iter().rev().max_by_key(|row| row.high_high.n).filter(|row| row.high_high.n > 0);
    first.map_or_else(
        || t!("result.none_yet"),
        |row| {
            let (item, quarter) = (asked.label(row.o, counts.format), names[0].clone());
            t!("result.grid.summary", item = item, quarter = quarter, share = counts.percent(row.high_high.share))
        },
    )
}

fn table(asked: Asked<'_>, outcome: &Outcome, names: &[String; 4], counts: &Counts<'_>) -> Table {
    let mut columns = vec![t!("result.column.item"), t!("result.column.x"), t!("result.column.y")];
    columns.extend(names.iter().cloned());
    columns.push(t!("result.column.voices"));
    let line = |row: &Row| {
        let mut cells = vec![asked.label(row.o, counts.format), counts.number(row.x), counts.number(row.y)];
        cells.extend(quarters(row).map(|quarter| counts.percent(quarter.share)));
        cells.push(counts.count(row.n));
        cells
    };
    Table { columns, rows: outcome.rows.iter().map(line).collect() }
}
