//! From draft to open: what stands against it, and what is frozen with it (needs-analysis §11).

use super::dates::day_of;
use super::invite::mail_links;
use crate::context::incident;
use crate::error::Error;
use crate::format::Format;
use crate::state::AppState;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::questionnaire::Definition;
use weiterblick_domain::survey::{
    AudienceFinding, Command, Mode, REPEAT_GUARD, State, participation_while_open, repeat_guard,
};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::organisation::tree_of;
use weiterblick_store::questionnaire::{self, NotFrozen};
use weiterblick_store::survey::{self as store, Audience, Council, Rules, Scope, Survey};
use weiterblick_store::{Conn, Tx};

/// People in one audience (needs-analysis §17).
const AUDIENCE_MAX: usize = 20_000;
/// Open and scheduled surveys of one organisation (needs-analysis §17).
const OPEN_MAX: i64 = 50;

/// Something that must be settled before a survey may start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    Questionnaire,
    /// The questionnaire has problems that stand against freezing it.
    Definition,
    Nobody,
    TooManyPeople,
    /// Fewer than k people: an anonymous survey is impossible.
    TooSmall,
    /// Units below k that could count with a neighbour, but HR has not said so.
    Merge,
    /// Units below k without a neighbour.
    Stranded,
    Council,
    NoEnd,
    /// The end has passed, or lies before the start.
    EndTooEarly,
    Repeat {
        allowed_from: UnixMillis,
    },
    TooManySurveys,
}

impl Obstacle {
    /// The stored code, also a locale key.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Questionnaire => "questionnaire",
            Self::Definition => "definition",
            Self::Nobody => "nobody",
            Self::TooManyPeople => "too_many_people",
            Self::TooSmall => "too_small",
            Self::Merge => "merge",
            Self::Stranded => "stranded",
            Self::Council => "council",
            Self::NoEnd => "no_end",
            Self::EndTooEarly => "end_too_early",
            Self::Repeat { .. } => "repeat",
            Self::TooManySurveys => "too_many_surveys",
        }
    }

    /// Where in the wizard it is settled.
    pub const fn step(&self) -> u8 {
        match self {
            Self::Questionnaire | Self::Definition => 2,
            Self::Nobody | Self::TooManyPeople | Self::TooSmall | Self::Merge | Self::Stranded => 3,
            Self::Council => 4,
            Self::NoEnd | Self::EndTooEarly | Self::Repeat { .. } | Self::TooManySurveys => 5,
        }
    }

    pub fn sentence(&self, survey: &Survey, format: &Format) -> String {
        let key = format!("survey.obstacle.{}", self.code());
        match self {
            Self::Repeat { allowed_from } => t!(key, day = format.date(*allowed_from)),
            Self::TooSmall | Self::Merge | Self::Stranded => t!(key, k = survey.threshold.k()),
            Self::TooManyPeople => t!(key, max = format.count(AUDIENCE_MAX as i64)),
            Self::TooManySurveys => t!(key, max = OPEN_MAX),
            _ => t!(key),
        }
    }
}

/// An audience as it would be frozen now, and what stands against starting.
pub struct Readiness {
    pub audience: Audience,
    pub obstacles: Vec<Obstacle>,
}

/// The audience that the draft describes, as of today.
///
/// # Errors
/// Of the store.
pub async fn audience(conn: &mut Conn, state: &AppState, survey: &Survey, now: UnixMillis) -> Result<Audience, Error> {
    let today = day_of(&state.settings.time_zone, now).ok_or_else(|| Error::internal("calendar"))?;
    let people = store::candidates(conn, survey.organisation, survey.id, today).await?;
    let tree = tree_of(conn, survey.organisation).await?;
    let scope =
        Scope { whole_organisation: survey.whole_organisation, units: store::chosen_units(conn, survey.id).await? };
    Ok(store::resolve(people, &tree, &scope, rules(survey)))
}

pub const fn rules(survey: &Survey) -> Rules {
    Rules {
        mode: survey.mode,
        threshold: survey.threshold,
        gap_source: survey.gap_source,
        merge_small: survey.merge_small,
    }
}

/// Looks at everything that a start needs.
///
/// # Errors
/// Of the store.
pub async fn readiness(
    conn: &mut Conn,
    state: &AppState,
    survey: &Survey,
    now: UnixMillis,
) -> Result<Readiness, Error> {
    let audience = audience(conn, state, survey, now).await?;
    let mut obstacles = Vec::new();
    match survey.version {
        None => obstacles.push(Obstacle::Questionnaire),
        Some(version) => {
            let definition: Definition = questionnaire::definition(conn, version).await?;
            obstacles.extend((!definition.problems().is_empty()).then_some(Obstacle::Definition));
        }
    }
    obstacles.extend(audience_obstacles(survey, &audience));
    obstacles.extend((survey.council == Council::Open).then_some(Obstacle::Council));
    let starts_at = survey.opens_at.filter(|at| *at > now).unwrap_or(now);
    match survey.closes_at {
        None => obstacles.push(Obstacle::NoEnd),
        Some(closes_at) => obstacles.extend((closes_at <= starts_at).then_some(Obstacle::EndTooEarly)),
    }
    if let (Mode::Anonymous, Some(questionnaire)) = (survey.mode, survey.questionnaire) {
        let earlier = store::earlier(conn, survey.organisation, questionnaire, now.plus(-REPEAT_GUARD)).await?;
        let people = audience.members.iter().map(|member| member.person).collect();
        let refusal = repeat_guard(questionnaire, &people, &earlier, starts_at).err();
        obstacles.extend(refusal.map(|refusal| Obstacle::Repeat { allowed_from: refusal.allowed_from }));
    }
    if survey.state == State::Draft && store::open_count(conn, survey.organisation).await? >= OPEN_MAX {
        obstacles.push(Obstacle::TooManySurveys);
    }
    Ok(Readiness { audience, obstacles })
}

