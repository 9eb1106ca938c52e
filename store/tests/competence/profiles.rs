use crate::company::{Company, company, day, digcomp, german, id};
use weiterblick_domain::competence::{Horizon, RawTarget, StateError, Target};
use weiterblick_domain::ids::JobProfileId;
use weiterblick_store::competence::{ChangeError, NewProfile, ProfileDetail, ProfileTexts};
use weiterblick_store::{Db, StoreError, both_engines, competence};

pub fn profile_id(n: u8) -> JobProfileId {
    JobProfileId::from_bytes([n; 16])
}

fn texts(title: &str, horizon: Horizon) -> ProfileTexts {
    ProfileTexts { code: None, title: german(title), horizon }
}

/// A profile for today.
pub async fn new_profile(db: &Db, company: &Company, n: u8) -> JobProfileId {
    let new = NewProfile { id: profile_id(n), texts: texts(&format!("Profil {n}"), Horizon::Today), copy_from: None };
    let mut tx = db.write().await.unwrap();
    competence::create_profile(&mut tx, &company.manage, &new).await.unwrap();
    tx.commit().await.unwrap();
    new.id
}

async fn read(db: &Db, company: &Company, id: JobProfileId) -> ProfileDetail {
    competence::profile(&mut db.read().await.unwrap(), &company.read, id, day("2026-10-17")).await.unwrap()
}

fn levels(detail: &ProfileDetail) -> Vec<(u8, u8, u8, u8, Option<u32>)> {
    let target = |t: &competence::ProfileTarget| {
        let (min, max) = (t.target.soll_min.get(), t.target.soll_max.get());
        (t.competence.as_bytes()[0], min, max, t.target.weight.get(), t.target.people_needed)
    };
    detail.targets.iter().map(target).collect()
}

