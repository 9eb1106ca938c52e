//! Dots that were put: rows of dots with their number, bars where a row would be too long.

use super::bars::{Bar, bars};
use super::figures::Counts;
use super::points::{leading, supporters, table};
use super::{Asked, Parts};
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::dots::{Outcome, Row};

/// Longer rows of dots are hard to compare.
const DRAWN: i64 = 40;
/// Width of one dot with the gap after it.
const STEP: i64 = 14;

pub(super) fn parts(asked: Asked<'_>, outcome: &Outcome, counts: &Counts<'_>) -> Parts {
    let most = outcome.rows.iter().map(|row| row.sum).max().unwrap_or_default();
    let leads = |row: &Row| row.sum == most && most > 0;
    let value = |row: &Row| tn!("result.dots.value", row.sum);
    let drawing = if most > DRAWN || counts.total != counts.n {
        let bar = |row: &Row| Bar {
            label: asked.label(row.o, counts.format),
            value: t!("result.dots.sum", sum = counts.count(row.sum)),
            note: supporters(row, counts),
            amount: row.sum,
        };
        bars(outcome.rows.iter().map(bar).collect(), most)
    } else {
        let mut rows: Vec<&Row> = outcome.rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.sum));
        let rows = rows.into_iter().map(|row| {
            view! {
                <li data-first=leads(row)>
                    <span class="pbars__label">{asked.label(row.o, counts.format)}</span>
                    <span class="pbars__value">
                        {value(row)}" "<span class="pbars__note">{supporters(row, counts)}</span>
                    </span>
                    {dots(row.sum, most)}
                </li>
            }
        });
        view! { <ol class="pbars">{rows.collect_view()}</ol> }.into_any()
    };
    Parts { summary: leading(asked, outcome, counts), drawing, table: Some(table(asked, outcome, counts)) }
}

/// `count` dots on a line that is long enough for `most`.
fn dots(count: i64, most: i64) -> impl IntoView {
    // One more than the middle of the last dot: a dot at the very end of a line is not drawn.
    let end = (STEP / 2 + STEP * (count - 1) + 1).to_string();
    view! {
        <svg class="pbars__dots" viewBox=format!("0 0 {} {STEP}", STEP * most.max(1)) aria-hidden="true"
            preserveAspectRatio="xMinYMid meet">
            {(count > 0).then(|| view! {
                <line x1=(STEP / 2).to_string() y1=(STEP / 2).to_string() x2=end y2=(STEP / 2).to_string()
                    stroke-width="10" stroke-linecap="round" stroke-dasharray=format!("0 {STEP}")></line>
            })}
        </svg>
    }
}
