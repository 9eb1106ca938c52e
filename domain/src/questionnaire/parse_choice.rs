//! Single and multiple choice from form fields.

use super::answers::{Other, SHORT_MAX};
use super::parse::{FieldError, FieldProblem, Posted, at_most_one};
use super::{Cell, Choice, ChosenOne, ChosenSet, Code, Multi, OptOut, Single, Value, form};
use crate::text::Line;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that can be ticked in a choice question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Picked {
    /// "None of these"; excludes everything else.
    None,
    /// The opt-out; excludes everything else.
    DontKnow,
    Listed(Code),
    Other,
}

impl Picked {
    const fn excludes_others(&self) -> bool {
        matches!(self, Self::None | Self::DontKnow)
    }
}

impl fmt::Display for Picked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str(form::NONE),
            Self::DontKnow => OptOut::DontKnow.fmt(f),
            Self::Listed(code) => code.fmt(f),
            Self::Other => f.write_str(form::OTHER),
        }
    }
}

/// What a choice question offers.
struct Offer<'a> {
    choices: &'a [Choice],
    none: bool,
    other: bool,
    dont_know: bool,
}

impl Offer<'_> {
    fn pick(&self, value: &str) -> Result<Picked, FieldProblem> {
        let listed = || self.choices.iter().find(|choice| choice.code.as_str() == value);
        match value {
            form::NONE if self.none => Ok(Picked::None),
            form::OTHER if self.other => Ok(Picked::Other),
            _ if self.dont_know && value == OptOut::DontKnow.code() => Ok(Picked::DontKnow),
            _ => listed().map(|choice| Picked::Listed(choice.code.clone())).ok_or(FieldProblem::NotAChoice),
        }
    }

    /// The text beside "something else", which may only be given where that is chosen.
    fn other_text(&self, question: &Code, chosen: bool, posted: &mut Posted<'_>) -> Result<Other, FieldError> {
        if !self.other {
            return Ok(Other::default());
        }
        let field = form::other_field_name(question);
        let text = at_most_one(&posted.take(&field)).and_then(|text| match text {
            Some(text) => Ok(Line::<SHORT_MAX>::parse_optional(text)?),
            None => Ok(None),
        });
        match text {
            Ok(Some(_)) if !chosen => Err(FieldError { field, problem: FieldProblem::OtherNotChosen }),
            Ok(text) => Ok(Other { text }),
            Err(problem) => Err(FieldError { field, problem }),
        }
    }
}

pub(super) fn single(
    settings: &Single,
    question: &Code,
    field: String,
    values: &[&str],
    posted: &mut Posted<'_>,
) -> Result<Cell<Value>, FieldError> {
    let offer = Offer { choices: &settings.choices, none: false, other: settings.other, dont_know: settings.dont_know };
    let picked = at_most_one(values).and_then(|value| value.map(|value| offer.pick(value)).transpose());
    let other = offer.other_text(question, picked == Ok(Some(Picked::Other)), posted);
    Ok(match picked.map_err(|problem| FieldError { field, problem })? {
        None | Some(Picked::None) => other.map(|_| Cell::Missing)?,
        Some(Picked::DontKnow) => other.map(|_| Cell::DontKnow)?,
        Some(Picked::Listed(code)) => other.map(|_| Cell::Answered(Value::Choice(ChosenOne::Listed(code))))?,
        Some(Picked::Other) => Cell::Answered(Value::Choice(ChosenOne::Other(other?))),
    })
}

pub(super) fn multi(
    settings: &Multi,
    question: &Code,
    field: String,
    values: &[&str],
    posted: &mut Posted<'_>,
) -> Result<Cell<Value>, FieldError> {
    let offer =
        Offer { choices: &settings.choices, none: settings.none, other: settings.other, dont_know: settings.dont_know };
    let picked = pick_set(&offer, values);
    let other_chosen = picked.as_ref().is_ok_and(|picked| picked.contains(&Picked::Other));
    let other = offer.other_text(question, other_chosen, posted);
    let picked = picked.map_err(|problem| FieldError { field: field.clone(), problem })?;
    let other = other?;
    let mut set = ChosenSet::default();
    for one in &picked {
        match one {
            Picked::None => return Ok(Cell::Answered(Value::Choices(ChosenSet::default()))),
            Picked::DontKnow => return Ok(Cell::DontKnow),
            Picked::Listed(code) => {
                set.listed.insert(code.clone());
            }
            Picked::Other => set.other = Some(other.clone()),
        }
    }
    match settings.max {
        _ if set.count() == 0 => Ok(Cell::Missing),
        Some(max) if set.count() > usize::from(max) => {
            Err(FieldError { field, problem: FieldProblem::TooMany { max } })
        }
        _ => Ok(Cell::Answered(Value::Choices(set))),
    }
}

/// What was ticked, exclusive boxes first; each at most once and nothing beside an exclusive one.
fn pick_set(offer: &Offer<'_>, values: &[&str]) -> Result<Vec<Picked>, FieldProblem> {
    let mut picked = values.iter().map(|value| offer.pick(value)).collect::<Result<Vec<_>, _>>()?;
    picked.sort();
    if picked.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(FieldProblem::Repeated);
    }
    match picked.as_slice() {
        [first, second, ..] if first.excludes_others() => {
            Err(FieldProblem::NotTogether { first: first.clone(), second: second.clone() })
        }
        _ => Ok(picked),
    }
}
