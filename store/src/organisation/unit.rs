use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use std::collections::HashMap;
use weiterblick_domain::ids::{OrganisationId, UnitId};
use weiterblick_domain::organisation::{Day, Tree, Unit, UnitCode, UnitName, full_name};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageOrganisation, ReadOrganisation};

/// A unit to be made.
#[derive(Debug, Clone)]
pub struct NewUnit {
    pub id: UnitId,
    pub code: UnitCode,
    pub name: UnitName,
    pub parent: Option<UnitId>,
}

/// All units of the organisation.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tree<A>(conn: &mut Conn, grant: &Grant<A>) -> Result<Tree, StoreError> {
    tree_of(conn, grant.organisation()).await
}

/// [`tree`] for jobs: `organisation` comes from the survey's own row, never from a request.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn tree_of(conn: &mut Conn, organisation: OrganisationId) -> Result<Tree, StoreError> {
    let rows = sqlx::query("SELECT id, parent_id, code, name FROM unit WHERE organisation_id = $1 ORDER BY id")
        .bind(organisation.to_string())
        .fetch_all(conn)
        .await?;
    let unit = |row| -> Result<Unit, StoreError> {
        let row: &sqlx::any::AnyRow = row;
        Ok(Unit {
            id: row.parsed("id")?,
            parent: row.parsed_opt("parent_id")?,
            code: row.text("code")?,
            name: row.text("name")?,
        })
    };
    Ok(Tree::new(rows.iter().map(unit).collect::<Result<_, _>>()?))
}

/// Who is in a unit today, without those below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitPeople {
    pub count: i64,
    /// Names of those who lead it.
    pub leads: Vec<String>,
}

/// People per unit on `today`; units without people are missing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn unit_people(
    conn: &mut Conn,
    grant: &Grant<ReadOrganisation>,
    today: Day,
) -> Result<HashMap<UnitId, UnitPeople>, StoreError> {
    let counts = sqlx::query(
        "SELECT m.unit_id, COUNT(*) AS people
         FROM membership m
         JOIN person p ON p.id = m.person_id
         WHERE p.organisation_id = $1 AND p.state <> 'left'
           AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
         GROUP BY m.unit_id",
    )
    .bind(grant.organisation().to_string())
    .bind(today.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let mut people: HashMap<UnitId, UnitPeople> = HashMap::new();
    for row in counts {
        people.entry(row.parsed("unit_id")?).or_default().count = row.int("people")?;
    }
    let leads = sqlx::query(
        "SELECT m.unit_id, p.first_name, p.last_name, p.email, p.personnel_ref
         FROM membership m
         JOIN person p ON p.id = m.person_id
         WHERE p.organisation_id = $1 AND p.state <> 'left' AND m.leads = 1
           AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
         ORDER BY p.search_key, p.id",
    )
    .bind(grant.organisation().to_string())
    .bind(today.to_string())
    .fetch_all(conn)
    .await?;
    for row in leads {
        let name = full_name(&row.text("first_name")?, &row.text("last_name")?);
        let name = if name.is_empty() { row.text("email")? } else { name };
        let name = if name.is_empty() { row.text("personnel_ref")? } else { name };
        people.entry(row.parsed("unit_id")?).or_default().leads.push(name);
    }
    Ok(people)
}

/// # Errors
/// [`StoreError::Conflict`] when another unit has this code.
pub async fn create_unit(tx: &mut Tx, grant: &Grant<ManageOrganisation>, new: &NewUnit) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO unit (id, organisation_id, code, name, parent_id) VALUES ($1, $2, $3, $4, $5)")
        .bind(new.id.to_string())
        .bind(grant.organisation().to_string())
        .bind(new.code.to_string())
        .bind(new.name.to_string())
        .bind(new.parent.map(|id| id.to_string()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Sets name and code.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when another unit has this code.
pub async fn update_unit(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    unit: UnitId,
    code: &UnitCode,
    name: &UnitName,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE unit SET code = $3, name = $4 WHERE id = $1 AND organisation_id = $2")
        .bind(unit.to_string())
        .bind(grant.organisation().to_string())
        .bind(code.to_string())
        .bind(name.to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Hangs a unit below another one. [`Tree::check_move`] has said yes in the same transaction, after [`super::lock`].
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn move_unit(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    unit: UnitId,
    parent: Option<UnitId>,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE unit SET parent_id = $3 WHERE id = $1 AND organisation_id = $2")
        .bind(unit.to_string())
        .bind(grant.organisation().to_string())
        .bind(parent.map(|id| id.to_string()))
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Dissolves `unit` into `into`: memberships (former ones too), units below, audiences of surveys.
///
/// Whoever led `unit` does not lead `into` by that: nobody comes to see more people through a merge.
///
/// [`Tree::check_merge`] has said yes in the same transaction, after [`super::lock`].
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn merge_unit(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    unit: UnitId,
    into: UnitId,
) -> Result<(), StoreError> {
    let known = sqlx::query("SELECT id FROM unit WHERE organisation_id = $1 AND id IN ($2, $3)")
        .bind(grant.organisation().to_string())
        .bind(unit.to_string())
        .bind(into.to_string())
        .fetch_all(&mut **tx)
        .await?;
    if known.len() != 2 {
        return Err(StoreError::NotFound);
    }
    for sql in [
        "UPDATE membership SET unit_id = $2, leads = 0 WHERE unit_id = $1",
        "UPDATE unit SET parent_id = $2 WHERE parent_id = $1",
        "INSERT INTO survey_unit (survey_id, unit_id) SELECT survey_id, $2 FROM survey_unit WHERE unit_id = $1
         ON CONFLICT DO NOTHING",
    ] {
        sqlx::query(sql).bind(unit.to_string()).bind(into.to_string()).execute(&mut **tx).await?;
    }
    for sql in ["DELETE FROM survey_unit WHERE unit_id = $1", "DELETE FROM unit WHERE id = $1"] {
        sqlx::query(sql).bind(unit.to_string()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Removes a unit in which nobody is on `today` or later, with the rows of its former people.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::InUse`] while people, other units or surveys belong to it.
pub async fn delete_unit(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    unit: UnitId,
    today: Day,
) -> Result<(), StoreError> {
    // What is not deleted here makes the foreign key refuse the unit below.
    sqlx::query(
        "DELETE FROM membership
         WHERE unit_id IN (SELECT id FROM unit WHERE id = $1 AND organisation_id = $2) AND valid_to < $3",
    )
    .bind(unit.to_string())
    .bind(grant.organisation().to_string())
    .bind(today.to_string())
    .execute(&mut **tx)
    .await?;
    let done = sqlx::query("DELETE FROM unit WHERE id = $1 AND organisation_id = $2")
        .bind(unit.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
