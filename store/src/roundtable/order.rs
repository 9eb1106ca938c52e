//! Positions inside an owner: agenda items and polls of an event, clusters and options of a poll.

use crate::row::RowExt;
use crate::{StoreError, Tx};

/// The texts of one kind of rows with an order; `$1` is always their owner.
pub(super) struct Ordered {
    /// Their ids (`id`, as text) in the present order.
    pub read: &'static str,
    /// Takes every position out of the way, since both engines check unique keys row by row.
    pub lift: &'static str,
    /// Puts the row `$2` at the position `$3`.
    pub put: &'static str,
}

/// Moves a row to the place `index`, counted from 0; beyond the end means last. Numbers all rows of the owner anew.
///
/// The caller holds the owner by [`super::revision`].
///
/// # Errors
/// [`StoreError::NotFound`] when the owner has no such row.
pub(super) async fn move_to(
    tx: &mut Tx,
    rows: &Ordered,
    owner: &str,
    id: &str,
    index: usize,
) -> Result<(), StoreError> {
    let found = sqlx::query(rows.read).bind(owner.to_owned()).fetch_all(&mut **tx).await?;
    let mut ids = found.iter().map(|row| row.text("id")).collect::<Result<Vec<_>, _>>()?;
    let from = ids.iter().position(|known| known == id).ok_or(StoreError::NotFound)?;
    let moved = ids.remove(from);
    ids.insert(index.min(ids.len()), moved);
    sqlx::query(rows.lift).bind(owner.to_owned()).execute(&mut **tx).await?;
    for (position, id) in (0_i64..).zip(ids) {
        sqlx::query(rows.put).bind(owner.to_owned()).bind(id).bind(position).execute(&mut **tx).await?;
    }
    Ok(())
}
