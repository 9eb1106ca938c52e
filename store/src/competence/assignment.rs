//! Which units and people have which job profile. Only profiles for today are assigned; the one for the future is
//! found by their code (needs-analysis §6).

use crate::organisation::tree;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::{JobProfileId, OrganisationId, PersonId, UnitId};
use weiterblick_domain::organisation::{self, Day, Membership, Step, Unit, search_key};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};

/// A unit with its profile, in the order of the organisation's tree.
#[derive(Debug, Clone)]
pub struct UnitProfile {
    pub unit: UnitId,
    pub name: String,
    /// 1 at the top.
    pub depth: usize,
    pub profile: Option<JobProfileId>,
}

/// A person with a unit on the day asked for.
#[derive(Debug, Clone)]
pub struct PersonProfile {
    pub person: PersonId,
    pub first_name: String,
    pub last_name: String,
    pub personnel_ref: String,
    pub email: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub own: Option<JobProfileId>,
    /// Counts for whoever has none of their own.
    pub of_unit: Option<JobProfileId>,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn units(conn: &mut Conn, grant: &Grant<ReadCompetences>) -> Result<Vec<UnitProfile>, StoreError> {
    let tree = tree(conn, grant).await?;
    let rows = sqlx::query(
        "SELECT p.unit_id, p.job_profile_id FROM unit_profile p JOIN unit u ON u.id = p.unit_id
         WHERE u.organisation_id = $1",
    )
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?;
    let mut profiles: BTreeMap<UnitId, JobProfileId> = BTreeMap::new();
    for row in &rows {
        profiles.insert(row.parsed("unit_id")?, row.parsed("job_profile_id")?);
    }
    let place = |(depth, unit): (usize, &Unit)| UnitProfile {
        unit: unit.id,
        name: unit.name.clone(),
        depth,
        profile: profiles.get(&unit.id).copied(),
    };
    Ok(tree.walk().into_iter().map(place).collect())
}

/// Everybody who has a unit on this day and has not left, by last name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn people(
    conn: &mut Conn,
    grant: &Grant<ManageCompetences>,
    day: Day,
) -> Result<Vec<PersonProfile>, StoreError> {
    let mut people = sqlx::query(
        "SELECT p.id, p.first_name, p.last_name, p.personnel_ref, p.email, m.unit_id, u.name AS unit_name,
                m.job_profile_id, x.job_profile_id AS unit_job_profile_id
         FROM person p
         JOIN membership m ON m.person_id = p.id AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
         JOIN unit u ON u.id = m.unit_id
         LEFT JOIN unit_profile x ON x.unit_id = m.unit_id
         WHERE p.organisation_id = $1 AND p.state <> 'left'",
    )
    .bind(grant.organisation().to_string())
    .bind(day.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| {
        Ok(PersonProfile {
            person: row.parsed("id")?,
            first_name: row.text("first_name")?,
            last_name: row.text("last_name")?,
            personnel_ref: row.text("personnel_ref")?,
            email: row.text("email")?,
            unit: row.parsed("unit_id")?,
            unit_name: row.text("unit_name")?,
            own: row.parsed_opt("job_profile_id")?,
            of_unit: row.parsed_opt("unit_job_profile_id")?,
        })
    })
    .collect::<Result<Vec<_>, StoreError>>()?;
    people.sort_by_cached_key(|p| search_key(&p.last_name, &p.first_name, &p.personnel_ref, &p.email));
    Ok(people)
}

/// Gives units their profile; `None` takes it away.
///
/// # Errors
/// [`StoreError::NotFound`] for a unit or profile of another organisation, or a profile for the future.
pub async fn assign_units(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    changes: &[(UnitId, Option<JobProfileId>)],
) -> Result<(), StoreError> {
    let own: BTreeSet<UnitId> = own_units(tx, grant.organisation()).await?;
    let usable = usable_profiles(tx, grant.organisation()).await?;
    for (unit, profile) in changes {
        if !own.contains(unit) || profile.is_some_and(|profile| !usable.contains(&profile)) {
            return Err(StoreError::NotFound);
        }
        match profile {
            Some(profile) => {
                sqlx::query(
                    "INSERT INTO unit_profile (unit_id, job_profile_id) VALUES ($1, $2)
                     ON CONFLICT (unit_id) DO UPDATE SET job_profile_id = excluded.job_profile_id",
                )
                .bind(unit.to_string())
                .bind(profile.to_string())
                .execute(&mut **tx)
                .await?
            }
            None => {
                sqlx::query("DELETE FROM unit_profile WHERE unit_id = $1")
                    .bind(unit.to_string())
                    .execute(&mut **tx)
                    .await?
            }
        };
    }
    Ok(())
}

