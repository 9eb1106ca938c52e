//! `/meine-ergebnisse/{survey}`: the own named result, and who else may see which part of it.

use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::survey::answering::api::{AnswerBegin, ReleaseResult, WithdrawResult, chosen};
use crate::survey::answering::participant::{Holder, Participant};
use crate::survey::answering::result::ResultView;
use crate::ui::{Alert, Confirm, Icon, PageHead, PrintButton};
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOwnResult;
use weiterblick_domain::survey::{AssessmentState, Recipient, SharedSection};
use weiterblick_store::StoreError;
use weiterblick_store::survey::answer_release::{self, StoredRelease};
use weiterblick_store::survey::{self, answer_assessment};

/// The own assessment with everything around it.
struct Own {
    participant: Participant,
    state: AssessmentState,
    releases: Vec<StoredRelease>,
    /// Names of those who lead the own team today.
    leads: Vec<String>,
}

async fn load(ctx: &Ctx, id: SurveyId) -> Result<Own, Error> {
    let grant = ctx.grant::<ManageOwnResult>(Relation::Own)?;
    let today = Format::of(ctx).stored_day(ctx.now).parse().map_err(|error| crate::context::incident(&error))?;
    let mut conn = ctx.state.db.read().await?;
    let assessment = answer_assessment::own(&mut conn, &grant, id).await?;
    let survey = survey::load(&mut conn, id).await?;
    let version = survey.version.ok_or(StoreError::NotFound)?;
    let questions = ctx.state.frozen_versions.get(&mut conn, version).await?;
    let releases = answer_release::own(&mut conn, &grant, assessment.id).await?;
    let leads = answer_release::own_leads(&mut conn, &grant, today).await?;
    let leads = leads.into_iter().map(|(first, last)| format!("{first} {last}").trim().to_owned()).collect();
    let state = assessment.state;
    let participant = Participant { survey, questions, holder: Holder::Named(assessment) };
    Ok(Own { participant, state, releases, leads })
}

pub async fn own_result() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let own = load(&ctx, path_param("survey")?).await?;
    let Own { participant, state, .. } = &own;
    let demand = participant.demand(&ctx).await?;
    let language = participant.language(ctx.request.language);
    let view = ResultView::new(&participant.questions, &participant.answers(), &demand, language);
    let changeable = participant.is_open(&ctx) && participant.may_change();
    let unfinished = *state == AssessmentState::Open;
    let kicker = participant.survey.title.clone();
    let lead = view.lead();
    let survey = participant.survey.id;
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("answering.result.title") lead=lead kicker=kicker
                trail=vec![(t!("answering.own.title"), "/meine-ergebnisse".to_owned())]>
                <PrintButton label=t!("answering.result.print_action")/>
                {changeable.then(|| view! {
                    <PostForm<AnswerBegin> row=("survey", survey.to_string())>
                        <button class="button" data-kind="secondary" data-size="s" type="submit">
                            <Icon name="edit"/>{t!("answering.result.change")}
                        </button>
                    </PostForm<AnswerBegin>>
                })}
            </PageHead>
            <div class="split" data-gap="7">
                <div class="stack" data-gap="section">
                    {unfinished.then(|| view! {
                        <Alert kind="warn"><p>{t!("answering.release.unfinished")}</p></Alert>
                    })}
                    {view.all()}
                </div>
                {release_panel(&own, &Format::of(&ctx))}
            </div>
        </div>
    };
    Ok(Page::new(t!("answering.result.title"), content))
}

/// Who sees it now, taking back, and choosing what to show next.
fn release_panel(own: &Own, format: &Format) -> AnyView {
    let survey = own.participant.survey.id;
    let present = own.releases.iter().map(|release| present(survey, release, format)).collect_view();
    let may_release = matches!(own.state, AssessmentState::Submitted | AssessmentState::Released);
    let lead_note = if own.leads.is_empty() { t!("answering.release.no_lead") } else { own.leads.join(", ") };
    let recipients = [
        (Recipient::Lead, t!("answering.release.to.lead"), lead_note),
        (Recipient::Hr, t!("answering.release.to.hr"), t!("answering.release.to.hr_note")),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (recipient, title, note))| {
        view! {
            <label class="choice">
                <input class="tick" type="radio" name="an" value=recipient.code() checked=at == 0/>
                <span class="choice__text">
                    <span class="choice__title">{title}</span><span class="choice__note">{note}</span>
                </span>
            </label>
        }
    })
    .collect_view();
    let sections = SharedSection::ALL
        .iter()
        .map(|section| {
            let checked = *section != SharedSection::Strengths;
            view! {
                <label class="check">
                    <input class="tick" type="checkbox" name="teil" value=section.code() checked=checked/>
                    <span>{t!(format!("answering.release.section.{section}"))}</span>
                </label>
            }
        })
        .collect_view();
    let form = may_release.then(|| {
        view! {
            <form class="stack" data-gap="4" method="get" action=format!("/meine-ergebnisse/{survey}/vorschau")>
                <fieldset class="question">
                    <legend>{t!("answering.release.who")}</legend>
                    <div class="stack" data-gap="2">{recipients}</div>
                </fieldset>
                <fieldset class="question">
                    <legend>{t!("answering.release.what")}</legend>
                    {sections}
                </fieldset>
                <button class="button" data-block="" type="submit"><Icon name="eye"/>{t!("answering.release.preview")}</button>
            </form>
        }
    });
    let nobody = own.releases.is_empty();
    view! {
        <aside class="release no-print" aria-labelledby="frei-t">
            <div class="panel stack" data-gap="4">
                <div class="stack" data-gap="1">
                    <h2 id="frei-t">{t!("answering.release.title")}</h2>
                    {nobody.then(|| view! {
                        <p class="save-state"><Icon name="lock"/>{t!("answering.release.private")}</p>
                    })}
                </div>
                {(!nobody).then(|| view! { <ul class="stack" data-gap="4">{present}</ul> })}
                {form}
                <p class="note"><Icon name="info"/><span>{t!("answering.release.note")}</span></p>
                <p class="note"><Icon name="print"/><span>{t!("answering.result.print")}</span></p>
            </div>
        </aside>
    }
    .into_any()
}

