//! Framework versions: what they are and when they may change.

use super::{Code, FrameworkState, NodeKind, Scale, Tree, Version};
use crate::ids::FrameworkId;
use crate::text::Multilingual;
use serde::{Deserialize, Serialize};

/// One version of a catalogue of competences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    pub id: FrameworkId,
    /// Made by the organisation; otherwise shipped with the product, readable by all and editable by nobody.
    pub own: bool,
    pub code: Code,
    pub version: Version,
    pub title: Multilingual,
    pub description: Multilingual,
    /// Where it comes from, and on which terms.
    pub source: String,
    pub licence: String,
    pub state: FrameworkState,
    pub scale: Scale,
    /// How the levels of the scale stand to those of the source.
    pub mapping: Option<Mapping>,
}

/// A mapping of scale levels to the levels of the source (needs-analysis §5: DigComp 1 to 8, shown as four groups).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Says that the mapping is not part of the source.
    pub label: Multilingual,
    pub level: Vec<MappedLevel>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedLevel {
    /// Level of the scale, 1 first.
    pub level: usize,
    /// Levels of the source; empty for "none yet".
    pub source_levels: Vec<u8>,
    pub title: Multilingual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    #[error("shipped with the product")]
    Shipped,
    #[error("not possible from this state")]
    State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    State(#[from] StateError),
    #[error("holds no competence")]
    NoCompetence,
    #[error("a competence has anchors for some levels only")]
    Anchors,
}

impl Framework {
    /// # Errors
    /// [`StateError`] for everything but an own draft: published content never changes (needs-analysis §3.2).
    pub fn editable(&self) -> Result<(), StateError> {
        match (self.own, self.state) {
            (false, _) => Err(StateError::Shipped),
            (true, FrameworkState::Draft) => Ok(()),
            (true, _) => Err(StateError::State),
        }
    }

    /// # Errors
    /// [`PublishError`]: only an own draft with at least one competence; each with no anchors or one per level.
    pub fn publishable(&self, tree: &Tree) -> Result<(), PublishError> {
        self.editable()?;
        if !tree.nodes().iter().any(|node| node.kind == NodeKind::Competence) {
            return Err(PublishError::NoCompetence);
        }
        let whole = |anchors: usize| anchors == 0 || anchors == self.scale.size();
        if tree.nodes().iter().all(|node| whole(node.anchors.len())) { Ok(()) } else { Err(PublishError::Anchors) }
    }

    /// # Errors
    /// [`StateError`] for everything but an own published version.
    pub fn retirable(&self) -> Result<(), StateError> {
        match (self.own, self.state) {
            (false, _) => Err(StateError::Shipped),
            (true, FrameworkState::Published) => Ok(()),
            (true, _) => Err(StateError::State),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::fixture;
    use super::*;
    use FrameworkState::{Draft, Published, Retired};

    #[test]
    fn only_an_own_draft_may_be_edited_and_only_an_own_published_version_retired() {
        for (own, state, editable, retirable) in [
            (true, Draft, Ok(()), Err(StateError::State)),
            (true, Published, Err(StateError::State), Ok(())),
            (true, Retired, Err(StateError::State), Err(StateError::State)),
            (false, Draft, Err(StateError::Shipped), Err(StateError::Shipped)),
            (false, Published, Err(StateError::Shipped), Err(StateError::Shipped)),
        ] {
            let framework = fixture::framework(own, state);
            assert_eq!(framework.editable(), editable, "{own} {state}");
            assert_eq!(framework.retirable(), retirable, "{own} {state}");
        }
    }

    #[test]
    fn an_empty_framework_or_one_with_half_the_anchors_is_not_published() {
        let draft = fixture::framework(true, Draft);
        let mut area = fixture::area(1, None);
        assert_eq!(draft.publishable(&Tree::new(Vec::new())), Err(PublishError::NoCompetence));
        assert_eq!(draft.publishable(&Tree::new(vec![area.clone()])), Err(PublishError::NoCompetence));
        let mut competence = fixture::competence(2, Some(1));
        let text = Multilingual::german("a");
        for (anchors, expected) in [(0, Ok(())), (2, Err(PublishError::Anchors)), (3, Ok(()))] {
            competence.anchors = vec![text.clone(); anchors];
            area.position = 1;
            assert_eq!(draft.publishable(&Tree::new(vec![area.clone(), competence.clone()])), expected, "{anchors}");
        }
        let published = fixture::framework(true, Published);
        let tree = Tree::new(vec![fixture::competence(2, None)]);
        assert_eq!(published.publishable(&tree), Err(PublishError::State(StateError::State)));
    }
}
