use crate::house::{NOW, house, person, today};
use std::collections::BTreeSet;
use weiterblick_domain::ids::AccountId;
use weiterblick_domain::policy::{MemberState, Role};
use weiterblick_domain::text::Email;
use weiterblick_domain::time::DAY;
use weiterblick_store::organisation::{self as store, NewPerson, Sight};
use weiterblick_store::{StoreError, account, both_engines};

both_engines! {
    async fn ending_access_ends_sessions_and_recovery_of_this_account_only(db: Db) {
        let house = house(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        for n in [10, 11] {
            house.person(&mut tx, n, ("A", "B"), Role::Employee, None).await;
            house.account(&mut tx, n).await;
        }
        store::end_access(&mut tx, &house.access, person(10)).await.unwrap();
        assert!(account::session(&mut tx, "token10", NOW).await.unwrap().is_none());
        assert!(account::redeem_recovery(&mut tx, "recovery10", NOW).await.unwrap().is_none());
        assert!(account::session(&mut tx, "token11", NOW).await.unwrap().is_some());
        assert!(account::redeem_recovery(&mut tx, "recovery11", NOW).await.unwrap().is_some());
    }

    async fn only_active_hr_people_with_an_account_are_in_charge(db: Db) {
        let house = house(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        for n in [10, 11, 12] {
            house.person(&mut tx, n, ("A", "B"), Role::Hr, None).await;
        }
        house.account(&mut tx, 10).await;
        house.account(&mut tx, 11).await;
        store::set_state(&mut tx, &house.access, person(11), MemberState::Suspended).await.unwrap();
        assert_eq!(store::hr_in_charge(&mut tx, &house.access).await.unwrap(), [person(10)]);
        store::set_roles(&mut tx, &house.access, person(10), &BTreeSet::from([Role::Employee, Role::Facilitator])).await.unwrap();
        assert!(store::hr_in_charge(&mut tx, &house.access).await.unwrap().is_empty());
        let member = store::member(&mut tx, &house.read, Sight::Whole, today(), person(10)).await.unwrap();
        assert_eq!(member.roles, BTreeSet::from([Role::Employee, Role::Facilitator]));
    }

    async fn a_new_invitation_ends_the_old_one_and_a_suspended_person_cannot_accept(db: Db) {
        let house = house(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        house.person(&mut tx, 10, ("A", "B"), Role::Employee, None).await;
        let until = NOW.plus(14 * DAY);
        for token in ["old", "new"] {
            store::create_invitation(&mut tx, &house.access, person(10), token, until).await.unwrap();
        }
        assert!(store::invited(&mut tx, "old", NOW).await.unwrap().is_none());
        assert_eq!(store::invited(&mut tx, "new", NOW).await.unwrap().unwrap().person, person(10));
        assert!(store::invited(&mut tx, "new", until).await.unwrap().is_none());
        let member = store::member(&mut tx, &house.read, Sight::Whole, today(), person(10)).await.unwrap();
        assert_eq!(member.invitation_expires, Some(until));
        store::set_state(&mut tx, &house.access, person(10), MemberState::Suspended).await.unwrap();
        assert!(store::invited(&mut tx, "new", NOW).await.unwrap().is_none());
        store::set_state(&mut tx, &house.access, person(10), MemberState::Active).await.unwrap();
        store::revoke_invitation(&mut tx, &house.access, person(10)).await.unwrap();
        assert!(store::invited(&mut tx, "new", NOW).await.unwrap().is_none());
    }

    async fn removing_a_person_removes_the_account_unless_another_organisation_needs_it(db: Db) {
        let (own, other) = (house(&db, 1).await, house(&db, 2).await);
        let mut tx = db.write().await.unwrap();
        for n in [10, 11] {
            own.person(&mut tx, n, ("A", "B"), Role::Employee, None).await;
            own.account(&mut tx, n).await;
        }
        let abroad = NewPerson { account: Some(AccountId::from_bytes([11; 16])), ..NewPerson::active(person(20), other.organisation) };
        store::create_person(&mut tx, &abroad).await.unwrap();
        let member = store::member(&mut tx, &own.read, Sight::Whole, today(), person(11)).await.unwrap();
        assert!(member.account.unwrap().elsewhere);
        let address = Email::parse("neu@muster.example").unwrap();
        let shared = store::set_sign_in_address(&mut tx, &own.access, [11; 16].into(), &address).await;
        assert!(matches!(shared, Err(StoreError::NotFound)));
        store::set_sign_in_address(&mut tx, &own.access, [10; 16].into(), &address).await.unwrap();
        for n in [10, 11] {
            store::remove_person(&mut tx, &own.access, person(n)).await.unwrap();
            assert!(account::session(&mut tx, &format!("token{n}"), NOW).await.unwrap().is_none());
        }
        assert!(account::by_id(&mut tx, [10; 16].into()).await.is_err());
        assert!(account::by_id(&mut tx, [11; 16].into()).await.is_ok());
    }
}
