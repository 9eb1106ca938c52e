//! Scales as a questionnaire version carries them.

use crate::text::{Line, Multilingual};
use serde::{Deserialize, Serialize};

/// The code of a scale, such as `allg-5`.
pub type ScaleCode = Line<40>;

/// An ordered set of levels, copied into the version so that a frozen version explains itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub code: ScaleCode,
    /// Level 1 first. 3 to 8 levels without a hole (needs-analysis §3.2).
    pub levels: Vec<ScaleLevel>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    pub label: Multilingual,
    #[serde(default, skip_serializing_if = "Multilingual::is_empty")]
    pub description: Multilingual,
}

impl Scale {
    /// L, the number of levels.
    pub fn size(&self) -> usize {
        self.levels.len()
    }
}
