//! Surveys from draft to sealed answers: what HR can start, what is frozen, what closing leaves.

mod support;

use http::StatusCode;
use sqlx::Row;
use std::collections::BTreeSet;
use support::{Answer, Browser, Organisation, Server};
use weiterblick_app::survey::authoring::{close_survey, run_due};
use weiterblick_app::survey::crypto::{read_key, seal_payload};
use weiterblick_domain::ids::{DraftId, PersonId, SurveyId, UnitId};
use weiterblick_domain::organisation::Channel;
use weiterblick_domain::policy::Role;
use weiterblick_domain::questionnaire::form::field_name;
use weiterblick_domain::questionnaire::{AnswerKey, Cell, Changes, Definition, Facet, Level, Value};
use weiterblick_domain::survey::{Attributes, Draft, DraftPayload, ResponseCode, Revision};
use weiterblick_domain::time::{DAY, HOUR};
use weiterblick_store::survey::answer_draft::{self, NewDraft};
use weiterblick_store::{Db, both_engines, organisation, questionnaire, survey as store};

/// A company with two teams, and HR at the browser.
struct Office {
    server: Server,
    organisation: Organisation,
    hr: Browser,
    units: [UnitId; 2],
}

impl Office {
    /// `members` people in each of the two teams; every third is asked on paper.
    async fn open(db: Db, members: [u8; 2]) -> Self {
        Self::open_with(db, members, false).await
    }

