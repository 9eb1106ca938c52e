//! Scales: ordered levels with words.

use super::texts::{both, prose};
use super::{Code, RawText};
use crate::coded::coded;
use crate::ids::ScaleId;
use crate::questionnaire;
use crate::text::{Language, Line, Multilingual, TextError};
use serde::{Deserialize, Serialize};

/// A scale has 3 to 8 levels (needs-analysis §3.2).
pub const LEVELS_MIN: usize = 3;
pub const LEVELS_MAX: usize = 8;
/// Characters of a level's title.
const LEVEL_TITLE_MAX: usize = 80;
/// Characters of a level's description.
const LEVEL_DESCRIPTION_MAX: usize = 300;

coded! {
    /// What a scale measures; frameworks and job profiles need one for skill.
    Purpose {
        Skill = "skill",
        Importance = "importance",
        Agreement = "agreement",
        Wish = "wish",
    }
}

/// An ordered set of levels without a hole. Immutable once a framework uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    pub id: ScaleId,
    /// Made by the organisation; otherwise shipped with the product.
    pub own: bool,
    pub code: Code,
    pub title: Multilingual,
    pub purpose: Purpose,
    /// Level 1 first.
    pub levels: Vec<LevelText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelText {
    pub title: Multilingual,
    #[serde(default, skip_serializing_if = "Multilingual::is_empty")]
    pub description: Multilingual,
}

impl Scale {
    /// L, the number of levels.
    pub fn size(&self) -> usize {
        self.levels.len()
    }

    /// As a questionnaire version carries it.
    ///
    /// # Errors
    /// [`TextError`], though a [`Code`] is always a line.
    pub fn for_questionnaire(&self) -> Result<questionnaire::Scale, TextError> {
        let level = |text: &LevelText| questionnaire::ScaleLevel {
            label: text.title.clone(),
            description: text.description.clone(),
        };
        Ok(questionnaire::Scale { code: Line::parse(&self.code)?, levels: self.levels.iter().map(level).collect() })
    }
}

/// What somebody typed for one level.
#[derive(Debug, Clone, Copy, Default)]
pub struct RawLevel<'a> {
    pub title: RawText<'a>,
    pub description: RawText<'a>,
}

impl RawLevel<'_> {
    fn is_blank(&self) -> bool {
        [self.title.de, self.title.en, self.description.de, self.description.en]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LevelPart {
    Title,
    Description,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelError {
    /// 1 is the first level.
    pub level: usize,
    pub part: LevelPart,
    pub language: Language,
    pub error: TextError,
}

/// The levels of a scale: rows left blank at the end do not count, a blank row between others is an error.
///
/// # Errors
/// Every wrong text; fewer than [`LEVELS_MIN`] levels show as missing titles.
pub fn parse_levels(raw: &[RawLevel<'_>]) -> Result<Vec<LevelText>, Vec<LevelError>> {
    let filled = raw.iter().take(LEVELS_MAX).rposition(|level| !level.is_blank()).map_or(0, |last| last + 1);
    let mut levels = Vec::new();
    let mut errors = Vec::new();
    for index in 0..filled.max(LEVELS_MIN) {
        let level = raw.get(index).copied().unwrap_or_default();
        let line = |text| Line::<LEVEL_TITLE_MAX>::parse_optional(text).map(|line| line.map(Line::into_inner));
        let title = both(line(level.title.de), line(level.title.en), true);
        let (de, en) = (level.description.de, level.description.en);
        let description = both(prose::<LEVEL_DESCRIPTION_MAX>(de), prose::<LEVEL_DESCRIPTION_MAX>(en), false);
        for (part, wrong) in
            [(LevelPart::Title, title.as_ref().err()), (LevelPart::Description, description.as_ref().err())]
        {
            let wrong = wrong.into_iter().flatten();
            errors.extend(wrong.map(|&(language, error)| LevelError { level: index + 1, part, language, error }));
        }
        if let (Ok(title), Ok(description)) = (title, description) {
            levels.push(LevelText { title, description });
        }
    }
    if errors.is_empty() { Ok(levels) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(titles: &[&str], expected: Result<usize, &[usize]>) {
        let raw: Vec<RawLevel<'_>> = titles
            .iter()
            .map(|&de| RawLevel { title: RawText { de, en: "" }, description: RawText::default() })
            .collect();
        let found = parse_levels(&raw).map(|levels| levels.len());
        let found = found.map_err(|errors| errors.iter().map(|error| error.level).collect::<Vec<_>>());
        assert_eq!(found, expected.map_err(<[_]>::to_vec), "{titles:?}");
    }

    #[test]
    fn a_scale_has_three_to_eight_levels_without_a_hole() {
        check(&["a", "b", "c"], Ok(3));
        check(&["a", "b", "c", "", ""], Ok(3));
        check(&["a", "b", "c", "d", "e", "f", "g", "h"], Ok(8));
        check(&["a", "b"], Err(&[3]));
        check(&[], Err(&[1, 2, 3]));
        check(&["a", "", "c", "d"], Err(&[2]));
        check(&["a", "b", "c", " ", "e"], Err(&[4]));
    }

    #[test]
    fn a_description_without_a_title_is_an_error_at_the_title() {
        let described = RawLevel { title: RawText::default(), description: RawText { de: "x", en: "" } };
        let titled = RawLevel { title: RawText { de: "a", en: "" }, ..RawLevel::default() };
        let error = LevelError { level: 4, part: LevelPart::Title, language: Language::De, error: TextError::Empty };
        assert_eq!(parse_levels(&[titled, titled, titled, described]), Err(vec![error]));
    }
}
