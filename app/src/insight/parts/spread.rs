use super::super::dashboard::Dashboard;
use super::super::words;
use super::switch::{CHART_LEVELS_TABLE, CHART_TABLE, switch, switchable};
use crate::chart::{Part, Spread, Stack, spread as draw, stacks};
use crate::ui::Section;
use leptos::prelude::*;
use weiterblick_domain::insight::Displayed;
use weiterblick_domain::insight::view::DistributionRow;

/// Who is below, at and above Soll, and how the answers spread over the levels. Large cells only.
pub fn spread(dashboard: &Dashboard) -> impl IntoView {
    let all = dashboard.board.distribution(dashboard.assessed.cell);
    let rows: Vec<DistributionRow> = dashboard
        .listed
        .iter()
        .filter_map(|id| all.iter().find(|row| row.competence == *id && row.shares.is_some()).cloned())
        .collect();
    let compared = rows.iter().any(|row| row.below.is_shown());
    let title = if compared { t!("insight.spread.title") } else { t!("insight.spread.levels_title") };
    if rows.is_empty() {
        let n = dashboard.format.count(i64::from(2 * dashboard.head.rules.k));
        return view! {
            <Section id="verteilung" title=title><p>{t!("insight.spread.small", n = n)}</p></Section>
        }
        .into_any();
    }
    let text = if compared { t!("insight.spread.text") } else { t!("insight.spread.levels_text") };
    let print = dashboard.selection.print;
    let levels = view! {
        {level_legend(&rows)}
        {compared.then(|| view! { <p class="text-soft text-sm">{t!("insight.spread.mark")}</p> })}
        {stacks(rows.iter().map(|row| stack(dashboard, row)).collect())}
    };
    let body = view! {
        {compared.then(|| view! {
            <div class="switchable__chart">
                {legend()}
                {draw(rows.iter().map(|row| around_target(dashboard, row)).collect())}
            </div>
        })}
        <div class=if compared { "switchable__levels" } else { "switchable__chart" }>{levels}</div>
        <div class="switchable__table">{table(dashboard, &rows)}</div>
        <p class="text-soft text-sm">{t!("insight.spread.rounding")}</p>
    };
    let views = if compared { CHART_LEVELS_TABLE } else { CHART_TABLE };
    let tools = switch(dashboard, "verteilung", views);
    let section = if print {
        view! { <Section id="verteilung" title=title text=text>{body}</Section> }.into_any()
    } else {
        view! { <Section id="verteilung" title=title text=text tools=tools>{body}</Section> }.into_any()
    };
    switchable(dashboard, views, false, section)
}

/// Share and the number that stands in it, without its percent sign.
fn piece(dashboard: &Dashboard, displayed: Displayed) -> Part {
    Part { share: words::position(displayed).unwrap_or_default(), text: words::number(dashboard.format, displayed) }
}

fn around_target(dashboard: &Dashboard, row: &DistributionRow) -> Spread {
    let shown = row.below.is_shown();
    Spread {
        name: dashboard.name(row.competence),
        note: if shown {
            t!("insight.spread.note", share = words::figure(dashboard.format, row.below))
        } else {
            String::new()
        },
        parts: shown.then(|| [row.below, row.at, row.above].map(|share| piece(dashboard, share))),
    }
}

fn stack(dashboard: &Dashboard, row: &DistributionRow) -> Stack {
    let parts: Vec<Part> = row.shares.iter().flatten().map(|share| piece(dashboard, *share)).collect();
    Stack {
        name: dashboard.name(row.competence),
        note: if row.soll.is_shown() {
            t!("insight.spread.soll", value = words::figure(dashboard.format, row.soll))
        } else {
            String::new()
        },
        parts,
        mark: row.levels_below_soll(),
    }
}

fn legend() -> impl IntoView {
    let entry = |class: &'static str, key: &str| {
        view! {
            <li>
                <svg class="plot-key" width="20" height="16" aria-hidden="true">
                    <rect class=class x="1" y="1" width="18" height="14"></rect>
                </svg>
                {t!(key)}
            </li>
        }
    };
    view! {
        <ul class="legend">
            {entry("seg-need-1", "insight.spread.below")}
            {entry("seg-even", "insight.spread.at")}
            {entry("seg-surplus", "insight.spread.above")}
        </ul>
    }
}

/// Levels of the longest scale; parts of a bar stand in the same order.
fn level_legend(rows: &[DistributionRow]) -> impl IntoView + use<> {
    let levels = rows.iter().filter_map(|row| row.shares.as_ref()).map(Vec::len).max().unwrap_or_default();
    let entries = (0..levels)
        .map(|index| {
            let class = crate::chart::level_class(index, levels);
            view! {
                <li>
                    <svg class="plot-key" width="20" height="16" aria-hidden="true">
                        <rect class=class x="1" y="1" width="18" height="14"></rect>
                    </svg>
                    {t!("insight.spread.legend_level", level = index + 1)}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="legend">{entries}</ul> }
}

fn table(dashboard: &Dashboard, rows: &[DistributionRow]) -> impl IntoView + use<> {
    let levels = rows.iter().filter_map(|row| row.shares.as_ref()).map(Vec::len).max().unwrap_or_default();
    let compared = rows.iter().any(|row| row.below.is_shown());
    let figure = |displayed: Displayed| words::compact(dashboard.format, displayed);
    let lines = rows
        .iter()
        .map(|row| {
            let shares = row.shares.clone().unwrap_or_default();
            let level = |index: usize| shares.get(index).map_or_else(|| "–".to_owned(), |share| figure(*share));
            let levels = (0..levels).map(|index| view! { <td data-num=true>{level(index)}</td> }).collect_view();
            let around = compared.then(|| {
                [row.below, row.at, row.above, row.soll]
                    .map(|v| view! { <td data-num=true>{figure(v)}</td> })
                    .collect_view()
            });
            view! {
                <tr>
                    <th scope="row">{dashboard.name(row.competence)}</th>
                    {around}{levels}
                    <td data-num=true>{words::deviation(dashboard.format, row.deviation)}</td>
                    <td data-num=true>{figure(row.opt_out)}</td>
                </tr>
            }
        })
        .collect_view();
    let around = compared.then(|| {
        let head = |key: &str| view! { <th scope="col" data-num=true>{t!(key)}</th> };
        ["insight.spread.below", "insight.spread.at", "insight.spread.above", "insight.ranking.target"]
            .map(head)
            .collect_view()
    });
    let heads = (1..=levels)
        .map(|level| view! { <th scope="col" data-num=true>{t!("insight.spread.level", level = level)}</th> })
        .collect_view();
    view! {
        <div class="table-box scroll-x" role="region" aria-label=t!("insight.spread.table_label") tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("insight.ranking.competence")}</th>
                        {around}{heads}
                        <th scope="col" data-num=true>{t!("insight.spread.deviation")}</th>
                        <th scope="col" data-num=true>{t!("insight.spread.opt_out")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <p class="text-soft text-sm">{t!("insight.spread.opt_out_note")}</p>
    }
}
