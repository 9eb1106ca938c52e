//! Taking part in a survey as a browser does.

use super::{Answer, Browser, Server};
use http::StatusCode;
use weiterblick_app::survey::authoring::api::LinksMade;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::questionnaire::form::field_name;
use weiterblick_domain::questionnaire::{AnswerKey, Definition, Facet};
use weiterblick_store::{questionnaire, survey};

/// The tokens of the links that an answer of `survey/make_links` or `survey/renew_link` shows, by name.
pub fn tokens(made: &Answer) -> Vec<(String, String)> {
    let made: LinksMade = serde_json::from_str(&made.text).unwrap_or_else(|_| panic!("{}", made.text));
    let token = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    made.rows.into_iter().map(|row| (row.name, token(&row.link))).collect()
}

/// Redeems a personal link. Answers the device and, in an anonymous survey, the response code.
pub async fn redeem(server: &Server, token: &str) -> (Browser, Option<String>) {
    let mut device = server.browser();
    let answer = device.call("survey/answer_redeem", &[("token", token)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let code = serde_json::from_str(&answer.text).unwrap();
    (device, code)
}

/// What a survey asks.
pub async fn definition(server: &Server, id: SurveyId) -> Definition {
    let mut conn = server.state.db.read().await.unwrap();
    let version = survey::load(&mut conn, id).await.unwrap().version.unwrap();
    questionnaire::definition(&mut conn, version).await.unwrap()
}

/// The fields of a sheet on which every competence has this level, and all of them are very important.
pub fn ratings(definition: &Definition, level: u8) -> Vec<(String, String)> {
    let level = |key: &AnswerKey| match key {
        AnswerKey::Rating { facet: Facet::Current, .. } => Some(level),
        AnswerKey::Rating { facet: Facet::Importance, .. } => Some(5),
        _ => None,
    };
    definition.keys().iter().filter_map(|key| Some((field_name(key), level(key)?.to_string()))).collect()
}

/// Saves fields of a page as script does.
pub async fn save(device: &mut Browser, page: u8, revision: u64, answers: &[(String, String)]) -> Answer {
    let (page, revision) = (page.to_string(), revision.to_string());
    let mut fields = vec![("page", page.as_str()), ("revision", &revision), ("go", "auto")];
    fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    device.call("survey/answer_save", &fields).await
}

/// Saves and hands in; the survey shows everything on one page.
pub async fn hand_in(device: &mut Browser, answers: &[(String, String)]) {
    let saved = save(device, 1, 0, answers).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text);
    let done = device.call("survey/answer_submit", &[]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}
