//! The wizard: six steps, each a plain form. A draft can be left and taken up again at every step.

mod audience;
mod basics;
mod period;
mod privacy;
mod questionnaire;
mod review;

pub use review::facts;

use super::api::step_path;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::page::{Page, path_param};
use crate::ui::{Crumbs, Icon};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_domain::survey::State;
use weiterblick_store::survey::{self as store, Survey};

/// Locale keys of the steps, in order.
pub const STEPS: [&str; 6] = ["basics", "questionnaire", "audience", "privacy", "period", "review"];

/// Name of a step, 1 to 6.
pub fn step_name(step: u8) -> String {
    let key = STEPS.get(usize::from(step).saturating_sub(1)).copied().unwrap_or("review");
    t!(format!("survey.step.{key}"))
}

/// `/umfragen/neu`
pub async fn new() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    Ok(basics::page(None))
}

/// `/umfragen/{id}/schritt/{step}`
pub async fn step() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let id: SurveyId = path_param("id")?;
    let step: u8 = path_param("step")?;
    let survey = store::survey(&mut *ctx.state.db.read().await?, &read, id).await?;
    if survey.state != State::Draft || (step > survey.step && step > 1) {
        // A step whose turn has not come, or a survey that was started meanwhile: what was sent then was not saved.
        let sent = ctx.request.form.is_some();
        match survey.state {
            State::Draft => lead_to(&step_path(id, survey.step), None),
            _ => lead_to(&format!("/umfragen/{id}"), sent.then_some("survey_not_draft")),
        }
        return Ok(Page::new(survey.title, ()));
    }
    match step {
        1 => Ok(basics::page(Some(survey))),
        2 => questionnaire::page(&ctx, survey).await,
        3 => audience::page(&ctx, survey).await,
        4 => privacy::page(&ctx, survey).await,
        5 => Ok(period::page(&ctx, survey)),
        6 => review::page(&ctx, survey).await,
        _ => Err(Error::not_found()),
    }
}

/// What stands around the form of a step.
struct Step {
    here: u8,
    survey: Option<Survey>,
    form: AnyView,
    /// Questions and answers beside the form; empty: none.
    help: Vec<(String, String)>,
}

impl Step {
    fn page(self) -> Page {
        let kicker = match &self.survey {
            Some(survey) => t!("survey.wizard.kicker", title = survey.title),
            None => t!("survey.wizard.new"),
        };
        let name = step_name(self.here);
        let title = t!("survey.wizard.page", number = self.here, of = STEPS.len(), name = name);
        let trail = vec![(t!("survey.area.surveys"), "/umfragen".to_owned())];
        let crumb = self.survey.as_ref().map_or_else(|| t!("survey.wizard.new"), |survey| survey.title.clone());
        let content = view! {
            <div class="wrap">
                <div class="page-head wizard__head">
                    <Crumbs trail=trail here=crumb/>
                    <p class="kicker">{kicker}</p>
                </div>
                {steps(self.here, self.survey.as_ref())}
                <div class="split wizard__grid">
                    {self.form}
                    {(!self.help.is_empty()).then(|| help(self.help))}
                </div>
            </div>
        };
        Page::new(title, content)
    }
}

/// The row of steps; those that were reached are links.
fn steps(here: u8, survey: Option<&Survey>) -> AnyView {
    let reached = survey.map_or(1, |survey| survey.step);
    let entries = (1..=6_u8)
        .map(|step| {
            let name = step_name(step);
            let link = survey.filter(|_| step != here && step <= reached).map(|survey| step_path(survey.id, step));
            let done = step < reached && step != here;
            let number = if done {
                t!("survey.wizard.number_done", number = step)
            } else {
                t!("survey.wizard.number", number = step)
            };
            let label = match link {
                Some(path) => {
                    view! { <a href=path>{done.then(|| view! { <Icon name="check"/> })}{name}</a> }.into_any()
                }
                None => name.into_any(),
            };
            view! {
                <li data-state=done.then_some("done") aria-current=(step == here).then_some("step")>
                    <span class="steps__full"><span class="steps__number">{number}</span>{label}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="steps" aria-label=t!("survey.wizard.steps")>
            <ol>{entries}</ol>
            <p class="steps__short" aria-hidden="true">
                {t!("survey.wizard.short", number = here, of = STEPS.len(), name = step_name(here))}
            </p>
        </nav>
    }
    .into_any()
}

fn help(entries: Vec<(String, String)>) -> AnyView {
    let entries = entries
        .into_iter()
        .enumerate()
        .map(|(place, (question, answer))| {
            view! {
                <details class="disclosure" open=place == 0>
                    <summary>{question}<Icon name="chevron-down"/></summary>
                    <p>{answer}</p>
                </details>
            }
        })
        .collect_view();
    view! {
        <aside class="wizard__help" aria-labelledby="hilfe-t">
            <h2 id="hilfe-t">{t!("survey.wizard.help")}</h2>
            {entries}
        </aside>
    }
    .into_any()
}

/// Headline of a step, and the button that the enter key presses: it leads forward, not back.
fn head(title: String, lead: String) -> AnyView {
    view! {
        <button class="visually-hidden" type="submit" name="go" value="next" tabindex="-1" aria-hidden="true">
            {t!("survey.wizard.next_short")}
        </button>
        <div class="page-head__text">
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
        </div>
    }
    .into_any()
}

/// Back, save, on.
fn bar(here: u8) -> AnyView {
    view! {
        <div class="wizard__bar">
            {(here > 1).then(|| view! {
                <button class="button" data-kind="secondary" type="submit" name="go" value="back">
                    <Icon name="arrow-left" flip=true/>{t!("survey.wizard.back")}
                </button>
            })}
            <button class="button" data-kind="quiet" type="submit" name="go" value="stay">{t!("survey.wizard.stay")}</button>
            <button class="button" type="submit" name="go" value="next">
                {t!("survey.wizard.next", step = step_name(here + 1))}<Icon name="arrow-right" flip=true/>
            </button>
        </div>
    }
    .into_any()
}
