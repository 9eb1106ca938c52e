//! Everything that an import is compared with, and carrying its plan out.

use super::access::{end_access, set_roles};
use super::member::{job_profiles, person_data, roles, update_person};
use super::membership::{apply_steps, membership};
use super::person::{NewPerson, create_person};
use super::unit::{NewUnit, create_unit, move_unit, tree, update_unit};
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use std::collections::HashMap;
use weiterblick_domain::ids::{PersonId, UnitId};
use weiterblick_domain::organisation::import::{KnownPeople, KnownPerson, PersonPlan, UnitPlan, Verdict};
use weiterblick_domain::organisation::{Day, Membership, Tree, UnitCode, UnitName};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageAccess, ManageOrganisation, ReadOrganisation};

/// In an order of its own, so that two readings of the same are equal.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn known_people(
    conn: &mut Conn,
    grant: &Grant<ReadOrganisation>,
    today: Day,
) -> Result<KnownPeople, StoreError> {
    let organisation = grant.organisation().to_string();
    let mut histories: HashMap<PersonId, Vec<Membership>> = HashMap::new();
    let rows = sqlx::query(
        "SELECT m.person_id, m.unit_id, m.leads, m.job_profile_id, m.valid_from, m.valid_to
         FROM membership m JOIN person p ON p.id = m.person_id
         WHERE p.organisation_id = $1
         ORDER BY m.person_id, m.valid_from",
    )
    .bind(organisation.clone())
    .fetch_all(&mut *conn)
    .await?;
    for row in &rows {
        histories.entry(row.parsed("person_id")?).or_default().push(membership(row)?);
    }
    let rows = sqlx::query(
        "SELECT p.id, p.personnel_ref, p.first_name, p.last_name, p.email, p.language, p.channel, p.state,
                CASE WHEN p.account_id IS NULL THEN 0 ELSE 1 END AS has_account,
                (SELECT STRING_AGG(r.role, ' ') FROM person_role r WHERE r.person_id = p.id) AS roles
         FROM person p WHERE p.organisation_id = $1
         ORDER BY p.id",
    )
    .bind(organisation)
    .fetch_all(&mut *conn)
    .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.parsed("id")?;
        people.push(KnownPerson {
            id,
            data: person_data(row)?,
            state: row.parsed("state")?,
            has_account: row.flag("has_account")?,
            roles: roles(row)?,
            history: histories.remove(&id).unwrap_or_default(),
        });
    }
    let profiles = job_profiles(&mut *conn, grant).await?.into_iter().map(|profile| (profile.code, profile.id));
    let units = tree(conn, grant).await?;
    Ok(KnownPeople {
        people,
        profiles: profiles.collect(),
        units: units.walk().into_iter().map(|(_, unit)| (unit.code.clone(), unit.id)).collect(),
        today,
    })
}

/// Carries out a plan for what is there now, after [`super::lock`]. Whose roles change is signed out.
///
/// # Errors
/// [`StoreError`]; then nothing may be committed.
pub async fn apply_people(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    access: &Grant<ManageAccess>,
    plan: &[PersonPlan],
    mut new_id: impl FnMut() -> PersonId,
) -> Result<(), StoreError> {
    for change in plan {
        let person = match change.person {
            Some(_) if change.verdict() == Verdict::Unchanged => continue,
            Some(person) => {
                update_person(tx, grant, person, &change.data).await?;
                if let Some(roles) = &change.roles {
                    set_roles(tx, access, person, roles).await?;
                    end_access(tx, access, person).await?;
                }
                person
            }
            None => {
                let data = &change.data;
                let new = NewPerson {
                    personnel_ref: data.personnel_ref.clone(),
                    first_name: data.first_name.clone(),
                    last_name: data.last_name.clone(),
                    email: data.email.clone(),
                    language: data.language,
                    channel: data.channel,
                    roles: change.roles.iter().flatten().copied().collect(),
                    ..NewPerson::active(new_id(), grant.organisation())
                };
                create_person(tx, &new).await?;
                new.id
            }
        };
        apply_steps(tx, grant, person, &change.steps).await?;
    }
    Ok(())
}

/// Carries out a plan that was made from `tree`, which is still so, after [`super::lock`].
///
/// # Errors
/// [`StoreError`]; then nothing may be committed.
pub async fn apply_units(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    tree: &Tree,
    plan: &[UnitPlan],
    mut new_id: impl FnMut() -> UnitId,
) -> Result<(), StoreError> {
    let mut ids: HashMap<String, UnitId> =
        tree.walk().into_iter().map(|(_, unit)| (unit.code.clone(), unit.id)).collect();
    for change in plan {
        let code = UnitCode::parse(&change.code).map_err(|_| StoreError::Corrupt("code"))?;
        let name = UnitName::parse(&change.name).map_err(|_| StoreError::Corrupt("name"))?;
        let parent = change.parent.as_ref().map(|parent| ids.get(parent).copied().ok_or(StoreError::NotFound));
        let parent = parent.transpose()?;
        match (change.verdict, ids.get(&change.code).copied()) {
            (Verdict::Unchanged, _) => {}
            (_, Some(unit)) => {
                update_unit(tx, grant, unit, &code, &name).await?;
                move_unit(tx, grant, unit, parent).await?;
            }
            (_, None) => {
                let new = NewUnit { id: new_id(), code, name, parent };
                create_unit(tx, grant, &new).await?;
                ids.insert(change.code.clone(), new.id);
            }
        }
    }
    Ok(())
}