fn present(survey: SurveyId, release: &StoredRelease, format: &Format) -> AnyView {
    let recipient = release.recipient;
    let since = format.date_time(release.released_at);
    view! {
        <li class="stack" data-gap="2">
            <p>
                <strong>{t!(format!("answering.release.sees.{recipient}"))}</strong><br/>
                {section_names(&release.sections)}<br/>
                <span class="text-soft text-sm">{t!("answering.release.since", since = since)}</span>
            </p>
            <Confirm open=t!("answering.release.withdraw") question=t!("answering.release.withdraw_question")
                text=t!(format!("answering.release.withdraw_text.{recipient}"))>
                <PostForm<WithdrawResult> row=("recipient", recipient.code().to_owned())>
                    <input type="hidden" name="survey" value=survey.to_string()/>
                    <button class="button" data-kind="danger" type="submit">{t!("answering.release.withdraw")}</button>
                </PostForm<WithdrawResult>>
            </Confirm>
        </li>
    }
    .into_any()
}

/// Every value of a parameter of the query.
fn all(ctx: &Ctx, name: &str) -> Vec<String> {
    form_urlencoded::parse(ctx.request.query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

pub fn section_names(sections: &BTreeSet<SharedSection>) -> String {
    sections.iter().map(|section| t!(format!("answering.release.section.{section}"))).collect::<Vec<_>>().join(", ")
}

/// `/meine-ergebnisse/{survey}/vorschau?an=…&teil=…`: exactly what the recipient will see, before it is released.
pub async fn preview() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let own = load(&ctx, path_param("survey")?).await?;
    let Own { participant, state, .. } = &own;
    if !matches!(state, AssessmentState::Submitted | AssessmentState::Released) {
        return Err(Error::new(ErrorKind::NotFound, "error.not_found"));
    }
    let survey = participant.survey.id;
    let trail = vec![
        (t!("answering.own.title"), "/meine-ergebnisse".to_owned()),
        (t!("answering.result.title"), format!("/meine-ergebnisse/{survey}")),
    ];
    let picked = chosen(&all(&ctx, "an").concat(), &all(&ctx, "teil"));
    let Ok((recipient, sections)) = picked else {
        let content = view! {
            <div class="wrap">
                <PageHead title=t!("answering.preview.title") trail=trail/>
                <Alert kind="warn"><p>{t!("answering.release.choose_section")}</p></Alert>
                <p><a class="link-plain" href=format!("/meine-ergebnisse/{survey}")>{t!("answering.back")}</a></p>
            </div>
        };
        return Ok(Page::new(t!("answering.preview.title"), content));
    };
    let demand = participant.demand(&ctx).await?;
    let language = participant.language(ctx.request.language);
    let view = ResultView::new(&participant.questions, &participant.answers(), &demand, language);
    let boxes = sections
        .iter()
        .map(|section| view! { <input type="hidden" name="sections[]" value=section.code()/> })
        .collect_view();
    let lead = t!(format!("answering.preview.lead.{recipient}"), sections = section_names(&sections));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("answering.preview.title") lead=lead trail=trail/>
            <div class="stack" data-gap="section">
                <div class="panel stack" data-gap="section">{view.shared(&sections)}</div>
                <div class="cluster">
                    <PostForm<ReleaseResult>>
                        <input type="hidden" name="survey" value=survey.to_string()/>
                        <input type="hidden" name="recipient" value=recipient.code()/>
                        {boxes}
                        <button class="button" type="submit">{t!("answering.preview.release")}</button>
                    </PostForm<ReleaseResult>>
                    <a class="button" data-kind="secondary" href=format!("/meine-ergebnisse/{survey}")>
                        {t!("answering.preview.cancel")}
                    </a>
                </div>
            </div>
        </div>
    };
    Ok(Page::new(t!("answering.preview.title"), content))
}
