use crate::world::{
    author, ballot, bring, collection, count, event, grant, hash, id, may, of_role, participant, poll, revision, round,
    run, set_round, text, token, voter, world,
};
use weiterblick_domain::policy::event::action::TakePart;
use weiterblick_domain::policy::event::{EventGrant, EventRole};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::{KeyKind, ParticipantKind};
use weiterblick_domain::roundtable::attribute::{Attribute, Profile};
use weiterblick_domain::roundtable::card::CardState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::round::{ExtraTime, RoundState};
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::access_key::{self, NewKey};
use weiterblick_store::roundtable::card::{self, NewCard};
use weiterblick_store::roundtable::company::{self, Company, CompanyData};
use weiterblick_store::roundtable::join::door;
use weiterblick_store::roundtable::list::{EventFilter, list};
use weiterblick_store::roundtable::own_data::{self, OwnRefs};
use weiterblick_store::roundtable::participant::{self as store, NewParticipant, Participant};
use weiterblick_store::roundtable::standing::of_participant;
use weiterblick_store::roundtable::{event as events, profile, round as rounds, table};
use weiterblick_store::{Db, StoreError, both_engines};

fn company(name: &str) -> CompanyData {
    CompanyData { name: name.to_owned().try_into().unwrap(), size_class: 2.try_into().unwrap() }
}

async fn find(db: &Db, event: u8, token: &Digest) -> Option<Participant> {
    store::find(&mut db.read().await.unwrap(), id(event), token).await.unwrap()
}

/// What a participant may do.
fn part(event: u8) -> EventGrant<TakePart> {
    of_role(event, EventRole::Participant)
}

fn own(event: u8, number: u8, polls: &[u8]) -> OwnRefs {
    let token = token(number);
    OwnRefs {
        token: token.digest(),
        profile: ProfileRef::of(id(event), &token),
        author: author(event, number),
        voices: polls.iter().map(|poll| (id(*poll), voter(*poll, number))).collect(),
    }
}

