//! What happens when a page of answers is sent.

use super::participant::{Holder, Participant, gone, require};
use super::posted::PostedAnswers;
use super::reading::{message, read};
use super::save::{AUTO, Saved};
use super::values::cell_text;
use crate::context::{Ctx, incident};
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::survey::crypto::{open_payload, seal_payload};
use weiterblick_domain::questionnaire::{Changes, Definition, form};
use weiterblick_domain::survey::{AnswerConflict, Merge, Revision};
use weiterblick_store::survey::{answer_assessment, answer_draft, answer_open};

/// Saves one page and goes on. See [`super::save::answer_save`].
///
/// # Errors
/// `NotFound` when nobody answers here or the survey is closed, `Malformed` for fields that are not on the page,
/// `Conflict` with both values per question, `Invalid` with a message per field.
pub async fn save(page: &str, revision: u64, answers: &PostedAnswers, go: &str) -> Result<Saved, Error> {
    let ctx = Ctx::get()?;
    let participant = require(&ctx).await?;
    let definition: &Definition = &participant.questions;
    let language = participant.language(ctx.request.language);
    let pages = participant.pages();
    let index = page_index(page, pages.len()).ok_or_else(malformed)?;
    let keys = pages[index].keys(definition);
    let reading = read(definition, &keys, &answers.fields()).map_err(|_| malformed())?;
    let merge = write(&ctx, &participant, Revision(revision), reading.changes).await?;
    let stored = merge.draft().revision;
    if let Merge::Conflict { conflicts, .. } = &merge {
        let fields = conflicts.iter().map(|conflict| conflict_message(&participant, conflict, language)).collect();
        return Err(Error { fields, ..Error::conflict("answering.error.conflict") });
    }
    if !reading.refused.is_empty() {
        let fields = reading.refused.iter().map(|refused| message(definition, language, refused)).collect();
        return Err(Error::invalid(fields).with("revision", stored.0));
    }
    go_on(go, index, pages.len());
    Ok(Saved { revision: stored.0 })
}

/// The place of a page by its number from 1.
pub fn page_index(page: &str, count: usize) -> Option<usize> {
    page.parse::<usize>().ok()?.checked_sub(1).filter(|index| *index < count)
}

fn malformed() -> Error {
    Error::new(ErrorKind::Malformed, "error.malformed")
}

fn go_on(go: &str, index: usize, count: usize) {
    match go {
        AUTO => {}
        "next" if index + 1 < count => lead_to(&page_path(index + 1), None),
        "next" | "review" => lead_to("/fragebogen/pruefen", None),
        "back" => lead_to(&page_path(index.saturating_sub(1)), None),
        _ => lead_to(&page_path(index), Some("answer_saved")),
    }
}

pub fn page_path(index: usize) -> String {
    format!("/fragebogen?seite={}", index + 1)
}

fn conflict_message(
    participant: &Participant,
    conflict: &AnswerConflict,
    language: weiterblick_domain::text::Language,
) -> FieldError {
    let text = |cell| cell_text(&participant.questions, &conflict.key, cell, language);
    FieldError::new(form::field_name(&conflict.key), "answering.field.conflict")
        .with("stored", text(&conflict.stored))
        .with("incoming", text(&conflict.incoming))
}

/// Writes changes that were made while looking at `base`. Nothing is written when nothing changes.
async fn write(ctx: &Ctx, participant: &Participant, base: Revision, changes: Changes) -> Result<Merge, Error> {
    check_open(ctx, participant)?;
    let seen = participant.draft();
    if let Merge::Merged(draft) = seen.clone().merge(base, changes.clone())
        && draft.revision == seen.revision
    {
        return Ok(Merge::Merged(draft));
    }
    let mut tx = ctx.state.db.write().await?;
    if !answer_open::hold(&ctx.state.db, &mut tx, participant.survey.id, ctx.now).await? {
        return Err(gone());
    }
    let merge = match &participant.holder {
        Holder::Anonymous(known) => {
            let stored = answer_draft::lock(&mut tx, known.id, known.device).await?.ok_or_else(gone)?;
            let mut payload = open_payload(&known.key, known.id, &stored.payload).map_err(|error| incident(&error))?;
            let merge = payload.draft.merge(base, changes);
            payload.draft = merge.draft().clone();
            let sealed = seal_payload(&known.key, known.id, ctx.state.random(), &payload)
                .map_err(|_| Error::new(ErrorKind::TooLarge, "answering.error.too_large"))?;
            answer_draft::write(&mut tx, known.id, sealed, payload.draft.revision).await?;
            merge
        }
        Holder::Named(known) => {
            let stored = answer_assessment::lock(&mut tx, known.id).await?;
            if !stored.state.may_change_answers() {
                return Err(Error::new(ErrorKind::Forbidden, "answering.error.released"));
            }
            let merge = stored.draft.merge(base, changes);
            answer_assessment::write(&mut tx, known.id, merge.draft()).await?;
            merge
        }
    };
    tx.commit().await?;
    Ok(merge)
}

/// # Errors
/// `NotFound` when the survey takes no answers, `Forbidden` while somebody else can read them.
pub fn check_open(ctx: &Ctx, participant: &Participant) -> Result<(), Error> {
    if !participant.is_open(ctx) {
        return Err(gone());
    }
    if participant.may_change() { Ok(()) } else { Err(Error::new(ErrorKind::Forbidden, "answering.error.released")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_its_number() {
        for (page, expected) in [("1", Some(0)), ("3", Some(2)), ("0", None), ("4", None), ("x", None), ("-1", None)] {
            assert_eq!(page_index(page, 3), expected, "{page}");
        }
        assert_eq!(page_path(2), "/fragebogen?seite=3");
    }
}
