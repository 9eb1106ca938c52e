//! Handing in, leaving, a new response code, deleting.

use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::strict::Strict;
use crate::survey::answering::device::{self, Device};
use crate::survey::answering::participant::{Holder, Participant, gone, require};
use crate::survey::answering::saving::check_open;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{OpenItem, OpenReason, check_complete, form};
use weiterblick_domain::survey::{AssessmentCommand, AssessmentState, ResponseCode};
use weiterblick_store::survey::{answer_assessment, answer_draft, answer_open};
use weiterblick_store::{StoreError, Tx};

/// Hands the answers in. Doing it again changes nothing.
#[server(custom = Strict, endpoint = "survey/answer_submit")]
pub async fn answer_submit() -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let participant = require(&ctx).await?;
    check_open(&ctx, &participant)?;
    let open = check_complete(&participant.questions, &participant.answers());
    if !open.may_submit() {
        let message = |item: &OpenItem| {
            let field = form::field_name(&item.key);
            match item.reason {
                OpenReason::Unanswered => FieldError::new(field, "answering.field.unanswered"),
                OpenReason::TooFew { min } => FieldError::new(field, "answering.field.too_few").with("min", min),
            }
        };
        return Err(Error::invalid(open.blocking.iter().map(message).collect()));
    }
    let mut tx = hold(&ctx, &participant).await?;
    match &participant.holder {
        Holder::Anonymous(draft) => answer_draft::submit(&mut tx, draft.id).await?,
        Holder::Named(known) => {
            let stored = answer_assessment::lock(&mut tx, known.id).await?;
            if stored.state == AssessmentState::Open {
                let state = stored.state.transition(AssessmentCommand::Submit).map_err(|_| gone())?;
                answer_assessment::set_state(&mut tx, known.id, state, Some(ctx.now)).await?;
            }
        }
    }
    tx.commit().await?;
    lead_to("/fragebogen/ergebnis", Some("answer_submitted"));
    Ok(())
}

/// Ends answering on this device; the answers stay.
#[server(custom = Strict, endpoint = "survey/answer_leave")]
pub async fn answer_leave() -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let mut tx = ctx.state.db.write().await?;
    match Device::of(&ctx.request) {
        Some(Device::Draft { draft, hash }) => match answer_draft::remove_device(&mut tx, draft, hash).await {
            // Deleted or closed meanwhile: there is nothing left to end.
            Ok(()) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        },
        Some(Device::Link { hash }) => answer_assessment::remove_device(&mut tx, hash).await?,
        Some(Device::Account { .. }) | None => {}
    }
    tx.commit().await?;
    device::forget();
    lead_to("/code", Some("answer_left"));
    Ok(())
}

/// Draws a new response code, which is shown once; the old one ends.
#[server(custom = Strict, endpoint = "survey/answer_new_code")]
pub async fn answer_new_code() -> Result<String, Error> {
    let ctx = Ctx::get()?;
    let participant = require(&ctx).await?;
    let Holder::Anonymous(draft) = &participant.holder else { return Err(gone()) };
    let code = ResponseCode::from_random(&ctx.state.random());
    let mut tx = hold(&ctx, &participant).await?;
    answer_draft::lock(&mut tx, draft.id, draft.device).await?.ok_or_else(gone)?;
    answer_draft::set_code(&mut tx, draft.id, code.digest()).await?;
    tx.commit().await?;
    Ok(code.reveal())
}

/// Deletes all answers for good, while the survey is open.
#[server(custom = Strict, endpoint = "survey/answer_delete")]
pub async fn answer_delete() -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let participant = require(&ctx).await?;
    let mut tx = hold(&ctx, &participant).await?;
    match &participant.holder {
        Holder::Anonymous(draft) => {
            answer_draft::lock(&mut tx, draft.id, draft.device).await?.ok_or_else(gone)?;
            answer_draft::delete(&mut tx, draft.id).await?;
        }
        Holder::Named(known) => {
            let stored = answer_assessment::lock(&mut tx, known.id).await?;
            if stored.state == AssessmentState::Discussed {
                return Err(Error::new(ErrorKind::Forbidden, "answering.error.discussed"));
            }
            answer_assessment::delete(&mut tx, known.id).await?;
        }
    }
    tx.commit().await?;
    device::forget();
    lead_to("/code", Some("answer_deleted"));
    Ok(())
}

/// A transaction in which the survey stays open.
async fn hold(ctx: &Ctx, participant: &Participant) -> Result<Tx, Error> {
    let mut tx = ctx.state.db.write().await?;
    let open = answer_open::hold(&ctx.state.db, &mut tx, participant.survey.id, ctx.now).await?;
    if open { Ok(tx) } else { Err(gone()) }
}
