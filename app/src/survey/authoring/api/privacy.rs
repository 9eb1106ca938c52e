#![allow(clippy::too_many_arguments, reason = "a server function has one argument per form field")]

use super::{Go, survey as survey_of};
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::survey::{Mode, Threshold};
use weiterblick_domain::text::{Language, Line, Multilingual, Prose};
use weiterblick_store::survey::{self as store, Council, Privacy};

const HERE: u8 = 4;
/// Characters of a notice in one language.
pub const NOTICE_MAX: usize = 8_000;

/// Step 4: mode, k, works council, notice.
///
/// A notice that still is the default one of the mode and k before follows them: it must not promise what no longer holds.
#[server(custom = Strict, endpoint = "survey/save_privacy")]
pub async fn save_privacy(
    survey: String,
    #[server(default)] mode: String,
    #[server(default)] k: String,
    #[server(default)] council: String,
    #[server(default)] council_note: String,
    notice_de: String,
    notice_en: String,
    go: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let (before, go) = (survey_of(&ctx, &survey).await?, Go::from_form(&go));
    let mut fields = Vec::new();
    let mode = Mode::from_code(&mode);
    let council = council.parse::<Council>().ok();
    fields.extend(mode.is_none().then(|| FieldError::new("mode", "error.choose")));
    fields.extend(council.is_none().then(|| FieldError::new("council", "error.choose")));
    let threshold = k.trim().parse::<u8>().ok().and_then(|k| Threshold::new(k).ok());
    let wrong_k =
        || FieldError::new("k", "survey.privacy.k_range").with("min", Threshold::MIN).with("max", Threshold::MAX);
    fields.extend(threshold.is_none().then(wrong_k));
    let note = Line::<300>::parse_optional(&council_note).map_err(|e| fields.push(FieldError::text("council_note", e)));
    let mut notice =
        |field: &str, raw: &str| Prose::<NOTICE_MAX>::parse(raw).map_err(|e| fields.push(FieldError::text(field, e)));
    let (german, english) = (notice("notice_de", &notice_de), notice("notice_en", &notice_en));
    if !fields.is_empty() && go != Go::Back {
        return Err(Error::invalid(fields));
    }
    let (mode, threshold) = (mode.unwrap_or(before.mode), threshold.unwrap_or(before.threshold));
    let council = council.unwrap_or(before.council);
    let council_note = match note {
        Ok(note) => note.map(Line::into_inner).unwrap_or_default(),
        Err(()) => before.council_note,
    };
    let mut tx = ctx.state.db.write().await?;
    let stored = store::notice(&mut tx, &before.notice_id).await?.text;
    let text = |typed: Result<Prose<NOTICE_MAX>, ()>, language| match typed {
        Ok(typed) => typed.into_inner(),
        Err(()) => stored.exact(language).unwrap_or_default().to_owned(),
    };
    let typed = Multilingual::german(text(german, Language::De)).with(Language::En, text(english, Language::En));
    let untouched = typed == store::default_notice(before.mode, before.threshold)?;
    let text = if untouched { store::default_notice(mode, threshold)? } else { typed };
    let notice = store::ensure_notice(&mut tx, grant.organisation(), ctx.state.random(), &text).await?;
    let privacy = Privacy { mode, threshold, council, council_note, notice_id: notice.id };
    store::set_privacy(&mut tx, &grant, before.id, go.reached(HERE), &privacy).await?;
    tx.commit().await?;
    go.lead(before.id, HERE);
    Ok(())
}
