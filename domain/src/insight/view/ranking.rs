//! Ranking: every method side by side (insight.md §3.5, §7).

use super::assessment::{Assessed, Assessment, Method};
use crate::insight::displayed::Displayed;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankRow {
    /// Rank by the chosen method; in default order that of the score. `None`: no displayed value.
    pub rank: Option<u32>,
    /// Displayed value of the chosen method (of the score in default order).
    pub value: Displayed,
    pub assessment: Assessment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// `None`: default order (band, then score, then share below).
    pub method: Option<Method>,
    /// Methods that have a displayed value for at least one competence of the cell.
    pub methods: Vec<Method>,
    pub rows: Vec<RankRow>,
}

impl Assessed {
    /// The competences ordered by `method`; those without a value keep the default order at the end.
    pub fn ranking(&self, method: Option<Method>) -> Ranking {
        let mut list = self.list.clone();
        let has_value = |method: &Method| list.iter().any(|a| a.value(*method).is_shown());
        let methods = Method::ALL.iter().copied().filter(has_value).collect();
        if let Some(method) = method {
            list.sort_by_key(|a| a.ranks.by(method).unwrap_or(u32::MAX));
        }
        let by = method.unwrap_or(Method::Score);
        let rows = list.into_iter().map(|assessment| RankRow {
            rank: assessment.ranks.by(by),
            value: assessment.value(by),
            assessment,
        });
        Ranking { method, methods, rows: rows.collect() }
    }
}
