use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::OrganisationId;
use weiterblick_domain::organisation::{OrganisationKind, OrganisationName};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageOrganisation;
use weiterblick_domain::time::UnixMillis;

/// A tenant to be made.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub now: UnixMillis,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn create(tx: &mut Tx, new: &NewOrganisation) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, $2, $3, $4)")
        .bind(new.id.to_string())
        .bind(new.kind.code())
        .bind(new.name.clone())
        .bind(new.now.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The organisation of this name, for the operator's command line; the first by id where several have it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn by_name(conn: &mut Conn, name: &str) -> Result<Option<OrganisationId>, StoreError> {
    sqlx::query("SELECT id FROM organisation WHERE name = $1 ORDER BY id LIMIT 1")
        .bind(name.to_owned())
        .fetch_optional(conn)
        .await?
        .map(|row| row.parsed("id"))
        .transpose()
}

#[derive(Debug, Clone)]
pub struct OrganisationRow {
    pub kind: OrganisationKind,
    pub name: String,
}

/// The organisation of the grant.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn organisation<A>(conn: &mut Conn, grant: &Grant<A>) -> Result<OrganisationRow, StoreError> {
    let row = sqlx::query("SELECT kind, name FROM organisation WHERE id = $1")
        .bind(grant.organisation().to_string())
        .fetch_one(conn)
        .await?;
    Ok(OrganisationRow { kind: row.parsed("kind")?, name: row.text("name")? })
}

/// # Errors
/// [`StoreError::Database`].
pub async fn rename(tx: &mut Tx, grant: &Grant<ManageOrganisation>, name: &OrganisationName) -> Result<(), StoreError> {
    sqlx::query("UPDATE organisation SET name = $2 WHERE id = $1")
        .bind(grant.organisation().to_string())
        .bind(name.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Holds other changes of the organisation back until the end of the transaction.
///
/// For rules over several rows (no cycle in the tree, one HR person remains): two changes at once could each keep the
/// rule and break it together. Writing the row is the lock that both engines know.
///
/// # Errors
/// [`StoreError::Database`] when another change does not end in time.
pub async fn lock<A>(tx: &mut Tx, grant: &Grant<A>) -> Result<(), StoreError> {
    sqlx::query("UPDATE organisation SET name = name WHERE id = $1")
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
