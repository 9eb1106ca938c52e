//! Hands in named answers: assessments of people, some of them shown to their lead.

use super::DemoError;
use super::organisation::{Company, find};
use super::seed::{Answer, Handed, Survey as SeedSurvey};
use super::sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_app::state::AppState;
use weiterblick_domain::questionnaire::{Definition, Facet, OptOut};
use weiterblick_domain::survey::{AssessmentCommand, Draft, Recipient, SharedSection};
use weiterblick_domain::time::{DAY, HOUR, MINUTE, UnixMillis};
use weiterblick_store::survey::Survey;
use weiterblick_store::survey::answer_assessment;
use weiterblick_store::survey::answer_release::{self, StoredRelease};
use weiterblick_store::{Tx, questionnaire};

/// People answer at work, between seven and four.
const WORK_BEGINS: i64 = 7 * HOUR;
const WORK_LASTS: i64 = 9 * HOUR;
/// Whoever shows a result looks at it first.
const SHOWN_AFTER: i64 = 20 * MINUTE;

/// Hands the answers in at moments between `from` and `until`.
///
/// # Errors
/// [`DemoError`].
pub async fn hand_in(
    tx: &mut Tx,
    state: &AppState,
    company: &Company,
    survey: &Survey,
    seed: &SeedSurvey,
    (from, until): (UnixMillis, UnixMillis),
) -> Result<(), DemoError> {
    let version = survey.version.ok_or_else(|| DemoError::Unknown(seed.template.clone()))?;
    let definition = questionnaire::definition(tx, version).await?;
    for answer in &seed.answer {
        let draft = fill_in(answer, &definition)?;
        let person = find(&company.people, &answer.person)?;
        let at = working_hour(state, from, until);
        let begun = answer_assessment::begin(tx, survey.id, person, state.new_id()).await?;
        answer_assessment::redeem_own_invitation(tx, survey.id, person).await?;
        answer_assessment::write(tx, begun.id, &draft).await?;
        let mut reached = begun.state.transition(AssessmentCommand::Submit)?;
        if answer.state == Handed::Released {
            reached = reached.transition(AssessmentCommand::Release)?;
            let sections: BTreeSet<SharedSection> = SharedSection::ALL.iter().copied().collect();
            let release = StoredRelease { recipient: Recipient::Lead, sections, released_at: at.plus(SHOWN_AFTER) };
            answer_release::put(tx, begun.id, &release).await?;
        }
        answer_assessment::set_state(tx, begun.id, reached, Some(at)).await?;
    }
    Ok(())
}

fn fill_in(answer: &Answer, definition: &Definition) -> Result<Draft, DemoError> {
    let mut sheet = Sheet::new(definition);
    for (question, rated) in definition.rated_competences() {
        let code: &str = &rated.key.code;
        match answer.ist.get(code) {
            Some(level) => sheet.rate(question, rated, Facet::Current, level),
            None => sheet.rate(question, rated, Facet::Current, OptOut::NotApplicable),
        }
        let facets: [(Facet, &BTreeMap<String, u8>); 2] =
            [(Facet::Importance, &answer.wichtig), (Facet::Wish, &answer.interesse)];
        for (facet, levels) in facets {
            if let Some(level) = levels.get(code) {
                sheet.rate(question, rated, facet, level);
            }
        }
    }
    for (question, choices) in &answer.choices {
        choices.iter().for_each(|choice| sheet.answer(question, choice));
    }
    for (question, text) in &answer.texts {
        sheet.answer(question, text);
    }
    sheet.read()
}

/// Any minute of a working day between two moments.
fn working_hour(state: &AppState, from: UnixMillis, until: UnixMillis) -> UnixMillis {
    let below = |bound: i64| i64::from(u32::from_le_bytes(state.random())) % bound.max(1);
    let day = below((until.since(from) + 1) / DAY);
    from.plus(day * DAY + WORK_BEGINS + below(WORK_LASTS / MINUTE) * MINUTE)
}
