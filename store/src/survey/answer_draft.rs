//! Anonymous drafts. A row names no person and no time; its payload is encrypted by the caller (needs-analysis.md §12).

use super::survey::{Survey, select_survey, survey_row};
use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{DraftId, SurveyId};
use weiterblick_domain::survey::{Digest, Revision};

/// Devices that may go on with one draft; the one that joined first leaves when a further one comes.
const DEVICES_MAX: usize = 3;
/// Characters of a digest.
const HASH_LENGTH: usize = 64;

#[derive(Debug, Clone)]
pub struct StoredDraft {
    pub id: DraftId,
    pub survey: SurveyId,
    /// As the caller encrypted it.
    pub payload: Vec<u8>,
    pub submitted: bool,
    pub revision: Revision,
    devices: String,
}

impl StoredDraft {
    fn devices(&self) -> Vec<String> {
        self.devices.as_bytes().chunks(HASH_LENGTH).map(|hash| String::from_utf8_lossy(hash).into_owned()).collect()
    }

    fn knows(&self, device: Digest) -> bool {
        self.devices().contains(&device.to_string())
    }
}

/// A draft to be made.
pub struct NewDraft {
    pub id: DraftId,
    pub survey: SurveyId,
    pub code: Digest,
    pub device: Digest,
    pub payload: Vec<u8>,
}

fn draft_row(row: &AnyRow) -> Result<StoredDraft, StoreError> {
    Ok(StoredDraft {
        id: row.parsed("id")?,
        survey: row.parsed("survey_id")?,
        payload: row.try_get("payload")?,
        submitted: row.flag("submitted")?,
        revision: Revision(row.small("revision")?),
        devices: row.text("device_hashes")?,
    })
}

/// # Errors
/// [`StoreError::Database`].
pub async fn create(tx: &mut Tx, new: NewDraft) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO draft (id, survey_id, code_hash, device_hashes, payload, submitted, revision)
         VALUES ($1, $2, $3, $4, $5, 0, 0)",
    )
    .bind(new.id.to_string())
    .bind(new.survey.to_string())
    .bind(new.code.to_string())
    .bind(new.device.to_string())
    .bind(new.payload)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The draft and its survey, if this device may go on with it.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_device(
    conn: &mut Conn,
    id: DraftId,
    device: Digest,
) -> Result<Option<(StoredDraft, Survey)>, StoreError> {
    let row = sqlx::query(select_survey!(
        "d.id, d.device_hashes, d.payload, d.submitted, d.revision, ",
        "JOIN draft d ON d.survey_id = s.id WHERE d.id = $1"
    ))
    .bind(id.to_string())
    .fetch_optional(conn)
    .await?;
    let found = row.as_ref().map(|row| Ok::<_, StoreError>((draft_row(row)?, survey_row(row)?))).transpose()?;
    Ok(found.filter(|(draft, _)| draft.knows(device)))
}

/// The draft, if this device may go on with it, after everybody else has finished writing the draft; nobody else writes it until the transaction ends.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn lock(tx: &mut Tx, id: DraftId, device: Digest) -> Result<Option<StoredDraft>, StoreError> {
    let row = sqlx::query(
        "UPDATE draft SET revision = revision WHERE id = $1
         RETURNING id, survey_id, device_hashes, payload, submitted, revision",
    )
    .bind(id.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.as_ref().map(draft_row).transpose()?.filter(|draft| draft.knows(device)))
}

/// The draft that a response code opens, and its survey.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_code(conn: &mut Conn, code: Digest) -> Result<Option<(DraftId, SurveyId)>, StoreError> {
    sqlx::query("SELECT id, survey_id FROM draft WHERE code_hash = $1")
        .bind(code.to_string())
        .fetch_optional(conn)
        .await?
        .map(|row| Ok((row.parsed("id")?, row.parsed("survey_id")?)))
        .transpose()
}

/// # Errors
/// [`StoreError::Database`].
pub async fn write(tx: &mut Tx, id: DraftId, payload: Vec<u8>, revision: Revision) -> Result<(), StoreError> {
    sqlx::query("UPDATE draft SET payload = $2, revision = $3 WHERE id = $1")
        .bind(id.to_string())
        .bind(payload)
        .bind(revision_number(revision)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) fn revision_number(revision: Revision) -> Result<i64, StoreError> {
    revision.0.try_into().map_err(|_| StoreError::Corrupt("revision"))
}

/// Marks a draft as handed in; doing it again changes nothing.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn submit(tx: &mut Tx, id: DraftId) -> Result<(), StoreError> {
    sqlx::query("UPDATE draft SET submitted = 1 WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Lets one more device go on with the draft.
///
/// # Errors
/// [`StoreError::NotFound`] when the draft is gone.
pub async fn add_device(tx: &mut Tx, id: DraftId, device: Digest) -> Result<(), StoreError> {
    change_devices(tx, id, |devices| {
        devices.push(device.to_string());
        let surplus = devices.len().saturating_sub(DEVICES_MAX);
        devices.drain(..surplus);
    })
    .await
}

/// Ends the draft on one device.
///
/// # Errors
/// [`StoreError::NotFound`] when the draft is gone.
pub async fn remove_device(tx: &mut Tx, id: DraftId, device: Digest) -> Result<(), StoreError> {
    change_devices(tx, id, |devices| devices.retain(|known| *known != device.to_string())).await
}

async fn change_devices(tx: &mut Tx, id: DraftId, change: impl FnOnce(&mut Vec<String>)) -> Result<(), StoreError> {
    let row = sqlx::query(
        "UPDATE draft SET revision = revision WHERE id = $1
         RETURNING id, survey_id, device_hashes, payload, submitted, revision",
    )
    .bind(id.to_string())
    .fetch_one(&mut **tx)
    .await?;
    let mut devices = draft_row(&row)?.devices();
    change(&mut devices);
    sqlx::query("UPDATE draft SET device_hashes = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(devices.concat())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives the draft a new response code; the old one ends.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn set_code(tx: &mut Tx, id: DraftId, code: Digest) -> Result<(), StoreError> {
    sqlx::query("UPDATE draft SET code_hash = $2 WHERE id = $1")
        .bind(id.to_string())
        .bind(code.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes a draft for good. Its invitation stays redeemed.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn delete(tx: &mut Tx, id: DraftId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM draft WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}
