//! What changed between two rounds, as far as it may be told (live.md L17, L18).

use super::Asked;
use super::figures::part;
use crate::chart::length;
use crate::format::Format;
use leptos::prelude::*;
use weiterblick_domain::roundtable::poll::shift::{Measure, Moves, Place, Row, Shown};

/// Counts of those who answered twice, and what changed per option.
pub fn shift(asked: Asked<'_>, shown: &Shown, format: &Format) -> AnyView {
    let count = |count: Option<i64>| count.map_or_else(|| t!("result.shift.few"), |count| format.count(count));
    let summary = t!(
        "result.shift.summary",
        pairs = count(shown.pairs),
        stayed = count(shown.stayed),
        changed = count(shown.changed)
    );
    let apart = t!("result.shift.apart", first = count(shown.only_first), second = count(shown.only_second));
    let most = shown.rows.iter().filter_map(|row| Some(row.change?.units().abs())).max().unwrap_or_default();
    let rows = shown.rows.iter().map(|row| change(asked, row, most, format)).collect_view();
    view! {
        <section class="shift">
            <h3>{t!("result.shift.title")}</h3>
            <p>{summary}</p>
            {(!shown.rows.is_empty()).then(|| view! { <ul class="shift__rows">{rows}</ul> })}
            {shown.moves.as_ref().map(|moves| table(asked, moves, format))}
            <p class="result__note">{apart}</p>
        </section>
    }
    .into_any()
}

/// One option with the difference as a bar to the left or right of the middle.
fn change(asked: Asked<'_>, row: &Row, most: i64, format: &Format) -> impl IntoView + use<> {
    let name = row.o.map_or_else(|| t!("result.column.mean"), |option| asked.label(option, format));
    let name = match row.measure {
        Measure::X => t!("result.shift.x", item = name),
        Measure::Y => t!("result.shift.y", item = name),
        Measure::Ticks | Measure::Mean => name,
    };
    let value = row.change.map_or_else(|| t!("result.shift.few"), |change| format.signed(change));
    let bar = row.change.map(|change| {
        let width = part(change.units().abs(), most) / 2.0;
        let from = if change.units() < 0 { 0.5 - width } else { 0.5 };
        view! {
            <svg class="pbars__plot" width="100%" height="100%" aria-hidden="true">
                <rect class="pbars__bar" x=length(from) width=length(width) height="100%"></rect>
                <line class="pbars__base" x1="50%" y1="-10%" x2="50%" y2="110%"></line>
            </svg>
        }
    });
    view! { <li><span>{name}</span>" "<span class="pbars__value">{value}</span>{bar}</li> }
}

/// Who went from which choice to which.
fn table(asked: Asked<'_>, moves: &Moves, format: &Format) -> impl IntoView + use<> {
    let name = |place: &Place| match place {
        Place::Option(option) => asked.label(*option, format),
        Place::Yes => t!("result.yesno.yes"),
        Place::No => t!("result.yesno.no"),
        Place::Other => t!("result.shift.elsewhere"),
        Place::Abstain => t!("result.shift.abstain"),
    };
    let heads = moves.places.iter().map(|place| view! { <th scope="col">{name(place)}</th> }).collect_view();
    let rows = moves.places.iter().zip(&moves.cells).map(|(place, cells)| {
        let cells = cells.iter().map(|count| view! { <td data-num="">{format.count(*count)}</td> }).collect_view();
        view! { <tr><th scope="row">{name(place)}</th>{cells}</tr> }
    });
    view! {
        <div class="table-box" tabindex="0" role="region" aria-label=t!("result.shift.table")>
            <table class="table">
                <caption>{t!("result.shift.table")}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
