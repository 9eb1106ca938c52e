use crate::company::{Company, company, day, id};
use crate::profiles::new_profile;
use std::collections::BTreeSet;
use weiterblick_domain::competence::Horizon;
use weiterblick_domain::ids::{JobProfileId, PersonId};
use weiterblick_store::competence::ProfileTexts;
use weiterblick_store::{Conn, StoreError, both_engines, competence};

const TODAY: &str = "2026-10-17";

/// The profile that holds for a person on a day, as the page of assignments shows it: the own, else that of the unit.
async fn holds(conn: &mut Conn, company: &Company, person: PersonId, on: &str) -> Option<JobProfileId> {
    let people = competence::people(conn, &company.manage, day(on)).await.unwrap();
    people.iter().find(|found| found.person == person).and_then(|found| found.own.or(found.of_unit))
}

both_engines! {
    async fn the_own_profile_goes_before_that_of_the_unit(db: Db) {
        let company = company(&db, 1).await;
        let framework = company.published(&db, 10, "eigen").await;
        let (of_unit, own) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let today = day(TODAY);
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        competence::add_targets(&mut tx, manage, of_unit, framework, &[id(12)]).await.unwrap();
        competence::add_targets(&mut tx, manage, own, framework, &[id(13)]).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, None);

        competence::assign_units(&mut tx, manage, &[(unit, Some(of_unit))]).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, Some(of_unit));

        let people = BTreeSet::from([person]);
        assert_eq!(competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap(), 1);
        assert_eq!(competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap(), 0);
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, Some(own));
        let before = holds(&mut tx, &company, person, "2026-10-16").await;
        assert_eq!(before, Some(of_unit), "the day before keeps what held then");
        tx.commit().await.unwrap();

        let mut conn = db.read().await.unwrap();
        let listed = competence::people(&mut conn, manage, today).await.unwrap();
        assert_eq!((listed.len(), listed[0].own, listed[0].of_unit), (1, Some(own), Some(of_unit)));
        let units = competence::units(&mut conn, &company.read).await.unwrap();
        assert_eq!((units.len(), units[0].profile), (1, Some(of_unit)));
        let detail = competence::profile(&mut conn, &company.read, own, today).await.unwrap();
        assert_eq!((detail.people, detail.units.len()), (1, 0));
        let keys: Vec<_> = detail.targets.iter().map(|target| target.key.to_string()).collect();
        assert_eq!(keys, ["eigen@1/n13"]);
    }

    async fn taking_a_profile_away_leaves_that_of_the_unit(db: Db) {
        let company = company(&db, 1).await;
        let (of_unit, own) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let mut tx = db.write().await.unwrap();
        let (manage, today, people) = (&company.manage, day(TODAY), BTreeSet::from([person]));
        competence::assign_units(&mut tx, manage, &[(unit, Some(of_unit))]).await.unwrap();
        competence::assign_people(&mut tx, manage, &people, Some(own), today).await.unwrap();
        competence::assign_people(&mut tx, manage, &people, None, today).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, Some(of_unit));
        competence::assign_units(&mut tx, manage, &[(unit, None)]).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, None);
    }

    async fn a_deleted_profile_and_one_for_the_future_are_nobodys(db: Db) {
        let company = company(&db, 1).await;
        let (first, second) = (new_profile(&db, &company, 1).await, new_profile(&db, &company, 2).await);
        let (unit, person) = company.unit_with_person(&db, 40).await;
        let (manage, today) = (&company.manage, day(TODAY));
        let mut tx = db.write().await.unwrap();
        competence::assign_units(&mut tx, manage, &[(unit, Some(first))]).await.unwrap();
        competence::assign_people(&mut tx, manage, &BTreeSet::from([person]), Some(second), today).await.unwrap();
        competence::delete_profile(&mut tx, manage, second).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, Some(first));
        let future = ProfileTexts { code: None, title: crate::company::german("Morgen"), horizon: Horizon::Future };
        competence::update_profile(&mut tx, manage, first, &future).await.unwrap();
        assert_eq!(holds(&mut tx, &company, person, TODAY).await, None);
        let refused = competence::assign_units(&mut tx, manage, &[(unit, Some(first))]).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }

    async fn nothing_of_another_organisation_is_assigned(db: Db) {
        let (ours, theirs) = (company(&db, 1).await, company(&db, 2).await);
        let (our_profile, their_profile) = (new_profile(&db, &ours, 1).await, new_profile(&db, &theirs, 2).await);
        let (our_unit, our_person) = ours.unit_with_person(&db, 40).await;
        let (their_unit, their_person) = theirs.unit_with_person(&db, 50).await;
        let mut tx = db.write().await.unwrap();
        let today = day(TODAY);
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
