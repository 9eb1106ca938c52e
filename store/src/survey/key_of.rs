//! From the key of a competence in a questionnaire to its row.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::competence::{ShippedKind, shipped_id};
use weiterblick_domain::ids::{CompetenceId, OrganisationId};
use weiterblick_domain::questionnaire::{CompetenceKey, Definition};

/// The ids of all competences that a definition rates: those of the organisation's own framework, else of a shipped
/// one. A competence that is in neither has the id that it would have as a shipped one, so that its answers still count.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn competence_ids(
    conn: &mut Conn,
    organisation: OrganisationId,
    definition: &Definition,
) -> Result<BTreeMap<CompetenceKey, CompetenceId>, StoreError> {
    let keys: BTreeSet<&CompetenceKey> = definition.rated_competences().map(|(_, rated)| &rated.key).collect();
    let frameworks: BTreeSet<(&str, &str)> = keys.iter().map(|key| (&*key.framework, &*key.version)).collect();
    let mut known: BTreeMap<(String, String, String), CompetenceId> = BTreeMap::new();
    for (framework, version) in frameworks {
        let rows = sqlx::query(
            "SELECT c.id, c.code FROM competence c JOIN framework f ON f.id = c.framework_id
             WHERE f.organisation_id IN ('', $1) AND f.code = $2 AND f.version = $3 AND c.kind = 'competence'
             ORDER BY f.organisation_id",
        )
        .bind(organisation.to_string())
        .bind(framework.to_owned())
        .bind(version.to_owned())
        .fetch_all(&mut *conn)
        .await?;
        for row in &rows {
            // The own framework comes after the shipped one and wins.
            known.insert((framework.to_owned(), version.to_owned(), row.text("code")?), row.parsed("id")?);
        }
    }
    let id = |key: &CompetenceKey| {
        let found = known.get(&(key.framework.to_string(), key.version.to_string(), key.code.to_string())).copied();
        let text = format!("{}@{}/{}", key.framework, key.version, key.code);
        found.unwrap_or_else(|| shipped_id(ShippedKind::Competence, &text))
    };
    Ok(keys.into_iter().map(|key| (key.clone(), id(key))).collect())
}
