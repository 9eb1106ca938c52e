//! Two companies with one object of every noun each. Every text of `here` holds its marker, and so does every one of
//! `there`: where the neighbour's appears, something has crossed.

use crate::support::participant::{definition, hand_in, ratings, redeem, tokens};
use crate::support::{Answer, Browser, Organisation, Server};
use http::StatusCode;
use std::collections::BTreeMap;
use weiterblick_app::account::cookie;
use weiterblick_domain::policy::Role;
use weiterblick_store::Db;

pub struct World {
    pub server: Server,
    pub here: Company,
    pub there: Company,
}

/// A company and the names under which examples ask for its ids and secrets.
pub struct Company {
    pub organisation: Organisation,
    pub ids: BTreeMap<String, String>,
    /// Whoever knows one of these may come in, from whichever company.
    pub secrets: BTreeMap<String, String>,
    /// The cookie of a device that answers the open anonymous survey.
    pub device: String,
}

impl World {
    pub async fn make(db: Db) -> Self {
        let server = Server::start_with(db, true).await;
        let here = Company::make(&server, "otter").await;
        let there = Company::make(&server, "zebra").await;
        Self { server, here, there }
    }

    /// A browser that is signed in `here`, or not at all, behind limits that have counted nothing yet.
    pub async fn browser(&self, role: Option<Role>) -> Browser {
        let browser = self.server.without_past();
        match role {
            Some(role) => browser.with_session(&self.server.session(&self.here.organisation, role).await),
            None => browser,
        }
    }

    /// The same browser, and the limits have forgotten it.
    pub fn again(&self, browser: &Browser) -> Browser {
        Browser { router: self.server.without_past().router, ..browser.clone() }
    }
}

impl Company {
    /// The text with `{name}` replaced by the id or secret of that name.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in self.ids.iter().chain(&self.secrets) {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        assert!(!filled.contains('{'), "nothing is called as in {filled}");
        filled
    }

    async fn make(server: &Server, name: &str) -> Self {
        let organisation = server.organisation(name).await;
        let hr = server.browser().with_session(&server.session(&organisation, Role::Hr).await);
        let mut ids: BTreeMap<String, String> =
            organisation.people.iter().map(|(role, id)| (role.code().to_owned(), id.to_string())).collect();
        ids.insert("organisation".to_owned(), organisation.id.to_string());
        let company = Self { organisation, ids, secrets: BTreeMap::new(), device: String::new() };
        let mut maker = Maker { server, hr, name, company };
        maker.people().await;
        maker.competences().await;
        maker.questionnaires().await;
        maker.surveys().await;
        maker.access().await;
        maker.company
    }
}

struct Maker<'a> {
    server: &'a Server,
    hr: Browser,
    /// The company's, in every text.
    name: &'a str,
    company: Company,
}

