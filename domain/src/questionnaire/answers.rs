//! Answers: which cell belongs to which question.

use super::{Cell, Code, Facet, Level};
use crate::text::{Line, Prose};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// Characters of a short answer and of the text beside "something else".
pub const SHORT_MAX: usize = 200;
/// Characters of a long answer.
pub const LONG_MAX: usize = 4_000;

/// Which cell. As text it is the condition language's reference without `$`: `rolle`, `dig.c1_1.ist` (needs-analysis §9).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKey {
    Question(Code),
    Rating { question: Code, competence: Code, facet: Facet },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the key of an answer")]
pub struct InvalidAnswerKey;

impl AnswerKey {
    pub const fn question(&self) -> &Code {
        match self {
            Self::Question(question) | Self::Rating { question, .. } => question,
        }
    }
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(question) => question.fmt(f),
            Self::Rating { question, competence, facet } => write!(f, "{question}.{competence}.{facet}"),
        }
    }
}

impl FromStr for AnswerKey {
    type Err = InvalidAnswerKey;

    fn from_str(text: &str) -> Result<Self, InvalidAnswerKey> {
        let code = |part: &str| Code::parse(part).map_err(|_| InvalidAnswerKey);
        match text.split('.').collect::<Vec<_>>().as_slice() {
            [question] => Ok(Self::Question(code(question)?)),
            [question, competence, facet] => Ok(Self::Rating {
                question: code(question)?,
                competence: code(competence)?,
                facet: Facet::from_code(facet).ok_or(InvalidAnswerKey)?,
            }),
            _ => Err(InvalidAnswerKey),
        }
    }
}

impl Serialize for AnswerKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AnswerKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What was answered. Every value names its kind, so that kinds to come cannot be mistaken for one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    Level(Level),
    Choice(ChosenOne),
    Choices(ChosenSet),
    Text(Prose<LONG_MAX>),
    YesNo(bool),
}

impl Value {
    pub const fn level(&self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(*level),
            Self::Choice(_) | Self::Choices(_) | Self::Text(_) | Self::YesNo(_) => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ChosenOne {
    Listed(Code),
    Other(Other),
}

/// The empty set is the answer "none of these" (needs-analysis §9); nothing ticked at all is `Cell::Missing`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenSet {
    pub listed: BTreeSet<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Other>,
}

impl ChosenSet {
    pub fn count(&self) -> usize {
        self.listed.len() + usize::from(self.other.is_some())
    }

    pub fn is_none_of_these(&self) -> bool {
        self.count() == 0
    }
}

/// "Something else" was chosen; its text may still be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Line<SHORT_MAX>>,
}

/// Cells to be written. A `Missing` cell takes the answer back.
pub type Changes = BTreeMap<AnswerKey, Cell<Value>>;

/// The answers of one person. A cell that is not in it is missing, and `Missing` itself is never kept, so that equal
/// answers are equal JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Changes")]
pub struct Answers(BTreeMap<AnswerKey, Cell<Value>>);

impl Answers {
    pub fn get(&self, key: &AnswerKey) -> &Cell<Value> {
        self.0.get(key).unwrap_or(&Cell::Missing)
    }

    pub fn set(&mut self, key: AnswerKey, cell: Cell<Value>) {
        if cell.is_missing() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, cell);
        }
    }

    /// In the order of the keys, which says nothing about the order of answering.
    pub fn iter(&self) -> impl Iterator<Item = (&AnswerKey, &Cell<Value>)> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Only the cells whose key is in `keys`.
    #[must_use]
    pub fn only(mut self, keys: &BTreeSet<AnswerKey>) -> Self {
        self.0.retain(|key, _| keys.contains(key));
        self
    }
}

impl From<Changes> for Answers {
    fn from(changes: Changes) -> Self {
        changes.into_iter().collect()
    }
}

impl FromIterator<(AnswerKey, Cell<Value>)> for Answers {
    fn from_iter<I: IntoIterator<Item = (AnswerKey, Cell<Value>)>>(cells: I) -> Self {
        Self(cells.into_iter().filter(|(_, cell)| !cell.is_missing()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_the_condition_language_writes_it() {
        for text in ["rolle", "dig.c1_1.ist", "dig.c1_1.haeufig"] {
            assert_eq!(text.parse::<AnswerKey>().unwrap().to_string(), text);
        }
        for bad in ["", ".", "a.b", "a.b.c", "a.b.ist.d", "A", "a..ist", "a.b.Ist"] {
            assert_eq!(bad.parse::<AnswerKey>(), Err(InvalidAnswerKey), "{bad}");
        }
    }

    #[test]
    fn missing_cells_leave_no_trace() {
        let json = r#"{"b":"missing","a":{"answered":{"yes_no":true}},"c":"dont_know"}"#;
        let answers: Answers = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&answers).unwrap(), r#"{"a":{"answered":{"yes_no":true}},"c":"dont_know"}"#);
        assert_eq!(answers.get(&"b".parse().unwrap()), &Cell::Missing);
    }

    #[test]
    fn an_answer_taken_back_is_gone() {
        let key: AnswerKey = "a".parse().unwrap();
        let mut answers = Answers::default();
        answers.set(key.clone(), Cell::DontKnow);
        assert!(!answers.is_empty());
        answers.set(key, Cell::Missing);
        assert!(answers.is_empty());
    }

    #[test]
    fn a_stored_number_outside_the_levels_is_refused() {
        assert!(serde_json::from_str::<Answers>(r#"{"q.c.ist":{"answered":{"level":0}}}"#).is_err());
        assert!(serde_json::from_str::<Answers>(r#"{"q.c.ist":{"answered":{"level":9}}}"#).is_err());
        assert!(serde_json::from_str::<Answers>(r#"{"q.c.ist":{"answered":{"level":8}}}"#).is_ok());
    }
}
