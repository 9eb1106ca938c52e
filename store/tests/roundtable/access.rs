use crate::world::{bring, code, grant, hash, id, load, may, person, revision, run, text, world};
use weiterblick_domain::ids::AccountId;
use weiterblick_domain::policy::Denied;
use weiterblick_domain::policy::event::EventRole;
use weiterblick_domain::policy::event::action::{Own, Run, WatchScreen};
use weiterblick_domain::roundtable::access::{FacilitatorRole, JoinMode, KeyKind};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_store::roundtable::access_key::{self, NewKey};
use weiterblick_store::roundtable::join::{code as join_code, door, door_of_code, renew_code};
use weiterblick_store::roundtable::standing::{Standing, of_account, of_device, of_manager};
use weiterblick_store::roundtable::{facilitator, seat};
use weiterblick_store::{Db, StoreError, both_engines};

async fn key(db: &Db, event: u8, number: u8, kind: KeyKind) {
    let mut tx = db.write().await.unwrap();
    let label = Some("Saal".to_owned().try_into().unwrap());
    let new = NewKey { id: id(number), kind, label, token: hash(number) };
    access_key::create(&mut tx, &grant(event), &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// Redeems the secret of a key for a device.
async fn redeem(db: &Db, secret: u8, device: u8) -> bool {
    let mut tx = db.write().await.unwrap();
    match access_key::redeem(&mut tx, &hash(secret), &hash(device)).await {
        Ok(_) => {
            tx.commit().await.unwrap();
            true
        }
        Err(StoreError::NotFound) => false,
        Err(error) => panic!("{error}"),
    }
}

async fn device(db: &Db, event: u8, device: u8) -> Option<EventRole> {
    let standing = of_device(&mut db.read().await.unwrap(), id(event), &hash(device)).await.unwrap();
    standing.map(|standing| standing.role)
}

async fn account(db: &Db, event: u8, account: u8) -> Option<Standing> {
    of_account(&mut db.read().await.unwrap(), id(event), id(account)).await.unwrap()
}

both_engines! {
    async fn an_account_has_the_role_that_it_was_given_while_it_is_an_active_member(db: Db) {
        world(&db).await;
        person(&db, 1, 5).await;
        assert_eq!(account(&db, 10, 5).await, None);
        let mut tx = db.write().await.unwrap();
        facilitator::put(&mut tx, &grant(10), id(5), FacilitatorRole::Moderator).await.unwrap();
        facilitator::put(&mut tx, &grant(10), id(5), FacilitatorRole::CountingModerator).await.unwrap();
        tx.commit().await.unwrap();
        let standing = account(&db, 10, 5).await.unwrap();
        assert_eq!(standing, Standing { event: id(10), organisation: id(1), role: EventRole::CountingModerator });
        assert!(matches!(standing.decide::<Run>(), Err(Denied::Forbidden)));
        assert_eq!(account(&db, 110, 5).await, None);
        let listed = facilitator::list(&mut db.read().await.unwrap(), &grant(10)).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|one| (one.last_name.as_str(), one.role)).collect();
        assert_eq!(listed, [("P1", FacilitatorRole::Host), ("P5", FacilitatorRole::CountingModerator)]);
        run(&db, "UPDATE person SET state = 'suspended' WHERE id = $1", &[&text(5)]).await;
        assert_eq!(account(&db, 10, 5).await, None);
    }

    async fn whoever_may_manage_events_is_host_of_all_of_the_organisation(db: Db) {
        world(&db).await;
        let mut conn = db.read().await.unwrap();
        let standing = of_manager(&mut conn, &may(1), id(10)).await.unwrap();
        assert!(standing.decide::<Own>().is_ok());
        assert!(matches!(of_manager(&mut conn, &may(1), id(110)).await, Err(StoreError::NotFound)));
    }

    async fn an_event_keeps_a_host_and_strangers_get_no_role(db: Db) {
        world(&db).await;
        person(&db, 1, 5).await;
        let alone = async |account: AccountId, role| {
            let mut tx = db.write().await.unwrap();
            let put = facilitator::put(&mut tx, &grant(10), account, role).await;
            if put.is_ok() {
                tx.commit().await.unwrap();
            }
            put
        };
        assert!(matches!(alone(id(1), FacilitatorRole::CoHost).await, Err(StoreError::InUse)));
        assert!(matches!(alone(id(2), FacilitatorRole::Host).await, Err(StoreError::NotFound)));
        let mut tx = db.write().await.unwrap();
        assert!(matches!(facilitator::remove(&mut tx, &grant(10), id(1)).await, Err(StoreError::InUse)));
        drop(tx);
        alone(id(5), FacilitatorRole::Host).await.unwrap();
        let mut tx = db.write().await.unwrap();
        facilitator::remove(&mut tx, &grant(10), id(1)).await.unwrap();
        assert!(matches!(facilitator::remove(&mut tx, &grant(10), id(1)).await, Err(StoreError::NotFound)));
    }

    /// L30.
    async fn a_take_over_key_is_for_one_device_only(db: Db) {
        world(&db).await;
        key(&db, 10, 50, KeyKind::Takeover).await;
        assert!(redeem(&db, 50, 1).await);
        assert!(!redeem(&db, 50, 2).await);
        assert_eq!((device(&db, 10, 1).await, device(&db, 10, 2).await), (Some(EventRole::CoHost), None));
        assert_eq!(device(&db, 110, 1).await, None);
        assert!(access_key::find(&mut db.read().await.unwrap(), &hash(50)).await.unwrap().is_none());
    }

    async fn a_screen_key_goes_on_with_the_device_that_came_last(db: Db) {
        world(&db).await;
        key(&db, 10, 50, KeyKind::Display).await;
        assert!(redeem(&db, 50, 1).await);
        assert!(redeem(&db, 50, 2).await);
        assert_eq!((device(&db, 10, 1).await, device(&db, 10, 2).await), (None, Some(EventRole::Screen)));
        let standing = of_device(&mut db.read().await.unwrap(), id(10), &hash(2)).await.unwrap().unwrap();
        assert!(standing.decide::<WatchScreen>().is_ok());
        assert!(standing.decide::<Run>().is_err());
    }

    /// security.md E21: until the event's end, and revocable one by one.
    async fn a_key_ends_with_its_event_or_when_it_is_revoked(db: Db) {
        world(&db).await;
        for (number, kind) in [(50, KeyKind::Display), (51, KeyKind::Moderator), (52, KeyKind::Table)] {
            key(&db, 10, number, kind).await;
        }
        key(&db, 110, 60, KeyKind::Display).await;
        assert!(redeem(&db, 50, 1).await);
        assert!(redeem(&db, 51, 2).await);
        assert!(redeem(&db, 52, 3).await);
        assert_eq!(device(&db, 10, 3).await, None);
        let mut tx = db.write().await.unwrap();
        access_key::revoke(&mut tx, &grant(10), id(51)).await.unwrap();
        assert!(matches!(access_key::revoke(&mut tx, &grant(10), id(60)).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!((device(&db, 10, 1).await, device(&db, 10, 2).await), (Some(EventRole::Screen), None));
        let listed = access_key::list(&mut db.read().await.unwrap(), &grant(10)).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|key| (key.kind, key.label.as_str(), key.redeemed)).collect();
        assert_eq!(listed, [(KeyKind::Display, "Saal", true), (KeyKind::Table, "Saal", true)]);
        bring(&db, 10, EventState::Running).await;
        bring(&db, 10, EventState::Ended).await;
        assert_eq!(device(&db, 10, 1).await, None);
        assert!(!redeem(&db, 52, 4).await);
    }

    /// security.md E22: only in lobby and running, only unlocked, and all other codes answer alike.
    async fn a_code_opens_the_door_only_while_people_may_join(db: Db) {
        world(&db).await;
        let opens = async |text: &str| {
            let mut conn = db.read().await.unwrap();
            let found = door_of_code(&mut conn, code(text)).await.unwrap();
            assert_eq!(found, door(&mut conn, id(10)).await.unwrap());
            found.is_some()
        };
        assert!(!opens("00000010").await);
        bring(&db, 10, EventState::Lobby).await;
        assert!(opens("00000010").await);
        let found = door(&mut db.read().await.unwrap(), id(10)).await.unwrap().unwrap();
        assert_eq!((found.organisation, found.mode, found.code_number), (id(1), JoinMode::Open, 1));
        run(&db, "UPDATE event SET join_locked = 1 WHERE id = $1", &[&text(10)]).await;
        assert!(!opens("00000010").await);
        run(&db, "UPDATE event SET join_locked = 0 WHERE id = $1", &[&text(10)]).await;
        bring(&db, 10, EventState::Running).await;
        assert!(opens("00000010").await);
        bring(&db, 10, EventState::Ended).await;
        assert!(!opens("00000010").await);
        assert_eq!(join_code(&mut db.read().await.unwrap(), &grant(10)).await.unwrap(), None);
    }

    async fn a_new_code_ends_the_old_one_and_a_taken_code_is_refused(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Lobby).await;
        bring(&db, 110, EventState::Lobby).await;
        let before = revision(&db, 10).await;
        let mut tx = db.write().await.unwrap();
        renew_code(&mut tx, &grant(10), code("AB12CD")).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(door_of_code(&mut conn, code("00000010")).await.unwrap().is_none());
        assert_eq!(door_of_code(&mut conn, code("ab12cd")).await.unwrap().unwrap().code_number, 2);
        assert_eq!(join_code(&mut conn, &grant(10)).await.unwrap(), Some(code("AB12CD")));
        assert!(revision(&db, 10).await > before);
        let mut tx = db.write().await.unwrap();
        assert!(matches!(renew_code(&mut tx, &grant(10), code("00000110")).await, Err(StoreError::Conflict)));
        drop(tx);
        assert_eq!(load(&db, 10).await.code_number, 2);
    }

    async fn seats_open_the_door_of_their_event_until_they_are_revoked(db: Db) {
        world(&db).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(seat::add(&mut tx, &grant(10), &[hash(1), hash(2)]).await.unwrap(), 1);
        assert_eq!(seat::add(&mut tx, &grant(10), &[hash(3)]).await.unwrap(), 3);
        assert_eq!(seat::add(&mut tx, &grant(110), &[hash(4)]).await.unwrap(), 1);
        assert!(matches!(seat::redeem(&mut tx, &hash(1)).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        bring(&db, 10, EventState::Running).await;
        let mut tx = db.write().await.unwrap();
        for _ in 0..2 {
            assert_eq!(seat::redeem(&mut tx, &hash(2)).await.unwrap().event, id(10));
        }
        seat::revoke(&mut tx, &grant(10), 3).await.unwrap();
        assert!(matches!(seat::revoke(&mut tx, &grant(10), 3).await, Err(StoreError::NotFound)));
        assert!(matches!(seat::redeem(&mut tx, &hash(3)).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let seats = seat::list(&mut db.read().await.unwrap(), &grant(10)).await.unwrap();
        assert_eq!(seats.iter().map(|seat| (seat.no, seat.used)).collect::<Vec<_>>(), [(1, false), (2, true)]);
    }
}
