//! Codes of questions, sections, choices and rated competences.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name inside a questionnaire: `[a-z][a-z0-9_]{0,39}` (needs-analysis §8.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code is a small letter and up to {} small letters, digits or underscores", Code::MAX - 1)]
pub struct InvalidCode;

/// Words with a meaning of their own: the condition language's keywords and states (needs-analysis §9), and the form
/// values beside the listed choices. A code that equals one of them would be ambiguous there.
const RESERVED: [&str; 19] = [
    "all",
    "and",
    "answered",
    "any",
    "cannot_judge",
    "count",
    "dont_know",
    "false",
    "has",
    "in",
    "is",
    "missing",
    "none",
    "not",
    "not_applicable",
    "or",
    "other",
    "state",
    "true",
];

impl Code {
    /// Characters.
    pub const MAX: usize = 40;

    /// # Errors
    /// [`InvalidCode`] when `raw` does not match `[a-z][a-z0-9_]{0,39}`; nothing is trimmed or folded.
    pub fn parse(raw: &str) -> Result<Self, InvalidCode> {
        let mut bytes = raw.bytes();
        let starts_well = bytes.next().is_some_and(|b| b.is_ascii_lowercase());
        let goes_on_well = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if starts_well && goes_on_well && raw.len() <= Self::MAX { Ok(Self(raw.to_owned())) } else { Err(InvalidCode) }
    }

    /// How a framework's competence code is written inside a questionnaire: `1.1` becomes `c1_1` (needs-analysis §9).
    ///
    /// # Errors
    /// [`InvalidCode`] when nothing is left or the result is too long.
    pub fn of_competence(framework_code: &str) -> Result<Self, InvalidCode> {
        let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let folded: String = framework_code.trim().chars().map(fold).collect();
        match folded.bytes().next() {
            None => Err(InvalidCode),
            Some(first) if first.is_ascii_lowercase() => Self::parse(&folded),
            Some(_) => Self::parse(&format!("c{folded}")),
        }
    }

    pub fn is_reserved(&self) -> bool {
        RESERVED.contains(&self.0.as_str())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = InvalidCode;

    fn try_from(raw: String) -> Result<Self, InvalidCode> {
        Self::parse(&raw)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_small_letter_and_up_to_39_more() {
        let longest = "a".repeat(40);
        for good in ["a", "c1_1", "q_", longest.as_str()] {
            assert!(Code::parse(good).is_ok(), "{good}");
        }
        let too_long = "a".repeat(41);
        for bad in ["", "1a", "_a", "A", "aB", "a-b", "a.b", " a", "ä", "a\0", too_long.as_str()] {
            assert_eq!(Code::parse(bad), Err(InvalidCode), "{bad}");
        }
    }

    #[test]
    fn a_framework_code_becomes_a_code() {
        for (framework_code, expected) in [("1.1", "c1_1"), ("5", "c5"), ("CNC-Fräsen", "cnc_fr_sen"), (" a ", "a")] {
            assert_eq!(Code::of_competence(framework_code).unwrap().as_str(), expected);
        }
        assert_eq!(Code::of_competence(" "), Err(InvalidCode));
        assert_eq!(Code::of_competence(&"1".repeat(40)), Err(InvalidCode));
    }

    #[test]
    fn keywords_and_form_values_are_reserved() {
        assert!(Code::parse("other").unwrap().is_reserved());
        assert!(Code::parse("not").unwrap().is_reserved());
        assert!(!Code::parse("others").unwrap().is_reserved());
    }

    #[test]
    fn json_with_a_bad_code_is_refused() {
        assert!(serde_json::from_str::<Code>("\"Frage 1\"").is_err());
        assert_eq!(serde_json::from_str::<Code>("\"frage1\"").unwrap().as_str(), "frage1");
    }
}
