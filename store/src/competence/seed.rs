//! Writing the contents of a seed file.

use crate::competence::node::{insert_anchors, insert_node};
use crate::row::to_json;
use crate::{StoreError, Tx};
use std::collections::BTreeMap;
use weiterblick_domain::competence::seed::FrameworkFile;
use weiterblick_domain::competence::{Code, Key, Node, NodeKind};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, ScaleId};
use weiterblick_domain::text::Multilingual;

/// Where a framework of a file goes.
pub(super) struct Place {
    /// Empty for what is shipped.
    pub organisation: String,
    pub id: FrameworkId,
    pub scale: ScaleId,
}

/// Inserts a published framework, or brings the one with these ids up to date. A competence that the file no longer
/// holds stays: job profiles may ask for it.
pub(super) async fn put_framework(
    tx: &mut Tx,
    place: &Place,
    file: &FrameworkFile,
    new_id: &mut (dyn FnMut(&Key) -> CompetenceId + Send),
) -> Result<BTreeMap<Key, CompetenceId>, StoreError> {
    sqlx::query(
        "INSERT INTO framework
             (id, organisation_id, code, version, title, description, source, licence, scale_id, mapping, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'published')
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description,
             source = excluded.source, licence = excluded.licence, mapping = excluded.mapping",
    )
    .bind(place.id.to_string())
    .bind(place.organisation.clone())
    .bind(file.code.to_string())
    .bind(file.version.to_string())
    .bind(to_json(&file.title)?)
    .bind(to_json(&file.description)?)
    .bind(file.source.clone())
    .bind(file.licence.clone())
    .bind(place.scale.to_string())
    .bind(file.mapping.as_ref().map(to_json).transpose()?.unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    let mut ids = BTreeMap::new();
    for node in nodes(file, &mut ids, new_id) {
        insert_node(tx, place.id, &node).await?;
        insert_anchors(tx, node.id, &node.anchors).await?;
    }
    Ok(ids)
}

fn key(file: &FrameworkFile, code: &Code) -> Key {
    Key { framework: file.code.clone(), version: file.version.clone(), code: code.clone() }
}

/// Areas first, so that every parent is there before its children.
fn nodes(
    file: &FrameworkFile,
    ids: &mut BTreeMap<Key, CompetenceId>,
    new_id: &mut (dyn FnMut(&Key) -> CompetenceId + Send),
) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut add =
        |kind, code: &Code, parent: Option<&Code>, title: &Multilingual, description: &Multilingual, esco: &str| {
            let own = key(file, code);
            let id = new_id(&own);
            let parent = parent.and_then(|area| ids.get(&key(file, area)).copied());
            ids.insert(own, id);
            let esco_uri = if esco.is_empty() { String::new() } else { format!("{}{esco}", file.esco_prefix) };
            let (title, description) = (title.clone(), description.clone());
            let position = i64::try_from(nodes.len()).unwrap_or(i64::MAX).saturating_add(1);
            nodes.push(Node {
                id,
                parent,
                kind,
                code: code.clone(),
                title,
                description,
                position,
                esco_uri,
                anchors: Vec::new(),
            });
        };
    for area in &file.area {
        add(NodeKind::Area, &area.code, None, &area.title, &area.description, &area.esco);
    }
    for entry in &file.competence {
        let area = entry.area.as_ref();
        add(NodeKind::Competence, &entry.code, area, &entry.title, &entry.description, &entry.esco);
    }
    for (node, entry) in nodes.iter_mut().skip(file.area.len()).zip(&file.competence) {
        node.anchors = entry.anchors.texts();
    }
    nodes
}
