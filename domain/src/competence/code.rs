//! Codes of frameworks, competences, scales and job profiles.

use crate::questionnaire;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// A short name without blanks: `[a-z0-9][a-z0-9._-]{0,39}`, such as `1.1` or `pruefprotokolle`.
///
/// It can always be written as a [`questionnaire::Code`] and is none of the words reserved there, so that every
/// competence can be asked about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("empty")]
    Empty,
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error("holds something else than letters, digits, dots, underscores or hyphens")]
    Characters,
    #[error("has a meaning of its own in questionnaires")]
    Reserved,
}

/// Used where a title holds no letter and no digit.
const FALLBACK: &str = "k";
/// Leaves room for a number that tells equal titles apart.
const SUGGESTED_MAX: usize = 34;

impl Code {
    /// Characters.
    pub const MAX: usize = 40;

    /// Blanks around it are dropped, capital letters become small ones.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn parse(raw: &str) -> Result<Self, CodeError> {
        let text = raw.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
        if !text.bytes().all(allowed) || b".-_".contains(&text.as_bytes()[0]) {
            return Err(CodeError::Characters);
        }
        if text.len() > Self::MAX {
            return Err(CodeError::TooLong { max: Self::MAX });
        }
        match questionnaire::Code::of_competence(&text) {
            Ok(code) if code.is_reserved() => Err(CodeError::Reserved),
            Ok(_) => Ok(Self(text)),
            // A leading digit gets a letter put before it there.
            Err(_) => Err(CodeError::TooLong { max: Self::MAX - 1 }),
        }
    }

    /// A code made of a title: „Prüfprotokolle führen“ becomes `pruefprotokolle_fuehren`. A number tells it apart from
    /// codes for which `taken` says yes.
    pub fn suggest(title: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let stem = folded(title);
        let stem = if stem.is_empty() { FALLBACK.to_owned() } else { stem };
        (1_u32..)
            .filter_map(|n| Self::parse(&if n == 1 { stem.clone() } else { format!("{stem}_{n}") }).ok())
            .find(|code| !taken(code))
            .unwrap_or_else(|| Self(FALLBACK.to_owned()))
    }

    /// Whether both would have the same name inside a questionnaire, such as `a.b` and `a_b`.
    pub fn clashes_with(&self, other: &Self) -> bool {
        questionnaire::Code::of_competence(&self.0) == questionnaire::Code::of_competence(&other.0)
    }
}

fn folded(title: &str) -> String {
    let mut code = String::new();
    let spelt = title.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    for c in spelt.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        if c.is_ascii_alphanumeric() {
            code.push(c);
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    code.truncate(SUGGESTED_MAX);
    code.trim_end_matches('_').to_owned()
}

impl TryFrom<String> for Code {
    type Error = CodeError;

    fn try_from(raw: String) -> Result<Self, CodeError> {
        Self::parse(&raw)
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(raw: &str) -> Result<Self, CodeError> {
        Self::parse(raw)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl Deref for Code {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
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
    use proptest::prelude::*;

    #[test]
    fn a_code_is_small_letters_digits_dots_hyphens_and_underscores() {
        for (raw, code) in [("1.1", "1.1"), (" CNC-2 ", "cnc-2"), ("a_b", "a_b"), ("5", "5")] {
            assert_eq!(Code::parse(raw).as_deref(), Ok(code), "{raw}");
        }
        for (raw, error) in [
            ("", CodeError::Empty),
            ("  ", CodeError::Empty),
            (".1", CodeError::Characters),
            ("-a", CodeError::Characters),
            ("a b", CodeError::Characters),
            ("ä", CodeError::Characters),
            ("a@1", CodeError::Characters),
            ("a/b", CodeError::Characters),
            ("other", CodeError::Reserved),
            ("Not", CodeError::Reserved),
        ] {
            assert_eq!(Code::parse(raw), Err(error), "{raw}");
        }
        assert_eq!(Code::parse(&"a".repeat(41)), Err(CodeError::TooLong { max: 40 }));
        assert_eq!(Code::parse(&"1".repeat(40)), Err(CodeError::TooLong { max: 39 }));
        assert!(Code::parse(&"a".repeat(40)).is_ok());
    }

    #[test]
    fn a_title_suggests_a_readable_code() {
        for (title, code) in [
            ("Prüfprotokolle führen", "pruefprotokolle_fuehren"),
            ("  CNC: Fräsen & Drehen ", "cnc_fraesen_drehen"),
            ("Émile", "emile"),
            ("!?", "k"),
            ("Other", "other_2"),
            ("Maße", "masse"),
        ] {
            assert_eq!(&*Code::suggest(title, |_| false), code, "{title}");
        }
    }

    #[test]
    fn a_suggestion_avoids_what_is_taken() {
        let taken = ["schweissen".parse().unwrap(), "schweissen_2".parse().unwrap()];
        assert_eq!(&*Code::suggest("Schweißen", |code| taken.contains(code)), "schweissen_3");
    }

    #[test]
    fn codes_clash_when_a_questionnaire_could_not_tell_them_apart() {
        let clash = |a: &str, b: &str| a.parse::<Code>().unwrap().clashes_with(&b.parse().unwrap());
        assert!(clash("a.b", "a_b") && clash("1.1", "1-1") && clash("a", "a"));
        assert!(!clash("a", "b"));
    }

    proptest! {
        #[test]
        fn every_title_suggests_a_code_that_parses(title in "\\PC{0,80}") {
            let code = Code::suggest(&title, |_| false);
            prop_assert_eq!(Code::parse(&code), Ok(code));
        }
    }
}
