//! What is shown of a survey and its questionnaire, and to whom.

use crate::support::office::Office;
use http::StatusCode;
use weiterblick_app::survey::authoring::run_due;
use weiterblick_domain::policy::Role;
use weiterblick_domain::questionnaire::form::field_name;
use weiterblick_domain::time::DAY;
use weiterblick_store::{both_engines, questionnaire};

both_engines! {
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
        let definition = questionnaire::definition(&mut office.server.state.db.read().await.unwrap(), version.parse().unwrap()).await.unwrap();
        for key in definition.keys() {
            assert!(main.contains(&format!("name=\"{}\"", field_name(&key))), "{key}");
        }
        let english = office.hr.get(&format!("/frageboegen/{template}/vorschau?sprache=en&ansicht=einzeln&seite=2")).await;
        assert!(english.text.contains("I quickly find what I need for my work"));
        let main = english.text.split("<main").nth(1).unwrap();
        assert!(main.contains("(optional)") && !main.contains("(freiwillig)"), "controls in another language");
    }
}
