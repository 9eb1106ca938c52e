//! Ratings: one bar per statement, around the middle step where there is one.

use super::figures::{Counts, part};
use super::table::Table;
use super::{Asked, Parts, worded};
use crate::chart::{Part, Stack, diverging, level_class, stacks};
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::Rules;
use weiterblick_domain::roundtable::poll::scale::{Outcome, Row};

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let stack = |row: &Row| Stack {
        name: asked.label(row.q, counts.format),
        note: t!("result.scale.mean", mean = counts.number(row.mean)),
        parts: row
            .shares
            .iter()
            .map(|share| Part { share: part((*share).into(), 100), text: counts.percent(*share) })
            .collect(),
    };
    let rows: Vec<Stack> = outcome.rows.iter().map(stack).collect();
    let steps = outcome.rows.first().map_or(0, |row| row.counts.len());
    let bars = if steps % 2 == 1 { diverging(rows).into_any() } else { stacks(rows).into_any() };
    let drawing = view! { {legend(asked, steps, counts)} {bars} };
    Parts {
        summary: summary(asked, outcome, counts),
        drawing: drawing.into_any(),
        table: Some(table(asked, outcome, counts)),
    }
}

/// "Am höchsten: Führung (4,2 von 5)."
fn summary(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> String {
    let rated = || outcome.rows.iter().filter_map(|row| Some((row, row.mean?)));
    let Some((row, mean)) = rated().max_by_key(|(_, mean)| mean.units()) else { return t!("result.none_yet") };
    let (steps, mean) = (row.counts.len(), counts.format.number(mean));
    if outcome.rows.len() == 1 {
        t!("result.scale.summary_one", mean = mean, steps = steps)
    } else {
        t!("result.scale.summary", statement = asked.label(row.q, counts.format), mean = mean, steps = steps)
    }
}

/// What a step is called: its label, and where only the poles have one, its number with the pole's label.
fn step_label(asked: Asked<'_>, step: usize, steps: usize, counts: &Counts<'_>) -> String {
    let labels = match asked.rules {
        Rules::Scale(rules) => rules.labels.as_slice(),
        _ => &[],
    };
    let at = |index: usize| labels.get(index).map(|label| worded(label, counts.format)).unwrap_or_default();
    match step {
        _ if labels.len() == steps => at(step - 1),
        1 => format!("{step} {}", at(0)),
        last if last == steps => format!("{step} {}", at(1)),
        _ => step.to_string(),
    }
}

fn legend(asked: Asked<'_>, steps: usize, counts: &Counts<'_>) -> impl IntoView {
    let entries = (1..=steps).map(|step| {
        let class = level_class(step - 1, steps);
        view! {
            <li>
                <svg class="plot-key" width="20" height="20" aria-hidden="true">
                    <rect class=class x="2" y="2" width="16" height="16" rx="2"></rect>
                </svg>
                {step_label(asked, step, steps, counts)}
            </li>
        }
    });
    view! { <ul class="legend">{entries.collect_view()}</ul> }
}

fn table(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Table {
    let steps = outcome.rows.first().map_or(0, |row| row.counts.len());
    let mut columns = vec![t!("result.column.statement")];
    columns.extend((1..=steps).map(|step| step_label(asked, step, steps, counts)));
    columns.extend(
        ["dont_know", "mean", "median", "deviation", "voices"].map(|column| t!(format!("result.column.{column}"))),
    );
    let line = |row: &Row| {
        let mut cells = vec![asked.label(row.q, counts.format)];
        cells.extend(row.counts.iter().map(|count| counts.count(*count)));
        cells.extend([
            counts.count(row.dont_know),
            counts.number(row.mean),
            counts.number(row.median),
            counts.number(row.sd),
            counts.count(row.n),
        ]);
        cells
    };
    Table { columns, rows: outcome.rows.iter().map(line).collect() }
}
