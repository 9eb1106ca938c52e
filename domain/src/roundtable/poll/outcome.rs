//! Results as they are stored and shown (live.md §5).

use super::voice::Sources;
use super::{Kind, cards, dots, grid, multi, number, points, rank, scale, single, words, yesno};
use serde::{Deserialize, Serialize};

/// The result of a round in one view; its JSON is frozen at close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    #[serde(flatten)]
    pub figures: Figures,
    /// Voices with an answer.
    pub n: i64,
    /// Voices that abstained.
    pub abstain: i64,
    /// `n` by where the voices come from.
    pub sources: Sources,
    /// What the counts of the figures are, where not every voice counts once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// Every count of the figures is a sum of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// What the `n` voices weigh together.
    pub total: i64,
    /// What counts as one: a count of the figures divided by this is a number of voices or companies.
    pub unit: i64,
}

/// The figures of each poll type; in JSON its `kind` stands beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Figures {
    Single(single::Outcome),
    Multi(multi::Outcome),
    Scale(scale::Outcome),
    Number(number::Outcome),
    Rank(rank::Outcome),
    Points(points::Outcome),
    Dots(dots::Outcome),
    Grid(grid::Outcome),
    Words(words::Outcome),
    Cards(cards::Outcome),
    YesNo(yesno::Outcome),
}

impl Outcome {
    pub const fn kind(&self) -> Kind {
        match self.figures {
            Figures::Single(_) => Kind::Single,
            Figures::Multi(_) => Kind::Multi,
            Figures::Scale(_) => Kind::Scale,
            Figures::Number(_) => Kind::Number,
            Figures::Rank(_) => Kind::Rank,
            Figures::Points(_) => Kind::Points,
            Figures::Dots(_) => Kind::Dots,
            Figures::Grid(_) => Kind::Grid,
            Figures::Words(_) => Kind::Words,
            Figures::Cards(_) => Kind::Cards,
            Figures::YesNo(_) => Kind::YesNo,
        }
    }
}
