//! Texts that participants type (live.md §14).

use super::BallotError;
use crate::text::{Prose, TextError};
use unicode_normalization::char::is_combining_mark;

/// A typed text that may be stored and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub text: String,
    /// Controls of the writing direction were taken out, which the answer tells.
    pub bidi_removed: bool,
}

/// Trims and composes (NFC) what somebody typed, up to `MAX` characters; takes controls of the writing direction out.
///
/// # Errors
/// [`BallotError::Empty`] for nothing but blanks, invisible characters or combining marks, `TooLong`, and `Control` for
/// a control character (a line break is one unless `lines`).
pub fn typed<const MAX: usize>(raw: &str, lines: bool) -> Result<Typed, BallotError> {
    let text = Prose::<MAX>::parse(raw).map_err(|error| match error {
        TextError::Empty => BallotError::Empty,
        TextError::TooLong { max } => BallotError::TooLong { max },
        TextError::Control => BallotError::Control,
    })?;
    if text.chars().any(|c| c == '\t' || c == '\n' && !lines) {
        return Err(BallotError::Control);
    }
    if !text.chars().any(is_visible) {
        return Err(BallotError::Empty);
    }
    Ok(Typed { text: text.trim().to_owned(), bidi_removed: raw.chars().any(is_bidi_control) })
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Neither a blank nor a mark that needs a letter, nor a character without a shape (soft hyphen, zero-width characters,
/// direction marks, variation selectors, fillers).
fn is_visible(c: char) -> bool {
    let shapeless = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}');
    !(c.is_whitespace() || is_combining_mark(c) || shapeless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_empty() {
        for bad in ["", "  ", "\u{301}", " \u{300}\u{200d} ", "\u{202e}", "\u{feff}", "\u{3164}", "\u{a0}"] {
            assert_eq!(typed::<10>(bad, true), Err(BallotError::Empty), "{bad:?}");
        }
    }

    #[test]
    fn controls_are_refused_and_direction_controls_removed_and_noted() {
        for bad in ["a\0", "a\u{7}b", "a\tb", "a\u{85}b"] {
            assert_eq!(typed::<10>(bad, true), Err(BallotError::Control), "{bad:?}");
        }
        assert_eq!(typed::<10>("a\nb", false), Err(BallotError::Control));
        assert_eq!(typed::<10>("a\r\nb", true).unwrap().text, "a\nb");
        let noted = typed::<10>("a\u{202e}b\u{2069}", false).unwrap();
        assert_eq!((noted.text.as_str(), noted.bidi_removed), ("ab", true));
        assert!(!typed::<10>("ab", false).unwrap().bidi_removed);
        assert_eq!(typed::<3>("abcd", false), Err(BallotError::TooLong { max: 3 }));
    }
}
