//! Server functions of questionnaires.

use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::QuestionnaireId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::text::{Language, Line, Multilingual};
use weiterblick_store::questionnaire::{self as store, NewCopy};

fn id(raw: &str) -> Result<QuestionnaireId, Error> {
    raw.parse().map_err(|_| Error::not_found())
}

/// Copies a template or an own questionnaire into the organisation.
#[server(custom = Strict, endpoint = "questionnaire/copy_questionnaire")]
pub async fn copy_questionnaire(questionnaire: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let new = NewCopy { id: ctx.state.new_id(), version: ctx.state.new_id() };
    let mut tx = ctx.state.db.write().await?;
    store::copy(&mut tx, &grant, id(&questionnaire)?, new).await?;
    tx.commit().await?;
    lead_to(&format!("/frageboegen/{}", new.id), Some("questionnaire_copied"));
    Ok(())
}

/// Gives an own questionnaire another title. Without an English one, English readers see the German one.
#[server(custom = Strict, endpoint = "questionnaire/rename_questionnaire")]
pub async fn rename_questionnaire(
    questionnaire: String,
    title_de: String,
    #[server(default)] title_en: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let mut fields = Vec::new();
    let german = Line::<200>::parse(&title_de).map_err(|e| fields.push(FieldError::text("title_de", e)));
    let english = Line::<200>::parse_optional(&title_en).map_err(|e| fields.push(FieldError::text("title_en", e)));
    let (Ok(german), Ok(english)) = (german, english) else { return Err(Error::invalid(fields)) };
    let title = Multilingual::german(german.into_inner());
    let title = match english {
        Some(english) => title.with(Language::En, english.into_inner()),
        None => title,
    };
    let id = id(&questionnaire)?;
    let mut tx = ctx.state.db.write().await?;
    store::rename(&mut tx, &grant, id, &title).await?;
    tx.commit().await?;
    lead_to(&format!("/frageboegen/{id}"), Some("saved"));
    Ok(())
}

/// Deletes an own questionnaire that no survey uses.
#[server(custom = Strict, endpoint = "questionnaire/delete_questionnaire")]
pub async fn delete_questionnaire(questionnaire: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let mut tx = ctx.state.db.write().await?;
    store::delete_unused(&mut tx, &grant, id(&questionnaire)?).await?;
    tx.commit().await?;
    lead_to("/frageboegen", Some("questionnaire_deleted"));
    Ok(())
}
