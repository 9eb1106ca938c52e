//! A company with two teams that runs surveys.

use super::participant::{redeem, tokens};
use super::{Answer, Browser, Organisation, Server};
use http::StatusCode;
use weiterblick_app::survey::authoring::api::SheetsMade;
use weiterblick_app::survey::crypto::seal_payload;
use weiterblick_domain::ids::{DraftId, PersonId, SurveyId, UnitId};
use weiterblick_domain::organisation::Channel;
use weiterblick_domain::policy::Role;
use weiterblick_domain::questionnaire::{AnswerKey, Cell, Changes, Definition, Facet, Level, Value};
use weiterblick_domain::survey::{Attributes, Draft, DraftPayload, ResponseCode, Revision};
use weiterblick_store::survey::answer_draft::{self, NewDraft};
use weiterblick_store::{Db, organisation, questionnaire, survey as store};

/// A company with two teams, and HR at the browser.
pub struct Office {
    pub server: Server,
    pub organisation: Organisation,
    pub hr: Browser,
    pub units: [UnitId; 2],
    /// How drafts lay their questions out: `one`, `section` or `all` on a page.
    pub layout: &'static str,
    /// Whether the result of drafts is for all employees.
    pub shared: bool,
}

impl Office {
    /// `members` people in each of the two teams; every third is asked on paper.
    pub async fn open(db: Db, members: [u8; 2]) -> Self {
        Self::open_with(db, members, false).await
    }

    pub async fn open_with(db: Db, members: [u8; 2], mail: bool) -> Self {
        let server = Server::start_with(db, mail).await;
        let organisation = server.organisation("muster").await;
        let hr = server.signed_in(&organisation, Role::Hr).await;
        let units: [UnitId; 2] = [server.state.new_id(), server.state.new_id()];
        let mut tx = server.state.db.write().await.unwrap();
        for (place, unit) in units.iter().enumerate() {
            sqlx::query("INSERT INTO unit (id, organisation_id, code, name, parent_id) VALUES ($1, $2, $3, $3, NULL)")
                .bind(unit.to_string())
                .bind(organisation.id.to_string())
                .bind(format!("Team {place}"))
                .execute(&mut *tx)
                .await
                .unwrap();
            for n in 0..members[place] {
                let id: PersonId = server.state.new_id();
                let person = organisation::NewPerson {
                    last_name: format!("Person {place}-{n:02}"),
                    email: format!("p{place}{n}@muster.example"),
                    channel: if n % 3 == 2 { Channel::Sheet } else { Channel::Mail },
                    roles: vec![Role::Employee],
                    ..organisation::NewPerson::active(id, organisation.id)
                };
                organisation::create_person(&mut tx, &person).await.unwrap();
                sqlx::query(
                    "INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2020-01-01')",
                )
                .bind(id.to_string())
                .bind(unit.to_string())
                .execute(&mut *tx)
                .await
                .unwrap();
            }
        }
        tx.commit().await.unwrap();
        Self { server, organisation, hr, units, layout: "one", shared: false }
    }

