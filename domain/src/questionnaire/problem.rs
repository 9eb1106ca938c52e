//! What can be wrong with a definition, and where.

use super::{Code, Facet, ScaleCode};
use crate::text::Language;

/// A problem that stands against freezing a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct DefinitionError {
    pub place: Place,
    pub problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Place {
    #[error("questionnaire")]
    Questionnaire,
    #[error("scale {0}")]
    Scale(ScaleCode),
    #[error("section {0}")]
    Section(Code),
    #[error("question {0}")]
    Question(Code),
    #[error("question {question}, choice {choice}")]
    Choice { question: Code, choice: Code },
    #[error("question {question}, competence {competence}")]
    Competence { question: Code, competence: Code },
}

/// Which text of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Title,
    Intro,
    Text,
    Hint,
    Body,
    Label,
    Description,
    Prompt(Facet),
    LevelLabel(usize),
    LevelDescription(usize),
    Anchor(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("{part:?} is empty in {}", language.code())]
    TextMissing { part: Part, language: Language },
    #[error("{part:?} in {} is longer than {max} characters", language.code())]
    TextTooLong { part: Part, language: Language, max: usize },
    #[error("{part:?} in {} holds a control character", language.code())]
    TextControl { part: Part, language: Language },
    #[error("the base language is not offered")]
    BaseLanguageNotOffered,
    #[error("the code is used twice")]
    CodeRepeated,
    #[error("the code is a reserved word")]
    CodeReserved,
    #[error("the same competence is rated twice in one question")]
    CompetenceRepeated,
    #[error("has no question")]
    NoQuestion,
    #[error("has nothing to answer")]
    NothingToAnswer,
    #[error("has more than {max} questions")]
    TooManyQuestions { max: usize },
    #[error("rates more than {max} competences")]
    TooManyRatedCompetences { max: usize },
    #[error("has no competence")]
    NoCompetence,
    #[error("has more than {max} competences")]
    TooManyRows { max: usize },
    #[error("has fewer than {min} choices")]
    TooFewChoices { min: usize },
    #[error("has more than {max} choices")]
    TooManyChoices { max: usize },
    #[error("min and max allow no set of the {offered} choices offered")]
    ImpossibleRange { offered: usize },
    #[error("does not ask for the current level")]
    CurrentNotAsked,
    #[error("scale {scale} is not part of the version")]
    UnknownScale { scale: ScaleCode },
    #[error("has not {min} to {max} levels")]
    ScaleSize { min: usize, max: usize },
    #[error("mixes scales of {first} and {second} levels")]
    MixedScaleSizes { first: usize, second: usize },
    #[error("current level has {current} levels, importance {importance}")]
    ImportanceScaleSize { current: usize, importance: usize },
    #[error("has {found} anchors for {levels} levels")]
    AnchorCount { found: usize, levels: usize },
    #[error("shows anchors, but not every level has one")]
    AnchorsIncomplete,
}
