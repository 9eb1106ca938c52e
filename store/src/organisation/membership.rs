use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::organisation::{Membership, Step};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageOrganisation, ReadOrganisation};

pub(super) fn membership(row: &AnyRow) -> Result<Membership, StoreError> {
    Ok(Membership {
        unit: row.parsed("unit_id")?,
        leads: row.flag("leads")?,
        job_profile: row.parsed_opt("job_profile_id")?,
        from: row.parsed("valid_from")?,
        to: row.parsed_opt("valid_to")?,
    })
}

/// A row of somebody's history with the names it speaks of.
#[derive(Debug, Clone)]
pub struct MembershipRow {
    pub membership: Membership,
    pub unit_name: String,
}

/// All rows of a person, the newest first.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn memberships(
    conn: &mut Conn,
    grant: &Grant<ReadOrganisation>,
    person: PersonId,
) -> Result<Vec<MembershipRow>, StoreError> {
    sqlx::query(
        "SELECT m.unit_id, m.leads, m.job_profile_id, m.valid_from, m.valid_to, u.name
         FROM membership m
         JOIN person p ON p.id = m.person_id
         JOIN unit u ON u.id = m.unit_id
         WHERE p.id = $1 AND p.organisation_id = $2
         ORDER BY m.valid_from DESC",
    )
    .bind(person.to_string())
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(MembershipRow { membership: membership(row)?, unit_name: row.text("name")? }))
    .collect()
}

/// Carries out what `domain::organisation::assign` or `end` found, in that order.
///
/// # Errors
/// [`StoreError::NotFound`] when person, unit or profile are not of this organisation.
pub async fn apply_steps(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    person: PersonId,
    steps: &[Step],
) -> Result<(), StoreError> {
    for step in steps {
        let done = match step {
            Step::Remove { from } => {
                sqlx::query(
                    "DELETE FROM membership
                     WHERE person_id IN (SELECT id FROM person WHERE id = $1 AND organisation_id = $2)
                       AND valid_from = $3",
                )
                .bind(person.to_string())
                .bind(grant.organisation().to_string())
                .bind(from.to_string())
                .execute(&mut **tx)
                .await?
            }
            Step::SetEnd { from, to } => {
                sqlx::query(
                    "UPDATE membership SET valid_to = $4
                     WHERE person_id IN (SELECT id FROM person WHERE id = $1 AND organisation_id = $2)
                       AND valid_from = $3",
                )
                .bind(person.to_string())
                .bind(grant.organisation().to_string())
                .bind(from.to_string())
                .bind(to.map(|day| day.to_string()))
                .execute(&mut **tx)
                .await?
            }
            Step::Open(new) => {
                sqlx::query(
                    "INSERT INTO membership (person_id, unit_id, leads, job_profile_id, valid_from, valid_to)
                     SELECT p.id, u.id, $4, $5, $6, $7
                     FROM person p
                     JOIN unit u ON u.organisation_id = p.organisation_id
                     WHERE p.id = $1 AND p.organisation_id = $2 AND u.id = $3
                       AND ($5 IS NULL OR EXISTS (SELECT 1 FROM job_profile j WHERE j.id = $5 AND j.organisation_id = $2))",
                )
                .bind(person.to_string())
                .bind(grant.organisation().to_string())
                .bind(new.unit.to_string())
                .bind(i64::from(new.leads))
                .bind(new.job_profile.map(|id| id.to_string()))
                .bind(new.from.to_string())
                .bind(new.to.map(|day| day.to_string()))
                .execute(&mut **tx)
                .await?
            }
        };
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound);
        }
    }
    Ok(())
}