both_engines! {
    async fn joining_twice_with_one_token_is_one_participant(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        participant(&db, 10, 1).await;
        participant(&db, 10, 1).await;
        participant(&db, 10, 2).await;
        let mut conn = db.read().await.unwrap();
        assert_eq!(store::joined(&mut conn, id(10)).await.unwrap(), 2);
        let standing = of_participant(&mut conn, id(10), &token(1).digest()).await.unwrap().unwrap();
        assert_eq!((standing.role, standing.organisation), (EventRole::Participant, id(1)));
        assert_eq!(of_participant(&mut conn, id(110), &token(1).digest()).await.unwrap(), None);
        let everybody = store::of_event(&mut conn, id(10)).await.unwrap();
        assert_eq!((everybody.len(), everybody[0].kind), (2, ParticipantKind::Person));
        let listed = list(&mut conn, &may(1), &EventFilter::default()).await.unwrap();
        assert_eq!(listed[0].joined, 2);
    }

    async fn a_door_that_closed_meanwhile_lets_nobody_in_but_knows_who_is_in(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        participant(&db, 10, 1).await;
        let open = door(&mut db.read().await.unwrap(), id(10)).await.unwrap().unwrap();
        run(&db, "UPDATE event SET join_locked = 1 WHERE id = $1", &[&text(10)]).await;
        let mut tx = db.write().await.unwrap();
        let mut new = NewParticipant {
            token: token(2).digest(),
            language: Language::En,
            extra: ExtraTime::Half,
            company: None,
        };
        assert!(matches!(store::join(&mut tx, &open, &new).await, Err(StoreError::Conflict)));
        new.token = token(1).digest();
        assert_eq!(store::join(&mut tx, &open, &new).await.unwrap().language, Language::De);
    }

    async fn participants_choose_language_time_and_company(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        bring(&db, 110, EventState::Running).await;
        participant(&db, 10, 1).await;
        let one = token(1).digest();
        let mut tx = db.write().await.unwrap();
        company::add(&mut tx, &grant(10), id(70), &company("Muster GmbH")).await.unwrap();
        company::add(&mut tx, &grant(110), id(71), &company("Fremd AG")).await.unwrap();
        store::set_language(&mut tx, &part(10), &one, Language::En).await.unwrap();
        store::set_extra(&mut tx, &part(10), &one, ExtraTime::Double).await.unwrap();
        store::set_company(&mut tx, &part(10), &one, Some(id(70))).await.unwrap();
        let foreign = store::set_company(&mut tx, &part(10), &one, Some(id(71))).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        let elsewhere = store::set_extra(&mut tx, &part(110), &one, ExtraTime::Half).await;
        assert!(matches!(elsewhere, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let found = find(&db, 10, &one).await.unwrap();
        assert_eq!((found.language, found.extra, found.company), (Language::En, ExtraTime::Double, Some(id(70))));
    }

    async fn whoever_is_removed_has_no_role_and_does_not_come_back(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        participant(&db, 10, 1).await;
        let before = revision(&db, 10).await;
        let mut tx = db.write().await.unwrap();
        store::remove(&mut tx, &grant(10), &token(1).digest()).await.unwrap();
        assert!(matches!(store::remove(&mut tx, &grant(110), &token(1).digest()).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        participant(&db, 10, 1).await;
        assert!(find(&db, 10, &token(1).digest()).await.unwrap().removed);
        let mut conn = db.read().await.unwrap();
        assert_eq!(of_participant(&mut conn, id(10), &token(1).digest()).await.unwrap(), None);
        assert_eq!(store::joined(&mut conn, id(10)).await.unwrap(), 0);
        assert!(revision(&db, 10).await > before);
    }

    /// L23.
    async fn a_table_is_one_participant_on_whatever_device(db: Db) {
        world(&db).await;
        let mut tx = db.write().await.unwrap();
        for (number, kind) in [(50, KeyKind::Table), (51, KeyKind::Display)] {
            let label = Some("Tisch 3".to_owned().try_into().unwrap());
            let new = NewKey { id: id(number), kind, label, token: hash(number) };
            access_key::create(&mut tx, &grant(10), &new).await.unwrap();
        }
        assert!(matches!(table::update(&mut tx, &grant(10), id(50), "Tisch", 4).await, Err(StoreError::NotFound)));
        for _ in 0..2 {
            table::join(&mut tx, &hash(50), &token(1).digest(), Language::De).await.unwrap();
        }
        table::update(&mut tx, &grant(10), id(50), "Tisch Fenster", 4).await.unwrap();
        assert!(matches!(table::update(&mut tx, &grant(110), id(50), "x", 4).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let screen = table::join(&mut tx, &hash(51), &token(2).digest(), Language::De).await;
        assert!(matches!(screen, Err(StoreError::NotFound)));
        drop(tx);
        let mut conn = db.read().await.unwrap();
        let standing = of_participant(&mut conn, id(10), &token(1).digest()).await.unwrap().unwrap();
        assert_eq!(standing.role, EventRole::Table);
        let tables = table::list(&mut conn, &grant(10)).await.unwrap();
        let tables: Vec<_> = tables.iter().map(|table| (table.key, table.label.as_str(), table.heads)).collect();
        assert_eq!(tables, [(id(50), "Tisch Fenster", 4)]);
    }

    async fn a_profile_is_stated_once(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Lobby).await;
        let stated: Profile = "0208".parse().unwrap();
        let of = ProfileRef::of(id(10), &token(1));
        let mut tx = db.write().await.unwrap();
        let door = door(&mut tx, id(10)).await.unwrap().unwrap();
        profile::state(&mut tx, &door, of, &stated).await.unwrap();
        profile::state(&mut tx, &door, of, &stated.with(Attribute::Sector, 3.try_into().unwrap())).await.unwrap();
        assert_eq!(profile::of_event(&mut tx, id(10)).await.unwrap(), [(of, stated)]);
        assert!(profile::of_event(&mut tx, id(110)).await.unwrap().is_empty());
        assert_eq!(profile::own(&mut tx, &part(10), of).await.unwrap(), Some(stated));
        assert_eq!(profile::own(&mut tx, &part(110), of).await.unwrap(), None);
    }

    /// L21.
    async fn a_typed_company_is_the_one_of_its_name_and_merging_moves_members_only(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        poll(&db, 10, 20, "Plätze?").await;
        round(&db, 10, 20, 30, 1, RoundState::Open).await;
        participant(&db, 10, 1).await;
        participant(&db, 10, 2).await;
        let mut tx = db.write().await.unwrap();
        company::add(&mut tx, &grant(10), id(70), &company("Muster")).await.unwrap();
        let taken = company::add(&mut tx, &grant(10), id(79), &company("MUSTER GmbH")).await;
        assert!(matches!(taken, Err(StoreError::Conflict)));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        company::add(&mut tx, &grant(10), id(70), &company("Muster")).await.unwrap();
        assert_eq!(company::typed(&mut tx, id(10), id(71), &company("Muster")).await.unwrap(), id(70));
        assert_eq!(company::typed(&mut tx, id(10), id(71), &company("Müster")).await.unwrap(), id(71));
        store::set_company(&mut tx, &part(10), &token(1).digest(), Some(id(70))).await.unwrap();
        store::set_company(&mut tx, &part(10), &token(2).digest(), Some(id(71))).await.unwrap();
        assert!(matches!(company::remove(&mut tx, &grant(10), id(71)).await, Err(StoreError::InUse)));
        assert!(matches!(company::merge(&mut tx, &grant(110), id(71), id(70)).await, Err(StoreError::NotFound)));
        assert!(matches!(company::merge(&mut tx, &grant(10), id(70), id(70)).await, Err(StoreError::Conflict)));
        company::merge(&mut tx, &grant(10), id(71), id(70)).await.unwrap();
        company::update(&mut tx, &grant(10), id(70), &company("Muster AG")).await.unwrap();
        company::add(&mut tx, &grant(10), id(72), &company("Leer")).await.unwrap();
        company::remove(&mut tx, &grant(10), id(72)).await.unwrap();
        tx.commit().await.unwrap();
        let companies = company::list(&mut db.read().await.unwrap(), &grant(10)).await.unwrap();
        let company = |c: &Company| (c.id, c.name.clone(), c.members, c.size_class.get());
        let companies: Vec<_> = companies.iter().map(company).collect();
        assert_eq!(companies, [(id(70), "Muster AG".to_owned(), 2, 2)]);
    }

    /// L42.
    async fn own_data_go_except_what_is_closed(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        poll(&db, 10, 20, "Kurs?").await;
        poll(&db, 10, 21, "Später?").await;
        collection(&db, 10, 22).await;
        for (poll, round_id) in [(20, 30), (21, 31), (22, 32)] {
            round(&db, 10, poll, round_id, 1, RoundState::Open).await;
            for number in [1, 2] {
                ballot(&db, poll, round_id, number, r#"{"o":1}"#).await;
            }
        }
        for number in [1, 2] {
            participant(&db, 10, number).await;
            let mut tx = db.write().await.unwrap();
            let door = door(&mut tx, id(10)).await.unwrap().unwrap();
            let of = ProfileRef::of(id(10), &token(number));
            profile::state(&mut tx, &door, of, &Profile::NOTHING_STATED).await.unwrap();
            let card = NewCard {
                id: id(80 + number),
                slot: 1,
                text: "Neue Software".to_owned(),
                state: CardState::Visible,
                hidden_by: None,
            };
            card::write(&mut tx, id(32), voter(22, number), &[card]).await.unwrap();
            tx.commit().await.unwrap();
        }
        set_round(&db, 10, 31, RoundState::Closed).await;
        let before = events::load(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let changed = own_data::delete(&mut tx, &part(10), &own(10, 1, &[20, 21, 22])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(changed, [id(30), id(32)]);
        let after = events::load(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        assert!(after.r > before.r && after.b > before.b);
        let voters: Vec<_> = rounds::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        assert_eq!(voters.iter().map(|round| round.voters).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM ballot").await, 4);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM card").await, 1);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM profile").await, 1);
        assert_eq!(find(&db, 10, &token(1).digest()).await, None);
        assert!(find(&db, 10, &token(2).digest()).await.is_some());
        let mut tx = db.write().await.unwrap();
        let again = own_data::delete(&mut tx, &part(10), &own(10, 1, &[20, 21, 22])).await.unwrap();
        assert!(again.is_empty());
    }

    async fn own_data_of_another_event_stay(db: Db) {
        world(&db).await;
        event(&db, 11, "Anderer Tisch").await;
        bring(&db, 10, EventState::Running).await;
        bring(&db, 11, EventState::Running).await;
        poll(&db, 11, 20, "Kurs?").await;
        round(&db, 11, 20, 30, 1, RoundState::Open).await;
        participant(&db, 11, 1).await;
        ballot(&db, 20, 30, 1, r#"{"o":1}"#).await;
        let mut tx = db.write().await.unwrap();
        let changed = own_data::delete(&mut tx, &part(10), &own(10, 1, &[20])).await.unwrap();
        tx.commit().await.unwrap();
        assert!(changed.is_empty());
        assert_eq!(count(&db, "SELECT COUNT(*) FROM ballot").await, 1);
        assert!(find(&db, 11, &token(1).digest()).await.is_some());
    }
}
