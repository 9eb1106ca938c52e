//! Bounded texts that parse once, for the form and for the server alike (security.md E31).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use unicode_normalization::UnicodeNormalization;

/// A cell of a spreadsheet that begins so is computed, or hides what follows (security.md E37).
pub const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("empty")]
    Empty,
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error("holds a control character")]
    Control,
}

/// U+202A–U+202E and U+2066–U+2069 reorder text around them and can make a sentence read as another one.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in Unicode's composed form (NFC).
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// NFC, line ends `\n`, bidi controls dropped; control characters refused (line feed and tab only where `lines`).
fn normalise(raw: &str, lines: bool, max: usize) -> Result<String, TextError> {
    let text: String = raw.replace("\r\n", "\n").replace('\r', "\n").nfc().filter(|c| !is_bidi_control(*c)).collect();
    if text.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\t'))) {
        return Err(TextError::Control);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong { max });
    }
    Ok(text)
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $lines:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name<const MAX: usize>(String);

        impl<const MAX: usize> $name<MAX> {
            /// # Errors
            /// [`TextError`] when nothing but blanks is left, the text is longer than `MAX` characters,
            /// or it holds a forbidden control character.
            pub fn parse(raw: &str) -> Result<Self, TextError> {
                let text = normalise(raw.trim(), $lines, MAX)?;
                if text.trim().is_empty() {
                    return Err(TextError::Empty);
                }
                Ok(Self(text))
            }

            /// As [`Self::parse`], but blanks mean "not given".
            ///
            /// # Errors
            /// [`TextError`] as in [`Self::parse`], except `Empty`.
            pub fn parse_optional(raw: &str) -> Result<Option<Self>, TextError> {
                match Self::parse(raw) {
                    Ok(text) => Ok(Some(text)),
                    Err(TextError::Empty) => Ok(None),
                    Err(e) => Err(e),
                }
            }

            pub fn into_inner(self) -> String {
                self.0
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = TextError;

            fn try_from(raw: String) -> Result<Self, TextError> {
                Self::parse(&raw)
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }

        impl<const MAX: usize> Deref for $name<MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

bounded!(
    /// One line of 1 to `MAX` characters.
    Line, false
);
bounded!(
    /// Several lines, together 1 to `MAX` characters.
    Prose, true
);

/// An e-mail address: one `@`, a name before it, a host with a dot after it, at most 254 characters, lower case.
/// Whether it receives mail only a mail can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a complete e-mail address")]
pub struct InvalidEmail;

impl Email {
    /// # Errors
    /// [`InvalidEmail`] when a part is missing or a character cannot stand in an address.
    pub fn parse(raw: &str) -> Result<Self, InvalidEmail> {
        let text = raw.trim().to_lowercase();
        let (name, host) = text.split_once('@').ok_or(InvalidEmail)?;
        let forbidden =
            |c: char| c.is_whitespace() || c.is_control() || is_bidi_control(c) || "@<>(),;:\\\"[]".contains(c);
        let host_ok = host.split('.').count() >= 2
            && host.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if name.is_empty() || name.chars().any(forbidden) || !host_ok || text.len() > 254 {
            return Err(InvalidEmail);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Email {
    type Error = InvalidEmail;

    fn try_from(raw: String) -> Result<Self, InvalidEmail> {
        Self::parse(&raw)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl Deref for Email {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    De,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// One text in several languages (`ml` in the specification), keyed by language code. German is the base.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Multilingual(BTreeMap<String, String>);

impl Multilingual {
    pub fn german(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Language::De.code().to_owned(), text.into())]))
    }

    #[must_use]
    pub fn with(mut self, language: Language, text: impl Into<String>) -> Self {
        self.0.insert(language.code().to_owned(), text.into());
        self
    }

    /// The text in `language`, else in German, else in any language, else empty.
    pub fn get(&self, language: Language) -> &str {
        self.0
            .get(language.code())
            .or_else(|| self.0.get(Language::De.code()))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The text in exactly this language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        self.0.get(language.code()).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_composed() {
        assert_eq!(&*Line::<20>::parse("  Mu\u{308}ller ").unwrap(), "Müller");
    }

    #[test]
    fn a_line_refuses_what_could_forge_other_lines() {
        assert_eq!(Line::<20>::parse("a\nb"), Err(TextError::Control));
        assert_eq!(Line::<20>::parse("a\0b"), Err(TextError::Control));
        assert_eq!(Line::<3>::parse("abcd"), Err(TextError::TooLong { max: 3 }));
        assert_eq!(Line::<20>::parse(" \u{202e} "), Err(TextError::Empty));
        assert_eq!(&*Line::<20>::parse("a\u{202e}b").unwrap(), "ab");
    }

    #[test]
    fn prose_keeps_lines_with_one_kind_of_line_end() {
        assert_eq!(&*Prose::<20>::parse("a\r\nb\rc").unwrap(), "a\nb\nc");
    }

    #[test]
    fn an_address_needs_name_and_host() {
        for good in ["a@b.de", " HR@Muster.Example ", "o'neil+x@sub.firma.example", "jürgen@müller.example"] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.de", "a@", "a@b..de", "a b@c.de", "a@b.de, c@d.de", "a@-b.de", "a@b@c.de"] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }
}
