#![allow(clippy::too_many_arguments, reason = "a server function has one argument per form field")]

use super::super::dates::{end_of_day, start_of_day};
use super::{Go, survey as survey_of};
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::questionnaire::Layout;
use weiterblick_store::survey::{self as store, PeriodChoice};

const HERE: u8 = 5;

/// Step 5: from when to when, and how answers are compared and laid out. `start` is `now` or `day`.
#[server(custom = Strict, endpoint = "survey/save_period")]
pub async fn save_period(
    survey: String,
    #[server(default)] start: String,
    #[server(default)] opens_on: String,
    #[server(default)] closes_on: String,
    #[server(default)] gap_source: String,
    #[server(default)] layout: String,
    #[server(default)] share_with_employees: bool,
    #[server(default)] mail_at_start: bool,
    go: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let (before, go) = (survey_of(&ctx, &survey).await?, Go::from_form(&go));
    let zone = &ctx.state.settings.time_zone;
    let mut fields = Vec::new();
    let opens_at = if start == "day" { start_of_day(zone, &opens_on) } else { None };
    if start == "day" && opens_at.is_none() {
        fields.push(FieldError::new("opens_on", "survey.period.day_wrong"));
    }
    let closes_at = end_of_day(zone, &closes_on);
    if closes_at.is_none() && !(closes_on.trim().is_empty() && go != Go::Next) {
        fields.push(FieldError::new("closes_on", "survey.period.day_wrong"));
    }
    if closes_at.is_some_and(|at| at <= opens_at.unwrap_or(ctx.now).max(ctx.now)) {
        fields.push(FieldError::new("closes_on", "survey.period.end_too_early"));
    }
    let gap_source = GapSource::from_code(&gap_source);
    let layout = Layout::from_code(&layout);
    fields.extend(gap_source.is_none().then(|| FieldError::new("gap_source", "error.choose")));
    fields.extend(layout.is_none().then(|| FieldError::new("layout", "error.choose")));
    if !fields.is_empty() && go != Go::Back {
        return Err(Error::invalid(fields));
    }
    let unreadable = |field: &str| fields.iter().any(|e| e.field == field && e.key == "survey.period.day_wrong");
    let choice = PeriodChoice {
        opens_at: if unreadable("opens_on") { before.opens_at } else { opens_at },
        closes_at: if unreadable("closes_on") { before.closes_at } else { closes_at },
        gap_source: gap_source.unwrap_or(before.gap_source),
        layout: layout.unwrap_or(before.layout),
        share_with_employees,
        mail_at_start,
    };
    let mut tx = ctx.state.db.write().await?;
    store::set_period(&mut tx, &grant, before.id, go.reached(HERE), &choice).await?;
    tx.commit().await?;
    go.lead(before.id, HERE);
    Ok(())
}
