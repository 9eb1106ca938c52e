//! Named results: who sees what, and for how long (needs-analysis.md §14.2, insight.md §9).

use crate::support::Browser;
use crate::support::office::Office;
use crate::support::participant::{definition, hand_in, ratings, redeem, save};
use http::StatusCode;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Role;
use weiterblick_domain::questionnaire::Definition;
use weiterblick_store::both_engines;

const NAME: &str = "Marker-muster";

/// A named survey in which the employee, led by the lead, has handed in.
struct Talk {
    office: Office,
    survey: SurveyId,
    asked: Definition,
    employee: Browser,
    lead: Browser,
    /// Where whoever may see the result finds it.
    place: String,
}

impl Talk {
    async fn begin(db: weiterblick_store::Db) -> Self {
        let mut office = Office::open(db, [9, 6]).await;
        for (role, leads) in [(Role::Employee, "false"), (Role::TeamLead, "true")] {
            let (id, unit) = (office.organisation.people[&role].to_string(), office.units[0].to_string());
            let fields = [("id", id.as_str()), ("unit", &unit), ("leads", leads)];
            let placed = office.hr.call("organisation/assign_person", &fields).await;
            assert_eq!(placed.status, StatusCode::OK, "{}", placed.text);
        }
        let survey = office.open_survey("named").await;
        let asked = definition(&office.server, survey).await;
        let mut employee = office.server.signed_in(&office.organisation, Role::Employee).await;
        let lead = office.server.signed_in(&office.organisation, Role::TeamLead).await;
        let begun =
            employee.submit("/meine-ergebnisse", "survey/answer_begin", &[("survey", &survey.to_string())]).await;
        assert_eq!(begun.location(), "/fragebogen", "{}", begun.text);
        // Strong in the first competence, weak in the others.
        let mut sheet = ratings(&asked, 1);
        sheet[0] = ratings(&asked, 5)[0].clone();
        hand_in(&mut employee, &sheet).await;
        let place = format!("/freigaben/{}", office.text("SELECT id FROM assessment").await);
        Self { office, survey, asked, employee, lead, place }
    }

    async fn release(&mut self, recipient: &str, sections: &[&str]) {
        let survey = self.survey.to_string();
        let mut fields = vec![("survey", survey.as_str()), ("recipient", recipient)];
        fields.extend(sections.iter().map(|section| ("sections[]", *section)));
        let page = format!("/meine-ergebnisse/{survey}");
        let shown = self.employee.submit(&page, "survey/release_result", &fields).await;
        assert_eq!(shown.status, StatusCode::SEE_OTHER, "{}", shown.text);
    }

    async fn withdraw(&mut self, recipient: &str) {
        let survey = self.survey.to_string();
        let fields = [("survey", survey.as_str()), ("recipient", recipient)];
        let page = format!("/meine-ergebnisse/{survey}");
        let taken = self.employee.submit(&page, "survey/withdraw_result", &fields).await;
        assert_eq!(taken.location(), format!("{page}?m=answer_withdrawn"), "{}", taken.text);
    }

    /// Whether the result is in somebody's list, and what its own page answers.
    async fn seen_by(&self, browser: &Browser) -> (bool, StatusCode) {
        let list = browser.clone().get("/freigaben").await;
        (list.text.contains(&self.place), browser.clone().get(&self.place).await.status)
    }
}

const SEEN: (bool, StatusCode) = (true, StatusCode::OK);
const HIDDEN: (bool, StatusCode) = (false, StatusCode::NOT_FOUND);
const SHUT: (bool, StatusCode) = (false, StatusCode::FORBIDDEN);

