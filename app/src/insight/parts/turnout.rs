use super::super::dashboard::Dashboard;
use super::super::words;
use crate::chart::{Bar, bars};
use crate::ui::{Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::insight::Participation;
use weiterblick_domain::insight::view::TurnoutRow;

/// Participation of the cell and of the cells below: classes and rounded shares, never counts.
pub fn turnout(dashboard: &Dashboard) -> impl IntoView {
    let rows = dashboard.board.turnout(dashboard.assessed.cell);
    let own = rows.first().map(|row| figure(dashboard, row));
    let below: Vec<Bar> = rows
        .iter()
        .skip(1)
        .map(|row| Bar {
            name: dashboard.cell_name(row.cell),
            value: said(dashboard, row.participation),
            share: match row.participation {
                Participation::Percent { value } => Some(words::float(value) / 100.0),
                Participation::High | Participation::Hidden => None,
            },
        })
        .collect();
    let table = (!below.is_empty()).then(|| table(dashboard, &rows));
    view! {
        <Section id="beteiligung" title=t!("insight.turnout.title")>
            <div class="turnout">
                {own}
                {(!below.is_empty()).then(|| bars(below))}
            </div>
            {table}
        </Section>
    }
}

/// A text about those who count: in anonymous surveys whoever has answered, in named ones whoever has released.
fn of_mode(dashboard: &Dashboard, key: &str) -> String {
    t!(format!("insight.turnout.{key}_{}", dashboard.survey.mode))
}

/// The key figure of the cell itself.
fn figure(dashboard: &Dashboard, row: &TurnoutRow) -> impl IntoView + use<> {
    let (value, label) = match row.participation {
        Participation::Percent { value } => (dashboard.format.percent_parts(value), of_mode(dashboard, "label")),
        Participation::High => ((t!("insight.turnout.high"), String::new()), of_mode(dashboard, "high_label")),
        Participation::Hidden => (("–".to_owned(), String::new()), t!("insight.turnout.hidden_label")),
    };
    let answers = row
        .n_class
        .map(|n| t!(format!("insight.turnout.n_{}", dashboard.survey.mode), n = dashboard.format.count(i64::from(n))));
    view! {
        <p class="stat">
            <span class="stat__value">{value.0}<span class="stat__unit">{value.1}</span></span>
            <span class="stat__label">{label}</span>
            {answers.map(|answers| view! { <span class="stat__label">{answers}</span> })}
        </p>
    }
}

fn said(dashboard: &Dashboard, participation: Participation) -> String {
    match participation {
        Participation::Percent { value } => dashboard.format.percent(value),
        Participation::High => t!("insight.turnout.high"),
        Participation::Hidden => t!("insight.hidden.words"),
    }
}

fn table(dashboard: &Dashboard, rows: &[TurnoutRow]) -> impl IntoView + use<> {
    let lines = rows
        .iter()
        .map(|row| {
            let answers = match row.n_class {
                Some(n) => t!("insight.turnout.at_least", n = dashboard.format.count(i64::from(n))),
                None => t!("insight.hidden.words"),
            };
            view! {
                <tr>
                    <th scope="row">{dashboard.cell_name(row.cell)}</th>
                    <td data-num=true>{said(dashboard, row.participation)}</td>
                    <td data-num=true>{answers}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure">
            <summary><Icon name="table"/>{t!("insight.turnout.table")}<Icon name="chevron-down"/></summary>
            <div>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!("insight.turnout.cell")}</th>
                            <th scope="col" data-num=true>{t!("insight.turnout.participation")}</th>
                            <th scope="col" data-num=true>{of_mode(dashboard, "answers")}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </details>
    }
}
