//! Anchors: what somebody on a level does, in words.

use super::RawText;
use super::texts::{both, prose};
use crate::text::{Language, Multilingual, TextError};

/// Characters of an anchor (needs-analysis §3.2).
pub const ANCHOR_MAX: usize = 600;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorProblem {
    /// Other levels have an anchor in this language: either none or all.
    Missing,
    Text(TextError),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnchorError {
    /// 1 is the first level.
    pub level: usize,
    pub language: Language,
    pub problem: AnchorProblem,
}

/// The anchors of a competence on a scale of `levels` levels: empty, or one per level (needs-analysis §3.2).
/// Each language has none or all of them, and English needs German.
///
/// # Errors
/// Every wrong anchor. Levels beyond `raw` count as left out.
pub fn parse_anchors(raw: &[RawText<'_>], levels: usize) -> Result<Vec<Multilingual>, Vec<AnchorError>> {
    let raw = |index: usize| raw.get(index).copied().unwrap_or_default();
    let used = |pick: fn(RawText<'_>) -> &str| (0..levels).any(|index| !pick(raw(index)).trim().is_empty());
    let (english, german) = (used(|text| text.en), used(|text| text.de));
    if !german && !english {
        return Ok(Vec::new());
    }
    let mut anchors = Vec::new();
    let mut errors = Vec::new();
    for index in 0..levels {
        let (de, en) = (prose::<ANCHOR_MAX>(raw(index).de), prose::<ANCHOR_MAX>(raw(index).en));
        let mut add = |language, problem| errors.push(AnchorError { level: index + 1, language, problem });
        if matches!(de, Ok(None)) {
            add(Language::De, AnchorProblem::Missing);
        }
        if english && matches!(en, Ok(None)) {
            add(Language::En, AnchorProblem::Missing);
        }
        for (language, parsed) in [(Language::De, &de), (Language::En, &en)] {
            if let Err(error) = parsed {
                add(language, AnchorProblem::Text(*error));
            }
        }
        anchors.extend(both(de, en, true));
    }
    if errors.is_empty() { Ok(anchors) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{De, En};

    fn check(raw: &[(&str, &str)], expected: Result<usize, &[(usize, Language, AnchorProblem)]>) {
        let texts: Vec<RawText<'_>> = raw.iter().map(|&(de, en)| RawText { de, en }).collect();
        let found = parse_anchors(&texts, 3).map(|anchors| anchors.len());
        let found = found.map_err(|errors| errors.iter().map(|e| (e.level, e.language, e.problem)).collect::<Vec<_>>());
        assert_eq!(found, expected.map_err(<[_]>::to_vec), "{raw:?}");
    }

    #[test]
    fn a_language_has_no_anchors_or_all_of_them() {
        const MISSING: AnchorProblem = AnchorProblem::Missing;
        check(&[], Ok(0));
        check(&[("", ""), (" ", ""), ("", "\n")], Ok(0));
        check(&[("a", ""), ("b", ""), ("c", "")], Ok(3));
        check(&[("a", "x"), ("b", "y"), ("c", "z")], Ok(3));
        check(&[("a", ""), ("b", "")], Err(&[(3, De, MISSING)]));
        check(&[("a", "x"), ("b", ""), ("", "z")], Err(&[(2, En, MISSING), (3, De, MISSING)]));
        check(&[("", "x"), ("", "y"), ("", "z")], Err(&[(1, De, MISSING), (2, De, MISSING), (3, De, MISSING)]));
    }

    #[test]
    fn an_anchor_has_at_most_600_characters() {
        let long = "a".repeat(601);
        let error = AnchorProblem::Text(TextError::TooLong { max: 600 });
        check(&[(&long, ""), ("b", ""), ("c", "")], Err(&[(1, De, error)]));
        let fits = "ä".repeat(600);
        check(&[(&fits, ""), ("b", ""), ("c", "")], Ok(3));
    }
}
