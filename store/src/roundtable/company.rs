//! The companies that take part in an event: listed by the host, or typed at join (live.md L21).

use super::revision::raise;
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventCompanyId, EventId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Prepare, Run};
use weiterblick_domain::roundtable::attribute::ValueCode;
use weiterblick_domain::roundtable::limits::NAME_MAX;
use weiterblick_domain::roundtable::poll::company_key;
use weiterblick_domain::text::Line;

/// What is known of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyData {
    /// One company of an event has this name, whatever the spelling.
    pub name: Line<NAME_MAX>,
    pub size_class: ValueCode,
}

/// A company of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub id: EventCompanyId,
    pub name: String,
    pub size_class: ValueCode,
    /// People who joined for it.
    pub members: u32,
}

fn company_row(row: &AnyRow) -> Result<Company, StoreError> {
    Ok(Company {
        id: row.parsed("id")?,
        name: row.text("name")?,
        size_class: ValueCode::try_from(row.small::<u8>("size_class")?)
            .map_err(|_| StoreError::Corrupt("size_class"))?,
        members: row.small("members")?,
    })
}

/// The companies of an event by name.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list(conn: &mut Conn, grant: &EventGrant<Prepare>) -> Result<Vec<Company>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room, and for the page on which visitors choose theirs.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<Company>, StoreError> {
    sqlx::query(
        "SELECT c.id, c.name, c.size_class,
                (SELECT COUNT(*) FROM participant p
                 WHERE p.event_id = $1 AND p.company_id = c.id AND p.state = 'joined') AS members
         FROM event_company c WHERE c.event_id = $1 ORDER BY c.name_key",
    )
    .bind(event.to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(company_row)
    .collect()
}

/// Adds a company to the host's list.
///
/// # Errors
/// [`StoreError::Conflict`] when one of this name is there, or the event is sealed.
pub async fn add(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    id: EventCompanyId,
    company: &CompanyData,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    sqlx::query("INSERT INTO event_company (id, event_id, name, name_key, size_class) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.to_string())
        .bind(grant.event().to_string())
        .bind(company.name.to_string())
        .bind(company_key(&company.name))
        .bind(i64::from(company.size_class.get()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The company that somebody typed at join: the one of this name, else a new one under `id`. Name and size class of one
/// that is there stay as they are.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn typed(
    tx: &mut Tx,
    event: EventId,
    id: EventCompanyId,
    company: &CompanyData,
) -> Result<EventCompanyId, StoreError> {
    sqlx::query(
        "INSERT INTO event_company (id, event_id, name, name_key, size_class) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (event_id, name_key) DO UPDATE SET name_key = excluded.name_key
         RETURNING id",
    )
    .bind(id.to_string())
    .bind(event.to_string())
    .bind(company.name.to_string())
    .bind(company_key(&company.name))
    .bind(i64::from(company.size_class.get()))
    .fetch_one(&mut **tx)
    .await?
    .parsed("id")
}

/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when another one has this name, or the event is sealed.
pub async fn update(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    id: EventCompanyId,
    company: &CompanyData,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    let done = sqlx::query(
        "UPDATE event_company SET name = $3, name_key = $4, size_class = $5 WHERE id = $1 AND event_id = $2",
    )
    .bind(id.to_string())
    .bind(grant.event().to_string())
    .bind(company.name.to_string())
    .bind(company_key(&company.name))
    .bind(i64::from(company.size_class.get()))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Makes one company of two: the members of `from` go to `into`, ballots stay where they are (L21).
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] for a company and itself, or when the event is sealed.
pub async fn merge(
    tx: &mut Tx,
    grant: &EventGrant<Run>,
    from: EventCompanyId,
    into: EventCompanyId,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    if from == into {
        return Err(StoreError::Conflict);
    }
    hold(tx, grant.event(), from).await?;
    hold(tx, grant.event(), into).await?;
    sqlx::query("UPDATE participant SET company_id = $3 WHERE event_id = $1 AND company_id = $2")
        .bind(grant.event().to_string())
        .bind(from.to_string())
        .bind(into.to_string())
        .execute(&mut **tx)
        .await?;
    delete(tx, from).await
}

/// Takes a company without members off the list.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::InUse`] while somebody is there for it; [`StoreError::Conflict`] when the
/// event is sealed.
pub async fn remove(tx: &mut Tx, grant: &EventGrant<Run>, id: EventCompanyId) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    hold(tx, grant.event(), id).await?;
    let member = sqlx::query("SELECT kind FROM participant WHERE event_id = $1 AND company_id = $2 LIMIT 1")
        .bind(grant.event().to_string())
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    match member {
        Some(_) => Err(StoreError::InUse),
        None => delete(tx, id).await,
    }
}

async fn delete(tx: &mut Tx, id: EventCompanyId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM event_company WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// That the company belongs to the event, and stays as it is until the transaction ends: nobody joins for a company
/// that is being taken away.
///
/// # Errors
/// [`StoreError::NotFound`].
pub(super) async fn hold(tx: &mut Tx, event: EventId, id: EventCompanyId) -> Result<(), StoreError> {
    let held = sqlx::query("UPDATE event_company SET name = name WHERE id = $1 AND event_id = $2")
        .bind(id.to_string())
        .bind(event.to_string())
        .execute(&mut **tx)
        .await?;
    if held.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
