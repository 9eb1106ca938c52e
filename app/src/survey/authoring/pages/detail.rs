use super::running::{count, due};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::insight::cell_name;
use crate::page::{Page, path_param};
use crate::questionnaire::summary;
use crate::survey::answering::markup::markup;
use crate::survey::authoring::api::{ChangeEnd, CloseNow, DeleteSurvey, UnscheduleSurvey, step_path};
use crate::survey::authoring::dates::field_day;
use crate::survey::authoring::opening::audience;
use crate::survey::authoring::parts::{StateBadge, mode_line};
use crate::survey::authoring::wizard::facts;
use crate::texts::language;
use crate::ui::{Alert, Confirm, Icon, PageHead, Section, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::Participation as Released;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_domain::survey::{EXTENSIONS_MAX, Mode, State};
use weiterblick_store::questionnaire as questionnaires;
use weiterblick_store::survey::{self as store, Audience, AudienceSize, CellParticipation, Listed, Notice, Survey};

/// `/umfragen/{id}`: state, dates, participation as far as it may be said, and the rules that the works council reads.
pub async fn detail() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageSurveys>(Relation::Organisation).is_ok();
    let id: SurveyId = path_param("id")?;
    let mut conn = ctx.state.db.read().await?;
    let survey = store::survey(&mut conn, &read, id).await?;
    let listed = store::list(&mut conn, &read, Some(id)).await?.into_iter().next().ok_or_else(Error::not_found)?;
    let notice = store::notice(&mut conn, &survey.notice_id).await?;
    let asked = match survey.version {
        Some(version) => summary(&questionnaires::version(&mut conn, &read, version).await?.definition),
        None => String::new(),
    };
    // Before the start as it would be today, afterwards as it was frozen.
    let planned = match survey.state {
        State::Draft | State::Scheduled => Some(audience(&mut conn, &ctx.state, &survey, ctx.now).await?),
        _ => None,
    };
    let sizes = match &planned {
        Some(planned) => sizes(planned),
        None => store::audience_size(&mut conn, id).await?,
    };
    let released = store::released_participation(&mut conn, id).await?;
    drop(conn);
    let format = Format::of(&ctx);
    let trail = vec![(t!("survey.area.surveys"), "/umfragen".to_owned())];
    let title = survey.title.clone();
    let mode = mode_line(survey.mode, survey.threshold);
    let lead = if survey.wave_label.is_empty() { mode } else { format!("{} · {mode}", survey.wave_label) };
    let actions = head_actions(&survey, manage);
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() trail=trail lead=lead>
                <StateBadge state=survey.state/>
                {actions}
            </PageHead>
            <div class="stack" data-gap="section">
                {messages(&survey, &format)}
                {participation(&survey, &listed, released, &format, &ctx)}
                {settings(&survey, &planned, &sizes, &asked, &format)}
                {rules(&survey, &format)}
                {notice_section(&notice)}
                {manage.then(|| controls(&survey, &format, &ctx))}
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}

fn sizes(audience: &Audience) -> Vec<AudienceSize> {
    let count = |unit| audience.members.iter().filter(|member| member.unit == unit).count();
    let row = |name: String, members: usize| AudienceSize { name, members: i64::try_from(members).unwrap_or(i64::MAX) };
    let units = audience.units.iter().map(|unit| row(unit.name.clone(), count(Some(unit.id))));
    units.chain([row(String::new(), count(None))]).filter(|size| size.members > 0).collect()
}

