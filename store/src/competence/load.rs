//! Reading a framework: head with scale, nodes, anchors; three queries.

use crate::row::RowExt;
use crate::{Conn, StoreError};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;
use weiterblick_domain::competence::{Framework, Mapping, Node, Scale, Tree};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, OrganisationId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ReadCompetences;
use weiterblick_domain::text::Multilingual;

/// A framework with everything in it.
#[derive(Debug, Clone)]
pub struct FrameworkDetail {
    pub framework: Framework,
    pub tree: Tree,
}

/// One visible framework, or all with an empty `$2`.
pub(super) const HEAD: &str = "SELECT f.id, f.organisation_id, f.code, f.version, f.title, f.description, f.source,
        f.licence, f.state, f.mapping, s.id AS scale_id, s.organisation_id AS scale_organisation_id,
        s.code AS scale_code, s.title AS scale_title, s.purpose AS scale_purpose, s.levels AS scale_levels,
        (SELECT COUNT(*) FROM competence c WHERE c.framework_id = f.id AND c.kind = 'competence') AS competences
    FROM framework f
    JOIN scale s ON s.id = f.scale_id
    WHERE f.organisation_id IN ('', $1) AND ($2 = '' OR f.id = $2)
    ORDER BY f.organisation_id DESC, f.code, f.version";

const NODES: &str = "SELECT id, parent_id, kind, code, title, description, position, esco_uri
    FROM competence WHERE framework_id = $1";

const ANCHORS: &str = "SELECT a.competence_id, a.text
    FROM anchor a
    JOIN competence c ON c.id = a.competence_id
    WHERE c.framework_id = $1
    ORDER BY a.competence_id, a.level";

/// A framework that the organisation may read: its own or a shipped one.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn framework(
    conn: &mut Conn,
    grant: &Grant<ReadCompetences>,
    id: FrameworkId,
) -> Result<FrameworkDetail, StoreError> {
    load(conn, grant.organisation(), id).await
}

/// The framework that holds a competence or area.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn by_competence(
    conn: &mut Conn,
    grant: &Grant<ReadCompetences>,
    id: CompetenceId,
) -> Result<FrameworkDetail, StoreError> {
    load_by_competence(conn, grant.organisation(), id).await
}

pub(super) async fn load_by_competence(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: CompetenceId,
) -> Result<FrameworkDetail, StoreError> {
    let row = sqlx::query("SELECT framework_id FROM competence WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut *conn)
        .await?;
    load(conn, organisation, row.parsed("framework_id")?).await
}

pub(super) async fn load(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: FrameworkId,
) -> Result<FrameworkDetail, StoreError> {
    let head = sqlx::query(HEAD).bind(organisation.to_string()).bind(id.to_string()).fetch_one(&mut *conn).await?;
    let framework = framework_row(&head)?;
    let mut anchors: BTreeMap<CompetenceId, Vec<Multilingual>> = BTreeMap::new();
    for row in sqlx::query(ANCHORS).bind(id.to_string()).fetch_all(&mut *conn).await? {
        anchors.entry(row.parsed("competence_id")?).or_default().push(row.json("text")?);
    }
    let rows = sqlx::query(NODES).bind(id.to_string()).fetch_all(&mut *conn).await?;
    let nodes = rows.iter().map(|row| node_row(row, &mut anchors)).collect::<Result<_, _>>()?;
    Ok(FrameworkDetail { framework, tree: Tree::new(nodes) })
}

pub(super) fn framework_row(row: &AnyRow) -> Result<Framework, StoreError> {
    let mapping: Option<Mapping> = if row.text("mapping")?.is_empty() { None } else { Some(row.json("mapping")?) };
    Ok(Framework {
        id: row.parsed("id")?,
        own: !row.text("organisation_id")?.is_empty(),
        code: row.parsed("code")?,
        version: row.parsed("version")?,
        title: row.json("title")?,
        description: row.json("description")?,
        source: row.text("source")?,
        licence: row.text("licence")?,
        state: row.parsed("state")?,
        scale: Scale {
            id: row.parsed("scale_id")?,
            own: !row.text("scale_organisation_id")?.is_empty(),
            code: row.parsed("scale_code")?,
            title: row.json("scale_title")?,
            purpose: row.parsed("scale_purpose")?,
            levels: row.json("scale_levels")?,
        },
        mapping,
    })
}

fn node_row(row: &AnyRow, anchors: &mut BTreeMap<CompetenceId, Vec<Multilingual>>) -> Result<Node, StoreError> {
    let id = row.parsed("id")?;
    Ok(Node {
        id,
        parent: row.parsed_opt("parent_id")?,
        kind: row.parsed("kind")?,
        code: row.parsed("code")?,
        title: row.json("title")?,
        description: row.json("description")?,
        position: row.int("position")?,
        esco_uri: row.text("esco_uri")?,
        anchors: anchors.remove(&id).unwrap_or_default(),
    })
}
