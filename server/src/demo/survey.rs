//! The surveys: made and opened as the wizard does it, at the moments of the seed.

use super::DemoError;
use super::calendar::Calendar;
use super::organisation::{Company, find};
use super::seed::{Seed, Survey as SeedSurvey};
use super::{named, sealed};
use weiterblick_app::format::Format;
use weiterblick_app::state::AppState;
use weiterblick_app::survey::authoring::{Start, start};
use weiterblick_app::texts::translate;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::survey::{Mode, State};
use weiterblick_domain::text::Language;
use weiterblick_domain::time::{DAY, UnixMillis};
use weiterblick_store::Tx;
use weiterblick_store::survey::{self as store, AudienceChoice, Council, NewSurvey, PeriodChoice, Privacy};

/// The last step of the wizard.
const REVIEW: u8 = 6;
/// The works council was asked with a draft at hand.
const DRAFT_BEFORE_COUNCIL: i64 = 7 * DAY;

/// Makes a survey with its answers. One that the seed has closed is still open afterwards: closing it is the product's
/// business, and due at once.
///
/// # Errors
/// [`DemoError`]; [`DemoError::NotOpened`] when the product sees an obstacle.
pub async fn set_up(
    tx: &mut Tx,
    state: &AppState,
    company: &Company,
    seed: &Seed,
    survey: &SeedSurvey,
    calendar: &Calendar,
) -> Result<SurveyId, DemoError> {
    let id = draft(tx, state, company, seed, survey, calendar).await?;
    if survey.state == State::Draft {
        return Ok(id);
    }
    let opens_at = calendar.start(survey.opens)?;
    let locked = store::lock(tx, id).await?;
    match start(state, tx, &locked, opens_at).await? {
        Start::Opened => {}
        Start::Scheduled => return Err(DemoError::NotOpened { survey: survey.code.clone(), obstacles: Vec::new() }),
        Start::Refused(obstacles) => {
            return Err(DemoError::NotOpened { survey: survey.code.clone(), obstacles });
        }
    }
    let opened = store::load(tx, id).await?;
    match survey.mode {
        Mode::Anonymous => sealed::hand_in(tx, state, company, &opened, survey).await?,
        Mode::Named => {
            let closed = survey.state == State::Closed;
            let until = if closed { calendar.end(survey.closes)? } else { calendar.start(seed.reference_day)? };
            named::hand_in(tx, state, company, &opened, survey, (opens_at, until)).await?;
        }
    }
    Ok(id)
}

async fn draft(
    tx: &mut Tx,
    state: &AppState,
    company: &Company,
    seed: &Seed,
    survey: &SeedSurvey,
    calendar: &Calendar,
) -> Result<SurveyId, DemoError> {
    let (grant, id) = (company.grant::<ManageSurveys>()?, state.new_id());
    let (title, wave_label) = (survey.title.to_string(), survey.wave.to_string());
    let step = survey.step.unwrap_or(REVIEW);
    let text = store::default_notice(survey.mode, survey.k)?;
    let notice_id = store::ensure_notice(tx, company.id, state.random(), &text).await?.id;
    let now = calendar.start(survey.council_confirmed.unwrap_or(seed.reference_day))?.plus(-DRAFT_BEFORE_COUNCIL);
    let new = NewSurvey { id, title: title.clone(), wave_label: wave_label.clone(), notice_id: notice_id.clone(), now };
    store::create(tx, company.id, &new).await?;
    store::set_basics(tx, &grant, id, step, &title, &wave_label).await?;
    store::set_questionnaire(tx, &grant, id, step, find(&company.versions, &survey.template)?).await?;
    store::set_audience(tx, &grant, id, step, &audience(company, survey)?).await?;
    let (council, council_note) = match survey.council_confirmed {
        Some(day) => (Council::Agreed, council_note(state, calendar.start(day)?)),
        None => (Council::Open, String::new()),
    };
    let privacy = Privacy { mode: survey.mode, threshold: survey.k, council, council_note, notice_id };
    store::set_privacy(tx, &grant, id, step, &privacy).await?;
    let period = PeriodChoice {
        opens_at: Some(calendar.start(survey.opens)?),
        closes_at: Some(calendar.end(survey.closes)?),
        gap_source: survey.gap_source,
        layout: survey.layout,
        share_with_employees: survey.share_with_employees,
        mail_at_start: false,
    };
    store::set_period(tx, &grant, id, step, &period).await?;
    Ok(id)
}

fn audience(company: &Company, survey: &SeedSurvey) -> Result<AudienceChoice, DemoError> {
    Ok(AudienceChoice {
        whole_organisation: survey.teams.len() == company.units.len(),
        units: survey.teams.iter().map(|team| find(&company.units, team)).collect::<Result<_, _>>()?,
        merge_small: false,
        excluded: survey
            .audience_without
            .iter()
            .map(|person| find(&company.people, person))
            .collect::<Result<_, _>>()?,
    })
}

/// What HR wrote down, in the company's language.
fn council_note(state: &AppState, at: UnixMillis) -> String {
    let day = Format::new(Language::De, state.settings.time_zone.clone()).date(at);
    translate(Language::De, "cli.demo_council", &[("day", day)])
}
