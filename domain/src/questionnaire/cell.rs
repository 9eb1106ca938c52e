//! The state of one answer.

use crate::coded::coded;
use serde::{Deserialize, Serialize};

/// One answer cell: per question, and in a rating per competence and facet (needs-analysis §3.3).
///
/// The last three are opt-outs: somebody looked and decided not to answer. They are stored as states and exported as
/// words; there is deliberately no way to turn one into a number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell<T> {
    Answered(T),
    #[default]
    Missing,
    CannotJudge,
    NotApplicable,
    DontKnow,
}

coded! {
    /// What a cell says besides a value.
    OptOut {
        CannotJudge = "cannot_judge",
        NotApplicable = "not_applicable",
        DontKnow = "dont_know",
    }
}

impl<T> Cell<T> {
    /// The value, if there is one.
    pub fn answered(&self) -> Option<&T> {
        match self {
            Self::Answered(value) => Some(value),
            Self::Missing | Self::CannotJudge | Self::NotApplicable | Self::DontKnow => None,
        }
    }

    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    pub fn opt_out(&self) -> Option<OptOut> {
        match self {
            Self::CannotJudge => Some(OptOut::CannotJudge),
            Self::NotApplicable => Some(OptOut::NotApplicable),
            Self::DontKnow => Some(OptOut::DontKnow),
            Self::Answered(_) | Self::Missing => None,
        }
    }

    /// The same state with another value; `None` from `f` means that the value is of another kind, which counts as missing.
    pub fn and_then<U>(&self, f: impl FnOnce(&T) -> Option<U>) -> Cell<U> {
        match self {
            Self::Answered(value) => f(value).map_or(Cell::Missing, Cell::Answered),
            Self::Missing => Cell::Missing,
            Self::CannotJudge => Cell::CannotJudge,
            Self::NotApplicable => Cell::NotApplicable,
            Self::DontKnow => Cell::DontKnow,
        }
    }
}

impl<T> From<OptOut> for Cell<T> {
    fn from(state: OptOut) -> Self {
        match state {
            OptOut::CannotJudge => Self::CannotJudge,
            OptOut::NotApplicable => Self::NotApplicable,
            OptOut::DontKnow => Self::DontKnow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_stored_as_words_and_come_back_as_the_same_state() {
        for (cell, json) in [
            (Cell::Answered(3), r#"{"answered":3}"#),
            (Cell::Missing, r#""missing""#),
            (Cell::CannotJudge, r#""cannot_judge""#),
            (Cell::NotApplicable, r#""not_applicable""#),
            (Cell::DontKnow, r#""dont_know""#),
        ] {
            assert_eq!(serde_json::to_string(&cell).unwrap(), json);
            assert_eq!(serde_json::from_str::<Cell<u8>>(json).unwrap(), cell);
        }
        assert!(serde_json::from_str::<Cell<u8>>("0").is_err());
    }

    #[test]
    fn an_opt_out_is_neither_missing_nor_a_value() {
        for opt_out in OptOut::ALL {
            let cell = Cell::<u8>::from(*opt_out);
            assert_eq!((cell.opt_out(), cell.answered(), cell.is_missing()), (Some(*opt_out), None, false));
            assert_eq!(cell.and_then(|n| Some(n + 1)), cell);
        }
    }
}
