use crate::world::{company, day, grant, grant_in, id, membership, run, survey, text, today};
use weiterblick_domain::ids::{AssessmentId, PersonId};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::action::{ManageOwnResult, ReadReleasedResult};
use weiterblick_domain::policy::{Grant, Relation, Role};
use weiterblick_domain::survey::{AssessmentState, Mode, Recipient, SharedSection};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::survey::answer_assessment::{begin, set_state};
use weiterblick_store::survey::answer_release::{
    StoredRelease, answers, own, own_leads, put, to_hr, to_lead, withdraw,
};
use weiterblick_store::{Db, both_engines};

/// Stands for the day 2026-10-16 in these tests.
const RELEASED: UnixMillis = UnixMillis(16);

fn released_on(_: UnixMillis) -> Day {
    day("2026-10-16")
}

fn release(recipient: Recipient) -> StoredRelease {
    StoredRelease { recipient, sections: [SharedSection::Gaps].into(), released_at: RELEASED }
}

fn own_grant(person: u8) -> Grant<ManageOwnResult> {
    grant(person, Role::Employee, Relation::Own)
}

fn lead(person: u8) -> Grant<ReadReleasedResult> {
    grant(person, Role::TeamLead, Relation::OwnTeam)
}

fn hr(person: u8) -> Grant<ReadReleasedResult> {
    grant(person, Role::Hr, Relation::Organisation)
}

/// Person `person` has released the gaps of assessment `person` to `recipients`.
async fn released(db: &Db, person: u8, recipients: &[Recipient]) {
    let mut tx = db.write().await.unwrap();
    let assessment: AssessmentId = id(person);
    begin(&mut tx, id(1), id(person), assessment).await.unwrap();
    set_state(&mut tx, assessment, AssessmentState::Released, Some(UnixMillis(1))).await.unwrap();
    for recipient in recipients {
        put(&mut tx, assessment, &release(*recipient)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn seen_by_lead(db: &Db, person: u8) -> Vec<PersonId> {
    let mut conn = db.read().await.unwrap();
    let shared = to_lead(&mut conn, &lead(person), today(), released_on).await.unwrap();
    shared.into_iter().map(|shared| shared.person).collect()
}

async fn seen_by_hr(db: &Db, person: u8) -> Vec<PersonId> {
    let shared = to_hr(&mut db.read().await.unwrap(), &hr(person)).await.unwrap();
    shared.into_iter().map(|shared| shared.person).collect()
}

both_engines! {
    async fn a_release_to_the_lead_is_seen_by_the_nearest_lead_alone(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Lead]).await;
        assert_eq!(seen_by_lead(&db, 2).await, [id(3)]);
        assert_eq!(seen_by_lead(&db, 1).await, []);
        assert_eq!(seen_by_lead(&db, 4).await, []);
        assert_eq!(seen_by_hr(&db, 9).await, []);
    }

    async fn where_a_unit_has_no_lead_the_one_above_counts(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 5, &[Recipient::Lead]).await;
        assert_eq!(seen_by_lead(&db, 1).await, [id(5)]);
        assert_eq!(seen_by_lead(&db, 2).await, []);
        let mut conn = db.read().await.unwrap();
        let name = |person: u8| [("Vor".to_owned(), format!("P{person}"))];
        assert_eq!(own_leads(&mut conn, &own_grant(5), today()).await.unwrap(), name(1));
        assert_eq!(own_leads(&mut conn, &own_grant(3), today()).await.unwrap(), name(2));
        assert_eq!(own_leads(&mut conn, &own_grant(2), today()).await.unwrap(), name(1));
        assert_eq!(own_leads(&mut conn, &own_grant(1), today()).await.unwrap(), []);
    }

    async fn hr_sees_what_was_released_to_hr_but_not_its_own(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Hr]).await;
        assert_eq!(seen_by_hr(&db, 9).await, [id(3)]);
        assert_eq!(seen_by_hr(&db, 3).await, []);
        assert_eq!(seen_by_lead(&db, 2).await, []);
        let foreign = grant_in(2, 9, Role::Hr, Relation::Organisation);
        assert_eq!(to_hr(&mut db.read().await.unwrap(), &foreign).await.unwrap().len(), 0);
    }

    async fn a_release_taken_back_is_gone_at_once(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Lead, Recipient::Hr]).await;
        let shared = to_lead(&mut db.read().await.unwrap(), &lead(2), today(), released_on).await.unwrap();
        assert!(answers(&mut db.read().await.unwrap(), &lead(2), &shared[0]).await.is_ok());
        let mut tx = db.write().await.unwrap();
        assert_eq!(own(&mut tx, &own_grant(3), id(3)).await.unwrap(), [release(Recipient::Lead), release(Recipient::Hr)]);
        assert_eq!(own(&mut tx, &own_grant(4), id(3)).await.unwrap(), []);
        assert_eq!(withdraw(&mut tx, id(3), Recipient::Lead).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(seen_by_lead(&db, 2).await, []);
        assert_eq!(seen_by_hr(&db, 9).await, [id(3)]);
        assert!(answers(&mut db.read().await.unwrap(), &lead(2), &shared[0]).await.is_err());
    }

    async fn a_state_that_is_not_released_shows_nothing(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Lead, Recipient::Hr]).await;
        let mut tx = db.write().await.unwrap();
        set_state(&mut tx, id(3), AssessmentState::Submitted, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen_by_lead(&db, 2).await, []);
        assert_eq!(seen_by_hr(&db, 9).await, []);
    }

    /// needs-analysis §14.2.6.
    async fn a_new_lead_and_a_new_team_see_nothing_until_it_is_released_again(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Lead]).await;
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE membership SET valid_to = '2026-10-16' WHERE person_id = $1", &[&text::<PersonId>(2)]).await;
        membership(&mut tx, 4, 11, "1", "2026-10-17").await;
        tx.commit().await.unwrap();
        assert_eq!(seen_by_lead(&db, 2).await, []);
        assert_eq!(seen_by_lead(&db, 4).await, []);

        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE membership SET valid_to = '2026-10-16' WHERE person_id = $1", &[&text::<PersonId>(3)]).await;
        membership(&mut tx, 3, 12, "0", "2026-10-17").await;
        tx.commit().await.unwrap();
        assert_eq!(seen_by_lead(&db, 1).await, []);
    }

    async fn releasing_again_replaces_what_was_released(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        released(&db, 3, &[Recipient::Lead]).await;
        let mut tx = db.write().await.unwrap();
        let sections = [SharedSection::Wishes, SharedSection::Strengths].into();
        let again = StoredRelease { sections, released_at: UnixMillis(20), ..release(Recipient::Lead) };
        put(&mut tx, id(3), &again).await.unwrap();
        assert_eq!(own(&mut tx, &own_grant(3), id(3)).await.unwrap(), [again]);
    }
}