/// Gives people a profile of their own from `day` on; `None` leaves them that of their unit. A change closes the old
/// membership the day before (needs-analysis §3.1). Answers with the number of people whose profile changed.
///
/// # Errors
/// [`StoreError::NotFound`] for a person without a unit on this day, or a profile that cannot be assigned.
pub async fn assign_people(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    people: &BTreeSet<PersonId>,
    profile: Option<JobProfileId>,
    day: Day,
) -> Result<usize, StoreError> {
    let usable = usable_profiles(tx, grant.organisation()).await?;
    if profile.is_some_and(|profile| !usable.contains(&profile)) {
        return Err(StoreError::NotFound);
    }
    let histories = memberships(tx, grant.organisation()).await?;
    let mut changed = 0;
    for person in people {
        let history = histories.get(person).ok_or(StoreError::NotFound)?;
        let now = organisation::current(history, day).ok_or(StoreError::NotFound)?;
        let new = Membership { job_profile: profile, from: day, ..now.clone() };
        let steps = organisation::assign(history, &new).map_err(|_| StoreError::Conflict)?;
        changed += usize::from(!steps.is_empty());
        for step in steps {
            take(tx, *person, step).await?;
        }
    }
    Ok(changed)
}

async fn take(tx: &mut Tx, person: PersonId, step: Step) -> Result<(), StoreError> {
    match step {
        Step::Remove { from } => {
            sqlx::query("DELETE FROM membership WHERE person_id = $1 AND valid_from = $2")
                .bind(person.to_string())
                .bind(from.to_string())
                .execute(&mut **tx)
                .await?
        }
        Step::SetEnd { from, to } => {
            sqlx::query("UPDATE membership SET valid_to = $3 WHERE person_id = $1 AND valid_from = $2")
                .bind(person.to_string())
                .bind(from.to_string())
                .bind(to.map(|day| day.to_string()))
                .execute(&mut **tx)
                .await?
        }
        Step::Open(new) => {
            sqlx::query(
                "INSERT INTO membership (person_id, unit_id, leads, job_profile_id, valid_from, valid_to)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(person.to_string())
            .bind(new.unit.to_string())
            .bind(i64::from(new.leads))
            .bind(new.job_profile.map(|id| id.to_string()))
            .bind(new.from.to_string())
            .bind(new.to.map(|day| day.to_string()))
            .execute(&mut **tx)
            .await?
        }
    };
    Ok(())
}

async fn memberships(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<BTreeMap<PersonId, Vec<Membership>>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.person_id, m.unit_id, m.leads, m.job_profile_id, m.valid_from, m.valid_to
         FROM membership m JOIN person p ON p.id = m.person_id
         WHERE p.organisation_id = $1",
    )
    .bind(organisation.to_string())
    .fetch_all(&mut **tx)
    .await?;
    let mut histories: BTreeMap<PersonId, Vec<Membership>> = BTreeMap::new();
    for row in &rows {
        histories.entry(row.parsed("person_id")?).or_default().push(Membership {
            unit: row.parsed("unit_id")?,
            leads: row.flag("leads")?,
            job_profile: row.parsed_opt("job_profile_id")?,
            from: row.parsed("valid_from")?,
            to: row.parsed_opt("valid_to")?,
        });
    }
    Ok(histories)
}

async fn own_units(tx: &mut Tx, organisation: OrganisationId) -> Result<BTreeSet<UnitId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM unit WHERE organisation_id = $1")
        .bind(organisation.to_string())
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

async fn usable_profiles(tx: &mut Tx, organisation: OrganisationId) -> Result<BTreeSet<JobProfileId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM job_profile WHERE organisation_id = $1 AND horizon = 'today'")
        .bind(organisation.to_string())
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}
