//! A level on a scale.

use serde::{Deserialize, Serialize};

/// A level 1 to 8. There is no level 0: "not answered" is a [`Cell`](super::Cell) state and never a number
/// (needs-analysis §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a level from 1 to {max}")]
pub struct InvalidLevel {
    pub max: u8,
}

impl Level {
    pub const MAX: u8 = 8;

    /// # Errors
    /// [`InvalidLevel`] for 0 and above 8.
    pub const fn new(value: u8) -> Result<Self, InvalidLevel> {
        if value >= 1 && value <= Self::MAX { Ok(Self(value)) } else { Err(InvalidLevel { max: Self::MAX }) }
    }

    /// The level that a form field holds, on a scale of `max` levels: one digit, nothing else.
    ///
    /// # Errors
    /// [`InvalidLevel`] for anything but `1` to `max`.
    pub fn parse(text: &str, max: u8) -> Result<Self, InvalidLevel> {
        match text.as_bytes() {
            [digit @ b'1'..=b'8'] if digit - b'0' <= max => Ok(Self(digit - b'0')),
            _ => Err(InvalidLevel { max }),
        }
    }

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Level {
    type Error = InvalidLevel;

    fn try_from(value: u8) -> Result<Self, InvalidLevel> {
        Self::new(value)
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_outside_1_to_max_are_refused_and_never_clipped() {
        assert_eq!(Level::parse("5", 5).map(Level::get), Ok(5));
        assert_eq!(Level::parse("1", 5).map(Level::get), Ok(1));
        for bad in ["0", "6", "9", "-1", "+1", "01", "1.0", " 1", "1 ", "", "NaN", "\0", "1\0", "٣", "one"] {
            assert_eq!(Level::parse(bad, 5), Err(InvalidLevel { max: 5 }), "{bad:?}");
        }
        assert!(Level::new(0).is_err() && Level::new(9).is_err() && Level::new(8).is_ok());
        assert!(serde_json::from_str::<Level>("0").is_err());
        assert!(serde_json::from_str::<Level>("2.5").is_err());
    }
}
