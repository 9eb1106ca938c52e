//! Who answers, and what they have answered so far.

use super::device::Device;
use crate::context::{Ctx, incident};
use crate::error::{Error, ErrorKind};
use crate::questionnaire::Questions;
use crate::survey::crypto::{SurveyKey, open_payload};
use std::sync::Arc;
use weiterblick_domain::ids::{DraftId, SurveyId};
use weiterblick_domain::questionnaire::{Answers, Definition, Page};
use weiterblick_domain::survey::{AssessmentState, Digest, Draft, DraftPayload, Mode};
use weiterblick_domain::text::Language;
use weiterblick_store::survey::answer_assessment::{self, StoredAssessment};
use weiterblick_store::survey::answer_target::{self, Demand};
use weiterblick_store::survey::{Survey, answer_draft};

/// The answers behind a device.
pub enum Holder {
    Anonymous(AnonymousDraft),
    Named(StoredAssessment),
}

pub struct AnonymousDraft {
    pub id: DraftId,
    pub device: Digest,
    pub key: Arc<SurveyKey>,
    pub payload: DraftPayload,
    pub submitted: bool,
}

/// Somebody who answers on this device.
pub struct Participant {
    pub survey: Survey,
    pub questions: Arc<Questions>,
    pub holder: Holder,
}

/// Who answers on this device; `None` when nobody does, or what they answered is gone.
///
/// # Errors
/// [`Error`] when the survey's key or a stored row cannot be read.
pub async fn participant(ctx: &Ctx) -> Result<Option<Participant>, Error> {
    let Some(device) = Device::of(&ctx.request) else { return Ok(None) };
    let mut conn = ctx.state.db.read().await?;
    let found = match device {
        Device::Draft { draft, hash } => match answer_draft::of_device(&mut conn, draft, hash).await? {
            Some((stored, survey)) => {
                let key = survey_key(ctx, stored.survey).await?;
                let payload = open_payload(&key, draft, &stored.payload).map_err(|error| incident(&error))?;
                let submitted = stored.submitted;
                let holder = AnonymousDraft { id: draft, device: hash, key, payload, submitted };
                Some((Holder::Anonymous(holder), survey))
            }
            None => None,
        },
        Device::Link { hash } => named(answer_assessment::of_device(&mut conn, hash).await?),
        Device::Account { assessment } => match ctx.actor() {
            Some(actor) => named(answer_assessment::of_person(&mut conn, actor.person, assessment).await?),
            None => None,
        },
    };
    let Some((holder, survey)) = found else { return Ok(None) };
    let Some(version) = survey.version else { return Ok(None) };
    let questions = ctx.state.frozen_versions.get(&mut conn, version).await?;
    Ok(Some(Participant { survey, questions, holder }))
}

fn named(found: Option<(StoredAssessment, Survey)>) -> Option<(Holder, Survey)> {
    found.map(|(assessment, survey)| (Holder::Named(assessment), survey))
}

pub async fn survey_key(ctx: &Ctx, survey: SurveyId) -> Result<Arc<SurveyKey>, Error> {
    ctx.state.survey_keys.get(survey).await.map_err(|error| incident(&error))
}

/// As [`participant`].
///
/// # Errors
/// [`ErrorKind::NotFound`] when nobody answers here.
pub async fn require(ctx: &Ctx) -> Result<Participant, Error> {
    participant(ctx).await?.ok_or_else(gone)
}

/// Nobody answers on this device, or the survey takes no answers any more.
pub fn gone() -> Error {
    Error::new(ErrorKind::NotFound, "answering.error.gone")
}

impl Participant {
    pub fn draft(&self) -> &Draft {
        match &self.holder {
            Holder::Anonymous(draft) => &draft.payload.draft,
            Holder::Named(assessment) => &assessment.draft,
        }
    }

    pub fn answers(&self) -> Answers {
        self.draft().answers()
    }

    pub const fn mode(&self) -> Mode {
        self.survey.mode
    }

    /// Whether the survey takes answers now.
    pub fn is_open(&self, ctx: &Ctx) -> bool {
        self.survey.period().is_some_and(|period| self.survey.state.accepts_answers(&period, ctx.now))
    }

    /// Whether the author may change answers: not while somebody else can read them.
    pub fn may_change(&self) -> bool {
        match &self.holder {
            Holder::Anonymous(_) => true,
            Holder::Named(assessment) => assessment.state.may_change_answers(),
        }
    }

    /// Whether it was handed in.
    pub fn is_submitted(&self) -> bool {
        match &self.holder {
            Holder::Anonymous(draft) => draft.submitted,
            Holder::Named(assessment) => assessment.state != AssessmentState::Open,
        }
    }

    /// The language of the questions: the reader's, where the questionnaire has it.
    pub fn language(&self, wanted: Language) -> Language {
        content_language(&self.questions, wanted)
    }

    /// The pages of the questionnaire, as this survey lays them out.
    pub fn pages(&self) -> &[Page] {
        self.questions.pages(self.survey.layout)
    }

    /// What the work demands of this person.
    ///
    /// # Errors
    /// [`Error`] when the database does not answer.
    pub async fn demand(&self, ctx: &Ctx) -> Result<Demand, Error> {
        let mut conn = ctx.state.db.read().await?;
        Ok(match &self.holder {
            Holder::Anonymous(draft) => {
                answer_target::of_attributes(&mut conn, self.survey.id, &draft.payload.attributes).await?
            }
            Holder::Named(assessment) => answer_target::of_person(&mut conn, self.survey.id, assessment.person).await?,
        })
    }

    /// The line beside the logo: wave and organisation.
    pub fn org(&self) -> String {
        org(&self.survey)
    }
}

/// The line beside the logo: wave and organisation.
pub fn org(survey: &Survey) -> String {
    let wave = if survey.wave_label.is_empty() { &survey.title } else { &survey.wave_label };
    format!("{wave} · {}", survey.organisation_name)
}

pub fn content_language(definition: &Definition, wanted: Language) -> Language {
    if definition.languages.contains(&wanted) { wanted } else { definition.base_language }
}
