use super::{Go, id};
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::survey::{Mode, Threshold};
use weiterblick_domain::text::Line;
use weiterblick_store::survey::{self as store, NewSurvey};

const HERE: u8 = 1;

fn parse(title: &str, wave_label: &str) -> Result<(String, String), Vec<FieldError>> {
    let mut fields = Vec::new();
    let title = Line::<200>::parse(title).map_err(|e| fields.push(FieldError::text("title", e)));
    let wave = Line::<60>::parse_optional(wave_label).map_err(|e| fields.push(FieldError::text("wave_label", e)));
    match (title, wave) {
        (Ok(title), Ok(wave)) => Ok((title.into_inner(), wave.map(Line::into_inner).unwrap_or_default())),
        _ => Err(fields),
    }
}

/// Step 1 of a new survey: makes the draft.
#[server(custom = Strict, endpoint = "survey/create_survey")]
pub async fn create_survey(title: String, #[server(default)] wave_label: String, go: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let (title, wave_label) = parse(&title, &wave_label).map_err(Error::invalid)?;
    let (survey, go): (SurveyId, Go) = (ctx.state.new_id(), Go::from_form(&go));
    let text = store::default_notice(Mode::Anonymous, Threshold::default())?;
    let mut tx = ctx.state.db.write().await?;
    let notice = store::ensure_notice(&mut tx, grant.organisation(), ctx.state.random(), &text).await?;
    let new = NewSurvey {
        id: survey,
        title: title.clone(),
        wave_label: wave_label.clone(),
        notice_id: notice.id,
        now: ctx.now,
    };
    store::create(&mut tx, grant.organisation(), &new).await?;
    store::set_basics(&mut tx, &grant, survey, go.reached(HERE), &title, &wave_label).await?;
    tx.commit().await?;
    go.lead(survey, HERE);
    Ok(())
}

/// Step 1 of a draft.
#[server(custom = Strict, endpoint = "survey/save_basics")]
pub async fn save_basics(
    survey: String,
    title: String,
    #[server(default)] wave_label: String,
    go: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let (survey, go): (SurveyId, Go) = (id(&survey)?, Go::from_form(&go));
    let (title, wave_label) = parse(&title, &wave_label).map_err(Error::invalid)?;
    let mut tx = ctx.state.db.write().await?;
    store::set_basics(&mut tx, &grant, survey, go.reached(HERE), &title, &wave_label).await?;
    tx.commit().await?;
    go.lead(survey, HERE);
    Ok(())
}