/// The size check of an anonymous survey (needs-analysis §11.3); a named one only needs somebody to ask.
fn audience_obstacles(survey: &Survey, audience: &Audience) -> Vec<Obstacle> {
    if audience.members.is_empty() {
        return vec![Obstacle::Nobody];
    }
    if audience.members.len() > AUDIENCE_MAX {
        return vec![Obstacle::TooManyPeople];
    }
    if survey.mode == Mode::Named {
        return Vec::new();
    }
    if audience.check.audience == AudienceFinding::Impossible {
        return vec![Obstacle::TooSmall];
    }
    let merge = !audience.check.merges.is_empty() && !survey.merge_small;
    let stranded = !audience.check.stranded.is_empty();
    [merge.then_some(Obstacle::Merge), stranded.then_some(Obstacle::Stranded)].into_iter().flatten().collect()
}

/// What became of an attempt to start.
pub enum Start {
    Opened,
    /// Opens by itself at its date.
    Scheduled,
    Refused(Vec<Obstacle>),
}

/// Starts a draft that is held by [`store::lock`]: opens it, or schedules it for its date. The caller commits.
///
/// # Errors
/// Of the store, and when the key of the survey cannot be written.
pub async fn start(state: &AppState, tx: &mut Tx, survey: &Survey, now: UnixMillis) -> Result<Start, Error> {
    let scheduled = survey.state.transition(Command::Schedule).map_err(|_| Error::conflict("error.conflict"))?;
    let Readiness { audience, obstacles } = readiness(tx, state, survey, now).await?;
    if !obstacles.is_empty() {
        return Ok(Start::Refused(obstacles));
    }
    freeze(tx, survey).await?;
    if survey.opens_at.is_some_and(|at| at > now) {
        store::mark_scheduled(tx, survey.id).await?;
        return Ok(Start::Scheduled);
    }
    open(state, tx, survey, scheduled, &audience, now).await?;
    Ok(Start::Opened)
}

/// Opens a scheduled survey whose date has come. If something has come to stand against it meanwhile, it goes back to
/// draft and says why.
///
/// # Errors
/// Of the store, and when the key of the survey cannot be written.
pub async fn open_due(state: &AppState, id: SurveyId, now: UnixMillis) -> Result<(), Error> {
    let mut tx = state.db.write().await?;
    let survey = store::lock(&mut tx, id).await?;
    if survey.state != State::Scheduled || survey.opens_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    let Readiness { audience, obstacles } = readiness(&mut tx, state, &survey, now).await?;
    match obstacles.first() {
        Some(obstacle) => store::refuse_start(&mut tx, id, obstacle.code()).await?,
        None => {
            freeze(&mut tx, &survey).await?;
            open(state, &mut tx, &survey, survey.state, &audience, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn freeze(tx: &mut Tx, survey: &Survey) -> Result<(), Error> {
    let version = survey.version.ok_or_else(|| Error::conflict("error.conflict"))?;
    questionnaire::freeze(tx, version).await.map_err(|error| match error {
        NotFrozen::Store(error) => error.into(),
        NotFrozen::Definition(_) => Error::conflict("survey.obstacle.definition"),
    })
}

async fn open(
    state: &AppState,
    tx: &mut Tx,
    survey: &Survey,
    from: State,
    audience: &Audience,
    now: UnixMillis,
) -> Result<(), Error> {
    from.transition(Command::Open).map_err(|_| Error::conflict("error.conflict"))?;
    store::write_audience(tx, survey.id, survey.mode, audience, &mut || state.new_id()).await?;
    store::mark_open(tx, survey.id, now).await?;
    if survey.mode == Mode::Anonymous {
        let invited = u32::try_from(audience.members.len()).unwrap_or(u32::MAX);
        let percent = participation_while_open(invited, 0, survey.threshold);
        let today = day_of(&state.settings.time_zone, now).map(|day| day.to_string()).unwrap_or_default();
        store::set_redeemed_percent(tx, survey.id, percent, &today).await?;
        // Before the commit: an open survey without its key could take no answer.
        state.survey_keys.ensure(survey.id, state.random()).await.map_err(|error| incident(&error))?;
    }
    if survey.mail_at_start && state.settings.mail {
        mail_links(state, tx, survey, now).await?;
    }
    Ok(())
}
