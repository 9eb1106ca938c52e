use crate::competence::ChangeError;
use crate::competence::load::{FrameworkDetail, HEAD, framework_row, load};
use crate::competence::node::{insert_anchors, insert_node};
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use std::collections::BTreeMap;
use weiterblick_domain::competence::{Code, Framework, FrameworkState, Node, StateError, Version};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, OrganisationId, ScaleId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Multilingual;

/// A framework without its tree.
#[derive(Debug, Clone)]
pub struct FrameworkSummary {
    pub framework: Framework,
    /// Areas do not count.
    pub competences: i64,
}

/// An own framework to be made, as a draft.
#[derive(Debug, Clone)]
pub struct NewFramework {
    pub id: FrameworkId,
    pub code: Code,
    pub version: Version,
    pub texts: FrameworkTexts,
    pub scale: ScaleId,
}

/// What a framework says of itself.
#[derive(Debug, Clone)]
pub struct FrameworkTexts {
    pub title: Multilingual,
    pub description: Multilingual,
    pub source: String,
    pub licence: String,
}

/// An own draft to be made from another framework.
#[derive(Debug, Clone)]
pub struct NewCopy {
    pub id: FrameworkId,
    pub code: Code,
    pub version: Version,
    pub title: Multilingual,
}

/// All frameworks that the organisation may read: its own first, then the shipped ones.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn frameworks(conn: &mut Conn, grant: &Grant<ReadCompetences>) -> Result<Vec<FrameworkSummary>, StoreError> {
    sqlx::query(HEAD)
        .bind(grant.organisation().to_string())
        .bind(String::new())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok(FrameworkSummary { framework: framework_row(row)?, competences: row.int("competences")? }))
        .collect()
}

/// # Errors
/// [`ChangeError::CodeTaken`], also by a shipped framework; [`ChangeError::Scale`].
pub async fn create(tx: &mut Tx, grant: &Grant<ManageCompetences>, new: &NewFramework) -> Result<(), ChangeError> {
    let organisation = grant.organisation();
    let usable =
        sqlx::query("SELECT id FROM scale WHERE id = $1 AND organisation_id IN ('', $2) AND purpose = 'skill'")
            .bind(new.scale.to_string())
            .bind(organisation.to_string())
            .fetch_optional(&mut **tx)
            .await?;
    if usable.is_none() {
        return Err(ChangeError::Scale);
    }
    let head = Head { mapping: String::new(), scale: new.scale, texts: &new.texts };
    insert(tx, organisation, new.id, (&new.code, &new.version), &head).await
}

/// Copies a shipped, published or retired framework with its whole tree into an own draft ("Neue Version").
///
/// `new_id` makes the ids of the copied areas and competences. A competence of the copy keeps its code, so a later
/// wave can be compared with an earlier one by it.
///
/// # Errors
/// [`ChangeError::CodeTaken`]; [`ChangeError::State`] for a draft.
pub async fn copy(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    from: FrameworkId,
    new: &NewCopy,
    new_id: &mut (dyn FnMut() -> CompetenceId + Send),
) -> Result<(), ChangeError> {
    let FrameworkDetail { framework, tree } = load(tx, grant.organisation(), from).await?;
    if framework.state == FrameworkState::Draft {
        return Err(StateError::State.into());
    }
    let texts = FrameworkTexts {
        title: new.title.clone(),
        description: framework.description,
        source: framework.source,
        licence: framework.licence,
    };
    let mapping = framework.mapping.as_ref().map(to_json).transpose()?.unwrap_or_default();
    let head = Head { mapping, scale: framework.scale.id, texts: &texts };
    insert(tx, grant.organisation(), new.id, (&new.code, &new.version), &head).await?;
    let ids: BTreeMap<CompetenceId, CompetenceId> = tree.nodes().iter().map(|node| (node.id, new_id())).collect();
    let copied = |id: &CompetenceId| ids.get(id).copied().unwrap_or(*id);
    for node in tree.nodes() {
        let node = Node { id: copied(&node.id), parent: node.parent.as_ref().map(copied), ..node.clone() };
        insert_node(tx, new.id, &node).await?;
        insert_anchors(tx, node.id, &node.anchors).await?;
    }
    Ok(())
}

