use crate::house::{House, actor, day, house, person, today, unit};
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::organisation::Channel;
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::policy::action::ReadOrganisation;
use weiterblick_domain::policy::{Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::text::Language;
use weiterblick_store::organisation::{self as store, PAGE_SIZE, PeopleFilter, Sight, Sort, StateFilter, TeamFilter};
use weiterblick_store::{Db, StoreError, both_engines};

/// Four people: HR without unit, a lead of Fertigung, two below, one of them in Zerspanung; Büro has one more.
async fn staffed(db: &Db) -> House {
    let house = house(db, 1).await;
    house.tree(db).await;
    let mut tx = db.write().await.unwrap();
    house.person(&mut tx, 1, ("Jana", "Krause"), Role::Hr, None).await;
    house.person(&mut tx, 10, ("Lea", "Lang"), Role::TeamLead, Some((2, true))).await;
    house.person(&mut tx, 11, ("Uwe", "Ändermann"), Role::Employee, Some((2, false))).await;
    house.person(&mut tx, 12, ("Zoë", "Müller"), Role::Employee, Some((3, false))).await;
    house.person(&mut tx, 13, ("Max", "Zander"), Role::Employee, Some((4, false))).await;
    tx.commit().await.unwrap();
    house
}

async fn found(db: &Db, grant: &Grant<ReadOrganisation>, sight: Sight, filter: PeopleFilter) -> Vec<u8> {
    let list = store::people(&mut db.read().await.unwrap(), grant, sight, today(), &filter).await.unwrap();
    assert_eq!(usize::try_from(list.total).unwrap(), list.rows.len());
    list.rows.iter().map(|row| row.id.as_bytes()[0]).collect()
}

both_engines! {
    async fn the_list_is_sorted_as_a_phone_book(db: Db) {
        let house = staffed(&db).await;
        let by = |sort, descending| PeopleFilter { sort, descending, ..PeopleFilter::default() };
        assert_eq!(found(&db, &house.read, Sight::Whole, by(Sort::Name, false)).await, [11, 1, 10, 12, 13]);
        assert_eq!(found(&db, &house.read, Sight::Whole, by(Sort::Name, true)).await, [13, 12, 10, 1, 11]);
        assert_eq!(found(&db, &house.read, Sight::Whole, by(Sort::Team, false)).await, [13, 11, 10, 12, 1]);
    }

    async fn search_and_filters_narrow_the_list(db: Db) {
        let house = staffed(&db).await;
        let search = |text: &str| PeopleFilter { search: text.to_owned(), ..PeopleFilter::default() };
        for (text, expected) in [
            ("muller zoe", &[12][..]), ("MÜLLER", &[12]), ("p11@", &[11]), ("P13", &[13]), ("a%", &[]), ("_", &[]),
            ("nicht da", &[]),
        ] {
            assert_eq!(found(&db, &house.read, Sight::Whole, search(text)).await, expected, "{text}");
        }
        let team = |team| PeopleFilter { team, ..PeopleFilter::default() };
        assert_eq!(found(&db, &house.read, Sight::Whole, team(TeamFilter::Below(unit(1)))).await, [11, 10, 12]);
        assert_eq!(found(&db, &house.read, Sight::Whole, team(TeamFilter::None)).await, [1]);
        let role = PeopleFilter { role: Some(Role::TeamLead), ..PeopleFilter::default() };
        assert_eq!(found(&db, &house.read, Sight::Whole, role).await, [10]);

        let mut tx = db.write().await.unwrap();
        store::set_state(&mut tx, &house.access, person(13), MemberState::Left).await.unwrap();
        tx.commit().await.unwrap();
        let state = |state| PeopleFilter { state, ..PeopleFilter::default() };
        assert_eq!(found(&db, &house.read, Sight::Whole, state(StateFilter::Present)).await, [11, 1, 10, 12]);
        assert_eq!(found(&db, &house.read, Sight::Whole, state(StateFilter::All)).await.len(), 5);
        let left = state(StateFilter::Only(MemberState::Left));
        assert_eq!(found(&db, &house.read, Sight::Whole, left).await, [13]);
    }

    async fn a_long_list_has_pages(db: Db) {
        let house = house(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        for n in 0..=PAGE_SIZE {
            let n = u8::try_from(n).unwrap();
            house.person(&mut tx, n, ("A", &format!("N{n:03}")), Role::Employee, None).await;
        }
        tx.commit().await.unwrap();
        let page = |page| PeopleFilter { page: Some(page), ..PeopleFilter::default() };
        let mut conn = db.read().await.unwrap();
        let first = store::people(&mut conn, &house.read, Sight::Whole, today(), &page(1)).await.unwrap();
        let second = store::people(&mut conn, &house.read, Sight::Whole, today(), &page(2)).await.unwrap();
        assert_eq!((first.rows.len(), first.total), (50, 51));
        assert_eq!((second.rows.len(), second.rows[0].data.last_name.as_str()), (1, "N050"));
    }

    async fn a_lead_sees_the_own_unit_and_below_and_nobody_else(db: Db) {
        staffed(&db).await;
        let lead = actor(1, person(10), Role::TeamLead);
        let grant: Grant<ReadOrganisation> = decide(Some(&lead), Relation::OwnTeam).unwrap();
        assert_eq!(found(&db, &grant, Sight::Led, PeopleFilter::default()).await, [11, 10, 12]);
        let mut tx = db.write().await.unwrap();
        let mut led = store::led_units(&mut tx, &grant, today()).await.unwrap();
        led.sort();
        assert_eq!(led, [unit(2), unit(3)]);
        assert!(store::led_units(&mut tx, &grant, day("2025-12-31")).await.unwrap().is_empty());
        let sees = async |tx: &mut weiterblick_store::Tx, id: PersonId| {
            store::member(tx, &grant, Sight::Led, today(), id).await.map(|member| member.data.first_name)
        };
        assert_eq!(sees(&mut tx, person(12)).await.unwrap(), "Zoë");
        for hidden in [person(1), person(13), person(99)] {
            assert!(matches!(sees(&mut tx, hidden).await, Err(StoreError::NotFound)));
        }
    }

    async fn people_of_another_organisation_are_not_there(db: Db) {
        let own = staffed(&db).await;
        let other = house(&db, 2).await;
        assert!(found(&db, &other.read, Sight::Whole, PeopleFilter::default()).await.is_empty());
        let mut tx = db.write().await.unwrap();
        let member = store::member(&mut tx, &own.read, Sight::Whole, today(), person(10)).await.unwrap();
        let missing = [
            store::member(&mut tx, &other.read, Sight::Whole, today(), person(10)).await.map(drop),
            store::update_person(&mut tx, &other.manage, person(10), &member.data).await,
            store::set_roles(&mut tx, &other.access, person(10), &member.roles).await,
            store::set_state(&mut tx, &other.access, person(10), MemberState::Left).await,
            store::remove_person(&mut tx, &other.access, person(10)).await,
            store::create_invitation(&mut tx, &other.access, person(10), "t", crate::house::NOW).await,
        ];
        assert!(missing.iter().all(|result| matches!(result, Err(StoreError::NotFound))), "{missing:?}");
        assert!(store::memberships(&mut tx, &other.read, person(10)).await.unwrap().is_empty());
    }

    async fn a_number_or_address_that_somebody_has_is_taken(db: Db) {
        let house = staffed(&db).await;
        let mut tx = db.write().await.unwrap();
        let (own, foreign) = ((Some(person(10)), "P10"), (Some(person(10)), "P11"));
        assert_eq!(store::taken(&mut tx, &house.manage, own.0, own.1, "neu@muster.example").await.unwrap(), (false, false));
        let taken = store::taken(&mut tx, &house.manage, foreign.0, foreign.1, "p12@muster.example").await.unwrap();
        assert_eq!(taken, (true, true));
        assert_eq!(store::taken(&mut tx, &house.manage, None, "", "").await.unwrap(), (false, false));
        let data = PersonData {
            personnel_ref: "P11".to_owned(),
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            language: Language::De,
            channel: Channel::Sheet,
        };
        let double = store::update_person(&mut tx, &house.manage, person(10), &data).await;
        assert!(matches!(double, Err(StoreError::Conflict)));
    }
}
