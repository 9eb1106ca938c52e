use super::super::closing::close_survey;
use super::super::dates::end_of_day;
use super::super::opening::{Start, start};
use super::{id, step_path, survey as survey_of};
use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::format::Format;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::survey::{CloseChange, CloseRefusal, Command, EXTENSIONS_MAX, State, change_close};
use weiterblick_domain::text::Line;
use weiterblick_store::survey as store;

/// Starts a draft: opens it at once, or schedules it for its date. What stands against it is on the page.
#[server(custom = Strict, endpoint = "survey/start_survey")]
pub async fn start_survey(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let survey = survey_of(&ctx, &survey).await?;
    let mut tx = ctx.state.db.write().await?;
    let survey = store::lock(&mut tx, survey.id).await?;
    match start(&ctx.state, &mut tx, &survey, ctx.now).await? {
        Start::Refused(_) => Err(Error::new(ErrorKind::Invalid, "survey.review.refused")),
        started => {
            tx.commit().await?;
            let (page, notice) = match started {
                Start::Opened => ("/einladungen", "survey_opened"),
                _ => ("", "survey_scheduled"),
            };
            lead_to(&format!("/umfragen/{}{page}", survey.id), Some(notice));
            Ok(())
        }
    }
}

/// Takes a planned start back.
#[server(custom = Strict, endpoint = "survey/unschedule_survey")]
pub async fn unschedule_survey(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let survey = survey_of(&ctx, &survey).await?;
    let mut tx = ctx.state.db.write().await?;
    let survey = store::lock(&mut tx, survey.id).await?;
    survey.state.transition(Command::Unschedule).map_err(|_| Error::conflict("error.conflict"))?;
    store::unschedule(&mut tx, survey.id).await?;
    tx.commit().await?;
    lead_to(&step_path(survey.id, 6), Some("survey_unscheduled"));
    Ok(())
}

/// Deletes a survey that was never open.
#[server(custom = Strict, endpoint = "survey/delete_survey")]
pub async fn delete_survey(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let mut tx = ctx.state.db.write().await?;
    store::delete(&mut tx, &grant, id(&survey)?).await?;
    tx.commit().await?;
    lead_to("/umfragen", Some("survey_deleted"));
    Ok(())
}

/// Moves the end of an open survey: later at most three times and with a reason that everybody reads, earlier only with
/// a day's notice (needs-analysis §11.2).
#[server(custom = Strict, endpoint = "survey/change_end")]
pub async fn change_end(survey: String, closes_on: String, #[server(default)] reason: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let survey = survey_of(&ctx, &survey).await?;
    let mut fields = Vec::new();
    let closes_at = end_of_day(&ctx.state.settings.time_zone, &closes_on);
    fields.extend(closes_at.is_none().then(|| FieldError::new("closes_on", "survey.period.day_wrong")));
    let reason = Line::<300>::parse_optional(&reason).map_err(|e| fields.push(FieldError::text("reason", e)));
    let (Some(closes_at), Ok(reason)) = (closes_at, reason) else { return Err(Error::invalid(fields)) };
    let mut tx = ctx.state.db.write().await?;
    let survey = store::lock(&mut tx, survey.id).await?;
    let period = survey.period().filter(|_| survey.state == State::Open);
    let period = period.ok_or_else(|| Error::conflict("error.conflict"))?;
    match change_close(period, survey.extensions, closes_at, ctx.now) {
        Ok(CloseChange::Unchanged) => {}
        Ok(CloseChange::Extended(period)) => {
            let reason = reason.ok_or_else(|| Error::field("reason", "survey.change_end.reason_missing"))?;
            store::change_close(&mut tx, survey.id, period.closes_at(), Some(&reason)).await?;
        }
        Ok(CloseChange::Shortened(period)) => {
            store::change_close(&mut tx, survey.id, period.closes_at(), None).await?;
        }
        Err(refusal) => return Err(refused(&ctx, refusal)),
    }
    tx.commit().await?;
    lead_to(&format!("/umfragen/{}", survey.id), Some("survey_end_changed"));
    Ok(())
}

fn refused(ctx: &Ctx, refusal: CloseRefusal) -> Error {
    let error = match refusal {
        CloseRefusal::NoExtensionLeft => {
            FieldError::new("closes_on", "survey.change_end.no_extension_left").with("max", EXTENSIONS_MAX)
        }
        CloseRefusal::TooSoon { earliest } => {
            FieldError::new("closes_on", "survey.change_end.too_soon").with("day", Format::of(ctx).date_time(earliest))
        }
        CloseRefusal::Over => FieldError::new("closes_on", "survey.change_end.over"),
    };
    Error::invalid(vec![error])
}

/// Closes an open survey before its end.
#[server(custom = Strict, endpoint = "survey/close_now")]
pub async fn close_now(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let survey = survey_of(&ctx, &survey).await?;
    if survey.state != State::Open {
        return Err(Error::conflict("error.conflict"));
    }
    close_survey(&ctx.state, survey.id, ctx.now).await?;
    lead_to(&format!("/umfragen/{}", survey.id), Some("survey_closed"));
    Ok(())
}