    /// Goes through the wizard up to the review; asks both teams, closes on 30 October 2026.
    pub async fn draft(&mut self, mode: &str, opens_on: &str) -> SurveyId {
        let made =
            self.hr.submit("/umfragen/neu", "survey/create_survey", &[("title", "Herbst"), ("go", "next")]).await;
        let id: SurveyId = made.location().split('/').nth(2).unwrap().parse().unwrap();
        let template = self.template().await;
        let step = |n: u8| format!("/umfragen/{id}/schritt/{n}");
        let survey = id.to_string();
        let [first, second] = self.units.map(|unit| unit.to_string());
        let audience = [
            ("survey", survey.as_str()),
            ("scope", "units"),
            ("units[]", &first),
            ("units[]", &second),
            ("go", "next"),
        ];
        let notice = [("notice_de", "Wozu?"), ("notice_en", "What for?")];
        let privacy = [("survey", survey.as_str()), ("mode", mode), ("k", "5"), ("council", "none"), ("go", "next")];
        let privacy = [privacy.as_slice(), notice.as_slice()].concat();
        let start = if opens_on.is_empty() { "now" } else { "day" };
        let shared = self.shared.to_string();
        let period = [
            ("survey", survey.as_str()),
            ("start", start),
            ("opens_on", opens_on),
            ("closes_on", "2026-10-30"),
            ("gap_source", "importance"),
            ("layout", self.layout),
            ("share_with_employees", &shared),
            ("go", "next"),
        ];
        for (n, action, fields) in [
            (
                2,
                "survey/save_questionnaire",
                &[("survey", survey.as_str()), ("questionnaire", &template), ("go", "next")] as &[_],
            ),
            (3, "survey/save_audience", &audience),
            (4, "survey/save_privacy", &privacy),
            (5, "survey/save_period", &period),
        ] {
            let answer = self.hr.submit(&step(n), action, fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, step(n + 1).as_str()), "{action}");
        }
        id
    }

    /// Sessions end while time passes.
    pub async fn sign_in_again(&mut self) {
        self.hr = self.server.signed_in(&self.organisation, Role::Hr).await;
    }

    pub async fn start(&mut self, id: SurveyId) -> Answer {
        self.act(id, "/schritt/6", "survey/start_survey", &[]).await
    }

    pub async fn act(&mut self, id: SurveyId, page: &str, action: &str, more: &[(&str, &str)]) -> Answer {
        let survey = id.to_string();
        let fields = [[("survey", survey.as_str())].as_slice(), more].concat();
        self.hr.submit(&format!("/umfragen/{id}{page}"), action, &fields).await
    }

    /// A survey that is open, with all its questions on one page.
    pub async fn open_survey(&mut self, mode: &str) -> SurveyId {
        self.layout = "all";
        let id = self.draft(mode, "").await;
        assert_eq!(self.start(id).await.status, StatusCode::SEE_OTHER);
        id
    }

    /// New links for everybody: names and tokens.
    pub async fn links(&mut self, id: SurveyId) -> Vec<(String, String)> {
        tokens(&self.hr.call("survey/make_links", &[("survey", &id.to_string())]).await)
    }

    /// A new link for one person.
    pub async fn link(&mut self, id: SurveyId, person: PersonId) -> String {
        let fields = [("survey", &*id.to_string()), ("person", &*person.to_string())];
        tokens(&self.hr.call("survey/renew_link", &fields).await).remove(0).1
    }

    /// The device of somebody who has begun by a link.
    pub async fn device(&mut self, id: SurveyId) -> Browser {
        let (_, token) = self.links(id).await.remove(0);
        redeem(&self.server, &token).await.0
    }

    /// New codes on paper for the first team.
    pub async fn sheets(&mut self, id: SurveyId, count: u8) -> Vec<String> {
        let (survey, group, count) = (id.to_string(), format!("{}.", self.units[0]), count.to_string());
        let made =
            self.hr.call("survey/print_sheets", &[("survey", &survey), ("group", &group), ("count", &count)]).await;
        let made: SheetsMade = serde_json::from_str(&made.text).unwrap_or_else(|_| panic!("{}", made.text));
        made.slips.into_iter().map(|slip| slip.code).collect()
    }

    /// Those of a team's own members who are asked by link, in the order of their names.
    pub async fn members(&self, team: usize) -> Vec<PersonId> {
        let sql = "SELECT p.id FROM person p JOIN membership m ON m.person_id = p.id
                   WHERE m.unit_id = $1 AND p.channel = 'mail' AND p.last_name LIKE 'Person %' ORDER BY p.last_name";
        let mut conn = self.server.state.db.read().await.unwrap();
        let rows: Vec<(String,)> =
            sqlx::query_as(sql).bind(self.units[team].to_string()).fetch_all(&mut *conn).await.unwrap();
        rows.into_iter().map(|(id,)| id.parse().unwrap()).collect()
    }

    pub async fn template(&self) -> String {
        self.text("SELECT id FROM questionnaire WHERE organisation_id = '' AND code = 'digital'").await
    }

    pub async fn text(&self, sql: &'static str) -> String {
        let (text,): (String,) =
            sqlx::query_as(sql).fetch_one(&mut *self.server.state.db.read().await.unwrap()).await.unwrap();
        text
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        let (n,): (i64,) =
            sqlx::query_as(sql).fetch_one(&mut *self.server.state.db.read().await.unwrap()).await.unwrap();
        n
    }

    pub async fn state_of(&self, id: SurveyId) -> String {
        store::load(&mut self.server.state.db.read().await.unwrap(), id).await.unwrap().state.to_string()
    }

    pub fn key_files(&self) -> usize {
        let names = std::fs::read_dir(self.server.folder.join("keys")).unwrap();
        names.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("survey-")).count()
    }

    /// Hands in the answers of `times` people of a unit, encrypted as the answering side does it.
    pub async fn hand_in(&self, id: SurveyId, unit: UnitId, times: u8, level: u8, submitted: bool) {
        self.hand_in_part(id, unit, times, level, submitted, 0).await;
    }

    /// As [`Self::hand_in`], without a level for the first `left_out` competences.
    pub async fn hand_in_part(
        &self,
        id: SurveyId,
        unit: UnitId,
        times: u8,
        level: u8,
        submitted: bool,
        left_out: usize,
    ) {
        let state = &self.server.state;
        let key = state.survey_keys.get(id).await.unwrap();
        let mut tx = state.db.write().await.unwrap();
        let survey = store::load(&mut tx, id).await.unwrap();
        let definition = questionnaire::definition(&mut tx, survey.version.unwrap()).await.unwrap();
        for _ in 0..times {
            let draft_id: DraftId = state.new_id();
            let answers = answers(&definition, level, left_out);
            let draft = Draft::default().merge(Revision(0), answers).draft().clone();
            let payload = DraftPayload { unit: Some(unit), attributes: Attributes::new(), notice_version: 1, draft };
            let new = NewDraft {
                id: draft_id,
                survey: id,
                code: ResponseCode::from_random(&state.random()).digest(),
                device: weiterblick_domain::survey::Digest::of(draft_id.as_bytes()),
                payload: seal_payload(&key, draft_id, state.random(), &payload).unwrap(),
            };
            answer_draft::create(&mut tx, new).await.unwrap();
            if submitted {
                answer_draft::submit(&mut tx, draft_id).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }
}

fn answers(definition: &Definition, level: u8, left_out: usize) -> Changes {
    let rated = |key: &AnswerKey| matches!(key, AnswerKey::Rating { facet: Facet::Current, .. });
    let keys = definition.keys();
    let left_out: Vec<AnswerKey> = keys.iter().filter(|key| rated(key)).take(left_out).cloned().collect();
    let level = |key: &AnswerKey| match key {
        AnswerKey::Rating { facet: Facet::Current, .. } if !left_out.contains(key) => Some(level),
        AnswerKey::Rating { facet: Facet::Importance, .. } => Some(5),
        _ => None,
    };
    let cell = |key: AnswerKey| {
        let level = Level::new(level(&key)?).unwrap();
        Some((key, Cell::Answered(Value::Level(level))))
    };
    keys.into_iter().filter_map(cell).collect()
}
