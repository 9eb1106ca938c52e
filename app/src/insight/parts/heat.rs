use super::super::dashboard::Dashboard;
use super::super::selection::Selection;
use super::super::words;
use super::paging::part;
use crate::chart::{Column, Field, HeatMap, Row, abbreviations, heat_map};
use crate::context::request;
use crate::ui::{Icon, Section, pages};
use leptos::prelude::*;
use weiterblick_domain::ids::CompetenceId;
use weiterblick_domain::insight::view::{Assessment, HeatCell, Step};
use weiterblick_domain::insight::{Bound, CellKey, Decimal, Displayed, Figure};
use weiterblick_domain::policy::{Action, Relation, may};
use weiterblick_domain::survey::Mode;

/// Largest picture: more rows or columns go to further pages (insight.md §7).
const ROWS: usize = 60;
const COLUMNS: usize = 28;
/// From here on a phone scrolls sideways instead of wrapping the fields.
const WIDE: usize = 9;

/// Distance to the target by competence and cell. The last columns are the cell itself and, to compare with, all teams.
pub fn heat(dashboard: &Dashboard) -> impl IntoView {
    let cell = dashboard.assessed.cell;
    let mut totals = vec![cell];
    if cell != CellKey::COMPANY {
        totals.push(CellKey::COMPANY);
    }
    let compared: Vec<&Assessment> = dashboard.listed.iter().filter_map(|id| dashboard.assessment(*id)).collect();
    let (compared, row_pages, row_page) = part(&compared, ROWS, dashboard.selection.rows);
    let (below, column_pages, column_page) =
        part(&dashboard.board.children(cell), COLUMNS, dashboard.selection.columns);
    let columns: Vec<CellKey> = below.iter().chain(&totals).copied().collect();
    let of = |assessment: &Assessment| {
        let Assessment { competence, levels, .. } = *assessment;
        let fields = columns.iter().map(|cell| dashboard.board.field(*cell, competence, levels));
        (competence, fields.collect())
    };
    let rows: Vec<(CompetenceId, Vec<HeatCell>)> = compared.into_iter().map(of).collect();
    let is_shortfall = |field: &HeatCell| matches!(field, HeatCell::Shown { figure: Figure::Shortfall, .. });
    let has_shortfall = rows.iter().any(|(_, fields)| fields.iter().any(is_shortfall));
    let content = if rows.is_empty() {
        view! { <p>{t!("insight.heat.nothing")}</p> }.into_any()
    } else {
        heat_map(picture(dashboard, &rows, &columns, &totals)).into_any()
    };
    let to = |set: fn(&mut Selection, usize), page: usize| {
        format!("{}#uebersicht", dashboard.link(|selection| set(selection, page - 1)))
    };
    let row_links = pages(row_page + 1, row_pages, |page| to(|selection, page| selection.rows = page, page));
    let column_links =
        pages(column_page + 1, column_pages, |page| to(|selection, page| selection.columns = page, page));
    let (key, note) = (key(dashboard), note(dashboard, has_shortfall));
    view! {
        <Section id="uebersicht" title=t!("insight.heat.title") text=t!("insight.heat.text") tools=key>
            {content}{row_links}{column_links}{note}
        </Section>
    }
}

fn picture(
    dashboard: &Dashboard,
    rows: &[(CompetenceId, Vec<HeatCell>)],
    columns: &[CellKey],
    totals: &[CellKey],
) -> HeatMap {
    let names: Vec<String> = columns.iter().map(|cell| dashboard.cell_name(*cell)).collect();
    let heads = columns.iter().zip(names.iter().zip(abbreviations(&names))).map(|(cell, (name, short))| {
        let n_class = dashboard.cell_row(*cell).and_then(|row| row.n_class);
        Column {
            name: name.clone(),
            short,
            note: n_class.map_or_else(String::new, |n| t!("insight.cell.n", n = dashboard.format.count(i64::from(n)))),
            total: totals.contains(cell),
        }
    });
    let lines = rows.iter().map(|(competence, fields)| Row {
        name: dashboard.name(*competence),
        fields: fields.iter().map(|cell| field(dashboard, cell)).collect(),
    });
    HeatMap {
        caption: t!("insight.heat.caption"),
        key_id: "heat-info",
        corner: t!("insight.heat.corner"),
        columns: heads.collect(),
        rows: lines.collect(),
        wide: columns.len() >= WIDE,
    }
}

