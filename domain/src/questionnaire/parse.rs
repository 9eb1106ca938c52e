//! From form fields to cells. The same code runs on the server, where it decides, and in the browser
//! (needs-analysis §8.3). What does not fit is refused, never clipped.

use super::parse_choice::{Picked, multi, single};
use super::{
    AnswerKey, Cell, Changes, CompetenceRating, Definition, LONG_MAX, Level, OptOut, Question, QuestionKind, SHORT_MAX,
    Value, YesNo, form,
};
use crate::text::{Line, Prose, TextError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    /// The name that was posted or expected, see [`form`].
    pub field: String,
    pub problem: FieldProblem,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    #[error("not a field of this page")]
    UnknownField,
    #[error("given more than once")]
    Repeated,
    #[error("not a level from 1 to {max} and no offered opt-out")]
    NotALevel { max: u8 },
    #[error("not one of the offered choices")]
    NotAChoice,
    #[error("{first} and {second} exclude each other")]
    NotTogether { first: Picked, second: Picked },
    #[error("more than {max} choices")]
    TooMany { max: u8 },
    #[error("a text for something else, which is not chosen")]
    OtherNotChosen,
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error("holds a control character")]
    Control,
}

/// Reads the cells `keys` (a page's [`keys`](super::Page::keys), or all of [`Definition::keys`]) from posted fields.
///
/// The result holds a cell for each of them, `Missing` where nothing was ticked or typed, because a browser does not
/// post what is empty. An answer may still be incomplete: [`check_complete`](super::check_complete) is for submitting.
///
/// # Errors
/// A [`FieldError`] for every field that cannot be taken, and for every field that belongs to none of `keys`.
pub fn parse(
    definition: &Definition,
    keys: &[AnswerKey],
    fields: &[(String, String)],
) -> Result<Changes, Vec<FieldError>> {
    let wanted: BTreeSet<&AnswerKey> = keys.iter().collect();
    let mut posted = Posted::group(fields);
    let mut changes = Changes::new();
    let mut errors = Vec::new();
    for question in definition.questions() {
        for key in question.keys().into_iter().filter(|key| wanted.contains(key)) {
            match cell(definition, question, &key, &mut posted) {
                Ok(cell) => {
                    changes.insert(key, cell);
                }
                Err(error) => errors.push(error),
            }
        }
    }
    errors.extend(posted.left_over());
    if errors.is_empty() { Ok(changes) } else { Err(errors) }
}

fn cell(
    definition: &Definition,
    question: &Question,
    key: &AnswerKey,
    posted: &mut Posted<'_>,
) -> Result<Cell<Value>, FieldError> {
    let field = form::field_name(key);
    let values = posted.take(&field);
    let refused = |problem| FieldError { field: field.clone(), problem };
    match &question.kind {
        QuestionKind::CompetenceRating(settings) => level(definition, settings, key, &values).map_err(refused),
        QuestionKind::Single(settings) => single(settings, &question.code, field, &values, posted),
        QuestionKind::Multi(settings) => multi(settings, &question.code, field, &values, posted),
        QuestionKind::TextShort {} => short_text(&values).map_err(refused),
        QuestionKind::TextLong {} => long_text(&values).map_err(refused),
        QuestionKind::YesNo(settings) => yes_no(settings, &values).map_err(refused),
        QuestionKind::Info(_) => Err(refused(FieldProblem::UnknownField)),
    }
}

fn level(
    definition: &Definition,
    settings: &CompetenceRating,
    key: &AnswerKey,
    values: &[&str],
) -> Result<Cell<Value>, FieldProblem> {
    let Some(text) = at_most_one(values)? else { return Ok(Cell::Missing) };
    let offered = |opt_out: &OptOut| match opt_out {
        OptOut::CannotJudge => settings.opt_outs.cannot_judge,
        OptOut::NotApplicable => settings.opt_outs.not_applicable,
        OptOut::DontKnow => false,
    };
    if let Some(opt_out) = OptOut::from_code(text).filter(offered) {
        return Ok(opt_out.into());
    }
    let max = definition.scale_at(key).map_or(0, |scale| u8::try_from(scale.size()).unwrap_or(Level::MAX));
    let level = Level::parse(text, max).map_err(|_| FieldProblem::NotALevel { max })?;
    Ok(Cell::Answered(Value::Level(level)))
}

fn yes_no(settings: &YesNo, values: &[&str]) -> Result<Cell<Value>, FieldProblem> {
    match at_most_one(values)? {
        None => Ok(Cell::Missing),
        Some(form::YES) => Ok(Cell::Answered(Value::YesNo(true))),
        Some(form::NO) => Ok(Cell::Answered(Value::YesNo(false))),
        Some(word) if settings.dont_know && word == OptOut::DontKnow.code() => Ok(Cell::DontKnow),
        Some(_) => Err(FieldProblem::NotAChoice),
    }
}

fn short_text(values: &[&str]) -> Result<Cell<Value>, FieldProblem> {
    match at_most_one(values)? {
        Some(text) => Line::<SHORT_MAX>::parse_optional(text)?.map_or(Ok(Cell::Missing), |line| answered_text(&line)),
        None => Ok(Cell::Missing),
    }
}

fn long_text(values: &[&str]) -> Result<Cell<Value>, FieldProblem> {
    at_most_one(values)?.map_or(Ok(Cell::Missing), answered_text)
}

fn answered_text(text: &str) -> Result<Cell<Value>, FieldProblem> {
    Ok(Prose::<LONG_MAX>::parse_optional(text)?.map_or(Cell::Missing, |prose| Cell::Answered(Value::Text(prose))))
}

/// The value of a field that a form holds once; an empty value counts as none.
pub(super) fn at_most_one<'a>(values: &[&'a str]) -> Result<Option<&'a str>, FieldProblem> {
    match values {
        [] | [""] => Ok(None),
        [value] => Ok(Some(value)),
        _ => Err(FieldProblem::Repeated),
    }
}

impl From<TextError> for FieldProblem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::TooLong { max } => Self::TooLong { max },
            TextError::Control | TextError::Empty => Self::Control,
        }
    }
}

/// Posted fields by name. What nobody takes is unknown.
pub(super) struct Posted<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Posted<'a> {
    fn group(fields: &'a [(String, String)]) -> Self {
        let mut grouped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in fields {
            grouped.entry(name).or_default().push(value);
        }
        Self(grouped)
    }

    pub(super) fn take(&mut self, name: &str) -> Vec<&'a str> {
        self.0.remove(name).unwrap_or_default()
    }

    fn left_over(self) -> impl Iterator<Item = FieldError> {
        self.0.into_keys().map(|name| FieldError { field: name.to_owned(), problem: FieldProblem::UnknownField })
    }
}

#[cfg(test)]
mod tests;
