use crate::house::{day, house, person, today, unit};
use weiterblick_domain::organisation::{Membership, Step, UnitCode, UnitName};
use weiterblick_domain::policy::Role;
use weiterblick_store::organisation::{self as store, Sight};
use weiterblick_store::{StoreError, both_engines};

both_engines! {
    async fn a_tree_is_read_as_it_was_built_and_codes_are_unique(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let tree = store::tree(&mut db.read().await.unwrap(), &house.read).await.unwrap();
        let names: Vec<(usize, &str)> = tree.walk().into_iter().map(|(level, unit)| (level, unit.name.as_str())).collect();
        assert_eq!(names, [(1, "Büro"), (1, "Werk"), (2, "Fertigung"), (3, "Zerspanung")]);

        let mut tx = db.write().await.unwrap();
        let (taken, name) = (UnitCode::parse("U1").unwrap(), UnitName::parse("Büro").unwrap());
        let double = store::update_unit(&mut tx, &house.manage, unit(4), &taken, &name).await;
        assert!(matches!(double, Err(StoreError::Conflict)));
    }

    async fn units_of_another_organisation_are_not_there(db: Db) {
        let (own, other) = (house(&db, 1).await, house(&db, 2).await);
        own.tree(&db).await;
        let mut tx = db.write().await.unwrap();
        let (code, name) = (UnitCode::parse("X").unwrap(), UnitName::parse("X").unwrap());
        let grant = &other.manage;
        assert!(store::tree(&mut tx, &other.read).await.unwrap().is_empty());
        let missing = [
            store::update_unit(&mut tx, grant, unit(1), &code, &name).await,
            store::move_unit(&mut tx, grant, unit(2), None).await,
            store::merge_unit(&mut tx, grant, unit(3), unit(4)).await,
            store::delete_unit(&mut tx, grant, unit(4), today()).await,
        ];
        assert!(missing.iter().all(|result| matches!(result, Err(StoreError::NotFound))), "{missing:?}");
    }

    async fn a_merge_takes_people_and_units_along_and_gives_nobody_more_to_see(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let mut tx = db.write().await.unwrap();
        house.person(&mut tx, 10, ("Lea", "Lang"), Role::TeamLead, Some((2, true))).await;
        store::merge_unit(&mut tx, &house.manage, unit(2), unit(4)).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let tree = store::tree(&mut conn, &house.read).await.unwrap();
        assert_eq!((tree.len(), tree.get(unit(3)).unwrap().parent), (3, Some(unit(4))));
        let people = store::unit_people(&mut conn, &house.read, today()).await.unwrap();
        assert_eq!((people[&unit(4)].count, people[&unit(4)].leads.len()), (1, 0));
    }

    async fn only_an_empty_unit_can_be_deleted(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let mut tx = db.write().await.unwrap();
        house.person(&mut tx, 10, ("Lea", "Lang"), Role::Employee, Some((4, false))).await;
        tx.commit().await.unwrap();
        for full in [unit(1), unit(4)] {
            let mut tx = db.write().await.unwrap();
            let refused = store::delete_unit(&mut tx, &house.manage, full, today()).await;
            assert!(matches!(refused, Err(StoreError::InUse)), "{refused:?}");
        }
        let mut tx = db.write().await.unwrap();
        let left = Step::SetEnd { from: day("2026-01-01"), to: Some(day("2026-10-15")) };
        store::apply_steps(&mut tx, &house.manage, person(10), &[left]).await.unwrap();
        store::delete_unit(&mut tx, &house.manage, unit(4), today()).await.unwrap();
        store::delete_unit(&mut tx, &house.manage, unit(3), today()).await.unwrap();
        assert_eq!(store::tree(&mut tx, &house.read).await.unwrap().len(), 2);
        assert!(store::memberships(&mut tx, &house.read, person(10)).await.unwrap().is_empty());
    }

    async fn people_count_and_lead_by_the_day(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let mut tx = db.write().await.unwrap();
        house.person(&mut tx, 10, ("Lea", "Lang"), Role::TeamLead, Some((2, true))).await;
        house.person(&mut tx, 11, ("Uwe", "Urban"), Role::Employee, Some((2, false))).await;
        let steps = [
            Step::SetEnd { from: day("2026-01-01"), to: Some(day("2026-11-30")) },
            Step::Open(Membership { unit: unit(4), leads: false, job_profile: None, from: day("2026-12-01"), to: None }),
        ];
        store::apply_steps(&mut tx, &house.manage, person(11), &steps).await.unwrap();
        let now = store::unit_people(&mut tx, &house.read, today()).await.unwrap();
        assert_eq!((now[&unit(2)].count, now[&unit(2)].leads.as_slice()), (2, &["Lea Lang".to_owned()][..]));
        let later = store::unit_people(&mut tx, &house.read, day("2026-12-01")).await.unwrap();
        assert_eq!((later[&unit(2)].count, later[&unit(4)].count), (1, 1));
        let before = store::member(&mut tx, &house.read, Sight::Led, today(), person(11)).await;
        assert!(matches!(before, Err(StoreError::NotFound)), "HR leads no unit");
    }
}