fn field(dashboard: &Dashboard, cell: &HeatCell) -> Field {
    match cell {
        HeatCell::NotAsked => Field::Empty { words: t!("insight.not_asked.words") },
        HeatCell::Hidden => Field::Hidden {
            words: t!("insight.hidden.words"),
            short: t!("insight.hidden.short"),
            reason: t!("insight.hidden.reason"),
        },
        HeatCell::Shown { value, below, step, .. } => Field::Value {
            step: step.map(Step::code),
            value: if value.is_hidden() {
                String::new()
            } else {
                breakable(words::distance(dashboard.format, *value), *value)
            },
            below: breakable(words::compact(dashboard.format, *below), *below),
            below_words: t!("insight.heat.below_words", share = words::figure(dashboard.format, *below)),
        },
    }
}

/// In a narrow field a line may end after "≤" or "≥".
fn breakable(text: String, displayed: Displayed) -> String {
    if displayed.bound() == Bound::Exact { text } else { text.replacen('\u{a0}', " ", 1) }
}

/// The colour key. Thresholds in levels where all competences have the same scale, else without numbers.
fn key(dashboard: &Dashboard) -> AnyView {
    let mut levels: Vec<u8> = dashboard.assessed.list.iter().map(|a| a.levels).collect();
    levels.sort_unstable();
    levels.dedup();
    let label = |step: Step| match levels.as_slice() {
        [levels] => dashboard.format.signed(threshold(step, *levels)),
        _ => match step {
            Step::Need4 => "− − −".to_owned(),
            Step::Need2 => "− −".to_owned(),
            Step::Need1 => "−".to_owned(),
            Step::Even => "0".to_owned(),
            Step::Surplus2 => "+".to_owned(),
        },
    };
    let steps = Step::ALL.iter().map(|step| view! { <li data-step=step.code()>{label(*step)}</li> }).collect_view();
    view! {
        <div class="scale-key" id="heat-info">
            <span>{t!("insight.heat.under")}</span>
            <ul>{steps}</ul>
            <span>{t!("insight.heat.over")}</span>
        </div>
    }
    .into_any()
}

/// Where a step begins, as distance to the target on a scale with `levels` levels (insight.md §7).
fn threshold(step: Step, levels: u8) -> Decimal {
    let thousandths = match step {
        Step::Need4 => -250,
        Step::Need2 => -125,
        Step::Need1 => -50,
        Step::Even => 0,
        Step::Surplus2 => 125,
    };
    let distance = thousandths * (i64::from(levels) - 1);
    if distance % 100 == 0 { Decimal::new(distance / 100, 1) } else { Decimal::new(distance / 10, 2) }
}

fn note(dashboard: &Dashboard, has_shortfall: bool) -> impl IntoView + use<> {
    let k = dashboard.format.count(i64::from(dashboard.head.rules.k));
    let request = request();
    let actor = request.viewer.as_ref().map(|viewer| &viewer.actor);
    let may_read_log = may(actor, Action::ReadSuppressionLog, Relation::Organisation).is_ok();
    let log = format!("/auswertung/{}/schutz", dashboard.survey.survey);
    let named = dashboard.survey.mode == Mode::Named;
    view! {
        <p class="note">
            <Icon name="shield"/>
            <span>
                <strong>{t!("insight.heat.shielded", k = k)}</strong>
                " "{t!("insight.heat.note")}
                {named.then(|| format!(" {}", t!("insight.heat.named_note")))}
                {has_shortfall.then(|| format!(" {}", t!("insight.heat.shortfall_note")))}
                {may_read_log.then(|| view! { " "<a class="no-print" href=log>{t!("insight.heat.log")}</a> })}
            </span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_names_the_distance_where_each_colour_begins() {
        fn check(step: Step, levels: u8, expected: &str) {
            assert_eq!(threshold(step, levels).to_string(), expected, "{step:?} {levels}");
        }
        check(Step::Need4, 5, "-1.0");
        check(Step::Need2, 5, "-0.5");
        check(Step::Need1, 5, "-0.2");
        check(Step::Even, 5, "0.0");
        check(Step::Surplus2, 5, "0.5");
        check(Step::Need4, 4, "-0.75");
        check(Step::Need2, 3, "-0.25");
        check(Step::Need1, 8, "-0.35");
    }
}