impl Maker<'_> {
    /// Calls a server function that must succeed; `~` stands for the company's name.
    async fn done(&mut self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| (self.company.fill(name), self.company.fill(&value.replace('~', self.name))))
            .collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.hr.call(action, &fields).await;
        assert_eq!(answer.status, StatusCode::OK, "{action} {fields:?}: {}", answer.text);
        answer
    }

    /// As [`Self::done`], and keeps the last id of the address that it leads to.
    async fn add(&mut self, name: &str, action: &str, fields: &[(&str, &str)]) {
        let answer = self.done(action, fields).await;
        let place = answer.location().to_owned();
        let parts = place.split(|c: char| !c.is_ascii_hexdigit() && c != '-').map(|part| part.trim_matches('-'));
        let id = parts.rev().find(|part| part.len() == 36);
        let id = id.unwrap_or_else(|| panic!("{action} leads to {place}"));
        self.company.ids.insert(name.to_owned(), id.to_owned());
    }

    /// Keeps the id of the row with this code: for pages that lead back to a list.
    async fn find(&mut self, name: &str, sql: &'static str, code: &str) {
        let mut conn = self.server.state.db.read().await.unwrap();
        let organisation = self.company.organisation.id.to_string();
        let (id,): (String,) =
            sqlx::query_as(sql).bind(organisation).bind(code.to_owned()).fetch_one(&mut *conn).await.unwrap();
        self.company.ids.insert(name.to_owned(), id);
    }

    async fn people(&mut self) {
        for (name, parent) in
            [("unit", ""), ("unit_below", "{unit}"), ("unit_moved", ""), ("unit_merged", ""), ("unit_deleted", "")]
        {
            let title = format!("~ {name}");
            self.done("organisation/create_unit", &[("name", &title), ("code", name), ("parent", parent)]).await;
            self.find(name, "SELECT id FROM unit WHERE organisation_id = $1 AND code = $2", name).await;
        }
        for role in Role::ALL {
            let (id, leads) = (format!("{{{role}}}"), (role == Role::TeamLead).to_string());
            self.done("organisation/assign_person", &[("id", &id), ("unit", "{unit}"), ("leads", &leads)]).await;
        }
        for (name, unit) in [
            ("person", ""),
            ("person_deleted", ""),
            ("person_new", ""),
            ("person_invited", ""),
            ("person_revoked", ""),
            ("colleague_1", "{unit}"),
            ("colleague_2", "{unit}"),
            ("colleague_3", "{unit}"),
            ("colleague_4", "{unit}"),
            ("colleague_5", "{unit}"),
            ("colleague_6", "{unit}"),
        ] {
            let (last_name, email) = (format!("~ {name}"), format!("{name}@~.example"));
            let fields = [
                ("personnel_ref", ""),
                ("first_name", "~"),
                ("last_name", last_name.as_str()),
                ("email", &email),
                ("language", "de"),
                ("channel", "mail"),
                ("unit", unit),
            ];
            self.add(name, "organisation/create_person", &fields).await;
        }
    }

    async fn competences(&mut self) {
        for name in ["scale", "scale_deleted"] {
            let title = format!("~ {name}");
            let fields = [
                ("title[de]", title.as_str()),
                ("code", name),
                ("levels[l1][title][de]", "~ eins"),
                ("levels[l2][title][de]", "~ zwei"),
                ("levels[l3][title][de]", "~ drei"),
            ];
            self.done("competence/create_scale", &fields).await;
            self.find(name, "SELECT id FROM scale WHERE organisation_id = $1 AND code = $2", name).await;
        }
        for name in
            ["framework", "framework_published", "framework_to_publish", "framework_to_retire", "framework_deleted"]
        {
            let title = format!("~ {name}");
            let fields = [("title[de]", title.as_str()), ("code", name), ("scale", "{scale}")];
            self.add(name, "competence/create_framework", &fields).await;
        }
        for (name, framework, kind, parent) in [
            ("area", "{framework}", "area", ""),
            ("competence", "{framework}", "competence", "{area}"),
            ("competence_moved", "{framework}", "competence", "{area}"),
            ("competence_deleted", "{framework}", "competence", ""),
            ("competence_published", "{framework_published}", "competence", ""),
            ("competence_to_publish", "{framework_to_publish}", "competence", ""),
            ("competence_to_retire", "{framework_to_retire}", "competence", ""),
        ] {
            let title = format!("~ {name}");
            let fields = [
                ("into[framework]", framework),
                ("into[kind]", kind),
                ("parent", parent),
                ("title[de]", &title),
                ("code", name),
            ];
            self.add(name, "competence/add_node", &fields).await;
        }
        for framework in ["{framework_published}", "{framework_to_retire}"] {
            self.done("competence/publish_framework", &[("framework", framework)]).await;
        }
        for name in ["profile", "profile_deleted"] {
            let title = format!("~ {name}");
            let fields = [("title[de]", title.as_str()), ("horizon", "today"), ("code", name)];
            self.add(name, "competence/create_profile", &fields).await;
        }
        let fields = [
            ("profile", "{profile}"),
            ("framework", "{framework_published}"),
            ("competences[]", "{competence_published}"),
        ];
        self.done("competence/add_targets", &fields).await;
    }

    async fn questionnaires(&mut self) {
        let template = "SELECT id FROM questionnaire WHERE organisation_id = '' AND code = 'digital'";
        let mut conn = self.server.state.db.read().await.unwrap();
        let (template,): (String,) = sqlx::query_as(template).fetch_one(&mut *conn).await.unwrap();
        drop(conn);
        for name in ["questionnaire", "questionnaire_deleted"] {
            self.add(name, "questionnaire/copy_questionnaire", &[("questionnaire", &template)]).await;
            let (id, title) = (format!("{{{name}}}"), format!("~ {name}"));
            self.done("questionnaire/rename_questionnaire", &[("questionnaire", &id), ("title_de", &title)]).await;
        }
        let id = self.company.ids["questionnaire"].clone();
        let sql = "SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id
                   WHERE q.organisation_id = $1 AND q.id = $2";
        self.find("questionnaire_version", sql, &id).await;
    }

    /// Goes through the wizard up to the review.
    async fn draft(&mut self, name: &str, mode: &str, opens_on: &str) {
        let title = format!("~ {name}");
        self.add(name, "survey/create_survey", &[("title", &title), ("go", "next")]).await;
        let (survey, start) = (format!("{{{name}}}"), if opens_on.is_empty() { "now" } else { "day" });
        let common = [("survey", survey.as_str()), ("go", "next")];
        let steps: [(&str, &[(&str, &str)]); 4] = [
            ("survey/save_questionnaire", &[("questionnaire", "{questionnaire}")]),
            ("survey/save_audience", &[("scope", "units"), ("units[]", "{unit}")]),
            (
                "survey/save_privacy",
                &[("mode", mode), ("k", "5"), ("council", "none"), ("notice_de", "~"), ("notice_en", "~")],
            ),
            (
                "survey/save_period",
                &[
                    ("start", start),
                    ("opens_on", opens_on),
                    ("closes_on", "2026-10-30"),
                    ("gap_source", "importance"),
                    ("layout", "all"),
                    ("share_with_employees", "true"),
                ],
            ),
        ];
        for (action, fields) in steps {
            self.done(action, &[&common, fields].concat()).await;
        }
    }

    async fn surveys(&mut self) {
        for (name, mode, opens_on, starts) in [
            ("survey_draft", "anonymous", "", false),
            ("survey_ready", "named", "", false),
            ("survey_deleted", "anonymous", "", false),
            ("survey_scheduled", "anonymous", "2026-10-20", true),
            ("survey_open", "anonymous", "", true),
            ("survey_closing", "anonymous", "", true),
            ("survey_closed", "anonymous", "", true),
            ("survey_named", "named", "", true),
        ] {
            self.draft(name, mode, opens_on).await;
            if starts {
                self.done("survey/start_survey", &[("survey", &format!("{{{name}}}"))]).await;
            }
        }
        self.close().await;
        self.answer_named().await;
        for (name, person) in [("link", "{colleague_1}"), ("device", "{colleague_2}")] {
            let made = self.done("survey/renew_link", &[("survey", "{survey_open}"), ("person", person)]).await;
            let (_, token) = tokens(&made).remove(0);
            if name == "link" {
                self.company.secrets.insert(name.to_owned(), token);
            } else {
                let (device, code) = redeem(self.server, &token).await;
                self.company.device = device.cookies[cookie::SURVEY_DEVICE].clone();
                self.company.secrets.insert("response_code".to_owned(), code.unwrap());
            }
        }
        let fields = [("survey", "{survey_open}"), ("group", "{unit}."), ("count", "2")];
        let sheets = self.done("survey/print_sheets", &fields).await;
        let sheets: weiterblick_app::survey::authoring::api::SheetsMade = serde_json::from_str(&sheets.text).unwrap();
        for (name, slip) in ["sheet", "sheet_checked"].into_iter().zip(sheets.slips) {
            self.company.secrets.insert(name.to_owned(), slip.code.replace(' ', ""));
        }
    }

    /// Six people answer, and a release is made of it.
    async fn close(&mut self) {
        let made = self.done("survey/make_links", &[("survey", "{survey_closed}")]).await;
        let id = self.company.ids["survey_closed"].parse().unwrap();
        let answers = ratings(&definition(self.server, id).await, 2);
        for (_, token) in tokens(&made).into_iter().take(6) {
            let (mut device, _) = redeem(self.server, &token).await;
            hand_in(&mut device, &answers).await;
        }
        self.done("survey/close_now", &[("survey", "{survey_closed}")]).await;
    }

    /// Everybody with an account answers; the employee shows the result to lead and HR.
    async fn answer_named(&mut self) {
        let survey = self.company.ids["survey_named"].clone();
        let answers = ratings(&definition(self.server, survey.parse().unwrap()).await, 3);
        for role in Role::ALL {
            let session = self.server.session(&self.company.organisation, role).await;
            let mut browser = self.server.browser().with_session(&session);
            assert_eq!(browser.call("survey/answer_begin", &[("survey", &survey)]).await.status, StatusCode::OK);
            hand_in(&mut browser, &answers).await;
            if role == Role::Employee {
                for recipient in ["lead", "hr"] {
                    let fields = [("survey", survey.as_str()), ("recipient", recipient), ("sections[]", "gaps")];
                    let shown = browser.call("survey/release_result", &fields).await;
                    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
                }
            }
        }
        let sql = "SELECT a.id FROM assessment a JOIN person p ON p.id = a.person_id
                   WHERE p.organisation_id = $1 AND p.id = $2";
        let employee = self.company.ids["employee"].clone();
        self.find("assessment", sql, &employee).await;
    }

    async fn access(&mut self) {
        for (name, person) in [("invitation", "{person_invited}"), ("invitation_revoked", "{person_revoked}")] {
            let made = self.done("organisation/invite_person", &[("id", person)]).await;
            self.keep_link(name, &made);
        }
        let made = self.done("organisation/make_password_link", &[("id", "{facilitator}")]).await;
        self.keep_link("recovery", &made);
    }

    fn keep_link(&mut self, name: &str, made: &Answer) {
        let made: weiterblick_app::organisation::api::OneTimeLink = serde_json::from_str(&made.text).unwrap();
        let token = made.link.rsplit('/').next().unwrap().to_owned();
        self.company.secrets.insert(name.to_owned(), token);
    }
}
