//! Hands in the answers of an anonymous wave: encrypted drafts, as participants' devices leave them. The closing job does
//! the rest.

use super::DemoError;
use super::anonymous::fill_in;
use super::organisation::{Company, find};
use super::seed::Survey as SeedSurvey;
use std::collections::BTreeMap;
use weiterblick_app::context::incident;
use weiterblick_app::state::AppState;
use weiterblick_app::survey::crypto::seal_payload;
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::survey::{Attributes, DraftPayload, ResponseCode, Token};
use weiterblick_store::survey::answer_draft::{self, NewDraft};
use weiterblick_store::survey::{self as store, Survey};
use weiterblick_store::{Tx, questionnaire};

/// # Errors
/// [`DemoError`]; [`DemoError::Counts`] when a team has fewer people who may answer than the seed wants.
pub async fn hand_in(
    tx: &mut Tx,
    state: &AppState,
    company: &Company,
    survey: &Survey,
    seed: &SeedSurvey,
) -> Result<(), DemoError> {
    let version = survey.version.ok_or_else(|| DemoError::Unknown(seed.template.clone()))?;
    let definition = questionnaire::definition(tx, version).await?;
    let notice = store::notice(tx, &survey.notice_id).await?;
    let mut waiting = invited(tx, survey, seed.insiders_answer).await?;
    let key = state.survey_keys.get(survey.id).await.map_err(|error| incident(&error))?;
    for (team, draft) in fill_in(seed, &definition, &mut || u64::from_le_bytes(state.random()))? {
        let unit = find(&company.units, team)?;
        let attributes = waiting.get_mut(&unit).and_then(Vec::pop);
        let attributes = attributes.ok_or_else(|| DemoError::Counts(team.to_owned()))?;
        let payload = DraftPayload { unit: Some(unit), attributes, notice_version: notice.number, draft };
        let id = state.new_id();
        let payload = seal_payload(&key, id, state.random(), &payload).map_err(|error| incident(&error))?;
        let code = ResponseCode::from_random(&state.random()).digest();
        let device = Token::from_random(state.random()).digest();
        answer_draft::create(tx, NewDraft { id, survey: survey.id, code, device, payload }).await?;
        answer_draft::submit(tx, id).await?;
    }
    Ok(())
}

/// What each of those who are asked would carry into their answer, by unit.
async fn invited(tx: &mut Tx, survey: &Survey, insiders: bool) -> Result<BTreeMap<UnitId, Vec<Attributes>>, DemoError> {
    let mut units: BTreeMap<UnitId, Vec<Attributes>> = BTreeMap::new();
    for member in store::frozen_audience(tx, survey.id).await?.into_iter().filter(|member| insiders || !member.insider)
    {
        let attributes = store::attributes(survey.mode, member.profile);
        units
            .entry(member.unit.ok_or_else(|| DemoError::Unknown(member.person.to_string()))?)
            .or_default()
            .push(attributes);
    }
    Ok(units)
}
