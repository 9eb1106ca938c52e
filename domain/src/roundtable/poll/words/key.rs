//! When two spellings are one word.

use crate::roundtable::limits::PLURAL_STEM_MIN;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// What stands for all spellings of a word: compatibility composed (NFKC), single blanks, no punctuation at the ends,
/// lower case, ä ö ü ß as ae oe ue ss (live.md §5, Word cloud).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct WordKey(String);

/// Endings of a plural.
const ENDINGS: [&str; 6] = ["n", "en", "e", "s", "er", "nen"];

impl WordKey {
    pub fn of(text: &str) -> Self {
        let composed: String = text.nfkc().collect();
        let bare = composed.trim_matches(|c: char| c.is_whitespace() || is_punctuation(c)).to_lowercase();
        let mut key = String::with_capacity(bare.len());
        for part in bare.split_whitespace() {
            if !key.is_empty() {
                key.push(' ');
            }
            for c in part.nfkc() {
                match c {
                    'ä' => key.push_str("ae"),
                    'ö' => key.push_str("oe"),
                    'ü' => key.push_str("ue"),
                    'ß' => key.push_str("ss"),
                    c => key.push(c),
                }
            }
        }
        Self(key)
    }

    /// Nothing but punctuation was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words that this one may be the plural of: without an ending, at least four letters long.
    pub(in super::super) fn singulars(&self) -> impl Iterator<Item = Self> {
        let stems = ENDINGS.iter().filter_map(|ending| self.0.strip_suffix(ending));
        stems.filter(|stem| stem.chars().count() >= PLURAL_STEM_MIN).map(|stem| Self(stem.to_owned()))
    }
}

/// The punctuation of European scripts (Unicode's general category P); symbols such as `+` or an emoji are none.
const fn is_punctuation(c: char) -> bool {
    matches!(c, '!'..='#' | '%'..='*' | ','..='/' | ':' | ';' | '?' | '@' | '['..=']' | '_' | '{' | '}'
        | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}'
        | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{2e00}'..='\u{2e5d}' | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}')
}

impl From<String> for WordKey {
    fn from(text: String) -> Self {
        Self::of(&text)
    }
}

impl From<WordKey> for String {
    fn from(key: WordKey) -> Self {
        key.0
    }
}

impl fmt::Display for WordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// live.md T27.
    #[test]
    fn spellings_of_one_word_have_one_key() {
        fn check(spellings: &[&str], key: &str) {
            for spelling in spellings {
                assert_eq!(WordKey::of(spelling).as_str(), key, "{spelling}");
            }
        }
        check(
            &["Führung", "führung ", "Fuehrung", "FÜHRUNG!", "„Führung“", "Fu\u{308}hrung", "»führung«…"],
            "fuehrung",
        );
        check(&["Straße", "Strasse", "STRASSE", "STRAẞE"], "strasse");
        check(&["künstliche  Intelligenz", " Künstliche\u{a0}Intelligenz."], "kuenstliche intelligenz");
        check(&["ＫＩ", "KI", "ki?"], "ki");
        check(&["On-the-Job", "(on-the-job)"], "on-the-job");
        check(&["C++"], "c++");
        check(&["👍"], "👍");
        check(&["!?", " – ", ""], "");
    }

    #[test]
    fn a_plural_may_belong_to_a_word_of_four_letters_or_more() {
        fn check(word: &str, expected: &[&str]) {
            let singulars: Vec<String> = WordKey::of(word).singulars().map(String::from).collect();
            assert_eq!(singulars, expected, "{word}");
        }
        check("Schulungen", &["schulunge", "schulung"]);
        check("Lehrerinnen", &["lehrerinne", "lehrerinn", "lehrerin"]);
        check("Kurse", &["kurs"]);
        check("Lager", &[]);
        check("Teams", &["team"]);
        check("KIs", &[]);
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "\\PC{0,20}") {
            let key = WordKey::of(&text);
            prop_assert_eq!(WordKey::of(key.as_str()), key);
        }
    }
}
