//! The closing job (needs-analysis §12.6): one transaction that can be repeated and can be killed at any point. Before its
//! commit the survey is fully open, after it fully closed; the key is destroyed afterwards, and by the next run if this
//! one did not get there. What deleting leaves in the database's log is emptied last.

use super::dates::day_of;
use super::release::{Answered, Frozen, compute_release};
use crate::context::incident;
use crate::error::Error;
use crate::state::AppState;
use crate::survey::crypto::open_payload;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::{Release, ReleaseKind};
use weiterblick_domain::survey::{Command, DraftPayload, Mode, Sealing, SharedSection, State, seal};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::db::compaction;
use weiterblick_store::insight::{ReleaseMeta, save_release};
use weiterblick_store::survey::{self as store, Survey};
use weiterblick_store::{Tx, questionnaire};

/// Closes an open survey: computes and stores its release, seals anonymous answers, deletes everything that could lead
/// back to a person, destroys the key. Does nothing for a survey that is closed already.
///
/// # Errors
/// Of the store and of the key file; then nothing has changed and the next call tries again.
pub async fn close_survey(state: &AppState, id: SurveyId, now: UnixMillis) -> Result<(), Error> {
    let mut tx = state.db.write().await?;
    let survey = store::lock(&mut tx, id).await?;
    if survey.state == State::Open {
        survey.state.transition(Command::Close).map_err(|_| Error::conflict("error.conflict"))?;
        let release = match survey.mode {
            Mode::Anonymous => seal_answers(state, &mut tx, &survey).await?,
            Mode::Named => release_named(&mut tx, &survey).await?,
        };
        if let Some(release) = &release {
            save(state, &mut tx, &survey, release, now).await?;
        }
        store::finish(&mut tx, id, now, release.is_none()).await?;
        compaction::note_deletion(&mut tx, now).await?;
        tx.commit().await?;
    } else {
        drop(tx);
    }
    if matches!(survey.state, State::Open | State::Closed | State::Archived) {
        state.survey_keys.destroy(id).await.map_err(|error| incident(&error))?;
    }
    // Drafts and hashes are gone from the tables; they must not stay in the log (needs-analysis §12.5). The survey is
    // closed whatever becomes of this; the jobs try again.
    if let Err(error) = state.db.empty_log().await {
        tracing::warn!(%error, "the write-ahead log was not emptied");
    }
    Ok(())
}

/// Anonymous: the submitted drafts become sealed answers in a random order under new keys, or nothing below k.
async fn seal_answers(state: &AppState, tx: &mut Tx, survey: &Survey) -> Result<Option<Release>, Error> {
    let frozen = frozen(tx, survey).await?;
    let submitted = submitted(state, tx, survey).await?;
    let answered = submitted.iter().map(Answered::anonymous).collect();
    let random = || u64::from_le_bytes(state.random());
    match seal(&frozen.definition, submitted, survey.threshold, random, || state.new_id()) {
        Sealing::DeleteAll => Ok(None),
        Sealing::Keep(rows) => {
            store::seal(tx, survey.id, &rows).await?;
            compute(frozen, answered).await
        }
    }
}

async fn submitted(state: &AppState, tx: &mut Tx, survey: &Survey) -> Result<Vec<DraftPayload>, Error> {
    let drafts = store::submitted_drafts(tx, survey.id).await?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let key = state.survey_keys.get(survey.id).await.map_err(|error| incident(&error))?;
    let open = |(id, sealed): (_, Vec<u8>)| open_payload(&key, id, &sealed).map_err(|error| incident(&error));
    drafts.into_iter().map(open).collect()
}

/// Named: the release is made of released assessments only, and HR counts as somebody who knows what it may open
/// (insight.md §5.3 rule 10). The assessments stay with their authors.
async fn release_named(tx: &mut Tx, survey: &Survey) -> Result<Option<Release>, Error> {
    let mut frozen = frozen(tx, survey).await?;
    let released = store::released_assessments(tx, survey.id).await?;
    for member in &mut frozen.audience {
        member.insider |= released.iter().any(|answers| answers.to_hr && answers.person == member.person);
    }
    // Somebody who shows only strengths, or only gaps, has not released a level for every competence: to count the part
    // would make the whole better or worse than it is.
    let levels = [SharedSection::Gaps, SharedSection::Strengths];
    let whole = released.into_iter().filter(|answers| levels.iter().all(|section| answers.sections.contains(section)));
    let profile =
        |person| frozen.audience.iter().find(|member| member.person == person).and_then(|member| member.profile);
    let answered = whole
        .map(|answers| Answered { unit: answers.unit, profile: profile(answers.person), answers: answers.answers })
        .collect();
    compute(frozen, answered).await
}

async fn frozen(tx: &mut Tx, survey: &Survey) -> Result<Frozen, Error> {
    let version = survey.version.ok_or_else(|| Error::internal("version"))?;
    let definition = questionnaire::definition(tx, version).await?;
    Ok(Frozen {
        company: survey.organisation_name.clone(),
        threshold: survey.threshold,
        gap_source: survey.gap_source,
        share_with_employees: survey.share_with_employees,
        competences: store::competence_ids(tx, survey.organisation, &definition).await?,
        definition,
        audience: store::frozen_audience(tx, survey.id).await?,
        units: store::frozen_units(tx, survey.id).await?,
        targets: store::frozen_targets(tx, survey.id).await?,
    })
}

/// Computing takes the processor for a while: not on the threads that answer requests.
async fn compute(frozen: Frozen, answered: Vec<Answered>) -> Result<Option<Release>, Error> {
    let computed = tokio::task::spawn_blocking(move || compute_release(&frozen, &answered)).await;
    computed.map_err(|error| incident(&error))?.map_err(|error| incident(&error))
}

async fn save(state: &AppState, tx: &mut Tx, survey: &Survey, release: &Release, now: UnixMillis) -> Result<(), Error> {
    let day = day_of(&state.settings.time_zone, now).ok_or_else(|| Error::internal("calendar"))?;
    let meta =
        ReleaseMeta { id: state.new_id(), survey: survey.id, seq: 1, kind: ReleaseKind::Final, day: day.to_string() };
    Ok(save_release(tx, &meta, release).await?)
}
