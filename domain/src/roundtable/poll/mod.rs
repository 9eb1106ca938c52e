//! Polls: what is asked, what may be answered, and what comes out (live.md §5).
//!
//! ```text
//! author's form ─ Rules::problems ─▶ Rules + options
//! JSON / form   ─ Payload ─ validate ─▶ Ballot ─ Tally::apply ─▶ Outcome
//! ```
//!
//! Each poll type has a file of its own with its rules, its check of an answer, its tally and its result.

mod allot;
mod ballot;
pub mod cards;
pub mod chain;
pub mod close;
mod company;
pub mod dots;
mod field_error;
mod figures;
pub mod form;
pub mod grid;
mod hands;
mod json;
mod kind;
pub mod multi;
pub mod number;
mod option;
mod outcome;
mod payload;
pub mod points;
mod problem;
pub mod publish;
pub mod rank;
mod rules;
pub mod scale;
mod settings;
pub mod shift;
mod similar;
pub mod single;
pub mod split;
mod tally;
pub mod template;
mod typed;
mod validate;
mod views;
mod voice;
mod wording;
pub mod words;
pub mod yesno;

#[cfg(test)]
pub(crate) mod any;
#[cfg(test)]
pub(crate) mod fixture;

pub use ballot::{Answer, Ballot, UnreadableBallot};
pub use company::company_key;
pub use field_error::{BallotError, FieldError, Malformed};
pub use hands::{Hands, Mark, TooManyHands};
pub use kind::Kind;
pub use option::{InvalidOptionNo, OptionNo, OptionSet, OptionSource, OptionState, PollOption, active_options};
pub use outcome::{Figures, Outcome, Weight};
pub use payload::{Amounts, NotANumber, Payload};
pub use problem::{RuleError, RuleProblem};
pub use rules::Rules;
pub use settings::{OptionChange, OptionRefusal, Secrecy, Term, Terms, VoiceRule, Weights};
pub use similar::{Similar, similar};
pub use tally::Tally;
pub use typed::{Typed, typed};
pub use validate::{Accepted, Note, Offer, validate};
pub use views::Views;
pub use voice::{COMPANY, Source, Sources, Voice};
pub use wording::Wording;
