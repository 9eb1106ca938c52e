//! The tree of a framework: order, places, search.

use super::{Code, NodeKind};
use crate::ids::CompetenceId;
use crate::organisation::fold;
use crate::text::{Language, Multilingual};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of areas and competences below the framework (needs-analysis §3.2).
pub const DEPTH_MAX: usize = 4;
/// Areas and competences of one framework (needs-analysis §17).
pub const COMPETENCES_MAX: usize = 2_000;

/// An area or a competence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: CompetenceId,
    pub parent: Option<CompetenceId>,
    pub kind: NodeKind,
    pub code: Code,
    pub title: Multilingual,
    pub description: Multilingual,
    /// Order among siblings; equal positions are ordered by code.
    pub position: i64,
    /// Empty when it has no entry in ESCO.
    pub esco_uri: String,
    /// Level 1 first; none, or one per level of the framework's scale.
    pub anchors: Vec<Multilingual>,
}

/// The nodes of a framework in the order of reading: every node before its children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    nodes: Vec<Node>,
    depths: Vec<usize>,
}

/// A node with its place, for a list with buttons.
#[derive(Debug, Clone, Copy)]
pub struct TreeRow<'a> {
    pub node: &'a Node,
    /// 1 at the top.
    pub depth: usize,
    /// No sibling before it: cannot move up.
    pub first: bool,
    /// No sibling after it: cannot move down.
    pub last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// Why a node cannot stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    #[error("no such area")]
    UnknownParent,
    #[error("a competence holds no other nodes")]
    ParentNotArea,
    #[error("inside itself")]
    IntoItself,
    #[error("deeper than {DEPTH_MAX} levels")]
    TooDeep,
    #[error("the code is taken")]
    CodeTaken,
    #[error("more than {COMPETENCES_MAX} areas and competences")]
    Full,
}

impl Tree {
    /// Nodes whose parent is missing stand at the top; what hangs on itself is left out.
    pub fn new(nodes: Vec<Node>) -> Self {
        let ids: BTreeSet<CompetenceId> = nodes.iter().map(|node| node.id).collect();
        let mut children: BTreeMap<Option<CompetenceId>, Vec<Node>> = BTreeMap::new();
        for node in nodes {
            let parent = node.parent.filter(|parent| ids.contains(parent));
            children.entry(parent).or_default().push(node);
        }
        for siblings in children.values_mut() {
            siblings.sort_by(|a, b| b.position.cmp(&a.position).then_with(|| b.code.cmp(&a.code)));
        }
        let mut tree = Self::default();
        let mut waiting: Vec<(Node, usize)> =
            children.remove(&None).unwrap_or_default().into_iter().map(|node| (node, 1)).collect();
        while let Some((node, depth)) = waiting.pop() {
            let below = children.remove(&Some(node.id)).unwrap_or_default();
            waiting.extend(below.into_iter().map(|child| (child, depth + 1)));
            tree.nodes.push(node);
            tree.depths.push(depth);
        }
        tree
    }