fn head_actions(survey: &Survey, manage: bool) -> AnyView {
    let id = survey.id;
    match survey.state {
        State::Draft if manage => view! {
            <a class="button" href=step_path(id, survey.step)><Icon name="edit"/>{t!("survey.list.continue")}</a>
        }
        .into_any(),
        State::Open if manage => view! {
            <a class="button" href=format!("/umfragen/{id}/einladungen")><Icon name="send"/>{t!("survey.detail.invitations")}</a>
        }
        .into_any(),
        State::Closed | State::Archived => view! {
            <a class="button" href=format!("/auswertung/{id}")><Icon name="chart"/>{t!("survey.detail.results")}</a>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn messages(survey: &Survey, format: &Format) -> AnyView {
    let refused = (!survey.start_refusal.is_empty() && survey.state == State::Draft).then(|| {
        let reason = t!(format!("survey.refusal.{}", survey.start_refusal));
        view! { <Alert kind="error" title=t!("survey.detail.refused")><p>{reason}</p></Alert> }
    });
    let too_few = survey.too_few.then(|| {
        let text = t!(format!("survey.detail.too_few_{}", survey.mode), k = survey.threshold.k());
        view! { <Alert kind="warn" title=t!("survey.detail.too_few")><p>{text}</p></Alert> }
    });
    let planned = survey.opens_at.filter(|_| survey.state == State::Scheduled).map(|at| {
        view! { <Alert title=t!("survey.detail.planned", day = format.date(at))><p>{t!("survey.detail.planned_text")}</p></Alert> }
    });
    let extended = (!survey.extension_reason.is_empty()).then(|| {
        let reason = survey.extension_reason.clone();
        view! { <Alert title=t!("survey.detail.extended")><p>{reason}</p></Alert> }
    });
    let none = refused.is_none() && too_few.is_none() && planned.is_none() && extended.is_none();
    if none {
        return ().into_any();
    }
    view! { <div class="stack">{refused}{too_few}{planned}{extended}</div> }.into_any()
}

fn participation(
    survey: &Survey,
    listed: &Listed,
    released: Vec<CellParticipation>,
    format: &Format,
    ctx: &Ctx,
) -> AnyView {
    if matches!(survey.state, State::Draft | State::Scheduled) {
        return ().into_any();
    }
    let text = match (survey.mode, survey.state) {
        (Mode::Anonymous, State::Open) => t!("survey.detail.participation_open", k2 = 2 * survey.threshold.k()),
        (Mode::Anonymous, _) => t!("survey.detail.participation_closed"),
        (Mode::Named, _) => t!("survey.detail.participation_named"),
    };
    let ends = (survey.state == State::Open).then(|| due(listed, format, ctx.now));
    let closed = survey.closed_at.map(|at| {
        view! { <p class="wave__due"><Icon name="calendar"/><span>{t!("survey.list.closed_at", day = format.date(at))}</span></p> }
    });
    let count = count(listed, format);
    let by_cell = (survey.mode == Mode::Anonymous && released.len() > 1).then(|| cells(released, format));
    view! {
        <Section id="beteiligung" title=t!("survey.list.participation") text=text>
            <div class="panel wave">{count}{ends}{closed}</div>
            {by_cell}
        </Section>
    }
    .into_any()
}

fn cells(released: Vec<CellParticipation>, format: &Format) -> AnyView {
    let rows = released
        .into_iter()
        .map(|cell| {
            let name = cell_name(cell.cell, cell.label.get(language()));
            let shown = match cell.participation {
                Released::Percent { value } => format.percent(value),
                Released::High => t!("survey.participation.high"),
                Released::Hidden => t!("survey.participation.not_shown"),
            };
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{name}</th>
                    <td role="cell" data-label=t!("survey.list.participation")>{shown}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("survey.detail.cells")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("survey.size.unit")}</th>
                        <th role="columnheader" scope="col">{t!("survey.list.participation")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn settings(
    survey: &Survey,
    planned: &Option<Audience>,
    sizes: &[AudienceSize],
    asked: &str,
    format: &Format,
) -> AnyView {
    let people: i64 = sizes.iter().map(|size| size.members).sum();
    let pairs = facts(survey, planned.as_ref(), people, asked, format);
    let questionnaire = survey.questionnaire.map(|id| {
        view! {
            <p>
                <a class="link-plain" href=format!("/frageboegen/{id}/vorschau")>
                    <Icon name="eye"/>{t!("survey.review.preview")}
                </a>
            </p>
        }
    });
    let rows = sizes
        .iter()
        .map(|size| {
            let name = if size.name.is_empty() { t!("survey.size.no_unit") } else { size.name.clone() };
            view! { <div><dt>{name}</dt><dd>{format.count(size.members)}</dd></div> }
        })
        .collect_view();
    view! {
        <Section id="angaben" title=t!("survey.detail.settings")>
            <div class="split" data-ratio="even">
                <div class="stack"><dl class="facts" data-kind="long">{pairs}</dl>{questionnaire}</div>
                <div class="stack">
                    <h3>{t!("survey.detail.audience")}</h3>
                    <dl class="facts">{rows}</dl>
                </div>
            </div>
        </Section>
    }
    .into_any()
}

/// The rules of evaluation with this survey's numbers.
fn rules(survey: &Survey, format: &Format) -> AnyView {
    let (k, k_text) = (survey.threshold.k(), survey.threshold.k_text());
    let mut sentences = vec![t!("survey.rules.k", k = k)];
    match survey.mode {
        Mode::Anonymous => {
            sentences.push(t!("survey.rules.subtraction"));
            sentences.push(t!("survey.rules.text", k = k_text));
            sentences.push(t!("survey.rules.sealed"));
            sentences.push(t!("survey.rules.progress", k2 = 2 * k));
        }
        Mode::Named => {
            sentences.push(t!("survey.rules.released"));
            sentences.push(t!("survey.rules.lead"));
        }
    }
    sentences.push(t!("survey.rules.once"));
    sentences.push(t!("survey.rules.extend", max = format.count(i64::from(EXTENSIONS_MAX))));
    let entries = sentences
        .into_iter()
        .map(|sentence| view! { <li><Icon name="check"/><span>{sentence}</span></li> })
        .collect_view();
    view! { <Section id="regeln" title=t!("survey.rules.title")><ul class="ticklist">{entries}</ul></Section> }
        .into_any()
}

fn notice_section(notice: &Notice) -> AnyView {
    let shown = notice.text.get(language()).to_owned();
    let sha256: String = notice.sha256.chars().take(12).collect();
    view! {
        <Section id="hinweis" title=t!("survey.notice.title")
            text=t!("survey.notice.version", number = notice.number, sha256 = sha256)>
            <div class="prose">{markup(&shown)}</div>
        </Section>
    }
    .into_any()
}

fn controls(survey: &Survey, format: &Format, ctx: &Ctx) -> AnyView {
    let id = survey.id.to_string();
    let parts = match survey.state {
        State::Draft | State::Scheduled => {
            let back = (survey.state == State::Scheduled).then(|| {
                let id = id.clone();
                view! {
                    <PostForm<UnscheduleSurvey>>
                        <input type="hidden" name="survey" value=id/>
                        <button class="button" data-kind="secondary" type="submit">{t!("survey.detail.unschedule")}</button>
                    </PostForm<UnscheduleSurvey>>
                }
            });
            view! {
                {back}
                <Confirm open=t!("survey.delete.open") question=t!("survey.delete.question") text=t!("survey.delete.text")>
                    <PostForm<DeleteSurvey>>
                        <input type="hidden" name="survey" value=id/>
                        <button class="button" data-kind="danger" type="submit">{t!("survey.delete.action")}</button>
                    </PostForm<DeleteSurvey>>
                </Confirm>
            }
            .into_any()
        }
        State::Open if survey.closes_at.is_some_and(|at| at > ctx.now) => running(survey, format, ctx),
        _ => return ().into_any(),
    };
    view! { <Section id="ende" title=t!("survey.detail.controls")><div class="stack" data-gap="5">{parts}</div></Section> }.into_any()
}

fn running(survey: &Survey, format: &Format, ctx: &Ctx) -> AnyView {
    let (id, again) = (survey.id.to_string(), survey.id.to_string());
    let closes = field_day(&ctx.state.settings.time_zone, survey.closes_at);
    let left = format.count(i64::from(EXTENSIONS_MAX.saturating_sub(survey.extensions)));
    let close_text = t!(format!("survey.close.text_{}", survey.mode), k = survey.threshold.k());
    view! {
        <PostForm<ChangeEnd> class="form">
            <input type="hidden" name="survey" value=id/>
            <TextField name="closes_on" label=t!("survey.change_end.day") hint=t!("survey.change_end.hint", left = left)
                kind="date" value=closes/>
            <TextField name="reason" label=t!("survey.change_end.reason") hint=t!("survey.change_end.reason_hint")
                maxlength=300 autocomplete="off" optional=true/>
            <button class="button" data-kind="secondary" type="submit">{t!("survey.change_end.action")}</button>
        </PostForm<ChangeEnd>>
        <div id="schliessen">
            <Confirm open=t!("survey.close.open") question=t!("survey.close.question") text=close_text>
                <PostForm<CloseNow>>
                    <input type="hidden" name="survey" value=again/>
                    <button class="button" data-kind="danger" type="submit">{t!("survey.close.action")}</button>
                </PostForm<CloseNow>>
            </Confirm>
        </div>
    }
    .into_any()
}
