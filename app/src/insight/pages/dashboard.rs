use super::super::access::reading;
use super::super::dashboard::{Dashboard, chosen, needed};
use super::super::parts::{calculation, filters, finding, heat, matrices, ranking, spread, survey_name, turnout};
use super::super::selection::Selection;
use super::super::words;
use super::nothing::nothing;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Frame, Page, path_param, query};
use crate::ui::{Crumbs, Icon};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::action::ReadRelease;
use weiterblick_store::insight::{SurveyResult, open};

/// `/auswertung/{survey}`: where a team stands, from release rows.
pub async fn dashboard() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = reading::<ReadRelease>(&ctx)?;
    let survey: SurveyId = path_param("survey")?;
    let selection = Selection::parse(&ctx.request.query);
    if let Ok(other) = query("umfrage").parse::<SurveyId>()
        && other != survey
    {
        leptos_axum::redirect(&selection.path(other), false);
        return Ok(Page::new(t!("insight.title"), ()));
    }
    let opened = open(&mut *ctx.state.db.read().await?, &grant, &sight, survey, |cells, led| {
        needed(chosen(selection.cell, cells, led), cells)
    })
    .await?;
    let format = Format::of(&ctx);
    let (Some(content), Some(head)) = (&opened.content, opened.survey().published()) else {
        return Ok(nothing(opened.survey()));
    };
    let dashboard = Dashboard::new(&format, opened.survey(), head, content, &selection);
    let page = Page::new(survey_name(opened.survey()), body(&dashboard, &opened.results));
    Ok(if selection.print { page.frame(Frame::Print) } else { page })
}

/// Everything between the navigation and the footer.
pub fn body(dashboard: &Dashboard, results: &[SurveyResult]) -> impl IntoView + use<> {
    let print = dashboard.selection.print;
    let compared = !dashboard.assessed.list.is_empty();
    let top = if print { selected(dashboard).into_any() } else { filters(dashboard, results).into_any() };
    view! {
        <div class="wrap">
            {print.then(|| print_bar(dashboard))}
            {head(dashboard)}
            <div class="dash">
                {top}
                {finding(dashboard)}
                {turnout(dashboard)}
                {compared.then(|| heat(dashboard))}
                {compared.then(|| matrices(dashboard))}
                {compared.then(|| ranking(dashboard))}
                {spread(dashboard)}
                {calculation(dashboard)}
            </div>
        </div>
    }
}

fn head(dashboard: &Dashboard) -> impl IntoView + use<> {
    let survey = dashboard.survey;
    let state = t!(
        "insight.page.state",
        day = dashboard.format.day(&dashboard.head.day),
        mode = t!(format!("insight.mode.{}", survey.mode.code())),
        k = dashboard.head.rules.k
    );
    let csv = format!("/auswertung/{}/werte.csv", survey.survey);
    let print = dashboard.link(|selection| selection.print = true);
    let here = if survey.wave_label.is_empty() { survey.title.clone() } else { survey.wave_label.clone() };
    view! {
        <div class="page-head">
            <Crumbs trail=vec![(t!("insight.title"), "/auswertung".to_owned())] here=here/>
            <div class="page-head__text">
                <h1>{survey_name(survey)}</h1>
                <p class="text-soft">{state}</p>
            </div>
            <div class="page-head__actions cluster" data-gap="2">
                <a class="button" data-kind="secondary" data-size="s" href=csv download=true>
                    <Icon name="download"/>{t!("insight.page.csv")}
                    <span class="visually-hidden">{t!("insight.page.csv_of")}</span>
                </a>
                {(!dashboard.selection.print).then(|| view! {
                    <a class="button" data-kind="secondary" data-size="s" href=print>
                        <Icon name="print"/>{t!("insight.page.print")}
                    </a>
                })}
            </div>
        </div>
    }
}

/// Above the sheet: how to print it, and the way back. Not printed.
fn print_bar(dashboard: &Dashboard) -> impl IntoView + use<> {
    let back = dashboard.link(|selection| selection.print = false);
    view! {
        <p class="cluster no-print" data-align="between">
            <a class="link-plain" href=back>{t!("insight.page.print_back")}</a>
            <span class="text-soft">{t!("insight.page.print_hint")}</span>
        </p>
    }
}

/// What the filters would say.
fn selected(dashboard: &Dashboard) -> impl IntoView + use<> {
    use super::super::selection::Show;
    let show = match dashboard.selection.show {
        Show::All => tn!("insight.show.all", dashboard.listed.len()),
        Show::Gaps => t!("insight.show.gaps"),
        Show::Strengths => t!("insight.show.strengths"),
    };
    let cell = dashboard.cell_name(dashboard.assessed.cell);
    view! {
        <p class="text-soft">
            {t!("insight.page.print_selection", cell = cell, show = show, rule = words::rule(dashboard.assessed.rule))}
        </p>
    }
}
