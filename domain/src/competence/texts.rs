//! Texts in German and English as they come from a form: German is needed, English may follow later.

use crate::text::{Language, Line, Multilingual, Prose, TextError};

/// Characters of a title.
pub const TITLE_MAX: usize = 200;
/// Characters of a description.
pub const DESCRIPTION_MAX: usize = 600;

/// What somebody typed for one text.
#[derive(Debug, Clone, Copy, Default)]
pub struct RawText<'a> {
    pub de: &'a str,
    pub en: &'a str,
}

/// Which languages are wrong, and why.
pub type TextErrors = Vec<(Language, TextError)>;

/// A title: one line, German needed.
///
/// # Errors
/// One entry per language that is wrong.
pub fn title(raw: RawText<'_>) -> Result<Multilingual, TextErrors> {
    let line = |text| Line::<TITLE_MAX>::parse_optional(text).map(|line| line.map(Line::into_inner));
    both(line(raw.de), line(raw.en), true)
}

/// A description: may be left out, but not in German alone.
///
/// # Errors
/// One entry per language that is wrong.
pub fn description(raw: RawText<'_>) -> Result<Multilingual, TextErrors> {
    both(prose::<DESCRIPTION_MAX>(raw.de), prose::<DESCRIPTION_MAX>(raw.en), false)
}

type Parsed = Result<Option<String>, TextError>;

pub(super) fn prose<const MAX: usize>(text: &str) -> Parsed {
    Prose::<MAX>::parse_optional(text).map(|prose| prose.map(Prose::into_inner))
}

pub(super) fn both(de: Parsed, en: Parsed, needed: bool) -> Result<Multilingual, TextErrors> {
    match (de, en) {
        (Ok(Some(de)), Ok(Some(en))) => Ok(Multilingual::german(de).with(Language::En, en)),
        (Ok(Some(de)), Ok(None)) => Ok(Multilingual::german(de)),
        (Ok(None), Ok(None)) if !needed => Ok(Multilingual::default()),
        (Ok(None), Ok(_)) => Err(vec![(Language::De, TextError::Empty)]),
        (de, en) => {
            let missing = matches!(de, Ok(None)) && needed;
            let de = if missing { Some(TextError::Empty) } else { de.err() };
            Err([(Language::De, de), (Language::En, en.err())]
                .into_iter()
                .filter_map(|(language, error)| Some((language, error?)))
                .collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(de: &str, en: &str, expected: Result<(&str, Option<&str>), TextErrors>) {
        let text = title(RawText { de, en });
        let found =
            text.as_ref().map(|text| (text.get(Language::De), text.exact(Language::En))).map_err(TextErrors::clone);
        assert_eq!(found, expected, "{de:?} {en:?}");
    }

    #[test]
    fn a_title_needs_german_and_may_have_english() {
        check(" Schweißen ", "Welding", Ok(("Schweißen", Some("Welding"))));
        check("Schweißen", " ", Ok(("Schweißen", None)));
        check("", "Welding", Err(vec![(Language::De, TextError::Empty)]));
        check("", "", Err(vec![(Language::De, TextError::Empty)]));
        check("a\nb", "c\0", Err(vec![(Language::De, TextError::Control), (Language::En, TextError::Control)]));
        check("", "c\0", Err(vec![(Language::De, TextError::Empty), (Language::En, TextError::Control)]));
    }

    #[test]
    fn a_description_may_be_left_out_but_not_in_german_alone() {
        assert!(description(RawText::default()).unwrap().is_empty());
        assert!(description(RawText { de: "a", en: "" }).is_ok());
        assert_eq!(description(RawText { de: "", en: "a" }), Err(vec![(Language::De, TextError::Empty)]));
        let long = "a".repeat(DESCRIPTION_MAX + 1);
        let error = TextError::TooLong { max: DESCRIPTION_MAX };
        assert_eq!(description(RawText { de: &long, en: "" }), Err(vec![(Language::De, error)]));
    }
}
