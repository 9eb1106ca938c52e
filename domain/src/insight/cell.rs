//! Cells of a release: groups of people for which figures are candidates (insight.md §5.2).

use crate::coded::coded;
use crate::ids::UnitId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

coded! {
    /// Kind of a cell, as in the rows of §1.
    CellKind {
        Company = "company",
        /// A unit with everything below it.
        Unit = "unit",
        /// The members of a node that belong to none of its sub-units ("nur direkt").
        Direct = "direct",
        /// Siblings too small to stand alone ("Weitere Teams").
        Pool = "pool",
    }
}

/// A node of the organisation's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Company,
    Unit(UnitId),
}

/// Identity of a cell within a release. Text form: `company`, `unit:<id>`, `direct:<id>`, `pool:company`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CellKey {
    /// The company or a unit, with everything below.
    Whole(Node),
    /// Members of this node that belong to none of its sub-units.
    Direct(Node),
    /// Small sub-units of this node together.
    Pool(Node),
}

/// A text that names no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cell")]
pub struct InvalidCell;

impl CellKey {
    pub const COMPANY: Self = Self::Whole(Node::Company);

    pub const fn unit(id: UnitId) -> Self {
        Self::Whole(Node::Unit(id))
    }

    pub const fn kind(&self) -> CellKind {
        match self {
            Self::Whole(Node::Company) => CellKind::Company,
            Self::Whole(Node::Unit(_)) => CellKind::Unit,
            Self::Direct(_) => CellKind::Direct,
            Self::Pool(_) => CellKind::Pool,
        }
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(Node::Company) => f.write_str("company"),
            Self::Whole(Node::Unit(id)) | Self::Direct(Node::Unit(id)) | Self::Pool(Node::Unit(id)) => {
                write!(f, "{}:{id}", self.kind().code())
            }
            Self::Direct(Node::Company) | Self::Pool(Node::Company) => write!(f, "{}:company", self.kind().code()),
        }
    }
}

impl FromStr for CellKey {
    type Err = InvalidCell;

    fn from_str(text: &str) -> Result<Self, InvalidCell> {
        if text == "company" {
            return Ok(Self::COMPANY);
        }
        let (kind, node) = text.split_once(':').ok_or(InvalidCell)?;
        let node = match node {
            "company" => Node::Company,
            id => Node::Unit(id.parse().map_err(|_| InvalidCell)?),
        };
        match (CellKind::from_code(kind), node) {
            (Some(CellKind::Unit), Node::Unit(_)) => Ok(Self::Whole(node)),
            (Some(CellKind::Direct), _) => Ok(Self::Direct(node)),
            (Some(CellKind::Pool), _) => Ok(Self::Pool(node)),
            _ => Err(InvalidCell),
        }
    }
}

impl TryFrom<String> for CellKey {
    type Error = InvalidCell;

    fn try_from(text: String) -> Result<Self, InvalidCell> {
        text.parse()
    }
}

impl From<CellKey> for String {
    fn from(key: CellKey) -> Self {
        key.to_string()
    }
}

/// How many people a figure depends on, and how many of them may be insiders (§5.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// People in the base.
    pub n: u32,
    /// Insiders whose audience entry falls into the group, whether or not they answered.
    pub insiders: u32,
}

impl Count {
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { n: self.n + other.n, insiders: self.insiders + other.insiders }
    }
}

/// What a group must reach to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shield {
    pub k: u32,
    /// Every reader knows one answer.
    pub share_with_employees: bool,
}

impl Shield {
    /// People that protect each other: `max(0, n − ins)`, at most `n − 1` where employees read along.
    pub fn eff(self, count: Count) -> u32 {
        let others = count.n.saturating_sub(count.insiders);
        if self.share_with_employees { others.min(count.n.saturating_sub(1)) } else { others }
    }

    /// Enough people to be shown.
    pub fn covers(self, count: Count) -> bool {
        self.eff(count) >= self.k
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_form() {
        let unit = Node::Unit(UnitId::from_bytes([7; 16]));
        let keys = [
            CellKey::COMPANY,
            CellKey::Whole(unit),
            CellKey::Direct(unit),
            CellKey::Pool(unit),
            CellKey::Direct(Node::Company),
            CellKey::Pool(Node::Company),
        ];
        for key in keys {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for bad in ["", "company:company", "unit:company", "unit:7", "attribute:company", "unit"] {
            assert_eq!(bad.parse::<CellKey>(), Err(InvalidCell), "{bad}");
        }
    }

    #[test]
    fn insiders_and_reading_employees_protect_nobody() {
        fn check(n: u32, insiders: u32, share: bool, expected: u32) {
            let shield = Shield { k: 5, share_with_employees: share };
            assert_eq!(shield.eff(Count { n, insiders }), expected, "{n} {insiders} {share}");
        }
        check(6, 0, false, 6);
        check(6, 2, false, 4);
        check(6, 9, false, 0);
        check(6, 0, true, 5);
        check(6, 2, true, 4);
        check(0, 0, true, 0);
    }
}
