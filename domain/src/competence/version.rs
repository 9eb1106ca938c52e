use super::CodeError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// The version of a framework: `[a-z0-9][a-z0-9._-]{0,19}`, such as `2.2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(String);

impl Version {
    /// Characters.
    pub const MAX: usize = 20;

    /// The version of a framework that has no other.
    pub fn first() -> Self {
        Self("1".to_owned())
    }

    /// # Errors
    /// [`CodeError`], though never `Reserved`.
    pub fn parse(raw: &str) -> Result<Self, CodeError> {
        let text = raw.trim().to_ascii_lowercase();
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
        match text.as_bytes().first() {
            None => Err(CodeError::Empty),
            Some(first) if !first.is_ascii_alphanumeric() => Err(CodeError::Characters),
            Some(_) if !text.bytes().all(allowed) => Err(CodeError::Characters),
            Some(_) if text.len() > Self::MAX => Err(CodeError::TooLong { max: Self::MAX }),
            Some(_) => Ok(Self(text)),
        }
    }

    /// The next one that `taken` does not hold: the last number counted up, else `.2` put behind.
    pub fn next_free(&self, taken: &[Self]) -> Self {
        let stem = self.0.trim_end_matches(|c: char| c.is_ascii_digit());
        let (stem, last) = match self.0[stem.len()..].parse::<u32>() {
            Ok(last) => (stem.to_owned(), last),
            Err(_) => (format!("{}.", self.0.trim_end_matches('.')), 1),
        };
        (last.saturating_add(1)..)
            .filter_map(|n| Self::parse(&format!("{stem}{n}")).ok())
            .find(|version| !taken.contains(version))
            .unwrap_or_else(Self::first)
    }
}

impl TryFrom<String> for Version {
    type Error = CodeError;

    fn try_from(raw: String) -> Result<Self, CodeError> {
        Self::parse(&raw)
    }
}

impl FromStr for Version {
    type Err = CodeError;

    fn from_str(raw: &str) -> Result<Self, CodeError> {
        Self::parse(raw)
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.0
    }
}

impl Deref for Version {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_counts_up_to_the_next_free_one() {
        let version = |raw: &str| Version::parse(raw).unwrap();
        for (present, taken, next) in [
            ("1", vec![], "2"),
            ("2.2", vec![], "2.3"),
            ("1", vec!["2", "3"], "4"),
            ("entwurf", vec![], "entwurf.2"),
            ("9", vec![], "10"),
        ] {
            let taken: Vec<Version> = taken.into_iter().map(version).collect();
            assert_eq!(&*version(present).next_free(&taken), next, "{present}");
        }
    }

    #[test]
    fn a_version_has_no_blanks_and_no_separators_of_keys() {
        for bad in ["", " ", "1 2", "1@2", "1/2", ".1", "ä"] {
            assert!(Version::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Version::parse(&"1".repeat(21)), Err(CodeError::TooLong { max: 20 }));
    }
}