both_engines! {
    async fn a_result_is_seen_by_those_it_is_shown_to_and_until_it_is_taken_back(db: Db) {
        let mut talk = Talk::begin(db).await;
        let hr = talk.office.hr.clone();
        let mut others = Vec::new();
        for role in [Role::WorksCouncil, Role::Facilitator, Role::Employee] {
            others.push(talk.office.server.signed_in(&talk.office.organisation, role).await);
        }
        assert_eq!((talk.seen_by(&talk.lead).await, talk.seen_by(&hr).await), (HIDDEN, HIDDEN), "handed in is not shown");

        talk.release("lead", &["gaps"]).await;
        assert_eq!((talk.seen_by(&talk.lead).await, talk.seen_by(&hr).await), (SEEN, HIDDEN));
        for other in &others {
            assert_eq!(talk.seen_by(other).await, SHUT);
        }
        talk.release("hr", &["strengths"]).await;
        assert_eq!((talk.seen_by(&talk.lead).await, talk.seen_by(&hr).await), (SEEN, SEEN));
        talk.withdraw("lead").await;
        assert_eq!((talk.seen_by(&talk.lead).await, talk.seen_by(&hr).await), (HIDDEN, SEEN));
        talk.withdraw("hr").await;
        assert_eq!((talk.seen_by(&talk.lead).await, talk.seen_by(&hr).await), (HIDDEN, HIDDEN));
    }

    async fn a_section_that_was_not_released_is_not_on_the_page(db: Db) {
        let mut talk = Talk::begin(db).await;
        let rated = talk.asked.rated_competences().next().unwrap().1.title.get(weiterblick_domain::text::Language::De).to_owned();
        let strong = |text: &str| text.split("<main").nth(1).unwrap().split("</main").next().unwrap().contains(&rated);
        talk.release("lead", &["strengths"]).await;
        assert!(strong(&talk.lead.get(&talk.place).await.text), "{rated} is a strength");
        talk.release("lead", &["gaps"]).await;
        let page = talk.lead.get(&talk.place).await;
        assert!(!strong(&page.text), "{rated} is no gap");
        assert!(page.text.contains(NAME));
        // What the preview has promised is what is shown.
        let preview = format!("/meine-ergebnisse/{}/vorschau?an=lead&teil=gaps", talk.survey);
        assert!(!strong(&talk.employee.get(&preview).await.text));
    }

    async fn a_lead_of_another_team_never_sees_it(db: Db) {
        let mut talk = Talk::begin(db).await;
        talk.release("lead", &["gaps", "strengths"]).await;
        let (id, unit) = (talk.office.organisation.people[&Role::TeamLead].to_string(), talk.office.units[1].to_string());
        let fields = [("id", id.as_str()), ("unit", &unit), ("leads", "true")];
        assert_eq!(talk.office.hr.call("organisation/assign_person", &fields).await.status, StatusCode::OK);
        assert_eq!(talk.seen_by(&talk.lead).await, HIDDEN);
    }

    async fn answers_rest_while_somebody_else_can_read_them(db: Db) {
        let mut talk = Talk::begin(db).await;
        let revision = talk.office.count("SELECT revision FROM assessment").await.unsigned_abs();
        let sheet = ratings(&talk.asked, 3);
        talk.release("lead", &["gaps"]).await;
        assert_eq!(save(&mut talk.employee, 1, revision, &sheet).await.status, StatusCode::FORBIDDEN);
        talk.withdraw("lead").await;
        assert_eq!(save(&mut talk.employee, 1, revision, &sheet).await.status, StatusCode::OK);
    }

    async fn a_named_link_opens_the_answers_of_its_person_and_nobody_elses(db: Db) {
        let mut talk = Talk::begin(db).await;
        let people = talk.office.members(0).await;
        let token = talk.office.link(talk.survey, people[0]).await;
        let (mut device, code) = redeem(&talk.office.server, &token).await;
        assert_eq!(code, None, "a named answer needs no code");
        hand_in(&mut device, &ratings(&talk.asked, 2)).await;
        assert_eq!(talk.office.count("SELECT COUNT(*) FROM assessment WHERE state = 'submitted'").await, 2);
        // Without an account it opens no list of results, and its own page is the device's alone.
        assert_eq!(device.get("/meine-ergebnisse").await.status, StatusCode::SEE_OTHER);
        assert_eq!(device.get("/fragebogen/ergebnis").await.status, StatusCode::OK);
        assert!(!device.get("/fragebogen/ergebnis").await.text.contains(NAME));
        let hr = talk.office.hr.clone();
        assert_eq!(talk.seen_by(&hr).await, HIDDEN);
    }

    /// Above all not those who never began: they find nothing of it.
    async fn who_is_not_asked_cannot_begin(db: Db) {
        let mut talk = Talk::begin(db).await;
        let survey = talk.survey.to_string();
        for role in [Role::Facilitator, Role::WorksCouncil] {
            let mut browser = talk.office.server.signed_in(&talk.office.organisation, role).await;
            assert_eq!(browser.call("survey/answer_begin", &[("survey", &survey)]).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.get(&format!("/meine-ergebnisse/{survey}")).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(talk.employee.get(&format!("/meine-ergebnisse/{survey}")).await.status, StatusCode::OK);
    }
}
