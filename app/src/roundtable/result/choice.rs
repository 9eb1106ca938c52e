//! One of several, and several of several.

use super::bars::{Bar, bars, next_ten};
use super::figures::Counts;
use super::table::Table;
use super::{Asked, Parts};
use weiterblick_domain::roundtable::poll::multi;
use weiterblick_domain::roundtable::poll::single::{Count, Outcome};

pub(super) fn single(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    parts(asked, &outcome.counts, counts, leading(asked, &outcome.counts, counts))
}

pub(super) fn multi(asked: Asked<'_>, outcome: &multi::Outcome, counts: &Counts<'_>) -> Parts {
    let ticks = counts.count(outcome.ticks);
    let summary = t!("result.multi.summary", voices = tn!("result.people", counts.n), ticks = ticks);
    parts(asked, &outcome.counts, counts, summary)
}

fn parts(asked: Asked<'_>, rows: &[Count], counts: &Counts<'_>, summary: String) -> Parts {
    let longest = rows.iter().map(|row| i64::from(row.share)).max().unwrap_or_default();
    let bar = |row: &Count| Bar {
        label: asked.label(row.o, counts.format),
        value: counts.percent(row.share),
        note: String::new(),
        amount: row.share.into(),
    };
    let line = |row: &Count| vec![asked.label(row.o, counts.format), counts.count(row.n), counts.percent(row.share)];
    let columns = ["option", "voices", "share"].map(|column| t!(format!("result.column.{column}"))).to_vec();
    Parts {
        summary,
        drawing: bars(rows.iter().map(bar).collect(), next_ten(longest)),
        table: Some(Table { columns, rows: rows.iter().map(line).collect() }),
    }
}

/// "Vorn liegt Digitale Qualitätssicherung mit 34 %."
fn leading(asked: Asked<'_>, rows: &[Count], counts: &Counts<'_>) -> String {
    let most = rows.iter().map(|row| row.n).max().unwrap_or_default();
    let first: Vec<&Count> = rows.iter().filter(|row| row.n == most && most > 0).collect();
    match first.as_slice() {
        [] => t!("result.none_yet"),
        [row] => {
            t!("result.single.leads", option = asked.label(row.o, counts.format), share = counts.percent(row.share))
        }
        several => t!("result.single.tie", count = counts.format.count(several.len().try_into().unwrap_or(i64::MAX))),
    }
}