    async fn open_with(db: Db, members: [u8; 2], mail: bool) -> Self {
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
                sqlx::query("INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2020-01-01')")
                    .bind(id.to_string())
                    .bind(unit.to_string())
                    .execute(&mut *tx)
                    .await
                    .unwrap();
            }
        }
        tx.commit().await.unwrap();
        Self { server, organisation, hr, units }
    }

    /// Goes through the wizard up to the review; asks both teams, closes on 30 October 2026.
    async fn draft(&mut self, mode: &str, opens_on: &str) -> SurveyId {
        let made = self.hr.submit("/umfragen/neu", "survey/create_survey", &[("title", "Herbst"), ("go", "next")]).await;
        let id: SurveyId = made.location().split('/').nth(2).unwrap().parse().unwrap();
        let template = self.template().await;
        let step = |n: u8| format!("/umfragen/{id}/schritt/{n}");
        let survey = id.to_string();
        let [first, second] = self.units.map(|unit| unit.to_string());
        let audience =
            [("survey", survey.as_str()), ("scope", "units"), ("units[]", &first), ("units[]", &second), ("go", "next")];
        let notice = [("notice_de", "Wozu?"), ("notice_en", "What for?")];
        let privacy = [("survey", survey.as_str()), ("mode", mode), ("k", "5"), ("council", "none"), ("go", "next")];
        let privacy = [privacy.as_slice(), notice.as_slice()].concat();
        let start = if opens_on.is_empty() { "now" } else { "day" };
        let period = [
            ("survey", survey.as_str()),
            ("start", start),
            ("opens_on", opens_on),
            ("closes_on", "2026-10-30"),
            ("gap_source", "importance"),
            ("layout", "one"),
            ("go", "next"),
        ];
        for (n, action, fields) in [
            (2, "survey/save_questionnaire", &[("survey", survey.as_str()), ("questionnaire", &template), ("go", "next")] as &[_]),
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
    async fn sign_in_again(&mut self) {
        self.hr = self.server.signed_in(&self.organisation, Role::Hr).await;
    }

    async fn start(&mut self, id: SurveyId) -> Answer {
        self.act(id, "/schritt/6", "survey/start_survey", &[]).await
    }

    async fn act(&mut self, id: SurveyId, page: &str, action: &str, more: &[(&str, &str)]) -> Answer {
        let survey = id.to_string();
        let fields = [[("survey", survey.as_str())].as_slice(), more].concat();
        self.hr.submit(&format!("/umfragen/{id}{page}"), action, &fields).await
    }

    async fn template(&self) -> String {
        self.text("SELECT id FROM questionnaire WHERE organisation_id = '' AND code = 'digital'").await
    }

    async fn text(&self, sql: &'static str) -> String {
        let (text,): (String,) = sqlx::query_as(sql).fetch_one(&mut *self.server.state.db.read().await.unwrap()).await.unwrap();
        text
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *self.server.state.db.read().await.unwrap()).await.unwrap();
        n
    }

    async fn state_of(&self, id: SurveyId) -> String {
        store::load(&mut *self.server.state.db.read().await.unwrap(), id).await.unwrap().state.to_string()
    }

    fn key_files(&self) -> usize {
        let names = std::fs::read_dir(self.server.folder.join("keys")).unwrap();
        names.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("survey-")).count()
    }

    /// Hands in the answers of `times` people of a unit, encrypted as the answering side does it.
    async fn hand_in(&self, id: SurveyId, unit: UnitId, times: u8, level: u8, submitted: bool) {
        let state = &self.server.state;
        let key = read_key(&state.settings.key_dir, id).unwrap();
        let mut tx = state.db.write().await.unwrap();
        let survey = store::load(&mut tx, id).await.unwrap();
        let definition = questionnaire::definition(&mut tx, survey.version.unwrap()).await.unwrap();
        for _ in 0..times {
            let draft_id: DraftId = state.new_id();
            let draft = Draft::default().merge(Revision(0), answers(&definition, level)).draft().clone();
            let payload =
                DraftPayload { unit: Some(unit), attributes: Attributes::new(), notice_version: 1, draft };
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

fn answers(definition: &Definition, level: u8) -> Changes {
    let level = |key: &AnswerKey| match key {
        AnswerKey::Rating { facet: Facet::Current, .. } => Some(level),
        AnswerKey::Rating { facet: Facet::Importance, .. } => Some(5),
        _ => None,
    };
    let cell = |key: AnswerKey| {
        let level = Level::new(level(&key)?).unwrap();
        Some((key, Cell::Answered(Value::Level(level))))
    };
    definition.keys().into_iter().filter_map(cell).collect()
}

both_engines! {
    async fn a_started_survey_is_open_frozen_and_has_its_key(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        let answer = office.start(id).await;
        assert_eq!(answer.location(), format!("/umfragen/{id}/einladungen?m=survey_opened"));
        assert_eq!(office.state_of(id).await, "open");
        assert_eq!(office.count("SELECT COUNT(*) FROM audience_member").await, 15);
        assert_eq!(office.count("SELECT COUNT(*) FROM questionnaire_version WHERE state = 'frozen' AND number = 1 AND questionnaire_id IN (SELECT id FROM questionnaire WHERE organisation_id <> '')").await, 1);
        assert_eq!(office.key_files(), 1);
        // Nothing of it can be changed any more.
        let again = office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "named"), ("k", "5"), ("council", "none"), ("notice_de", "x"), ("notice_en", "x"), ("go", "next")]).await;
        assert_eq!(again.location(), format!("/umfragen/{id}?m=survey_not_draft"));
        assert_eq!(office.text("SELECT mode FROM survey").await, "anonymous");
        assert_eq!(office.start(id).await.location(), format!("/umfragen/{id}?m=survey_not_draft"));
        assert_eq!(office.count("SELECT COUNT(*) FROM audience_member").await, 15);
    }

    async fn a_team_below_k_stands_against_an_anonymous_start_until_it_is_merged(db: Db) {
        let mut office = Office::open(db, [9, 3]).await;
        let id = office.draft("anonymous", "").await;
        let refused = office.start(id).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.state_of(id).await, "draft");
        let [first, second] = office.units.map(|unit| unit.to_string());
        let merged = office.act(id, "/schritt/3", "survey/save_audience",
            &[("scope", "units"), ("units[]", &first), ("units[]", &second), ("merge_small", "true"), ("go", "stay")]).await;
        assert_eq!(merged.status, StatusCode::SEE_OTHER);
        assert_eq!(office.start(id).await.status, StatusCode::SEE_OTHER);
        assert_eq!(office.count("SELECT COUNT(*) FROM survey_tree").await, 1);
        assert_eq!(office.text("SELECT name FROM survey_tree").await, "Team 0 + Team 1");
    }

    async fn without_the_works_council_nothing_starts(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("named", "").await;
        office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "named"), ("k", "5"), ("council", "open"), ("notice_de", "x"), ("notice_en", "x"), ("go", "stay")]).await;
        assert_eq!(office.start(id).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = office.hr.get(&format!("/umfragen/{id}/schritt/6")).await;
        assert!(page.text.contains("Der Betriebsrat hat noch nicht zugestimmt."));
    }

    async fn every_wrong_field_of_a_step_is_told_and_what_was_typed_stays(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        for k in ["4", "21", "", "x", "5.5"] {
            let answer = office.act(id, "/schritt/4", "survey/save_privacy",
                &[("mode", "named"), ("k", k), ("council", "none"), ("notice_de", "Mein Text"), ("notice_en", " "), ("go", "next")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{k}");
            assert!(answer.text.contains("f-k-e") && answer.text.contains("f-notice_en-e") && answer.text.contains("Mein Text"), "{k}");
        }
        let answer = office.act(id, "/schritt/5", "survey/save_period",
            &[("start", "day"), ("opens_on", "bald"), ("closes_on", "2020-01-01"), ("gap_source", "x"), ("layout", "one"), ("go", "next")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["f-opens_on-e", "f-closes_on-e", "f-gap_source-e"] {
            assert!(answer.text.contains(field), "{field}");
        }
    }

    async fn a_notice_that_nobody_changed_follows_mode_and_k(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let made = office.hr.submit("/umfragen/neu", "survey/create_survey", &[("title", "Herbst"), ("go", "next")]).await;
        let id: SurveyId = made.location().split('/').nth(2).unwrap().parse().unwrap();
        let state = office.server.state.clone();
        let notice = async move || {
            let mut conn = state.db.read().await.unwrap();
            let survey = store::load(&mut conn, id).await.unwrap();
            store::notice(&mut conn, &survey.notice_id).await.unwrap().text
        };
        let german = notice().await.exact(weiterblick_domain::text::Language::De).unwrap().to_owned();
        let english = notice().await.exact(weiterblick_domain::text::Language::En).unwrap().to_owned();
        assert!(german.contains("ab 5 Antworten"));
        office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "anonymous"), ("k", "9"), ("council", "open"), ("notice_de", &german), ("notice_en", &english), ("go", "stay")]).await;
        assert!(notice().await.exact(weiterblick_domain::text::Language::De).unwrap().contains("ab 9 Antworten"));
        office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "named"), ("k", "9"), ("council", "open"), ("notice_de", "Eigener Text"), ("notice_en", "Own text"), ("go", "stay")]).await;
        assert_eq!(notice().await.exact(weiterblick_domain::text::Language::De), Some("Eigener Text"));
    }

    async fn a_planned_survey_opens_and_closes_by_itself(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "2026-10-20").await;
        assert_eq!(office.start(id).await.location(), format!("/umfragen/{id}?m=survey_scheduled"));
        assert_eq!(office.state_of(id).await, "scheduled");
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "scheduled");
        office.server.pass_time(4 * DAY);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "open");
        office.hand_in(id, office.units[0], 6, 2, true).await;
        office.server.pass_time(11 * DAY);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "closed");
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 6);
    }

    async fn a_planned_start_that_has_become_impossible_goes_back_to_draft_and_says_why(db: Db) {
        let mut office = Office::open(db, [6, 6]).await;
        let id = office.draft("anonymous", "2026-10-20").await;
        office.start(id).await;
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE person SET state = 'left' WHERE last_name LIKE 'Person %'").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        office.server.pass_time(4 * DAY);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "draft");
        office.sign_in_again().await;
        let page = office.hr.get(&format!("/umfragen/{id}")).await;
        assert!(page.text.contains("Am Tag des Starts gehörte niemand zu den Teilnehmenden."));
        assert_eq!(office.key_files(), 0);
    }

    /// Needs-analysis §12.6, §18.5 and acceptance 3 of issue 2.
    async fn closing_seals_what_was_handed_in_and_leaves_no_way_back(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 7, 2, true).await;
        office.hand_in(id, office.units[1], 5, 4, true).await;
        office.hand_in(id, office.units[1], 1, 5, false).await;
        let ids: BTreeSet<String> = drafts(&office).await;
        let closed = office.act(id, "", "survey/close_now", &[]).await;
        assert_eq!(closed.location(), format!("/umfragen/{id}?m=survey_closed"));
        for sql in ["SELECT COUNT(*) FROM draft", "SELECT COUNT(*) FROM invitation"] {
            assert_eq!(office.count(sql).await, 0, "{sql}");
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 12);
        assert_eq!(office.count("SELECT COUNT(*) FROM insight_release WHERE kind = 'final' AND seq = 1").await, 1);
        assert_eq!(office.key_files(), 0);
        let rows = sqlx::query("SELECT id FROM sealed_answer").fetch_all(&mut *office.server.state.db.read().await.unwrap()).await.unwrap();
        assert!(rows.iter().all(|row| !ids.contains(&row.get::<String, _>(0))), "a draft's id came through");
        // Doing it again changes nothing.
        close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 12);
        let page = office.hr.get(&format!("/umfragen/{id}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }

    async fn fewer_than_k_answers_are_all_deleted(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 4, 2, true).await;
        close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
        for sql in ["SELECT COUNT(*) FROM draft", "SELECT COUNT(*) FROM sealed_answer", "SELECT COUNT(*) FROM insight_release"] {
            assert_eq!(office.count(sql).await, 0, "{sql}");
        }
        assert_eq!(office.count("SELECT too_few FROM survey").await, 1);
        assert!(office.hr.get(&format!("/umfragen/{id}")).await.text.contains("weniger als 5 Antworten"));
    }

    /// What a crash between the commit and the step after it leaves is cleared away by the next run.
    async fn a_key_that_survived_its_survey_is_destroyed_by_the_next_run(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE survey SET state = 'closed', closed_at = 1").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        office.hand_in(id, office.units[0], 1, 2, true).await;
        assert_eq!(office.key_files(), 1);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.key_files(), 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 0);
    }

    async fn a_missing_key_leaves_the_survey_as_it_was(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 6, 2, true).await;
        std::fs::remove_file(office.server.folder.join("keys").join(format!("survey-{id}.key"))).unwrap();
        assert!(close_survey(&office.server.state, id, office.server.state.now()).await.is_err());
        assert_eq!(office.state_of(id).await, "open");
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 6);
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 0);
    }

    /// Needs-analysis §11.4.
    async fn a_second_wave_for_slightly_other_people_waits_30_days(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let first = office.draft("anonymous", "").await;
        office.start(first).await;
        office.act(first, "", "survey/close_now", &[]).await;
        // The same questionnaire again, for one of the two teams.
        let second = office.draft("anonymous", "").await;
        let questionnaire = office.text("SELECT questionnaire_id FROM questionnaire_version v JOIN survey s ON s.questionnaire_version_id = v.id WHERE s.state = 'closed'").await;
        let team = office.units[0].to_string();
        office.act(second, "/schritt/2", "survey/save_questionnaire", &[("questionnaire", &questionnaire), ("go", "stay")]).await;
        office.act(second, "/schritt/3", "survey/save_audience", &[("scope", "units"), ("units[]", &team), ("go", "stay")]).await;
        let refused = office.start(second).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("15. November 2026"), "the day from which it is possible");
    }

    async fn hr_sees_one_rounded_figure_of_a_running_anonymous_survey(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE invitation SET redeemed = 1 WHERE id IN (SELECT id FROM invitation WHERE kind = 'personal' ORDER BY id LIMIT 4)").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        // Today's figure stands until tomorrow.
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.count("SELECT redeemed_percent FROM survey").await, 0);
        office.server.pass_time(DAY);
        run_due(&office.server.state).await.unwrap();
        // 4 of 15 are 26.7 %.
        assert_eq!(office.count("SELECT redeemed_percent FROM survey").await, 25);
        office.sign_in_again().await;
        let page = office.hr.get("/umfragen").await;
        assert!(page.text.contains("25\u{a0}%") && !page.text.contains("4 von 15"));
    }

    async fn links_are_shown_once_and_a_list_does_not_tell_who_has_begun(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let made = office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(made.status, StatusCode::OK);
        assert_eq!(made.text.matches("link-once").count(), 10);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE token_hash <> ''").await, 10);
        assert!(!office.hr.get(&format!("/umfragen/{id}/einladungen")).await.text.contains("link-once"));
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE invitation SET redeemed = 1, token_hash = '' WHERE id IN (SELECT id FROM invitation ORDER BY id LIMIT 3)").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let again = office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(again.text.matches("link-once").count(), 10);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE token_hash <> ''").await, 7);
        let nobody = office.act(id, "/einladungen", "survey/renew_link", &[("person", "")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn printed_codes_belong_to_nobody_and_only_their_hashes_are_kept(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let group = format!("{}.", office.units[0]);
        let made = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "3")]).await;
        assert_eq!((made.status, made.text.matches("slip__code").count()), (StatusCode::OK, 3));
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE kind = 'sheet' AND person_id IS NULL AND secret_hash LIKE '$argon2id$%'").await, 3);
        for wrong in ["0", "1001", "x", ""] {
            let answer = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let replaced = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "2"), ("replace", "true")]).await;
        assert_eq!(replaced.status, StatusCode::OK);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE locator <> ''").await, 2);
        let unknown = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &format!("{}.", SurveyId::from_bytes([1; 16]))), ("count", "3")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }

    async fn a_named_survey_has_no_code_sheets(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("named", "").await;
        office.start(id).await;
        assert_eq!(office.key_files(), 0);
        let group = format!("{}.", office.units[0]);
        let answer = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "3")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE kind = 'personal'").await, 15);
    }

    async fn mails_carry_links_and_wait_in_the_outbox(db: Db) {
        let mut office = Office::open_with(db, [9, 6], true).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        assert_eq!(office.act(id, "/einladungen", "survey/send_mails", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(office.count("SELECT COUNT(*) FROM outbox WHERE body LIKE '%https://w.example/u/%'").await, 10);
        assert!(office.hr.get(&format!("/umfragen/{id}/einladungen")).await.text.contains("10 warten"));
        assert_eq!(office.act(id, "/einladungen", "survey/send_mails", &[]).await.status, StatusCode::CONFLICT);
        // Links that are made by hand end those in mails that still wait.
        office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(office.count("SELECT COUNT(*) FROM outbox").await, 0);
    }

    async fn the_end_moves_by_the_rules(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let no_reason = office.act(id, "", "survey/change_end", &[("closes_on", "2026-11-06")]).await;
        assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
        for day in ["2026-11-06", "2026-11-07", "2026-11-08"] {
            let moved = office.act(id, "", "survey/change_end", &[("closes_on", day), ("reason", "Urlaub")]).await;
            assert_eq!(moved.status, StatusCode::SEE_OTHER, "{day}");
        }
        let fourth = office.act(id, "", "survey/change_end", &[("closes_on", "2026-11-09"), ("reason", "Urlaub")]).await;
        assert_eq!(fourth.status, StatusCode::UNPROCESSABLE_ENTITY);
        let too_soon = office.act(id, "", "survey/change_end", &[("closes_on", "2026-10-16")]).await;
        assert_eq!(too_soon.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(office.hr.get(&format!("/umfragen/{id}")).await.text.contains("Urlaub"));
    }

    async fn the_works_council_reads_everything_and_changes_nothing(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let mut council = office.server.signed_in(&office.organisation, Role::WorksCouncil).await;
        let questionnaire = office.text("SELECT questionnaire_id FROM questionnaire_version v JOIN survey s ON s.questionnaire_version_id = v.id").await;
        for page in ["/umfragen".to_owned(), format!("/umfragen/{id}"), "/frageboegen".to_owned(), format!("/frageboegen/{questionnaire}"), format!("/frageboegen/{questionnaire}/vorschau")] {
            let answer = council.get(&page).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}");
            assert!(!answer.text.contains("_action=survey") && !answer.text.contains("_action=questionnaire"), "{page}");
        }
        for page in [format!("/umfragen/{id}/einladungen"), "/umfragen/neu".to_owned()] {
            assert_eq!(council.get(&page).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        let closing = council.call("survey/close_now", &[("survey", &id.to_string())]).await;
        assert_eq!(closing.status, StatusCode::FORBIDDEN);
        let mut lead = office.server.signed_in(&office.organisation, Role::TeamLead).await;
        assert_eq!(lead.get(&format!("/umfragen/{id}")).await.status, StatusCode::FORBIDDEN);
    }

    async fn a_preview_shows_every_question_and_has_nothing_to_send(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let template = office.template().await;
        let whole = office.hr.get(&format!("/frageboegen/{template}/vorschau?sprache=de")).await;
        assert_eq!(whole.status, StatusCode::OK);
        let main = whole.text.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        assert!(!main.contains("<form"), "the preview can be sent");
        let version = office.text("SELECT v.id FROM questionnaire_version v JOIN questionnaire q ON q.id = v.questionnaire_id WHERE q.code = 'digital'").await;
        let definition = questionnaire::definition(&mut *office.server.state.db.read().await.unwrap(), version.parse().unwrap()).await.unwrap();
        for key in definition.keys() {
            assert!(main.contains(&format!("name=\"{}\"", field_name(&key))), "{key}");
        }
        let english = office.hr.get(&format!("/frageboegen/{template}/vorschau?sprache=en&ansicht=einzeln&seite=2")).await;
        assert!(english.text.contains("I quickly find what I need for my work"));
    }

    async fn a_draft_is_taken_up_again_and_deleted(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        assert!(office.hr.get("/umfragen").await.text.contains(&format!("/umfragen/{id}/schritt/6")));
        assert_eq!(office.hr.get(&format!("/umfragen/{id}/schritt/2")).await.status, StatusCode::OK);
        let deleted = office.act(id, "/schritt/6", "survey/delete_survey", &[]).await;
        assert_eq!(deleted.location(), "/umfragen?m=survey_deleted");
        assert_eq!(office.hr.get(&format!("/umfragen/{id}")).await.status, StatusCode::NOT_FOUND);
    }

    async fn an_hour_before_the_end_still_counts_as_open(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let closes = store::load(&mut *office.server.state.db.read().await.unwrap(), id).await.unwrap().closes_at.unwrap();
        office.server.pass_time(closes.since(office.server.state.now()) - HOUR);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "open");
    }
}

async fn drafts(office: &Office) -> BTreeSet<String> {
    let rows = sqlx::query("SELECT id FROM draft").fetch_all(&mut *office.server.state.db.read().await.unwrap()).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