    /// In the order of reading.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub fn competences(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.kind == NodeKind::Competence)
    }

    pub fn node(&self, id: CompetenceId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// Every node with its place.
    pub fn rows(&self) -> Vec<TreeRow<'_>> {
        let siblings = self.siblings();
        self.nodes
            .iter()
            .zip(&self.depths)
            .map(|(node, &depth)| {
                let row = siblings.get(&node.parent).map_or(&[][..], Vec::as_slice);
                TreeRow { node, depth, first: row.first() == Some(&node.id), last: row.last() == Some(&node.id) }
            })
            .collect()
    }

    /// The node and everything below it.
    pub fn subtree(&self, id: CompetenceId) -> Vec<&Node> {
        let Some(start) = self.nodes.iter().position(|node| node.id == id) else { return Vec::new() };
        let below = self.depths[start + 1..].iter().take_while(|depth| **depth > self.depths[start]).count();
        self.nodes[start..=start + below].iter().collect()
    }

    /// Whether a node may stand under `parent`: `moving` with all below it, or a new one.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn check_place(&self, parent: Option<CompetenceId>, moving: Option<CompetenceId>) -> Result<(), PlaceError> {
        if moving.is_none() && self.nodes.len() >= COMPETENCES_MAX {
            return Err(PlaceError::Full);
        }
        let carried = moving.map(|id| self.subtree(id)).unwrap_or_default();
        let depth_of = |id| self.nodes.iter().position(|node| node.id == id).map_or(0, |index| self.depths[index]);
        let above = match parent {
            None => 0,
            Some(parent) => {
                let area = self.node(parent).ok_or(PlaceError::UnknownParent)?;
                if carried.iter().any(|node| node.id == parent) {
                    return Err(PlaceError::IntoItself);
                }
                if area.kind != NodeKind::Area {
                    return Err(PlaceError::ParentNotArea);
                }
                depth_of(parent)
            }
        };
        let own = moving.map_or(0, depth_of);
        let height = carried.iter().map(|node| depth_of(node.id) - own).max().unwrap_or(0) + 1;
        if above + height > DEPTH_MAX { Err(PlaceError::TooDeep) } else { Ok(()) }
    }

    /// Whether a node may have this code: `own` with a new one, or a new node.
    ///
    /// # Errors
    /// [`PlaceError::CodeTaken`].
    pub fn check_code(&self, code: &Code, own: Option<CompetenceId>) -> Result<(), PlaceError> {
        let taken = self.nodes.iter().any(|node| Some(node.id) != own && node.code.clashes_with(code));
        if taken { Err(PlaceError::CodeTaken) } else { Ok(()) }
    }

    /// The areas under which the node may stand.
    pub fn possible_parents(&self, moving: Option<CompetenceId>) -> Vec<TreeRow<'_>> {
        let fits = |row: &TreeRow<'_>| self.check_place(Some(row.node.id), moving).is_ok();
        self.rows().into_iter().filter(fits).collect()
    }

    /// All siblings of the node, itself included, in the order after one step up or down; `None` at the end of the row.
    pub fn moved(&self, id: CompetenceId, direction: Direction) -> Option<Vec<CompetenceId>> {
        let parent = self.node(id)?.parent;
        let mut row = self.siblings().remove(&parent)?;
        let from = row.iter().position(|sibling| *sibling == id)?;
        let to = match direction {
            Direction::Up => from.checked_sub(1)?,
            Direction::Down => from + 1,
        };
        if to >= row.len() {
            return None;
        }
        row.swap(from, to);
        Some(row)
    }

    /// The position of a node that comes last under `parent`.
    pub fn next_position(&self, parent: Option<CompetenceId>) -> i64 {
        self.nodes.iter().filter(|node| node.parent == parent).map(|node| node.position + 1).max().unwrap_or(1)
    }

    /// The nodes that hold every word of `words` in code, title, description or an anchor, whatever the language, case
    /// and accents, with the areas above them and everything below a found area. `None` when nothing was asked for.
    pub fn search(&self, words: &str) -> Option<BTreeSet<CompetenceId>> {
        let words: Vec<String> = words.split_whitespace().map(fold).collect();
        if words.is_empty() {
            return None;
        }
        let mut shown = BTreeSet::new();
        for node in self.nodes.iter().filter(|node| holds(node, &words)) {
            shown.extend(self.subtree(node.id).into_iter().map(|below| below.id));
            let mut above = node.parent;
            while let Some(parent) = above.and_then(|id| self.node(id)) {
                if !shown.insert(parent.id) {
                    break;
                }
                above = parent.parent;
            }
        }
        Some(shown)
    }

    fn siblings(&self) -> BTreeMap<Option<CompetenceId>, Vec<CompetenceId>> {
        let mut siblings: BTreeMap<_, Vec<CompetenceId>> = BTreeMap::new();
        for node in &self.nodes {
            siblings.entry(node.parent).or_default().push(node.id);
        }
        siblings
    }
}

fn holds(node: &Node, words: &[String]) -> bool {
    let texts = [&node.title, &node.description].into_iter().chain(&node.anchors);
    let mut hay = node.code.to_string();
    for text in texts {
        for language in Language::ALL {
            hay.push('\n');
            hay.push_str(&fold(text.exact(language).unwrap_or_default()));
        }
    }
    words.iter().all(|word| hay.contains(word))
}

#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod tests;
