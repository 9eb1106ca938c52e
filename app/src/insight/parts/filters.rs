use super::super::dashboard::Dashboard;
use super::super::selection::{Order, Show, View};
use super::super::words;
use crate::ui::{Select, SelectOption};
use leptos::prelude::*;
use weiterblick_domain::insight::view::Method;
use weiterblick_domain::insight::{CellKey, CutRule};
use weiterblick_store::insight::SurveyResult;

/// What a survey is called in lists: title, and the wave where the title does not say it.
pub fn survey_name(survey: &SurveyResult) -> String {
    if survey.wave_label.is_empty() || survey.title.contains(&survey.wave_label) {
        survey.title.clone()
    } else {
        format!("{} {}", survey.title, survey.wave_label)
    }
}

/// Survey, team, what to list, where the lines run: a plain form, everything ends up in the address.
pub fn filters(dashboard: &Dashboard, results: &[SurveyResult]) -> impl IntoView {
    let survey = dashboard.survey.survey;
    let surveys = results
        .iter()
        .filter(|result| result.published().is_some())
        .map(|result| SelectOption::new(result.survey, survey_name(result)))
        .collect();
    let teams: Vec<SelectOption> = tree(dashboard)
        .into_iter()
        .map(|(cell, depth)| {
            SelectOption::new(
                cell,
                format!("{}{}", "\u{a0}\u{a0}\u{a0}".repeat(depth.saturating_sub(1)), dashboard.cell_name(cell)),
            )
        })
        .collect();
    let all = dashboard.board.asked(dashboard.assessed.cell).count();
    let shows = vec![
        SelectOption::new(Show::All.code(), tn!("insight.show.all", all)),
        SelectOption::new(Show::Gaps.code(), t!("insight.show.gaps")),
        SelectOption::new(Show::Strengths.code(), t!("insight.show.strengths")),
    ];
    let rules = CutRule::ALL.iter().map(|rule| SelectOption::new(rule.code(), words::rule(*rule))).collect();
    let orders = Order::ALL
        .into_iter()
        .map(|order| SelectOption::new(order.code(), t!(format!("insight.order.{}", order.key()))))
        .collect();
    let selection = dashboard.selection;
    let compared = !dashboard.assessed.list.is_empty();
    view! {
        <form class="dash__filters filters" method="get" action=format!("/auswertung/{survey}")
            aria-label=t!("insight.filters.label")>
            <Select name="umfrage" label=t!("insight.filters.survey") options=surveys value=survey.to_string()/>
            {(teams.len() > 1).then(|| view! {
                <Select name="zelle" label=t!("insight.filters.cell") options=teams value=dashboard.assessed.cell.to_string()/>
            })}
            {compared.then(|| view! {
                <Select name="zeigen" label=t!("insight.filters.show") options=shows value=selection.show.code()/>
                <Select name="schnitt" label=t!("insight.filters.rule") options=rules value=dashboard.assessed.rule.code()/>
            })}
            <Select name="ordnung" label=t!("insight.filters.order") options=orders value=selection.order.code()/>
            {selection.method.map(|method| view! { <input type="hidden" name="methode" value=Method::code(method)/> })}
            {(selection.view != View::Chart).then(|| view! {
                <input type="hidden" name="ansicht" value=selection.view.code()/>
            })}
            <div class="cluster" data-gap="1">
                <button class="button" data-kind="secondary" data-size="s" type="submit">{t!("insight.filters.apply")}</button>
                <a class="button" data-kind="quiet" data-size="s" href=format!("/auswertung/{survey}")>
                    {t!("insight.filters.reset")}
                </a>
            </div>
        </form>
    }
}

/// The visible cells as a tree: each with its depth. A led unit whose parent is not visible stands at the top.
fn tree(dashboard: &Dashboard) -> Vec<(CellKey, usize)> {
    let rows = &dashboard.content.release.cells;
    let is_root = |parent: Option<CellKey>| parent.is_none_or(|parent| dashboard.cell_row(parent).is_none());
    let mut open: Vec<(CellKey, usize)> =
        rows.iter().rev().filter(|row| is_root(row.parent)).map(|row| (row.cell, 0)).collect();
    let mut list = Vec::with_capacity(rows.len());
    while let Some((cell, depth)) = open.pop() {
        list.push((cell, depth));
        open.extend(dashboard.board.children(cell).into_iter().rev().map(|child| (child, depth + 1)));
    }
    list
}
