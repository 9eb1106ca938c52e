//! `/meine-ergebnisse`: the own named surveys.

use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::insight::survey_name;
use crate::page::Page;
use crate::survey::answering::api::AnswerBegin;
use crate::survey::answering::notice::extended;
use crate::ui::{Badge, Empty, Icon, PageHead, Section};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageOwnResult, ReadRelease};
use weiterblick_domain::survey::{AssessmentState, State};
use weiterblick_store::insight::{Sight, SurveyResult, results};
use weiterblick_store::survey::answer_assessment::{self, OwnSurvey};

pub async fn own_list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnResult>(Relation::Own)?;
    let mut conn = ctx.state.db.read().await?;
    let surveys = answer_assessment::own_surveys(&mut conn, &grant).await?;
    let shared = match ctx.grant::<ReadRelease>(Relation::Own) {
        Ok(grant) => results(&mut conn, &grant, &Sight::Shared).await?,
        Err(_) => Vec::new(),
    };
    drop(conn);
    let format = Format::of(&ctx);
    let takes_answers = |survey: &OwnSurvey| survey.state == State::Open && survey.closes_at > ctx.now;
    let (open, past): (Vec<_>, Vec<_>) = surveys.iter().partition(|survey| takes_answers(survey));
    let past: Vec<_> = past.into_iter().filter(|survey| survey.assessment.is_some()).collect();
    let open_cards: Vec<AnyView> = open.iter().map(|survey| card(survey, true, &format)).collect();
    let past_cards: Vec<AnyView> = past.iter().map(|survey| card(survey, false, &format)).collect();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("answering.own.title") lead=t!("answering.own.lead")/>
            <div class="stack" data-gap="section">
                <Section id="offen" title=t!("answering.own.open")>
                    {if open_cards.is_empty() {
                        view! {
                            <Empty title=t!("answering.own.none_open") text=t!("answering.own.none_open_text")>
                                <a class="link-next" href="/code">
                                    {t!("answering.own.code")}<Icon name="arrow-right" flip=true/>
                                </a>
                            </Empty>
                        }
                        .into_any()
                    } else {
                        view! { <ul class="grid" data-col="l">{open_cards}</ul> }.into_any()
                    }}
                </Section>
                {(!past_cards.is_empty()).then(|| view! {
                    <Section id="frueher" title=t!("answering.own.past")>
                        <ul class="grid" data-col="l">{past_cards}</ul>
                    </Section>
                })}
                {for_all(&shared)}
            </div>
        </div>
    };
    Ok(Page::new(t!("answering.own.title"), content))
}

/// What is shared with all employees: the values of the whole organisation.
fn for_all(shared: &[SurveyResult]) -> Option<impl IntoView + use<>> {
    let published = shared.iter().filter(|result| result.published().is_some());
    let links: Vec<AnyView> = published
        .map(|result| {
            let path = format!("/auswertung/{}", result.survey);
            view! { <li><a class="link-next" href=path>{survey_name(result)}<Icon name="arrow-right" flip=true/></a></li> }
                .into_any()
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <Section id="alle" title=t!("answering.own.for_all") text=t!("answering.own.for_all_text")>
                <ul class="stack" data-gap="2">{links}</ul>
            </Section>
        }
    })
}

fn card(own: &OwnSurvey, open: bool, format: &Format) -> AnyView {
    let badge = match (own.assessment, open) {
        (None, _) => ("draft", "new"),
        (Some(AssessmentState::Open), true) => ("live", "begun"),
        (Some(AssessmentState::Open), false) => ("closed", "unfinished"),
        (Some(AssessmentState::Submitted), _) => ("ok", "private"),
        (Some(AssessmentState::Released), _) => ("ok", "released"),
        (Some(AssessmentState::Discussed), _) => ("closed", "discussed"),
        (Some(AssessmentState::Expired), _) => ("closed", "expired"),
    };
    let until = format.date_time(own.closes_at);
    let due = if open { t!("answering.own.until", until = until) } else { t!("answering.own.ended", until = until) };
    let finished = own.assessment.is_some_and(|state| state != AssessmentState::Open);
    let has_result = finished || (own.assessment.is_some() && !open);
    let changeable = open && own.assessment.is_none_or(AssessmentState::may_change_answers);
    let begin = changeable.then(|| {
        let label = match own.assessment {
            None => t!("answering.own.start"),
            Some(AssessmentState::Open) => t!("answering.own.go_on"),
            Some(_) => t!("answering.result.change"),
        };
        view! {
            <PostForm<AnswerBegin> row=("survey", own.survey.to_string())>
                <button class="button" data-kind=finished.then_some("secondary") type="submit">{label}</button>
            </PostForm<AnswerBegin>>
        }
    });
    view! {
        <li class="panel wave">
            <div class="wave__head">
                <h3>{own.title.clone()}</h3>
                <Badge state=badge.0 text=t!(format!("answering.own.state.{}", badge.1))/>
            </div>
            {(!own.wave_label.is_empty()).then(|| view! { <p class="text-soft">{own.wave_label.clone()}</p> })}
            <p class="wave__due"><Icon name="clock"/>{due}</p>
            {open.then(|| extended(&own.extension_reason))}
            <div class="wave__actions cluster">
                {has_result.then(|| view! {
                    <a class="button" href=format!("/meine-ergebnisse/{}", own.survey)>{t!("answering.own.result")}</a>
                })}
                {begin}
            </div>
        </li>
    }
    .into_any()
}
