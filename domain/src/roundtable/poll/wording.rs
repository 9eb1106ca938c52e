//! What an organiser writes.

use crate::text::Language;
use serde::{Deserialize, Serialize};

/// One text of an organiser: German, and if given English and German in plain words (Leichte Sprache).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub de: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
}

impl Wording {
    pub fn german(text: impl Into<String>) -> Self {
        Self { de: text.into(), en: None, plain: None }
    }

    /// The text in `language`, else in German.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => self.en.as_deref().unwrap_or(&self.de),
        }
    }

    /// The text in plain words, else as written in German.
    pub fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.de)
    }

    /// Every version that was written, German first.
    pub fn versions(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.de.as_str()).chain(self.en.as_deref()).chain(self.plain.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_was_not_written_falls_back_to_german() {
        let both = Wording { en: Some("Yes".to_owned()), ..Wording::german("Ja") };
        assert_eq!((both.get(Language::De), both.get(Language::En), both.plain()), ("Ja", "Yes", "Ja"));
        assert_eq!(Wording::german("Ja").get(Language::En), "Ja");
    }

    #[test]
    fn what_was_not_written_is_not_stored_and_nothing_else_is_taken() {
        assert_eq!(serde_json::to_string(&Wording::german("Ja")).unwrap(), r#"{"de":"Ja"}"#);
        assert!(serde_json::from_str::<Wording>(r#"{"en":"Yes"}"#).is_err());
        assert!(serde_json::from_str::<Wording>(r#"{"de":"Ja","fr":"Oui"}"#).is_err());
    }
}
