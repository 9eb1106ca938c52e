use crate::world::{close, company, grant, grant_in, hash, id, survey};
use weiterblick_domain::ids::AssessmentId;
use weiterblick_domain::policy::action::ManageOwnResult;
use weiterblick_domain::policy::{Grant, Relation, Role};
use weiterblick_domain::questionnaire::{Cell, Changes};
use weiterblick_domain::survey::{AssessmentState, Draft, Mode, Revision};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::survey::answer_assessment::{
    add_device, begin, delete, lock, of_device, of_person, own, own_surveys, remove_device, set_state, write,
};
use weiterblick_store::{Db, StoreError, both_engines};

const ASSESSMENT: AssessmentId = AssessmentId::from_bytes([6; 16]);

fn own_grant(person: u8) -> Grant<ManageOwnResult> {
    grant(person, Role::Employee, Relation::Own)
}

/// Person 3 has begun in named survey 1.
async fn begun(db: &Db) {
    company(db).await;
    survey(db, 1, Mode::Named).await;
    let mut tx = db.write().await.unwrap();
    let made = begin(&mut tx, id(1), id(3), ASSESSMENT).await.unwrap();
    assert_eq!((made.id, made.unit, made.state), (ASSESSMENT, Some(id(11)), AssessmentState::Open));
    tx.commit().await.unwrap();
}

both_engines! {
    async fn beginning_twice_is_beginning_once(db: Db) {
        begun(&db).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(begin(&mut tx, id(1), id(3), id(7)).await.unwrap().id, ASSESSMENT);
    }

    async fn only_who_is_asked_in_a_named_survey_can_begin(db: Db) {
        begun(&db).await;
        survey(&db, 2, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        assert!(matches!(begin(&mut tx, id(1), id(4), id(7)).await, Err(StoreError::NotFound)));
        assert!(matches!(begin(&mut tx, id(2), id(3), id(7)).await, Err(StoreError::NotFound)));
    }

    async fn answers_are_written_with_their_revisions(db: Db) {
        begun(&db).await;
        let changes: Changes = [("rolle".parse().unwrap(), Cell::DontKnow)].into();
        let draft = Draft::default().merge(Revision(0), changes).draft().clone();
        let mut tx = db.write().await.unwrap();
        write(&mut tx, ASSESSMENT, &draft).await.unwrap();
        assert_eq!(lock(&mut tx, ASSESSMENT).await.unwrap().draft, draft);
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(own(&mut conn, &own_grant(3), id(1)).await.unwrap().draft, draft);
    }

    async fn a_device_by_link_finds_its_assessment_until_it_ends(db: Db) {
        begun(&db).await;
        let mut tx = db.write().await.unwrap();
        for device in 1..=11 {
            add_device(&mut tx, ASSESSMENT, hash(device)).await.unwrap();
        }
        assert!(of_device(&mut tx, hash(10)).await.unwrap().is_none());
        assert_eq!(of_device(&mut tx, hash(11)).await.unwrap().map(|found| found.id), Some(ASSESSMENT));
        remove_device(&mut tx, hash(11)).await.unwrap();
        assert!(of_device(&mut tx, hash(11)).await.unwrap().is_none());
    }

    async fn nobody_gets_another_persons_assessment(db: Db) {
        begun(&db).await;
        let mut conn = db.read().await.unwrap();
        assert!(of_person(&mut conn, id(3), ASSESSMENT).await.unwrap().is_some());
        assert!(of_person(&mut conn, id(4), ASSESSMENT).await.unwrap().is_none());
        assert!(matches!(own(&mut conn, &own_grant(4), id(1)).await, Err(StoreError::NotFound)));
        let foreign = grant_in(2, 3, Role::Employee, Relation::Own);
        assert!(matches!(own(&mut conn, &foreign, id(1)).await, Err(StoreError::NotFound)));
    }

    async fn the_own_list_holds_open_surveys_and_closed_ones_with_answers(db: Db) {
        begun(&db).await;
        survey(&db, 2, Mode::Named).await;
        survey(&db, 3, Mode::Anonymous).await;
        let list = async |person| {
            let surveys = own_surveys(&mut db.read().await.unwrap(), &own_grant(person)).await.unwrap();
            surveys.into_iter().map(|own| (own.survey, own.assessment)).collect::<Vec<_>>()
        };
        let open = Some(AssessmentState::Open);
        assert_eq!(list(3).await, [(id(1), open), (id(2), None)]);
        assert_eq!(list(4).await, []);
        close(&db, 1).await;
        close(&db, 2).await;
        assert_eq!(list(3).await, [(id(1), open)]);
        assert_eq!(list(5).await, []);
    }

    async fn a_state_keeps_when_it_was_handed_in(db: Db) {
        begun(&db).await;
        let mut tx = db.write().await.unwrap();
        set_state(&mut tx, ASSESSMENT, AssessmentState::Submitted, Some(UnixMillis(5))).await.unwrap();
        let stored = lock(&mut tx, ASSESSMENT).await.unwrap();
        assert_eq!((stored.state, stored.submitted_at), (AssessmentState::Submitted, Some(UnixMillis(5))));
        delete(&mut tx, ASSESSMENT).await.unwrap();
        assert!(matches!(lock(&mut tx, ASSESSMENT).await, Err(StoreError::NotFound)));
    }
}
