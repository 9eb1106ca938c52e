//! Companies with everything shipped, and the grants of their HR.

use weiterblick_domain::competence::{Node, ShippedKind, shipped_id};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, OrganisationId, PersonId, ScaleId, UnitId};
use weiterblick_domain::organisation::{Day, OrganisationKind};
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::policy::{Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::text::Multilingual;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::competence::{self, FrameworkDetail, FrameworkTexts, NewFramework, NewNode};
use weiterblick_store::organisation::{NewOrganisation, NewPerson, create, create_person};
use weiterblick_store::{Db, Tx};

pub struct Company {
    pub organisation: OrganisationId,
    pub read: Grant<ReadCompetences>,
    pub manage: Grant<ManageCompetences>,
}

/// A company with the shipped frameworks; `n` tells companies of one database apart.
pub async fn company(db: &Db, n: u8) -> Company {
    let organisation = OrganisationId::from_bytes([n; 16]);
    let mut tx = db.write().await.unwrap();
    competence::install_shipped(&mut tx).await.unwrap();
    let new = NewOrganisation {
        id: organisation,
        kind: OrganisationKind::Company,
        name: format!("Betrieb {n}"),
        now: UnixMillis(0),
    };
    create(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    let hr = Actor {
        account: [n; 16].into(),
        person: [n; 16].into(),
        organisation,
        state: MemberState::Active,
        roles: vec![Role::Hr],
    };
    Company {
        organisation,
        read: decide(Some(&hr), Relation::Organisation).unwrap(),
        manage: decide(Some(&hr), Relation::Organisation).unwrap(),
    }
}

pub fn german(text: &str) -> Multilingual {
    Multilingual::german(text)
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn digcomp() -> FrameworkId {
    shipped_id(ShippedKind::Framework, "digcomp@2.2")
}

pub fn kurz_3() -> ScaleId {
    shipped_id(ShippedKind::Scale, "kurz-3")
}

impl Company {
    pub async fn framework(&self, db: &Db, id: FrameworkId) -> FrameworkDetail {
        competence::framework(&mut db.read().await.unwrap(), &self.read, id).await.unwrap()
    }

    /// An own draft on the scale with three levels.
    pub async fn draft(&self, db: &Db, n: u8, code: &str) -> FrameworkId {
        let id = FrameworkId::from_bytes([n; 16]);
        let mut tx = db.write().await.unwrap();
        competence::create(&mut tx, &self.manage, &new_framework(id, code)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// An own published framework with an area and two competences in it; their ids are `n + 1` to `n + 3`.
    pub async fn published(&self, db: &Db, n: u8, code: &str) -> FrameworkId {
        let id = self.draft(db, n, code).await;
        let mut tx = db.write().await.unwrap();
        self.add(&mut tx, id, new_area(n + 1, None)).await;
        self.add(&mut tx, id, new_competence(n + 2, Some(n + 1))).await;
        self.add(&mut tx, id, new_competence(n + 3, Some(n + 1))).await;
        competence::publish(&mut tx, &self.manage, id).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn add(&self, tx: &mut Tx, framework: FrameworkId, node: NewNode) {
        competence::add_node(tx, &self.manage, framework, node).await.unwrap();
    }

    /// A unit, and a person who belongs to it since 2026-01-01.
    pub async fn unit_with_person(&self, db: &Db, n: u8) -> (UnitId, PersonId) {
        let (unit, person) = (UnitId::from_bytes([n; 16]), PersonId::from_bytes([n; 16]));
        let mut tx = db.write().await.unwrap();
        sqlx::query("INSERT INTO unit (id, organisation_id, code, name) VALUES ($1, $2, $3, 'Lager')")
            .bind(unit.to_string())
            .bind(self.organisation.to_string())
            .bind(format!("u{n}"))
            .execute(&mut *tx)
            .await
            .unwrap();
        create_person(&mut tx, &NewPerson::active(person, self.organisation)).await.unwrap();
        sqlx::query("INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2026-01-01')")
            .bind(person.to_string())
            .bind(unit.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (unit, person)
    }
}

pub fn new_framework(id: FrameworkId, code: &str) -> NewFramework {
    let texts = FrameworkTexts {
        title: german("Modell"),
        description: Multilingual::default(),
        source: "Betrieb".to_owned(),
        licence: String::new(),
    };
    NewFramework { id, code: code.parse().unwrap(), version: "1".parse().unwrap(), texts, scale: kurz_3() }
}

pub fn id(n: u8) -> CompetenceId {
    CompetenceId::from_bytes([n; 16])
}

pub fn new_area(n: u8, parent: Option<u8>) -> NewNode {
    NewNode { kind: weiterblick_domain::competence::NodeKind::Area, ..new_competence(n, parent) }
}

pub fn new_competence(n: u8, parent: Option<u8>) -> NewNode {
    NewNode {
        id: id(n),
        kind: weiterblick_domain::competence::NodeKind::Competence,
        parent: parent.map(id),
        code: Some(format!("n{n}").parse().unwrap()),
        title: german(&format!("Titel {n}")),
        description: Multilingual::default(),
        anchors: Vec::new(),
    }
}

pub fn order(nodes: &[Node]) -> Vec<u8> {
    nodes.iter().map(|node| node.id.as_bytes()[0]).collect()
}
