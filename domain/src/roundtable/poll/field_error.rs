//! What can be wrong with a ballot, and in which of its fields.

use crate::insight::Decimal;
use serde::{Deserialize, Serialize};

/// A refused field of a ballot. All of them together are the answer 422 (live.md §14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {error}")]
pub struct FieldError {
    /// The name in the form without script: `o`, `s.1`, `x`, `p.3`, `d.3`, `g.1.x`, `w.2` (the second entry), `c.1`, `y`;
    /// `p`, `d`, `s`, `g`, `w`, `c` where it is about all of them; `r` in a ranking that came as a list.
    pub field: String,
    pub error: BallotError,
}

impl FieldError {
    pub fn new(field: impl Into<String>, error: BallotError) -> Self {
        Self { field: field.into(), error }
    }
}

/// The locale key and its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum BallotError {
    #[error("nothing is chosen")]
    NothingChosen,
    /// A statement without an answer where all are asked for.
    #[error("this one is not answered")]
    NotAnswered,
    #[error("nothing but blanks or marks")]
    Empty,
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error("holds a control character")]
    Control,
    #[error("not a number")]
    NotANumber,
    #[error("more than {decimals} decimal places")]
    TooPrecise { decimals: u8 },
    #[error("not between {min} and {max}")]
    OutOfRange { min: Decimal, max: Decimal },
    #[error("not a multiple of {step}")]
    NotAMultiple { step: u16 },
    #[error("not an option of this poll")]
    UnknownOption,
    #[error("stands there twice")]
    Repeated,
    #[error("{given} instead of at least {min}")]
    TooFew { min: u8, given: usize },
    #[error("{given} instead of at most {max}")]
    TooMany { max: u8, given: usize },
    #[error("place {place} is given twice")]
    SamePlace { place: u8 },
    #[error("place {place} is missing")]
    PlaceMissing { place: u8 },
    #[error("{given} of {budget} given")]
    WrongSum { given: i64, budget: u16 },
    #[error("{given} given, at most {budget}")]
    OverBudget { given: i64, budget: u16 },
    #[error("placed on one axis only")]
    AxisMissing,
    #[error("this poll takes no abstention")]
    NoAbstention,
    /// The answer is one to another type of poll.
    #[error("an answer to another type of poll")]
    WrongKind,
}

impl BallotError {
    pub(super) fn out_of_range(min: impl Into<i64>, max: impl Into<i64>) -> Self {
        Self::OutOfRange { min: Decimal::new(min.into(), 0), max: Decimal::new(max.into(), 0) }
    }
}

/// A request that is no ballot at all: the answer 400, nothing is stored (live.md §14).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("malformed: {field}")]
pub struct Malformed {
    /// The member or form field that does not fit; [`Self::WHOLE`] when the text is no JSON object.
    pub field: String,
}

impl Malformed {
    pub const WHOLE: &str = "v";

    pub fn new(field: impl Into<String>) -> Self {
        Self { field: field.into() }
    }
}
