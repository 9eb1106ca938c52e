//! Competences as a questionnaire version carries them: with all their texts, so that a frozen version explains itself.

use crate::competence::load::{FrameworkDetail, load};
use crate::row::RowExt;
use crate::{Conn, StoreError};
use weiterblick_domain::competence::{Code, Framework, FrameworkState, Key, Version};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, OrganisationId};
use weiterblick_domain::questionnaire::{self, CompetenceKey, RatedCompetence};
use weiterblick_domain::text::Multilingual;

/// A framework that may be asked about.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub framework: Framework,
    /// The scale of all its competences; [`RatedCompetence::scale`] therefore stays empty.
    pub scale: questionnaire::Scale,
    /// In the order of the tree.
    pub competences: Vec<RateableCompetence>,
}

#[derive(Debug, Clone)]
pub struct RateableCompetence {
    pub id: CompetenceId,
    /// The area right above it.
    pub area: Option<Multilingual>,
    /// Title, description and anchors, ready to be put into a question.
    pub rated: RatedCompetence,
}

/// The framework with this code and version; an own one goes before a shipped one.
///
/// `organisation` comes from a grant, or in a job from the survey's own row.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn find_framework(
    conn: &mut Conn,
    organisation: OrganisationId,
    code: &Code,
    version: &Version,
) -> Result<FrameworkId, StoreError> {
    sqlx::query(
        "SELECT id FROM framework WHERE organisation_id IN ('', $1) AND code = $2 AND version = $3
         ORDER BY organisation_id DESC LIMIT 1",
    )
    .bind(organisation.to_string())
    .bind(code.to_string())
    .bind(version.to_string())
    .fetch_one(conn)
    .await?
    .parsed("id")
}

/// All competences of a published or retired framework.
///
/// `organisation` comes from a grant, or in a job from the survey's own row.
///
/// # Errors
/// [`StoreError::NotFound`], also for a draft: its content may still change.
pub async fn for_questionnaire(
    conn: &mut Conn,
    organisation: OrganisationId,
    framework: FrameworkId,
) -> Result<Catalogue, StoreError> {
    let FrameworkDetail { framework, tree } = load(conn, organisation, framework).await?;
    if framework.state == FrameworkState::Draft {
        return Err(StoreError::NotFound);
    }
    let scale = framework.scale.for_questionnaire().map_err(|_| StoreError::Corrupt("scale"))?;
    let competences = tree
        .competences()
        .map(|node| {
            let key =
                Key { framework: framework.code.clone(), version: framework.version.clone(), code: node.code.clone() };
            let area = node.parent.and_then(|parent| tree.node(parent)).map(|area| area.title.clone());
            let rated = RatedCompetence {
                code: questionnaire::Code::of_competence(&node.code).map_err(|_| StoreError::Corrupt("code"))?,
                key: CompetenceKey::try_from(&key).map_err(|_| StoreError::Corrupt("code"))?,
                title: node.title.clone(),
                description: node.description.clone(),
                anchors: node.anchors.clone(),
                scale: None,
            };
            Ok(RateableCompetence { id: node.id, area, rated })
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(Catalogue { framework, scale, competences })
}
