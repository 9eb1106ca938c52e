//! Points that were shared out.

use super::bars::{Bar, bars};
use super::figures::Counts;
use super::table::Table;
use super::{Asked, Parts};
use weiterblick_domain::roundtable::poll::points::{Outcome, Row};

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let most = outcome.rows.iter().map(|row| row.sum).max().unwrap_or_default();
    let bar = |row: &Row| Bar {
        label: asked.label(row.o, counts.format),
        value: t!("result.points.value", sum = counts.count(row.sum)),
        note: supporters(row, counts),
        amount: row.sum,
    };
    Parts {
        summary: leading(asked, outcome, counts),
        drawing: bars(outcome.rows.iter().map(bar).collect(), most),
        table: Some(table(asked, outcome, counts)),
    }
}

/// "von 38 Personen"
pub(super) fn supporters(row: &Row, counts: &Counts<'_>) -> String {
    t!("result.points.supporters", count = counts.count(row.supporters))
}

pub(super) fn leading(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> String {
    let first = outcome.rows.iter().rev().max_by_key(|row| row.sum).filter(|row| row.sum > 0);
    first.map_or_else(
        || t!("result.none_yet"),
        |row| t!("result.points.leads", option = asked.label(row.o, counts.format), share = counts.percent(row.share)),
    )
}

pub(super) fn table(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Table {
    let columns = ["option", "sum", "mean", "share", "supporters"];
    let line = |row: &Row| {
        vec![
            asked.label(row.o, counts.format),
            counts.count(row.sum),
            counts.number(row.mean),
            counts.percent(row.share),
            counts.count(row.supporters),
        ]
    };
    Table {
        columns: columns.map(|column| t!(format!("result.column.{column}"))).to_vec(),
        rows: outcome.rows.iter().map(line).collect(),
    }
}
