//! The wizard, and what stands against a start.

use crate::support::office::Office;
use http::StatusCode;
use weiterblick_app::survey::authoring::run_due;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::DAY;
use weiterblick_store::{both_engines, survey as store};

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

    async fn going_back_saves_everything_but_what_is_wrong(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        let team = office.units[0].to_string();
        let audience = office.act(id, "/schritt/3", "survey/save_audience",
            &[("units[]", &team), ("merge_small", "true"), ("go", "back")]).await;
        assert_eq!(audience.location(), format!("/umfragen/{id}/schritt/2"));
        let privacy = office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "named"), ("k", "x"), ("council", "open"), ("council_note", "Beschluss folgt"), ("notice_de", "Mein Text"), ("notice_en", " "), ("go", "back")]).await;
        assert_eq!(privacy.location(), format!("/umfragen/{id}/schritt/3"));
        let period = office.act(id, "/schritt/5", "survey/save_period",
            &[("start", "now"), ("closes_on", "bald"), ("gap_source", "profile"), ("layout", "all"), ("mail_at_start", "true"), ("go", "back")]).await;
        assert_eq!(period.location(), format!("/umfragen/{id}/schritt/4"));
        let mut conn = office.server.state.db.read().await.unwrap();
        let survey = store::load(&mut conn, id).await.unwrap();
        assert!(survey.merge_small && survey.mail_at_start);
        assert_eq!((survey.mode.code(), survey.threshold.k(), survey.council_note.as_str()), ("named", 5, "Beschluss folgt"));
        let notice = store::notice(&mut conn, &survey.notice_id).await.unwrap().text;
        assert_eq!((notice.exact(Language::De), notice.exact(Language::En)), (Some("Mein Text"), Some("What for?")));
        assert_eq!((survey.gap_source.code(), survey.layout.code()), ("profile", "all"));
        assert!(survey.closes_at.is_some());
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
        let german = notice().await.exact(Language::De).unwrap().to_owned();
        let english = notice().await.exact(Language::En).unwrap().to_owned();
        assert!(german.contains("ab 5 Antworten"));
        office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "anonymous"), ("k", "9"), ("council", "open"), ("notice_de", &german), ("notice_en", &english), ("go", "stay")]).await;
        assert!(notice().await.exact(Language::De).unwrap().contains("ab 9 Antworten"));
        office.act(id, "/schritt/4", "survey/save_privacy",
            &[("mode", "named"), ("k", "9"), ("council", "open"), ("notice_de", "Eigener Text"), ("notice_en", "Own text"), ("go", "stay")]).await;
        assert_eq!(notice().await.exact(Language::De), Some("Eigener Text"));
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

    async fn a_template_is_copied_once_and_the_copy_goes_with_the_choice(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let first = office.draft("anonymous", "").await;
        let second = office.draft("anonymous", "").await;
        let copies = "SELECT COUNT(*) FROM questionnaire WHERE organisation_id <> ''";
        let versions = "SELECT COUNT(DISTINCT questionnaire_version_id) FROM survey";
        assert_eq!((office.count(copies).await, office.count(versions).await), (1, 1));
        let other = office.text("SELECT id FROM questionnaire WHERE organisation_id = '' AND code = 'fuehrung'").await;
        let choose = [("questionnaire", other.as_str()), ("go", "stay")];
        for (survey, left) in [(first, 2), (second, 1)] {
            office.act(survey, "/schritt/2", "survey/save_questionnaire", &choose).await;
            assert_eq!((office.count(copies).await, office.count(versions).await), (left, left));
        }
        office.act(second, "", "survey/delete_survey", &[]).await;
        assert_eq!(office.count(copies).await, 1);
        office.act(first, "", "survey/delete_survey", &[]).await;
        assert_eq!(office.count(copies).await, 0);
    }

    /// A copy is the same questionnaire as its template and every other copy.
    async fn another_copy_of_the_template_waits_as_well(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let first = office.draft("anonymous", "").await;
        office.start(first).await;
        office.act(first, "", "survey/close_now", &[]).await;
        let second = office.draft("anonymous", "").await;
        let template = office.template().await;
        let copied = office.hr.submit("/frageboegen", "questionnaire/copy_questionnaire", &[("questionnaire", &template)]).await;
        let copy = copied.location().split(['/', '?']).nth(2).unwrap().to_owned();
        office.act(second, "/schritt/2", "survey/save_questionnaire", &[("questionnaire", &copy), ("go", "next")]).await;
        let team = office.units[0].to_string();
        office.act(second, "/schritt/3", "survey/save_audience", &[("scope", "units"), ("units[]", &team), ("go", "next")]).await;
        let refused = office.start(second).await;
        assert!(refused.text.contains("Ein Start ist wieder ab"), "{}", refused.text);
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

    async fn a_draft_is_taken_up_again_and_deleted(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        assert!(office.hr.get("/umfragen").await.text.contains(&format!("/umfragen/{id}/schritt/6")));
        assert_eq!(office.hr.get(&format!("/umfragen/{id}/schritt/2")).await.status, StatusCode::OK);
        let deleted = office.act(id, "/schritt/6", "survey/delete_survey", &[]).await;
        assert_eq!(deleted.location(), "/umfragen?m=survey_deleted");
        assert_eq!(office.hr.get(&format!("/umfragen/{id}")).await.status, StatusCode::NOT_FOUND);
    }
}