struct Head<'a> {
    mapping: String,
    scale: ScaleId,
    texts: &'a FrameworkTexts,
}

async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: FrameworkId,
    (code, version): (&Code, &Version),
    head: &Head<'_>,
) -> Result<(), ChangeError> {
    refuse_taken(tx, organisation, code, version, id).await?;
    sqlx::query(
        "INSERT INTO framework
             (id, organisation_id, code, version, title, description, source, licence, scale_id, mapping, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft')",
    )
    .bind(id.to_string())
    .bind(organisation.to_string())
    .bind(code.to_string())
    .bind(version.to_string())
    .bind(to_json(&head.texts.title)?)
    .bind(to_json(&head.texts.description)?)
    .bind(head.texts.source.clone())
    .bind(head.texts.licence.clone())
    .bind(head.scale.to_string())
    .bind(head.mapping.clone())
    .execute(&mut **tx)
    .await
    .map_err(ChangeError::taken)?;
    Ok(())
}

/// A shipped framework's code and version cannot be used again: keys would not tell the two apart.
async fn refuse_taken(
    tx: &mut Tx,
    organisation: OrganisationId,
    code: &Code,
    version: &Version,
    own: FrameworkId,
) -> Result<(), ChangeError> {
    let taken = sqlx::query(
        "SELECT id FROM framework WHERE organisation_id IN ('', $1) AND code = $2 AND version = $3 AND id <> $4",
    )
    .bind(organisation.to_string())
    .bind(code.to_string())
    .bind(version.to_string())
    .bind(own.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    if taken.is_some() { Err(ChangeError::CodeTaken) } else { Ok(()) }
}

/// Changes what a draft says of itself.
///
/// # Errors
/// [`ChangeError::State`] for everything but an own draft, [`ChangeError::CodeTaken`].
pub async fn update(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: FrameworkId,
    code: &Code,
    version: &Version,
    texts: &FrameworkTexts,
) -> Result<(), ChangeError> {
    let organisation = grant.organisation();
    load(tx, organisation, id).await?.framework.editable()?;
    refuse_taken(tx, organisation, code, version, id).await?;
    sqlx::query(
        "UPDATE framework SET code = $3, version = $4, title = $5, description = $6, source = $7, licence = $8
         WHERE id = $1 AND organisation_id = $2",
    )
    .bind(id.to_string())
    .bind(organisation.to_string())
    .bind(code.to_string())
    .bind(version.to_string())
    .bind(to_json(&texts.title)?)
    .bind(to_json(&texts.description)?)
    .bind(texts.source.clone())
    .bind(texts.licence.clone())
    .execute(&mut **tx)
    .await
    .map_err(ChangeError::taken)?;
    Ok(())
}

/// Publishes an own draft; from then on its content never changes.
///
/// # Errors
/// [`ChangeError::Publish`].
pub async fn publish(tx: &mut Tx, grant: &Grant<ManageCompetences>, id: FrameworkId) -> Result<(), ChangeError> {
    let FrameworkDetail { framework, tree } = load(tx, grant.organisation(), id).await?;
    framework.publishable(&tree)?;
    set_state(tx, grant, id, FrameworkState::Published).await
}

/// Takes an own published version out of every choice; what uses it goes on.
///
/// # Errors
/// [`ChangeError::State`].
pub async fn retire(tx: &mut Tx, grant: &Grant<ManageCompetences>, id: FrameworkId) -> Result<(), ChangeError> {
    load(tx, grant.organisation(), id).await?.framework.retirable()?;
    set_state(tx, grant, id, FrameworkState::Retired).await
}

async fn set_state(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: FrameworkId,
    state: FrameworkState,
) -> Result<(), ChangeError> {
    sqlx::query("UPDATE framework SET state = $3 WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .bind(state.code())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes an own draft with everything in it. Nothing can use a draft.
///
/// # Errors
/// [`ChangeError::State`].
pub async fn delete_draft(tx: &mut Tx, grant: &Grant<ManageCompetences>, id: FrameworkId) -> Result<(), ChangeError> {
    load(tx, grant.organisation(), id).await?.framework.editable()?;
    sqlx::query("DELETE FROM framework WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
