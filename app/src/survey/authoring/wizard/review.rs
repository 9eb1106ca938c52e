use super::{Step, step_name};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::Page;
use crate::questionnaire::summary;
use crate::survey::authoring::api::{DeleteSurvey, StartSurvey, step_path};
use crate::survey::authoring::opening::{Obstacle, readiness};
use crate::survey::authoring::parts::mode_line;
use crate::texts::language;
use crate::ui::{Alert, Confirm, Icon};
use leptos::prelude::*;
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::survey::Mode;
use weiterblick_store::questionnaire as questionnaires;
use weiterblick_store::survey::{Audience, Survey};

/// Step 6: everything once more, what stands against starting, and the start.
pub async fn page(ctx: &Ctx, survey: Survey) -> Result<Page, Error> {
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let mut conn = ctx.state.db.read().await?;
    let ready = readiness(&mut conn, &ctx.state, &survey, ctx.now).await?;
    let version = match survey.version {
        Some(version) => Some(questionnaires::version(&mut conn, &read, version).await?),
        None => None,
    };
    let format = Format::of(ctx);
    let asked = version.as_ref().map(|version| summary(&version.definition)).unwrap_or_default();
    let people = i64::try_from(ready.audience.members.len()).unwrap_or(i64::MAX);
    let facts = facts(&survey, Some(&ready.audience), people, &asked, &format);
    let preview = survey.questionnaire.map(|id| {
        view! {
            <a class="link-plain" href=format!("/frageboegen/{id}/vorschau")>
                <Icon name="eye"/>{t!("survey.review.preview")}
            </a>
        }
    });
    let start = start(&survey, &ready.obstacles, &format, ctx);
    let form = view! {
        <div class="wizard">
            <div class="page-head__text">
                <h1>{t!("survey.review.title")}</h1>
                <p class="lead">{t!("survey.review.lead")}</p>
            </div>
            {obstacles(&survey, &ready.obstacles, &format)}
            {no_profiles(&survey, &ready.audience)}
            <dl class="facts" data-kind="long">{facts}</dl>
            {preview}
            <div class="wizard__bar">
                <a class="button" data-kind="secondary" href=step_path(survey.id, 5)>
                    <Icon name="arrow-left" flip=true/>{t!("survey.wizard.back")}
                </a>
                {start}
            </div>
            <Confirm open=t!("survey.delete.open") kind="quiet" question=t!("survey.delete.question")
                text=t!("survey.delete.text")>
                <PostForm<DeleteSurvey>>
                    <input type="hidden" name="survey" value=survey.id.to_string()/>
                    <button class="button" data-kind="danger" type="submit">{t!("survey.delete.action")}</button>
                </PostForm<DeleteSurvey>>
            </Confirm>
        </div>
    }
    .into_any();
    let help = vec![
        (t!("survey.help.start"), t!("survey.help.start_text")),
        (t!("survey.help.frozen"), t!("survey.help.frozen_text")),
    ];
    Ok(Step { here: 6, survey: Some(survey), form, help }.page())
}

fn obstacles(survey: &Survey, obstacles: &[Obstacle], format: &Format) -> AnyView {
    if obstacles.is_empty() {
        return view! { <Alert kind="ok" title=t!("survey.review.ready")><p>{t!("survey.review.ready_text")}</p></Alert> }.into_any();
    }
    let entries = obstacles
        .iter()
        .map(|obstacle| {
            let step = obstacle.step();
            view! {
                <li>
                    {obstacle.sentence(survey, format)}" "
                    <a href=step_path(survey.id, step)>{t!("survey.review.to_step", number = step, name = step_name(step))}</a>
                </li>
            }
        })
        .collect_view();
    view! { <Alert kind="warn" title=tn!("survey.review.open", obstacles.len())><ul>{entries}</ul></Alert> }.into_any()
}

fn no_profiles(survey: &Survey, audience: &Audience) -> AnyView {
    let missing =
        survey.gap_source == GapSource::Profile && audience.members.iter().all(|member| member.profile.is_none());
    if !missing || audience.members.is_empty() {
        return ().into_any();
    }
    view! {
        <Alert kind="warn" title=t!("survey.review.no_profiles")>
            <p>
                {t!("survey.review.no_profiles_text")}" "
                <a href="/kompetenzen/zuordnung">{t!("survey.review.no_profiles_link")}</a>
            </p>
        </Alert>
    }
    .into_any()
}

fn start(survey: &Survey, obstacles: &[Obstacle], format: &Format, ctx: &Ctx) -> AnyView {
    if !obstacles.is_empty() {
        return view! { <p class="text-soft">{t!("survey.review.not_yet")}</p> }.into_any();
    }
    let label = match survey.opens_at.filter(|at| *at > ctx.now) {
        Some(day) => t!("survey.review.schedule", day = format.date(day)),
        None => t!("survey.review.start"),
    };
    let id = survey.id.to_string();
    view! {
        <PostForm<StartSurvey>>
            <input type="hidden" name="survey" value=id/>
            <button class="button" type="submit"><Icon name="play"/>{label}</button>
        </PostForm<StartSurvey>>
    }
    .into_any()
}

/// The settings of a survey in pairs; also for the page that the works council reads. `planned` is the audience before
/// it is frozen.
pub fn facts(survey: &Survey, planned: Option<&Audience>, people: i64, asked: &str, format: &Format) -> AnyView {
    let opens = survey.opens_at.map_or_else(|| t!("survey.period.now"), |at| format.date(at));
    let closes = survey.closes_at.map_or_else(|| t!("survey.review.open_value"), |at| format.date(at));
    let questionnaire = survey.questionnaire_title.get(language()).to_owned();
    let unset = t!("survey.review.open_value");
    let questionnaire = if questionnaire.is_empty() { unset } else { format!("{questionnaire} · {asked}") };
    let mut pairs = vec![
        (t!("survey.basics.name"), survey.title.clone()),
        (t!("survey.basics.wave"), survey.wave_label.clone()),
        (step_name(2), questionnaire),
        (step_name(3), tn!("survey.size.text", people)),
        (t!("survey.privacy.mode"), mode_line(survey.mode, survey.threshold)),
        (t!("survey.council.legend"), council(survey)),
        (t!("survey.period.start"), opens),
        (t!("survey.period.closes_on"), closes),
        (t!("survey.gap_source.legend"), t!(format!("survey.gap_source.{}", survey.gap_source.code()))),
        (t!("survey.layout.legend"), t!(format!("survey.layout.per_{}", survey.layout))),
    ];
    let merged = planned.map_or(0, |audience| audience.check.merges.len());
    if survey.mode == Mode::Anonymous && survey.merge_small && merged > 0 {
        pairs.push((t!("survey.review.merged"), tn!("survey.review.merged_units", merged)));
    }
    if survey.share_with_employees {
        pairs.push((t!("survey.period.share"), t!("survey.review.yes")));
    }
    pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view()
        .into_any()
}

fn council(survey: &Survey) -> String {
    let state = t!(format!("survey.council.{}", survey.council.code()));
    if survey.council_note.is_empty() { state } else { format!("{state} · {}", survey.council_note) }
}
