use crate::house::{House, NOW, house, person, today, unit};
use weiterblick_domain::ids::{PersonId, UnitId};
use weiterblick_domain::organisation::import::{Counts, PersonPlan, UnitPlan, plan_people, plan_units};
use weiterblick_domain::policy::Role;
use weiterblick_store::organisation::{self as store, PeopleFilter, Sight};
use weiterblick_store::{Tx, account, both_engines};

const FILE: &str = "personnel_ref;first_name;last_name;email;unit_code;leads_unit;roles\n\
                    P10;Lea;Länge;;U3;;\n\
                    P11;;;;;;employee works_council\n\
                    N1;Özlem;'=Ünal;oezlem@muster.example;U4;ja;employee team_lead\n";

async fn import(tx: &mut Tx, house: &House, text: &str) -> Counts {
    let known = store::known_people(tx, &house.read, today()).await.unwrap();
    let (_, plan) = plan_people(text, &known).unwrap();
    let mut next = 200;
    let new_id = || {
        next += 1;
        PersonId::from_bytes([next; 16])
    };
    store::apply_people(tx, &house.manage, &house.access, &plan, new_id).await.unwrap();
    PersonPlan::counts(&plan)
}

both_engines! {
    async fn a_file_of_people_is_carried_out_once_and_then_changes_nothing(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let mut tx = db.write().await.unwrap();
        house.person(&mut tx, 10, ("Lea", "Lang"), Role::Employee, Some((2, false))).await;
        house.person(&mut tx, 11, ("Uwe", "Urban"), Role::Employee, Some((2, false))).await;
        house.account(&mut tx, 11).await;
        assert_eq!(import(&mut tx, &house, FILE).await, Counts { new: 1, changed: 2, unchanged: 0 });
        assert_eq!(import(&mut tx, &house, FILE).await, Counts { new: 0, changed: 0, unchanged: 3 });
        tx.commit().await.unwrap();

        let mut conn = db.read().await.unwrap();
        let people = store::people(&mut conn, &house.read, Sight::Whole, today(), &PeopleFilter::default()).await.unwrap();
        let lines: Vec<(&str, &str, bool, usize)> = people
            .rows
            .iter()
            .map(|row| (row.data.last_name.as_str(), row.unit_code.as_str(), row.leads, row.roles.len()))
            .collect();
        assert_eq!(lines, [("=Ünal", "U4", true, 2), ("Länge", "U3", false, 1), ("Urban", "U2", false, 2)]);
        let rows = store::memberships(&mut conn, &house.read, person(10)).await.unwrap();
        let spans: Vec<_> = rows.iter().map(|row| (row.membership.unit, row.membership.from, row.membership.to)).collect();
        assert_eq!(spans[0], (unit(3), today(), None));
        assert_eq!((spans[1].0, spans[1].2), (unit(2), Some(today().before())));
        let session = account::session(&mut conn, "token11", NOW).await.unwrap();
        assert!(session.is_none(), "new roles need a new sign-in");
    }

    async fn a_file_of_units_is_carried_out_whatever_its_order(db: Db) {
        let house = house(&db, 1).await;
        house.tree(&db).await;
        let file = "unit_code;name_de;parent_code\nMON2;Schicht;MON\nU3;;MON\nMON;Montage;U4\n";
        let mut tx = db.write().await.unwrap();
        let tree = store::tree(&mut tx, &house.read).await.unwrap();
        let (_, plan) = plan_units(file, &tree).unwrap();
        assert_eq!(UnitPlan::counts(&plan), Counts { new: 2, changed: 1, unchanged: 0 });
        let mut next = 200;
        let new_id = || {
            next += 1;
            UnitId::from_bytes([next; 16])
        };
        store::apply_units(&mut tx, &house.manage, &tree, &plan, new_id).await.unwrap();
        let tree = store::tree(&mut tx, &house.read).await.unwrap();
        let names: Vec<(usize, &str)> = tree.walk().into_iter().map(|(level, unit)| (level, unit.name.as_str())).collect();
        let expected =
            [(1, "Büro"), (2, "Montage"), (3, "Schicht"), (3, "Zerspanung"), (1, "Werk"), (2, "Fertigung")];
        assert_eq!(names, expected);
        let (_, again) = plan_units(file, &tree).unwrap();
        assert_eq!(UnitPlan::counts(&again), Counts { new: 0, changed: 0, unchanged: 3 });
    }
}
