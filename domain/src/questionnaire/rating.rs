//! The competence rating: a block of competences, each asked about from up to four sides.

use super::{Code, Facet, ScaleCode};
use crate::text::{Line, Multilingual};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceRating {
    /// `Current` is always among them.
    pub facets: BTreeMap<Facet, FacetSettings>,
    /// In the order of asking.
    pub competences: Vec<RatedCompetence>,
    #[serde(default)]
    pub show_anchors: bool,
    /// Ask for the causes of the largest gaps on a page of its own (needs-analysis §1.3).
    #[serde(default)]
    pub cause_check: bool,
    #[serde(default)]
    pub opt_outs: RatingOptOuts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacetSettings {
    pub scale: ScaleCode,
    /// What is asked about each competence; part of the version because the answer depends on it.
    pub prompt: Multilingual,
}

/// Both are on unless somebody turns them off (needs-analysis §8.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RatingOptOuts {
    pub cannot_judge: bool,
    pub not_applicable: bool,
}

impl Default for RatingOptOuts {
    fn default() -> Self {
        Self { cannot_judge: true, not_applicable: true }
    }
}

/// Where a competence comes from. Two framework versions are two competences (needs-analysis §3.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceKey {
    pub framework: Line<40>,
    pub version: Line<40>,
    pub code: Line<40>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatedCompetence {
    /// The name inside this questionnaire, by default [`Code::of_competence`] of the key's code.
    pub code: Code,
    pub key: CompetenceKey,
    pub title: Multilingual,
    #[serde(default, skip_serializing_if = "Multilingual::is_empty")]
    pub description: Multilingual,
    /// What somebody on that level does, level 1 first: empty, or one text per level. A text may be empty only while
    /// anchors are not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<Multilingual>,
    /// Another scale for `Current` than the block's, with as many levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<ScaleCode>,
}

impl CompetenceRating {
    pub fn competence(&self, code: &Code) -> Option<&RatedCompetence> {
        self.competences.iter().find(|competence| competence.code == *code)
    }

    /// The scale on which `competence` is rated; `None` when the facet is not asked.
    pub fn scale_of<'a>(&'a self, competence: &'a RatedCompetence, facet: Facet) -> Option<&'a ScaleCode> {
        let settings = self.facets.get(&facet)?;
        let own = if facet == Facet::Current { competence.scale.as_ref() } else { None };
        Some(own.unwrap_or(&settings.scale))
    }
}
