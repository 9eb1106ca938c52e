//! Small organisations for tests.

use crate::Tx;
use weiterblick_domain::ids::{JobProfileId, OrganisationId, PersonId, UnitId};
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide};

pub async fn organisation(tx: &mut Tx, n: u8) -> OrganisationId {
    let id = OrganisationId::from_bytes([n; 16]);
    run(
        tx,
        "INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'company', 'Muster GmbH', 0)",
        &[&id.to_string()],
    )
    .await;
    id
}

pub async fn unit(tx: &mut Tx, organisation: OrganisationId, n: u8, parent: Option<UnitId>) -> UnitId {
    let id = UnitId::from_bytes([n; 16]);
    sqlx::query("INSERT INTO unit (id, organisation_id, code, name, parent_id) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.to_string())
        .bind(organisation.to_string())
        .bind(format!("u{n}"))
        .bind(format!("Team {n}"))
        .bind(parent.map(|parent| parent.to_string()))
        .execute(&mut **tx)
        .await
        .unwrap();
    id
}

/// A person with the role employee, asked by mail or on paper.
pub async fn person(
    tx: &mut Tx,
    organisation: OrganisationId,
    n: u8,
    unit: Option<UnitId>,
    channel: &'static str,
) -> PersonId {
    let id = PersonId::from_bytes([n; 16]);
    run(
        tx,
        "INSERT INTO person (id, organisation_id, personnel_ref, first_name, last_name, email, language, channel, state, search_key)
         VALUES ($1, $2, $3, 'Vor', $3, '', 'de', $4, 'active', '')",
        &[&id.to_string(), &organisation.to_string(), &format!("{n:03}"), channel],
    )
    .await;
    run(tx, "INSERT INTO person_role (person_id, role) VALUES ($1, 'employee')", &[&id.to_string()]).await;
    if let Some(unit) = unit {
        run(
            tx,
            "INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2020-01-01')",
            &[&id.to_string(), &unit.to_string()],
        )
        .await;
    }
    id
}

pub async fn unit_profile(tx: &mut Tx, organisation: OrganisationId, unit: UnitId, n: u8) -> JobProfileId {
    let id = JobProfileId::from_bytes([n; 16]);
    run(
        tx,
        "INSERT INTO job_profile (id, organisation_id, code, title, horizon) VALUES ($1, $2, $3, '{\"de\":\"Profil\"}', 'today')",
        &[&id.to_string(), &organisation.to_string(), &format!("p{n}")],
    )
    .await;
    run(
        tx,
        "INSERT INTO unit_profile (unit_id, job_profile_id) VALUES ($1, $2)",
        &[&unit.to_string(), &id.to_string()],
    )
    .await;
    id
}

pub async fn run(tx: &mut Tx, sql: &'static str, values: &[&str]) {
    let mut query = sqlx::query(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.execute(&mut **tx).await.unwrap();
}

/// What HR of this organisation may do.
pub fn grant<A: Act>(organisation: OrganisationId) -> Grant<A> {
    let actor = Actor {
        account: [9; 16].into(),
        person: [9; 16].into(),
        organisation,
        state: MemberState::Active,
        roles: vec![Role::Hr],
    };
    decide(Some(&actor), Relation::Organisation).unwrap()
}
