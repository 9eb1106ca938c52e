//! Whose voice counts, and how much (live.md §7).

use crate::questionnaire::words;
use serde::{Deserialize, Serialize};

words! {
    /// How a ballot came in. Hands are counted without ballots, see [`Hands`](super::Hands).
    Source {
        /// A phone or another device of a person.
        Device = "device",
        /// The device of a table.
        Table = "table",
        /// A sheet of paper that the host typed in.
        Paper = "paper",
    }
}

/// What a tally must know of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    pub source: Source,
    /// In the units of the tally: 1 where everybody counts once, the weight of the size class where voices are weighted,
    /// a part of [`COMPANY`] where a company is split.
    pub weight: i64,
}

impl Voice {
    /// A voice that counts once.
    pub const fn plain(source: Source) -> Self {
        Self { source, weight: 1 }
    }
}

/// What one company weighs where its voices share its weight: divisible by every number of voices up to 24; with m more
/// the parts are rounded, and all together are off by less than m of these units.
pub const COMPANY: i64 = 5_354_228_880;

/// Voices by where they come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sources {
    pub device: i64,
    pub table: i64,
    pub paper: i64,
    pub hands: i64,
}

impl Sources {
    pub(super) const fn add(&mut self, source: Source, voices: i64) {
        match source {
            Source::Device => self.device += voices,
            Source::Table => self.table += voices,
            Source::Paper => self.paper += voices,
        }
    }

    pub const fn total(&self) -> i64 {
        self.device + self.table + self.paper + self.hands
    }
}
