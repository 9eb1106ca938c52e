use crate::company::{company, day, id};
use crate::profiles::new_profile;
use std::collections::BTreeSet;
use weiterblick_domain::competence::Horizon;
use weiterblick_store::competence::ProfileTexts;
use weiterblick_store::{StoreError, both_engines, competence};

both_engines! {
    async fn the_own_profile_goes_before_that_of_the_unit(db: Db) {
        let company = company(&db, 1).await;
        let framework = company.published(&db, 10, "eigen").await;
        let (of_unit, own) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let (organisation, today) = (company.organisation, day("2026-10-17"));
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        competence::add_targets(&mut tx, manage, of_unit, framework, &[id(12)]).await.unwrap();
        competence::add_targets(&mut tx, manage, own, framework, &[id(13)]).await.unwrap();
        assert!(competence::targets_of_person(&mut tx, organisation, person, today).await.unwrap().is_empty());
        assert!(competence::profiles_of_people(&mut tx, organisation, today).await.unwrap().is_empty());

        competence::assign_units(&mut tx, manage, &[(unit, Some(of_unit))]).await.unwrap();
        let targets = competence::targets_of_person(&mut tx, organisation, person, today).await.unwrap();
        assert_eq!(targets.iter().map(|target| target.competence).collect::<Vec<_>>(), [id(12)]);
        assert_eq!(competence::profiles_of_people(&mut tx, organisation, today).await.unwrap()[&person], of_unit);

        let people = BTreeSet::from([person]);
        assert_eq!(competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap(), 1);
        assert_eq!(competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap(), 0);
        let targets = competence::targets_of_person(&mut tx, organisation, person, today).await.unwrap();
        assert_eq!(targets.iter().map(|target| target.key.to_string()).collect::<Vec<_>>(), ["eigen@1/n13"]);
        let before = competence::profiles_of_people(&mut tx, organisation, day("2026-10-16")).await.unwrap();
        assert_eq!(before[&person], of_unit, "the day before keeps what held then");
        tx.commit().await.unwrap();

        let mut conn = db.read().await.unwrap();
        let listed = competence::people(&mut conn, manage, today).await.unwrap();
        assert_eq!((listed.len(), listed[0].own, listed[0].of_unit), (1, Some(own), Some(of_unit)));
        let units = competence::units(&mut conn, &company.read).await.unwrap();
        assert_eq!((units.len(), units[0].profile), (1, Some(of_unit)));
        let detail = competence::profile(&mut conn, &company.read, own, today).await.unwrap();
        assert_eq!((detail.people, detail.units.len()), (1, 0));
    }

    async fn taking_a_profile_away_leaves_that_of_the_unit(db: Db) {
        let company = company(&db, 1).await;
        let (of_unit, own) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let mut tx = db.write().await.unwrap();
        let (manage, today, people) = (&company.manage, day("2026-10-17"), BTreeSet::from([person]));
        competence::assign_units(&mut tx, manage, &[(unit, Some(of_unit))]).await.unwrap();
        competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap();
        competence::assign_people(&mut tx, manage, &people, None, today).await.unwrap();
        let found = competence::profiles_of_people(&mut tx, company.organisation, today).await.unwrap();
        assert_eq!(found[&person], of_unit);
        competence::assign_units(&mut tx, manage, &[(unit, None)]).await.unwrap();
        assert!(competence::profiles_of_people(&mut tx, company.organisation, today).await.unwrap().is_empty());
    }

    async fn a_deleted_profile_and_one_for_the_future_are_nobodys(db: Db) {
        let company = company(&db, 1).await;
        let (first, second) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let (manage, today) = (&company.manage, day("2026-10-17"));
        let mut tx = db.write().await.unwrap();
        competence::assign_units(&mut tx, manage, &[(unit, Some(first))]).await.unwrap();
        competence::assign_people(&mut tx, manage, &BTreeSet::from([person]), Some(second), today).await.unwrap();
        competence::delete_profile(&mut tx, manage, second).await.unwrap();
        let found = competence::profiles_of_people(&mut tx, company.organisation, today).await.unwrap();
        assert_eq!(found[&person], first);
        let future = ProfileTexts { code: None, title: crate::company::german("Morgen"), horizon: Horizon::Future };
        competence::update_profile(&mut tx, manage, first, &future).await.unwrap();
        assert!(competence::profiles_of_people(&mut tx, company.organisation, today).await.unwrap().is_empty());
        let refused = competence::assign_units(&mut tx, manage, &[(unit, Some(first))]).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }

    async fn nothing_of_another_organisation_is_assigned(db: Db) {
        let (ours, theirs) = (company(&db, 1).await, company(&db, 2).await);
        let (our_profile, their_profile) = (new_profile(&db, &ours, 1).await, new_profile(&db, &theirs, 2).await);
        let (our_unit, our_person) = ours.unit_with_person(&db, 40).await;
        let (their_unit, their_person) = theirs.unit_with_person(&db, 50).await;
        let mut tx = db.write().await.unwrap();
        let today = day("2026-10-17");
        for change in [(their_unit, Some(our_profile)), (our_unit, Some(their_profile)), (their_unit, None)] {
            let refused = competence::assign_units(&mut tx, &ours.manage, &[change]).await;
            assert!(matches!(refused, Err(StoreError::NotFound)));
        }
        for (person, profile) in [(their_person, our_profile), (our_person, their_profile)] {
            let people = BTreeSet::from([person]);
            let refused = competence::assign_people(&mut tx, &ours.manage, &people, Some(profile), today).await;
            assert!(matches!(refused, Err(StoreError::NotFound)));
        }
    }
}
