//! Releasing the own named result, and taking it back (needs-analysis.md §14.2).

use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOwnResult;
use weiterblick_domain::survey::{AssessmentCommand, AssessmentState, Recipient, SharedSection};
use weiterblick_store::survey::answer_assessment;
use weiterblick_store::survey::answer_release::{self, StoredRelease};

/// Shows sections of the own result to a recipient from now on.
#[server(custom = Strict, endpoint = "survey/release_result")]
pub async fn release_result(
    survey: String,
    recipient: String,
    #[server(default)] sections: Vec<String>,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnResult>(Relation::Own)?;
    let survey: SurveyId = survey.parse().map_err(|_| Error::not_found())?;
    let (recipient, sections) = chosen(&recipient, &sections).map_err(Error::invalid)?;
    let mut tx = ctx.state.db.write().await?;
    let own = answer_assessment::own(&mut tx, &grant, survey).await?;
    let stored = answer_assessment::lock(&mut tx, own.id).await?;
    if stored.state != AssessmentState::Released {
        let state = stored.state.transition(AssessmentCommand::Release);
        let state = state.map_err(|_| Error::conflict("answering.error.not_releasable"))?;
        answer_assessment::set_state(&mut tx, own.id, state, stored.submitted_at).await?;
    }
    answer_release::put(&mut tx, own.id, &StoredRelease { recipient, sections, released_at: ctx.now }).await?;
    tx.commit().await?;
    lead_to(&format!("/meine-ergebnisse/{survey}"), Some("answer_released"));
    Ok(())
}

/// Takes a release back at once.
#[server(custom = Strict, endpoint = "survey/withdraw_result")]
pub async fn withdraw_result(survey: String, recipient: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnResult>(Relation::Own)?;
    let survey: SurveyId = survey.parse().map_err(|_| Error::not_found())?;
    let recipient = Recipient::from_code(&recipient).ok_or_else(Error::not_found)?;
    let mut tx = ctx.state.db.write().await?;
    let own = answer_assessment::own(&mut tx, &grant, survey).await?;
    let stored = answer_assessment::lock(&mut tx, own.id).await?;
    if stored.state == AssessmentState::Discussed {
        return Err(Error::conflict("answering.error.discussed"));
    }
    let left = answer_release::withdraw(&mut tx, own.id, recipient).await?;
    if left == 0 && stored.state == AssessmentState::Released {
        let state = stored.state.transition(AssessmentCommand::Withdraw);
        let state = state.map_err(|_| Error::conflict("error.conflict"))?;
        answer_assessment::set_state(&mut tx, own.id, state, stored.submitted_at).await?;
    }
    tx.commit().await?;
    lead_to(&format!("/meine-ergebnisse/{survey}"), Some("answer_withdrawn"));
    Ok(())
}

/// Recipient and sections of a form or a preview's address.
///
/// # Errors
/// A message per field.
pub fn chosen(recipient: &str, sections: &[String]) -> Result<(Recipient, BTreeSet<SharedSection>), Vec<FieldError>> {
    let mut fields = Vec::new();
    let recipient = Recipient::from_code(recipient);
    if recipient.is_none() {
        fields.push(FieldError::new("recipient", "error.choose"));
    }
    let picked: Option<BTreeSet<_>> = sections.iter().map(|word| SharedSection::from_code(word)).collect();
    let picked = picked.filter(|sections| !sections.is_empty());
    if picked.is_none() {
        fields.push(FieldError::new("sections[]", "answering.release.choose_section"));
    }
    match (recipient, picked) {
        (Some(recipient), Some(sections)) => Ok((recipient, sections)),
        _ => Err(fields),
    }
}
