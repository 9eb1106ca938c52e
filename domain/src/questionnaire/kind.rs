//! The question types.
//!
//! **Adding a type** is a new variant with its own settings struct, and an arm wherever the compiler asks for one: no
//! `match` over [`QuestionKind`] has a wildcard. **Adding a setting** to a stored struct needs
//! `#[serde(default, skip_serializing_if = …)]`, so that stored versions read and hash as before
//! (`freeze::tests` keeps a stored version to prove it).

use super::{Code, CompetenceRating};
use crate::text::Multilingual;
use serde::{Deserialize, Serialize};

/// What is asked and how it is answered (needs-analysis §8.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum QuestionKind {
    CompetenceRating(CompetenceRating),
    Single(Single),
    Multi(Multi),
    TextShort {},
    TextLong {},
    YesNo(YesNo),
    Info(Info),
}

/// One of several choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Single {
    pub choices: Vec<Choice>,
    /// Offers "something else" with a text of its own.
    #[serde(default)]
    pub other: bool,
    #[serde(default)]
    pub dont_know: bool,
}

impl Single {
    /// More choices than this are a select box, not a list (needs-analysis §8.2).
    pub const LIST_MAX: usize = 12;

    pub fn is_select(&self) -> bool {
        self.choices.len() > Self::LIST_MAX
    }
}

/// A set of choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Multi {
    pub choices: Vec<Choice>,
    /// At least so many of the choices and "something else", once anything but `none` is ticked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u8>,
    /// At most so many of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u8>,
    /// Offers "none of these", which is an answer and excludes every other.
    #[serde(default)]
    pub none: bool,
    #[serde(default)]
    pub other: bool,
    #[serde(default)]
    pub dont_know: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YesNo {
    #[serde(default)]
    pub dont_know: bool,
}

/// A text to read; the question's `text` is its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Info {
    /// Restricted markup, see [`markup`](super::markup).
    pub body: Multilingual,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: Code,
    pub label: Multilingual,
}

impl QuestionKind {
    /// The stored code of the type, also a locale key.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CompetenceRating(_) => "competence_rating",
            Self::Single(_) => "single",
            Self::Multi(_) => "multi",
            Self::TextShort {} => "text_short",
            Self::TextLong {} => "text_long",
            Self::YesNo(_) => "yes_no",
            Self::Info(_) => "info",
        }
    }

    /// False for a text that is only read.
    pub const fn is_answerable(&self) -> bool {
        match self {
            Self::CompetenceRating(_)
            | Self::Single(_)
            | Self::Multi(_)
            | Self::TextShort {}
            | Self::TextLong {}
            | Self::YesNo(_) => true,
            Self::Info(_) => false,
        }
    }
}
