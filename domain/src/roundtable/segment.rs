//! Segments: the result of a locked round, split by one profile attribute at a time (live.md L35–L39).
//!
//! ```text
//! ballots at the lock ─ structure (L36) ─ audit (L37, L38) ─ figures (L39) ─▶ Segments
//! ```
//!
//! There are no segments while a round is open, none of open text, and no filters. What is published is the same for
//! every role. Everything before [`Segments`] is exact and stays in memory.

mod figures;
mod item;
mod release;
mod structure;
mod tracks;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod tests;

pub use figures::{Bar, CellFigures, Placed, Quadrant, Shown};
pub use release::{Decision, Record, release};
pub use structure::{Cell, CellKind};

use super::attribute::{Attribute, Profile, ValueCode};
use super::identity::VoterRef;
use super::poll::{Answer, Ballot, Hands, OptionSet, Rules, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a poll and its event say about segments.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    pub rules: &'a Rules,
    /// All options of the round.
    pub options: OptionSet,
    /// What profiles were asked for, in the chosen order, which is the order of the audit.
    pub attributes: &'a [Attribute],
    /// Smallest group, 5 to 20.
    pub k: u32,
}

/// What is in the urn of a round at its lock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Urn {
    pub voices: BTreeMap<VoterRef, Cast>,
    pub hands: Hands,
    /// Two views of the round are shown side by side (L22), so the sum over each class of voices can be calculated.
    pub views: bool,
}

/// A ballot with what is known of its voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    pub ballot: Ballot,
    pub source: Source,
    pub profile: Profile,
    /// Voices of one class are treated alike by every view: the number of answers of the company, or the weight.
    pub class: u32,
}

impl Cast {
    /// The profile that counts: paper and tables state nothing (L35).
    const fn stated(&self) -> Profile {
        match self.source {
            Source::Device => self.profile,
            Source::Table | Source::Paper => Profile::NOTHING_STATED,
        }
    }
}

impl Urn {
    /// Voices with an answer: neither abstentions nor withdrawn ballots.
    fn answers(&self) -> impl Iterator<Item = (VoterRef, &Cast, &Answer)> {
        self.voices.iter().filter_map(|(voice, cast)| Some((*voice, cast, cast.ballot.answer()?)))
    }
}

/// A release of segments as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    /// Smallest group.
    pub k: u32,
    /// By attribute in the chosen order, within it by value, "Übrige" last. A value that is in no cell of its attribute
    /// is not shown, nor is an attribute without cells.
    pub cells: Vec<SegmentCell>,
}

/// A cell of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentCell {
    pub attribute: Attribute,
    pub kind: CellKind,
    /// Ascending; several only for the rest.
    pub values: Vec<ValueCode>,
    /// "mindestens n" voices.
    pub n: u32,
    pub figures: CellFigures,
}
