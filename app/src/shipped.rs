//! What every installation has from the start.

use weiterblick_store::{StoreError, Tx, competence, questionnaire};

/// Installs or updates scales, frameworks and templates; does nothing where this program's content is installed already.
///
/// # Errors
/// Of the store.
pub async fn install_shipped(tx: &mut Tx) -> Result<(), StoreError> {
    competence::install_shipped(tx).await?;
    questionnaire::install_shipped(tx).await
}
