//! Rankings: Borda points, first choices, comparisons of two.

use super::bars::{Bar, bars};
use super::figures::Counts;
use super::table::Table;
use super::{Asked, Parts};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::rank::{Outcome, Row};

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let label = |row: &Row| asked.label(row.o, counts.format);
    let bar = |row: &Row| Bar {
        label: label(row),
        value: counts.number(row.mean),
        note: t!("result.rank.first", count = counts.count(row.first)),
        amount: row.borda2,
    };
    // Every option ranked first by everybody: the end of the scale.
    let best = 2 * (i64::try_from(outcome.rows.len()).unwrap_or_default() - 1) * counts.total;
    let line = |row: &Row| vec![label(row), counts.number(row.mean), counts.count(row.first), counts.count(row.ranked)];
    let columns = ["option", "borda", "first", "ranked"].map(|column| t!(format!("result.column.{column}"))).to_vec();
    let drawing = view! {
        {bars(outcome.rows.iter().map(bar).collect(), best)}
        <p class="result__note">{t!("result.rank.borda")}</p>
        {pairs(asked, outcome, counts)}
    };
    Parts {
        summary: summary(asked, outcome, counts),
        drawing: drawing.into_any(),
        table: Some(Table { columns, rows: outcome.rows.iter().map(line).collect() }),
    }
}

fn summary(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> String {
    let first = outcome.rows.iter().rev().max_by_key(|row| row.borda2).filter(|row| row.borda2 > 0);
    let Some(first) = first else { return t!("result.none_yet") };
    let name = asked.label(first.o, counts.format);
    match outcome.condorcet {
        Some(winner) if winner == first.o => t!("result.rank.wins", option = name),
        Some(winner) => t!("result.rank.pairwise", option = name, winner = asked.label(winner, counts.format)),
        None => t!("result.rank.leads", option = name),
    }
}

/// How many put the option of the row above that of the column.
fn pairs(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Option<AnyView> {
    let pairs = outcome.pairs.as_ref()?;
    let label = |row: &Row| asked.label(row.o, counts.format);
    let heads = outcome.rows.iter().map(|row| view! { <th scope="col">{label(row)}</th> }).collect_view();
    let rows = outcome.rows.iter().zip(pairs).enumerate().map(|(at, (row, above))| {
        let cells = above.iter().enumerate().map(|(column, count)| {
            let text = if column == at { "–".to_owned() } else { counts.count(*count) };
            view! { <td data-num="">{text}</td> }
        });
        view! { <tr><th scope="row">{label(row)}</th>{cells.collect_view()}</tr> }
    });
    let table = view! {
        <details class="disclosure result__table">
            <summary><Icon name="sort"/>{t!("result.rank.pairs")}<Icon name="chevron-down"/></summary>
            <div class="table-box" tabindex="0" role="region" aria-label=t!("result.rank.pairs")>
                <table class="table">
                    <caption>{t!("result.rank.pairs_text")}</caption>
                    <thead><tr><td></td>{heads}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    };
    Some(table.into_any())
}
