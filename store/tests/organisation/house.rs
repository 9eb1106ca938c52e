//! A company with a tree and people, and the grants of its HR.

use weiterblick_domain::ids::{AccountId, OrganisationId, PersonId, UnitId};
use weiterblick_domain::organisation::{Day, Membership, OrganisationKind, Step, UnitCode, UnitName};
use weiterblick_domain::policy::action::{ManageAccess, ManageOrganisation, ReadOrganisation};
use weiterblick_domain::policy::{Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::organisation::{self as store, NewOrganisation, NewPerson, NewUnit};
use weiterblick_store::{Db, Tx, account};

pub const NOW: UnixMillis = UnixMillis(1_790_000_000_000);

pub struct House {
    pub organisation: OrganisationId,
    pub read: Grant<ReadOrganisation>,
    pub manage: Grant<ManageOrganisation>,
    pub access: Grant<ManageAccess>,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn today() -> Day {
    day("2026-10-16")
}

pub fn unit(n: u8) -> UnitId {
    UnitId::from_bytes([n; 16])
}

pub fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

/// Somebody of organisation `n` who asks as `role`.
pub fn actor(n: u8, asks: PersonId, role: Role) -> Actor {
    Actor {
        account: [n; 16].into(),
        person: asks,
        organisation: [n; 16].into(),
        state: MemberState::Active,
        roles: vec![role],
    }
}

/// An organisation; `n` tells those of one database apart.
pub async fn house(db: &Db, n: u8) -> House {
    let organisation = OrganisationId::from_bytes([n; 16]);
    let mut tx = db.write().await.unwrap();
    let new =
        NewOrganisation { id: organisation, kind: OrganisationKind::Company, name: format!("Betrieb {n}"), now: NOW };
    store::create(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    let hr = actor(n, person(n), Role::Hr);
    House {
        organisation,
        read: decide(Some(&hr), Relation::Organisation).unwrap(),
        manage: decide(Some(&hr), Relation::Organisation).unwrap(),
        access: decide(Some(&hr), Relation::Organisation).unwrap(),
    }
}

impl House {
    pub async fn unit(&self, tx: &mut Tx, n: u8, parent: Option<u8>, name: &str) {
        let new = NewUnit {
            id: unit(n),
            code: UnitCode::parse(&format!("U{n}")).unwrap(),
            name: UnitName::parse(name).unwrap(),
            parent: parent.map(unit),
        };
        store::create_unit(tx, &self.manage, &new).await.unwrap();
    }

    /// An active person; `in_unit` since 2026-01-01.
    pub async fn person(&self, tx: &mut Tx, n: u8, name: (&str, &str), role: Role, in_unit: Option<(u8, bool)>) {
        let new = NewPerson {
            personnel_ref: format!("P{n}"),
            first_name: name.0.to_owned(),
            last_name: name.1.to_owned(),
            email: format!("p{n}@muster.example"),
            roles: vec![role],
            ..NewPerson::active(person(n), self.organisation)
        };
        store::create_person(tx, &new).await.unwrap();
        if let Some((n_unit, leads)) = in_unit {
            let from = day("2026-01-01");
            let step = Step::Open(Membership { unit: unit(n_unit), leads, job_profile: None, from, to: None });
            store::apply_steps(tx, &self.manage, person(n), &[step]).await.unwrap();
        }
    }

    /// Gives a person an account with a session and a recovery link.
    pub async fn account(&self, tx: &mut Tx, n: u8) -> AccountId {
        let id = AccountId::from_bytes([n; 16]);
        let email = Email::parse(&format!("p{n}@muster.example")).unwrap();
        account::create(tx, id, &email, "hash", Language::De, NOW).await.unwrap();
        store::link_account(tx, person(n), id).await.unwrap();
        let session = account::NewSession { token_hash: format!("token{n}"), account: id, person: person(n), now: NOW };
        account::create_session(tx, &session).await.unwrap();
        account::create_recovery(tx, id, &format!("recovery{n}"), "hash", NOW.plus(1_000)).await.unwrap();
        id
    }

    /// Werk (1) with Fertigung (2), in it Zerspanung (3); beside it Büro (4).
    pub async fn tree(&self, db: &Db) {
        let mut tx = db.write().await.unwrap();
        self.unit(&mut tx, 1, None, "Werk").await;
        self.unit(&mut tx, 2, Some(1), "Fertigung").await;
        self.unit(&mut tx, 3, Some(2), "Zerspanung").await;
        self.unit(&mut tx, 4, None, "Büro").await;
        tx.commit().await.unwrap();
    }
}