both_engines! {
    async fn a_profile_takes_competences_and_keeps_their_targets(db: Db) {
        let company = company(&db, 1).await;
        let framework = company.published(&db, 10, "eigen").await;
        let profile = new_profile(&db, &company, 1).await;
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        assert_eq!(competence::add_targets(&mut tx, manage, profile, framework, &[id(12), id(13)]).await.unwrap(), 2);
        let raw = RawTarget { soll_min: "1", soll_max: "3", weight: "5", people_needed: "2" };
        let target = Target::parse(raw, 3).unwrap();
        competence::change_targets(&mut tx, manage, profile, &[(id(12), Some(target))]).await.unwrap();
        assert_eq!(competence::add_targets(&mut tx, manage, profile, framework, &[id(12)]).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let detail = read(&db, &company, profile).await;
        assert_eq!(levels(&detail), [(12, 1, 3, 5, Some(2)), (13, 2, 2, 3, None)]);
        assert_eq!((detail.targets[0].levels.len(), detail.targets[0].key.to_string()), (3, "eigen@1/n12".to_owned()));

        let mut tx = db.write().await.unwrap();
        competence::change_targets(&mut tx, manage, profile, &[(id(12), None)]).await.unwrap();
        let gone = competence::change_targets(&mut tx, manage, profile, &[(id(12), Some(target))]).await;
        assert!(matches!(gone, Err(StoreError::Conflict)));
        tx.commit().await.unwrap();
        assert_eq!(levels(&read(&db, &company, profile).await), [(13, 2, 2, 3, None)]);
    }

    async fn only_competences_of_published_frameworks_are_asked_for(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 20, "entwurf").await;
        let framework = company.published(&db, 10, "eigen").await;
        let profile = new_profile(&db, &company, 1).await;
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        let refused = competence::add_targets(&mut tx, manage, profile, draft, &[]).await;
        assert!(matches!(refused, Err(ChangeError::State(StateError::State))));
        for wrong in [id(11), id(99)] {
            let refused = competence::add_targets(&mut tx, manage, profile, framework, &[wrong]).await;
            assert!(matches!(refused, Err(ChangeError::Store(StoreError::NotFound))), "an area or nothing");
        }
        competence::retire(&mut tx, manage, framework).await.unwrap();
        let refused = competence::add_targets(&mut tx, manage, profile, framework, &[id(12)]).await;
        assert!(matches!(refused, Err(ChangeError::State(StateError::State))));
    }

    async fn a_profile_of_many_frameworks_ends_at_120_competences(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "viele").await;
        let profile = new_profile(&db, &company, 1).await;
        let mut tx = db.write().await.unwrap();
        for n in 11..=131 {
            company.add(&mut tx, draft, crate::company::new_competence(n, None)).await;
        }
        competence::publish(&mut tx, &company.manage, draft).await.unwrap();
        let all: Vec<_> = (11..=131).map(id).collect();
        let refused = competence::add_targets(&mut tx, &company.manage, profile, draft, &all).await;
        assert!(matches!(refused, Err(ChangeError::TooManyTargets { max: 120 })));
        assert_eq!(competence::add_targets(&mut tx, &company.manage, profile, draft, &all[1..]).await.unwrap(), 120);
    }

    async fn the_profile_for_the_future_is_a_second_one_of_the_same_code(db: Db) {
        let company = company(&db, 1).await;
        let today = new_profile(&db, &company, 1).await;
        let shipped = company.framework(&db, digcomp()).await.tree.competences().next().unwrap().id;
        let mut tx = db.write().await.unwrap();
        competence::add_targets(&mut tx, &company.manage, today, digcomp(), &[shipped]).await.unwrap();
        let new = |n, horizon| NewProfile { id: profile_id(n), texts: texts("Morgen", horizon), copy_from: Some(today) };
        let code = competence::create_profile(&mut tx, &company.manage, &new(2, Horizon::Future)).await.unwrap();
        assert_eq!(&*code, "profil_1");
        let copy = competence::create_profile(&mut tx, &company.manage, &new(3, Horizon::Today)).await.unwrap();
        assert_eq!(&*copy, "morgen");
        let mut taken = new(4, Horizon::Future);
        taken.texts.code = Some(code);
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let refused = competence::create_profile(&mut tx, &company.manage, &taken).await;
        assert!(matches!(refused, Err(ChangeError::CodeTaken)));
        drop(tx);
        assert_eq!(read(&db, &company, profile_id(2)).await.targets.len(), 1);
        let mut conn = db.read().await.unwrap();
        let listed = competence::profiles(&mut conn, &company.read, day("2026-10-17")).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|p| (&*p.profile.code, p.profile.horizon, p.targets)).collect();
        assert_eq!(listed, [("morgen", Horizon::Today, 1), ("profil_1", Horizon::Today, 1), ("profil_1", Horizon::Future, 1)]);
    }

    async fn the_profile_of_another_organisation_is_not_there(db: Db) {
        let (ours, theirs) = (company(&db, 1).await, company(&db, 2).await);
        let profile = new_profile(&db, &theirs, 1).await;
        let mut tx = db.write().await.unwrap();
        let manage = &ours.manage;
        let new_texts = texts("x", Horizon::Today);
        let missing = |refused: Result<(), ChangeError>| matches!(refused, Err(ChangeError::Store(StoreError::NotFound)));
        assert!(missing(competence::update_profile(&mut tx, manage, profile, &new_texts).await));
        assert!(missing(competence::delete_profile(&mut tx, manage, profile).await.map_err(Into::into)));
        assert!(missing(competence::add_targets(&mut tx, manage, profile, digcomp(), &[]).await.map(drop)));
        assert!(missing(competence::change_targets(&mut tx, manage, profile, &[]).await.map_err(Into::into)));
        let copy = NewProfile { id: profile_id(2), texts: new_texts, copy_from: Some(profile) };
        assert!(missing(competence::create_profile(&mut tx, manage, &copy).await.map(drop)));
        drop(tx);
        let mut conn = db.read().await.unwrap();
        let read = competence::profile(&mut conn, &ours.read, profile, day("2026-10-17")).await;
        assert!(matches!(read, Err(StoreError::NotFound)));
    }
}
