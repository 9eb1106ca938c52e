//! Questionnaires: what is asked, in which words, and what may be answered.
//!
//! A [`Definition`] is edited, checked ([`Definition::problems`]) and frozen ([`FrozenDefinition`]). Answers come from
//! form fields ([`parse`]), belong to [`AnswerKey`]s and are [`Cell`]s; [`pages`] lays the questions out.

mod answers;
mod canonical;
mod cell;
mod code;
mod complete;
mod definition;
mod digest;
mod facet;
pub mod form;
mod freeze;
mod kind;
mod level;
pub mod markup;
mod pages;
mod parse;
mod parse_choice;
mod problem;
mod rating;
mod scale;
mod texts;
mod validate;

#[cfg(test)]
pub(crate) mod any_answers;
#[cfg(test)]
pub(crate) mod fixture;

pub use answers::{
    AnswerKey, Answers, Changes, ChosenOne, ChosenSet, InvalidAnswerKey, LONG_MAX, Other, SHORT_MAX, Value,
};
pub use canonical::canonical_json;
pub use cell::{Cell, OptOut};
pub use code::{Code, InvalidCode};
pub use complete::{Completeness, OpenItem, OpenReason, check_complete};
pub use definition::{Definition, Question, Section};
pub use digest::{Digest, InvalidHex};
pub use facet::Facet;
pub use freeze::{FreezeError, FrozenDefinition, UnreadableVersion};
pub use kind::{Choice, Info, Multi, QuestionKind, Single, YesNo};
pub use level::{InvalidLevel, Level};
pub use pages::{Item, LONG_QUESTIONNAIRE_SECONDS, Layout, Page, PagePart, Progress, pages, progress};
pub use parse::{FieldError, FieldProblem, parse};
pub use parse_choice::Picked;
pub use problem::{DefinitionError, Part, Place, Problem};
pub use rating::{CompetenceKey, CompetenceRating, FacetSettings, RatedCompetence, RatingOptOuts};
pub use scale::{Scale, ScaleCode, ScaleLevel};
pub use texts::TextAt;
pub use validate::{
    CHOICES_MAX, CHOICES_MIN, QUESTIONS_MAX, RATED_COMPETENCES_MAX, ROWS_MAX, SCALE_LEVELS_MAX, SCALE_LEVELS_MIN,
};

pub(crate) use digest::{from_hex, to_hex};

#[cfg(test)]
mod round_trip_tests;
