use crate::company::{company, day, digcomp};
use weiterblick_domain::competence::{FrameworkState, NodeKind, Purpose};
use weiterblick_domain::questionnaire::{Definition, SCALE_LEVELS_MAX};
use weiterblick_domain::text::Language;
use weiterblick_store::{both_engines, competence};

both_engines! {
    async fn digcomp_is_shipped_with_its_areas_anchors_and_mapping(db: Db) {
        let company = company(&db, 1).await;
        let detail = company.framework(&db, digcomp()).await;
        assert!(!detail.framework.own && detail.framework.state == FrameworkState::Published);
        let areas = detail.tree.nodes().iter().filter(|node| node.kind == NodeKind::Area).count();
        assert_eq!((areas, detail.tree.competences().count()), (5, 21));
        assert!(detail.tree.competences().all(|node| node.anchors.len() == 5));
        let first = detail.tree.competences().next().unwrap();
        assert_eq!(&*first.code, "1.1");
        assert!(first.esco_uri.starts_with("http://data.europa.eu/esco/skill/"));
        let mapping = detail.framework.mapping.unwrap();
        assert_eq!(mapping.label.get(Language::De), "eigene Zuordnung");
    }

    async fn installing_again_changes_nothing_and_a_changed_text_comes_back(db: Db) {
        let company = company(&db, 1).await;
        let before = company.framework(&db, digcomp()).await;
        let mut tx = db.write().await.unwrap();
        competence::install_shipped(&mut tx).await.unwrap();
        // What an older program had installed.
        sqlx::query("UPDATE installation SET value = 'older' WHERE name = 'shipped_competences'").execute(&mut *tx).await.unwrap();
        sqlx::query("UPDATE competence SET title = '{\"de\":\"alt\"}' WHERE code = '1.1'").execute(&mut *tx).await.unwrap();
        competence::install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(company.framework(&db, digcomp()).await.tree, before.tree);
    }

    async fn every_organisation_sees_the_shipped_frameworks_and_scales(db: Db) {
        for n in [1, 2] {
            let company = company(&db, n).await;
            let mut conn = db.read().await.unwrap();
            let codes: Vec<String> = competence::frameworks(&mut conn, &company.read).await.unwrap()
                .iter().map(|summary| format!("{} {}", summary.framework.code, summary.competences)).collect();
            assert!(codes.contains(&"digcomp 21".to_owned()) && codes.len() == 2, "{codes:?}");
            let scales = competence::scales(&mut conn, &company.read).await.unwrap();
            let skill = scales.iter().filter(|scale| scale.scale.purpose == Purpose::Skill).count();
            assert!(skill == 2 && scales.iter().all(|scale| (3..=SCALE_LEVELS_MAX).contains(&scale.scale.size())));
        }
    }

    async fn a_catalogue_goes_into_a_questionnaire_as_it_is(db: Db) {
        let company = company(&db, 1).await;
        let mut conn = db.read().await.unwrap();
        let found = competence::find_framework(&mut conn, company.organisation, &"digcomp".parse().unwrap(),
            &"2.2".parse().unwrap()).await.unwrap();
        assert_eq!(found, digcomp());
        let catalogue = competence::for_questionnaire(&mut conn, company.organisation, found).await.unwrap();
        assert_eq!(catalogue.scale.size(), 5);
        let rated = &catalogue.competences[0].rated;
        assert_eq!((rated.code.as_str(), &*rated.key.code, rated.anchors.len()), ("c1_1", "1.1", 5));
        assert_eq!(catalogue.competences[0].area.as_ref().unwrap().get(Language::En), "Information and data literacy");
        // Its words stand the rules of a questionnaire version.
        let definition: Definition = serde_json::from_value(serde_json::json!({
            "base_language": "de", "languages": ["de", "en"], "scales": [catalogue.scale],
            "sections": [{ "code": "a", "title": { "de": "A", "en": "A" }, "questions": [{
                "code": "q", "text": { "de": "Wie gut?", "en": "How well?" },
                "kind": { "type": "competence_rating", "show_anchors": true,
                    "facets": { "ist": { "scale": "allg-5", "prompt": { "de": "Heute?", "en": "Today?" } } },
                    "competences": catalogue.competences.iter().map(|c| &c.rated).collect::<Vec<_>>() } }] }],
        })).unwrap();
        assert_eq!(definition.problems(), []);
    }

    async fn the_demo_company_gets_its_own_frameworks_and_profiles(db: Db) {
        let company = company(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        let mut next = 0_u128;
        let made = competence::install_demo(&mut tx, company.organisation, &mut || {
            next += 1;
            next.to_be_bytes()
        }).await.unwrap();
        tx.commit().await.unwrap();
        assert!(made.frameworks.contains_key("metall@1") && made.frameworks.contains_key("fuehrung@1"));
        let mut conn = db.read().await.unwrap();
        let profile = competence::profile(&mut conn, &company.read, made.profiles["fachkraft_fertigung"], day("2026-10-17"))
            .await.unwrap();
        assert_eq!(profile.targets.len(), 10);
        let first = &profile.targets[0];
        assert_eq!((first.key.to_string().as_str(), first.target.soll_min.get(), first.target.weight.get()),
            ("metall@1/pruefprotokolle", 4, 5));
        assert_eq!(first.area.as_ref().unwrap().get(Language::De), "Fertigen und prüfen");
    }
}
