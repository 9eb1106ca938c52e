//! The surveys of the demo: people, sign-ins, the frozen result, the running wave.

use crate::support::Server;
use crate::{PASSWORD, count, filled, grant};
use http::StatusCode;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use weiterblick_domain::insight::view::Board;
use weiterblick_domain::insight::{CellKey, CutRule, Figure};
use weiterblick_domain::policy::Role;
use weiterblick_domain::policy::action::{ReadRelease, ReadSurveys};
use weiterblick_domain::survey::{Mode, State};
use weiterblick_domain::text::Language;
use weiterblick_store::both_engines;
use weiterblick_store::insight::{self, Content, Sight};
use weiterblick_store::survey::{self, Listed, Participation};

async fn surveys(server: &Server) -> BTreeMap<String, Listed> {
    let grant = grant::<ReadSurveys>(server, "hr@muster.example", Role::Hr).await;
    let listed = survey::list(&mut server.state.db.read().await.unwrap(), &grant, None).await.unwrap();
    listed.into_iter().map(|survey| (survey.title.clone(), survey)).collect()
}

/// The whole released result of the anonymous wave.
async fn result(server: &Server) -> Content {
    let grant = grant::<ReadRelease>(server, "hr@muster.example", Role::Hr).await;
    let survey = surveys(server).await["Herbst 2026"].id;
    let mut conn = server.state.db.read().await.unwrap();
    let all =
        |cells: &[weiterblick_domain::insight::CellRow], _: &[CellKey]| cells.iter().map(|row| row.cell).collect();
    insight::open(&mut conn, &grant, &Sight::Organisation, survey, all).await.unwrap().content.unwrap()
}

both_engines! {
    async fn the_demo_has_its_people_and_everybody_who_should_can_sign_in(db: Db) {
        let began = Instant::now();
        let server = filled(&db).await;
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(count(&db, "SELECT COUNT(*) FROM person p JOIN organisation o ON o.id = p.organisation_id WHERE o.kind = 'company'").await, 84);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM unit").await, 6);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM membership WHERE leads = 1").await, 6);
        let emails = [
            "hr@muster.example",
            "leitung.fertigung@muster.example",
            "mitarbeit@muster.example",
            "betriebsrat@muster.example",
            "moderation@netzwerk.example",
        ];
        assert_eq!(count(&db, "SELECT COUNT(*) FROM account").await, 5);
        for email in emails {
            let fields = [("email", email), ("password", PASSWORD)];
            let answer = server.browser().submit("/anmelden", "account/sign_in", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.text);
            assert!(!answer.location().starts_with("/anmelden"), "{email}: {}", answer.location());
        }
        let wrong = [("email", emails[0]), ("password", "weiterblick-demo-2025")];
        let answer = server.browser().submit("/anmelden", "account/sign_in", &wrong).await;
        assert_ne!(answer.status, StatusCode::SEE_OTHER);
    }

    async fn the_closed_wave_has_the_needs_of_the_mock_and_hides_small_groups(db: Db) {
        let server = filled(&db).await;
        let content = result(&server).await;
        let board = Board::new(&content.release);
        let title = |id| {
            let named = content.competences.iter().find(|named| named.row.competence == id).unwrap();
            named.title.get(Language::De).to_owned()
        };
        let needs: Vec<String> =
            board.headline(CellKey::COMPANY, CutRule::Mean).needs.iter().map(|need| title(need.competence)).collect();
        assert_eq!(
            needs,
            ["Prüfprotokolle digital erfassen", "CNC-Programme anpassen", "Reklamationen am Telefon klären"]
        );
        assert_eq!(board.cells().len(), 7, "the company and six teams");
        let hidden: Vec<(String, String)> = board
            .cells()
            .iter()
            .flat_map(|row| board.asked(row.cell).map(move |competence| (row, competence.competence)))
            .filter(|(row, competence)| board.figure(row.cell, *competence, Figure::Gap).is_hidden())
            .map(|(row, competence)| (row.label.get(Language::De).to_owned(), title(competence)))
            .collect();
        assert!(hidden.iter().all(|(team, _)| team != "Muster Metallbau GmbH"), "{hidden:?}");
        for competence in ["Schweißnähte nach Norm prüfen", "Material digital buchen", "Energie sparsam einsetzen"] {
            let teams: Vec<&str> =
                hidden.iter().filter(|(_, title)| title == competence).map(|(team, _)| team.as_str()).collect();
            assert!(teams.contains(&"Ausbildung"), "three or four answers: {competence} {hidden:?}");
            assert!(teams.len() > 1, "one alone could be computed from the company: {competence} {hidden:?}");
        }
    }

    async fn after_the_closing_nothing_leads_from_an_answer_to_a_person(db: Db) {
        let server = filled(&db).await;
        assert_eq!(count(&db, "SELECT COUNT(*) FROM sealed_answer").await, 62);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM draft").await, 0);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM invitation i JOIN survey s ON s.id = i.survey_id WHERE s.state <> 'open'").await, 0);
        assert_eq!(std::fs::read_dir(server.folder.join("keys")).unwrap().count(), 0);
        // The jobs find nothing left to do.
        weiterblick_app::survey::run_due(&server.state).await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM survey WHERE state = 'closed'").await, 2);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM survey WHERE state = 'open'").await, 1);
    }

    async fn every_survey_is_in_its_state(db: Db) {
        let server = filled(&db).await;
        let surveys = surveys(&server).await;
        let state = |title: &str| (surveys[title].mode, surveys[title].state);
        assert_eq!(state("Herbst 2026"), (Mode::Anonymous, State::Closed));
        assert_eq!(state("Probelauf Fertigung"), (Mode::Named, State::Closed));
        assert_eq!(state("Einarbeitung Montage"), (Mode::Named, State::Open));
        assert_eq!(state("Kundendienst 2027"), (Mode::Anonymous, State::Draft));
        assert_eq!(surveys["Kundendienst 2027"].step, 4);
        let participation = |title: &str| surveys[title].participation;
        assert_eq!(participation("Einarbeitung Montage"), Participation::Exact { answered: 7, invited: 18 });
        assert_eq!(participation("Probelauf Fertigung"), Participation::Exact { answered: 6, invited: 31 });
        assert!(matches!(participation("Herbst 2026"), Participation::Released(_)));
        // Yesterday, seen from the day on which the demo was set up.
        assert_eq!(surveys["Herbst 2026"].closed_at.map(|at| server.state.now().since(at) / 3_600_000), Some(10));
        assert_eq!(count(&db, "SELECT COUNT(*) FROM assessment_release").await, 6);
    }
}
