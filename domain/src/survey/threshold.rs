//! The smallest group that is shown.

use serde::{Deserialize, Serialize};

/// k, the smallest number of answers behind a figure: 5 to 20, by default 5 (needs-analysis §3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Threshold(u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("k is not from {} to {}", Threshold::MIN, Threshold::MAX)]
pub struct ThresholdError;

impl Threshold {
    pub const MIN: u8 = 5;
    pub const MAX: u8 = 20;

    /// # Errors
    /// [`ThresholdError`] outside of 5 to 20.
    pub const fn new(k: u8) -> Result<Self, ThresholdError> {
        if k >= Self::MIN && k <= Self::MAX { Ok(Self(k)) } else { Err(ThresholdError) }
    }

    pub const fn k(self) -> u32 {
        self.0 as u32
    }

    /// The smallest group whose free texts are shown: max(10, k).
    pub const fn k_text(self) -> u32 {
        if self.k() > 10 { self.k() } else { 10 }
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self(Self::MIN)
    }
}

impl TryFrom<u8> for Threshold {
    type Error = ThresholdError;

    fn try_from(k: u8) -> Result<Self, ThresholdError> {
        Self::new(k)
    }
}

impl From<Threshold> for u8 {
    fn from(threshold: Threshold) -> Self {
        threshold.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k_is_5_to_20_and_texts_need_10() {
        for (k, k_text) in [(5, 10), (10, 10), (11, 11), (20, 20)] {
            assert_eq!(Threshold::new(k).map(|t| (t.k(), t.k_text())), Ok((u32::from(k), k_text)));
        }
        for k in [0, 4, 21, 255] {
            assert_eq!(Threshold::new(k), Err(ThresholdError));
            assert!(serde_json::from_str::<Threshold>(&k.to_string()).is_err());
        }
        assert_eq!(Threshold::default().k(), 5);
    }
}
