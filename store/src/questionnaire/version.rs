use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{QuestionnaireId, QuestionnaireVersionId};
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_domain::policy::{Grant, UnknownCode};
use weiterblick_domain::questionnaire::{Definition, Digest, FreezeError, FrozenDefinition};

/// Whether a version may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    Draft,
    Frozen,
}

impl VersionState {
    /// The stored code, also a locale key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
        }
    }
}

impl std::str::FromStr for VersionState {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        [Self::Draft, Self::Frozen].into_iter().find(|state| state.code() == code).ok_or(UnknownCode)
    }
}

/// One version with everything it says.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: QuestionnaireVersionId,
    pub questionnaire: QuestionnaireId,
    /// From 1.
    pub number: i64,
    pub state: VersionState,
    pub definition: Definition,
    /// SHA-256 of the canonical JSON; empty for a draft.
    pub content_hash: String,
}

pub(super) fn version_row(row: &AnyRow) -> Result<Version, StoreError> {
    let state = row.parsed("version_state")?;
    let content_hash = row.text("content_hash")?;
    Ok(Version {
        id: row.parsed("version_id")?,
        questionnaire: row.parsed("questionnaire_id")?,
        number: row.int("number")?,
        state,
        definition: read(row.text("definition")?, state, &content_hash)?,
        content_hash,
    })
}

/// A frozen text that does not have its hash is refused: answers would belong to questions that nobody was asked.
fn read(json: String, state: VersionState, content_hash: &str) -> Result<Definition, StoreError> {
    match state {
        VersionState::Draft => serde_json::from_str(&json).map_err(|_| StoreError::Corrupt("definition")),
        VersionState::Frozen => {
            let hash: Digest = content_hash.parse().map_err(|_| StoreError::Corrupt("content_hash"))?;
            let frozen = FrozenDefinition::read(json, hash).map_err(|_| StoreError::Corrupt("definition"))?;
            Ok(frozen.definition)
        }
    }
}

/// The versions of a questionnaire that the organisation may read, newest first.
///
/// # Errors
/// [`StoreError::Database`]; `Corrupt` for a version that is not what was frozen.
pub async fn versions(
    conn: &mut Conn,
    grant: &Grant<ReadSurveys>,
    questionnaire: QuestionnaireId,
) -> Result<Vec<Version>, StoreError> {
    sqlx::query(
        "SELECT v.id AS version_id, v.questionnaire_id, v.number, v.state AS version_state, v.definition, v.content_hash
         FROM questionnaire_version v
         JOIN questionnaire q ON q.id = v.questionnaire_id
         WHERE q.id = $1 AND q.organisation_id IN ('', $2)
         ORDER BY v.number DESC",
    )
    .bind(questionnaire.to_string())
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(version_row)
    .collect()
}

/// A version that the organisation may read: of an own questionnaire or of a template.
///
/// # Errors
/// [`StoreError::NotFound`]; `Corrupt` for a version that is not what was frozen.
pub async fn version(
    conn: &mut Conn,
    grant: &Grant<ReadSurveys>,
    id: QuestionnaireVersionId,
) -> Result<Version, StoreError> {
    let row = sqlx::query(
        "SELECT v.id AS version_id, v.questionnaire_id, v.number, v.state AS version_state, v.definition, v.content_hash
         FROM questionnaire_version v
         JOIN questionnaire q ON q.id = v.questionnaire_id
         WHERE v.id = $1 AND q.organisation_id IN ('', $2)",
    )
    .bind(id.to_string())
    .bind(grant.organisation().to_string())
    .fetch_one(conn)
    .await?;
    version_row(&row)
}

/// What a version asks, for jobs and for people who answer: the survey that names the version is the permission.
///
/// # Errors
/// [`StoreError::NotFound`]; `Corrupt` for a version that is not what was frozen.
pub async fn definition(conn: &mut Conn, id: QuestionnaireVersionId) -> Result<Definition, StoreError> {
    let row = sqlx::query("SELECT state, definition, content_hash FROM questionnaire_version WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(conn)
        .await?;
    read(row.text("definition")?, row.parsed("state")?, &row.text("content_hash")?)
}

/// [`definition`] of a version that no longer changes.
///
/// # Errors
/// [`StoreError::NotFound`] for a draft; `Corrupt` for a version that is not what was frozen.
pub async fn frozen_definition(conn: &mut Conn, id: QuestionnaireVersionId) -> Result<Definition, StoreError> {
    let row =
        sqlx::query("SELECT definition, content_hash FROM questionnaire_version WHERE id = $1 AND state = 'frozen'")
            .bind(id.to_string())
            .fetch_one(conn)
            .await?;
    read(row.text("definition")?, VersionState::Frozen, &row.text("content_hash")?)
}

/// Why a version was not frozen.
#[derive(Debug, thiserror::Error)]
pub enum NotFrozen {
    #[error(transparent)]
    Definition(#[from] FreezeError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotFrozen {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Freezes a version, or does nothing when it is frozen already. Called when a survey that uses it is scheduled.
///
/// # Errors
/// [`NotFrozen::Definition`] for a definition with problems.
pub async fn freeze(tx: &mut Tx, id: QuestionnaireVersionId) -> Result<(), NotFrozen> {
    let row = sqlx::query("SELECT state, definition FROM questionnaire_version WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    if row.parsed::<VersionState>("state")? == VersionState::Frozen {
        return Ok(());
    }
    let definition = read(row.text("definition")?, VersionState::Draft, "")?;
    let frozen = FrozenDefinition::freeze(definition)?;
    sqlx::query(
        "UPDATE questionnaire_version SET state = 'frozen', definition = $2, content_hash = $3
         WHERE id = $1 AND state = 'draft'",
    )
    .bind(id.to_string())
    .bind(frozen.json)
    .bind(frozen.content_hash.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
