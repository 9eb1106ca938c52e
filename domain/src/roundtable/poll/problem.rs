//! What can be wrong with a poll, and in which of its author's fields.

use super::Wording;
use serde::{Deserialize, Serialize};

/// A field of the author's form that stands against saving the poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct RuleError {
    /// Name inside the rules (`max`, `labels.2`, `x.low`) or of an option (`options.3`, after its number).
    pub field: String,
    pub problem: RuleProblem,
}

/// The locale key and its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum RuleProblem {
    #[error("empty")]
    Empty,
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error("holds a control character")]
    Control,
    #[error("not between {min} and {max}")]
    OutOfRange { min: i64, max: i64 },
    #[error("not one of the values that can be chosen")]
    NotOffered,
    #[error("fewer than {min}")]
    TooFew { min: usize },
    #[error("more than {max}")]
    TooMany { max: usize },
    #[error("stands there twice")]
    Repeated,
    #[error("the smallest is not below the greatest")]
    Reversed,
    #[error("not a multiple of {step}")]
    NotAMultiple { step: i64 },
    #[error("all options together can take only {max}")]
    Unreachable { max: i64 },
}

/// Collects problems in the order in which they are found.
pub(super) struct Found(pub(super) Vec<RuleError>);

impl Found {
    pub(super) fn when(&mut self, wrong: bool, field: impl Into<String>, problem: RuleProblem) {
        if wrong {
            self.0.push(RuleError { field: field.into(), problem });
        }
    }

    pub(super) fn range(&mut self, field: &str, value: impl Into<i64>, min: impl Into<i64>, max: impl Into<i64>) {
        let (min, max) = (min.into(), max.into());
        self.when(!(min..=max).contains(&value.into()), field, RuleProblem::OutOfRange { min, max });
    }

    pub(super) fn count(&mut self, field: &str, count: usize, min: usize, max: usize) {
        self.when(count < min, field, RuleProblem::TooFew { min });
        self.when(count > max, field, RuleProblem::TooMany { max });
    }

    /// German must be there; every version that is there must be a text of at most `max` characters.
    pub(super) fn wording(&mut self, field: &str, wording: &Wording, max: usize) {
        let empty = wording.versions().any(|text| text.trim().is_empty());
        let long = wording.versions().any(|text| text.chars().count() > max);
        let control = wording.versions().flat_map(str::chars).any(char::is_control);
        self.when(empty, field, RuleProblem::Empty);
        self.when(long, field, RuleProblem::TooLong { max });
        self.when(control, field, RuleProblem::Control);
    }
}
