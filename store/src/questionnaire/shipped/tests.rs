use super::*;
use crate::both_engines;
use crate::questionnaire::VersionState;
use weiterblick_domain::questionnaire::{Facet, QuestionKind};

fn definition_of(text: &str) -> Definition {
    read(&sources().unwrap(), &parse(text, "templates").unwrap()).unwrap()
}

#[test]
fn every_template_is_sound() {
    for text in TEMPLATES.into_iter().chain([DEMO]) {
        assert_eq!(definition_of(text).problems(), []);
    }
}

/// Needs-analysis §18.10.
#[test]
fn the_digital_template_has_21_items_with_the_digcomp_codes() {
    let definition = definition_of(TEMPLATES[0]);
    let codes: Vec<String> = definition.rated_competences().map(|(_, rated)| rated.key.code.to_string()).collect();
    let expected: Vec<String> = [(1, 3), (2, 6), (3, 4), (4, 4), (5, 4)]
        .into_iter()
        .flat_map(|(area, last)| (1..=last).map(move |n| format!("{area}.{n}")))
        .collect();
    assert_eq!(codes, expected);
}

#[test]
fn the_demo_questionnaire_rates_twelve_competences_with_anchors_importance_and_wish() {
    let definition = definition_of(DEMO);
    assert_eq!(definition.rated_competences().count(), 12);
    let rating = definition.questions().find_map(|question| match &question.kind {
        QuestionKind::CompetenceRating(rating) => Some(rating),
        _ => None,
    });
    let rating = rating.unwrap();
    assert_eq!(rating.facets.keys().copied().collect::<Vec<_>>(), [Facet::Current, Facet::Importance, Facet::Wish]);
    assert!(rating.show_anchors && rating.competences.iter().all(|competence| competence.anchors.len() == 5));
}

#[test]
fn a_reference_to_nothing_is_named() {
    let sources = sources().unwrap();
    let broken = TEMPLATES[0].replacen("competence = \"1.1\"", "competence = \"1.9\"", 1);
    let file: TemplateFile = parse(&broken, "templates").unwrap();
    let error = sources.definition(&file).unwrap_err();
    assert_eq!(error.to_string(), "digital_daten: no competence 1.9");
}

both_engines! {
    async fn installing_twice_changes_nothing_and_a_changed_template_is_a_further_version(db: Db) {
        let mut tx = db.write().await.unwrap();
        install_shipped(&mut tx).await.unwrap();
        install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let count = async |sql: &'static str| -> i64 {
            let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
            n
        };
        assert_eq!(count("SELECT COUNT(*) FROM questionnaire WHERE organisation_id = ''").await, 2);
        assert_eq!(count("SELECT COUNT(*) FROM questionnaire_version").await, 2);

        let mut tx = db.write().await.unwrap();
        sqlx::query("UPDATE questionnaire_version SET content_hash = 'older'").execute(&mut *tx).await.unwrap();
        sqlx::query("UPDATE questionnaire_version SET id = id || 'x'").execute(&mut *tx).await.unwrap();
        sqlx::query("DELETE FROM installation").execute(&mut *tx).await.unwrap();
        install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count("SELECT COUNT(*) FROM questionnaire_version WHERE number = 2").await, 2);
    }

    async fn the_demo_company_gets_a_draft_of_its_own(db: Db) {
        let mut tx = db.write().await.unwrap();
        let organisation = crate::survey::fixture::organisation(&mut tx, 1).await;
        let mut next = 0;
        let mut new_id = || {
            next += 1;
            [next; 16]
        };
        let (_, version) = install_demo(&mut tx, organisation, &mut new_id).await.unwrap();
        tx.commit().await.unwrap();
        let stored = crate::questionnaire::definition(&mut db.read().await.unwrap(), version).await.unwrap();
        assert_eq!(stored, definition_of(DEMO));
        let rows: Vec<(String,)> = sqlx::query_as("SELECT state FROM questionnaire_version").fetch_all(&mut *db.read().await.unwrap()).await.unwrap();
        assert_eq!(rows, [(VersionState::Draft.code().to_owned(),)]);
    }
}
