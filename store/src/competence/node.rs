//! Areas and competences of own drafts.

use crate::competence::ChangeError;
use crate::competence::load::{FrameworkDetail, load, load_by_competence};
use crate::row::to_json;
use crate::{StoreError, Tx};
use weiterblick_domain::competence::{Code, Direction, Node, NodeKind, Tree};
use weiterblick_domain::ids::{CompetenceId, FrameworkId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageCompetences;
use weiterblick_domain::text::{Language, Multilingual};

/// An area or competence to be made; it comes last under its parent.
#[derive(Debug, Clone)]
pub struct NewNode {
    pub id: CompetenceId,
    pub kind: NodeKind,
    pub parent: Option<CompetenceId>,
    /// Made of the title when left out.
    pub code: Option<Code>,
    pub title: Multilingual,
    pub description: Multilingual,
    pub anchors: Vec<Multilingual>,
}

/// What an area or competence becomes.
#[derive(Debug, Clone)]
pub struct EditedNode {
    pub parent: Option<CompetenceId>,
    pub code: Code,
    pub title: Multilingual,
    pub description: Multilingual,
    /// None, or one per level; areas have none.
    pub anchors: Vec<Multilingual>,
}

/// # Errors
/// [`ChangeError::State`] for everything but an own draft, [`ChangeError::Place`].
pub async fn add_node(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    framework: FrameworkId,
    new: NewNode,
) -> Result<(), ChangeError> {
    let FrameworkDetail { framework, tree } = load(tx, grant.organisation(), framework).await?;
    framework.editable()?;
    tree.check_place(new.parent, None)?;
    let taken = |code: &Code| tree.check_code(code, None).is_err();
    let code = new.code.unwrap_or_else(|| Code::suggest(new.title.get(Language::De), taken));
    tree.check_code(&code, None)?;
    let node = Node {
        id: new.id,
        parent: new.parent,
        kind: new.kind,
        code,
        title: new.title,
        description: new.description,
        position: tree.next_position(new.parent),
        esco_uri: String::new(),
        anchors: Vec::new(),
    };
    insert_node(tx, framework.id, &node).await?;
    if new.kind == NodeKind::Competence {
        insert_anchors(tx, node.id, &new.anchors).await?;
    }
    Ok(())
}

/// Changes texts, code, place and anchors. Answers with the framework.
///
/// # Errors
/// [`ChangeError::State`] for everything but an own draft, [`ChangeError::Place`].
pub async fn edit_node(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: CompetenceId,
    edited: EditedNode,
) -> Result<FrameworkId, ChangeError> {
    let (framework, tree) = draft_of(tx, grant, id).await?;
    let node = tree.node(id).ok_or(StoreError::NotFound)?;
    tree.check_code(&edited.code, Some(id))?;
    let position = if edited.parent == node.parent {
        node.position
    } else {
        tree.check_place(edited.parent, Some(id))?;
        tree.next_position(edited.parent)
    };
    sqlx::query(
        "UPDATE competence SET parent_id = $2, code = $3, title = $4, description = $5, position = $6 WHERE id = $1",
    )
    .bind(id.to_string())
    .bind(edited.parent.map(|id| id.to_string()))
    .bind(edited.code.to_string())
    .bind(to_json(&edited.title)?)
    .bind(to_json(&edited.description)?)
    .bind(position)
    .execute(&mut **tx)
    .await?;
    if node.kind == NodeKind::Competence && node.anchors != edited.anchors {
        sqlx::query("DELETE FROM anchor WHERE competence_id = $1").bind(id.to_string()).execute(&mut **tx).await?;
        insert_anchors(tx, id, &edited.anchors).await?;
    }
    Ok(framework)
}

/// One step up or down among its siblings; at the end of the row nothing happens.
///
/// # Errors
/// [`ChangeError::State`] for everything but an own draft.
pub async fn move_node(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: CompetenceId,
    direction: Direction,
) -> Result<FrameworkId, ChangeError> {
    let (framework, tree) = draft_of(tx, grant, id).await?;
    for (position, sibling) in (1_i64..).zip(tree.moved(id, direction).unwrap_or_default()) {
        sqlx::query("UPDATE competence SET position = $2 WHERE id = $1 AND position <> $2")
            .bind(sibling.to_string())
            .bind(position)
            .execute(&mut **tx)
            .await?;
    }
    Ok(framework)
}

/// Deletes a competence, or an area with everything in it.
///
/// # Errors
/// [`ChangeError::State`] for everything but an own draft.
pub async fn delete_node(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: CompetenceId,
) -> Result<FrameworkId, ChangeError> {
    let (framework, tree) = draft_of(tx, grant, id).await?;
    // Children first: a parent cannot go before them.
    for node in tree.subtree(id).iter().rev() {
        sqlx::query("DELETE FROM competence WHERE id = $1").bind(node.id.to_string()).execute(&mut **tx).await?;
    }
    Ok(framework)
}

async fn draft_of(
    tx: &mut Tx,
    grant: &Grant<ManageCompetences>,
    id: CompetenceId,
) -> Result<(FrameworkId, Tree), ChangeError> {
    let FrameworkDetail { framework, tree } = load_by_competence(tx, grant.organisation(), id).await?;
    framework.editable()?;
    Ok((framework.id, tree))
}

/// Inserts a node, or brings the one with this id up to date.
pub(super) async fn insert_node(tx: &mut Tx, framework: FrameworkId, node: &Node) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO competence (id, framework_id, parent_id, kind, code, title, description, position, esco_uri)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, kind = excluded.kind, code = excluded.code,
             title = excluded.title, description = excluded.description, position = excluded.position,
             esco_uri = excluded.esco_uri",
    )
    .bind(node.id.to_string())
    .bind(framework.to_string())
    .bind(node.parent.map(|id| id.to_string()))
    .bind(node.kind.code())
    .bind(node.code.to_string())
    .bind(to_json(&node.title)?)
    .bind(to_json(&node.description)?)
    .bind(node.position)
    .bind(node.esco_uri.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Inserts the anchors of all levels, or brings them up to date.
pub(super) async fn insert_anchors(
    tx: &mut Tx,
    competence: CompetenceId,
    anchors: &[Multilingual],
) -> Result<(), StoreError> {
    for (level, text) in (1_i64..).zip(anchors) {
        sqlx::query(
            "INSERT INTO anchor (competence_id, level, text) VALUES ($1, $2, $3)
             ON CONFLICT (competence_id, level) DO UPDATE SET text = excluded.text",
        )
        .bind(competence.to_string())
        .bind(level)
        .bind(to_json(text)?)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
