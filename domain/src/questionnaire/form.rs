//! Names and values of HTML form fields. Rendering and parsing both ask here, so they cannot disagree.

use super::answers::Other;
use super::{AnswerKey, Cell, ChosenOne, ChosenSet, Code, OptOut, Value};

/// The map in which every answer field of a form stands: `answers[<key>]`. Other fields of the same form do not.
pub const GROUP: &str = "answers";

/// Form value of "something else".
pub const OTHER: &str = "other";
/// Form value of "none of these".
pub const NONE: &str = "none";
pub const YES: &str = "yes";
pub const NO: &str = "no";

/// `answers[<question>]` or `answers[<question>.<competence>.<facet>]`. The form value of an opt-out is
/// [`OptOut::code`].
pub fn field_name(key: &AnswerKey) -> String {
    field_named(&key.to_string())
}

/// `answers[<question>.other]`: the text beside "something else".
pub fn other_field_name(question: &Code) -> String {
    field_named(&format!("{question}.{OTHER}"))
}

/// The field whose name inside the [`GROUP`] is `inner`.
pub fn field_named(inner: &str) -> String {
    format!("{GROUP}[{inner}]")
}

/// The name inside the [`GROUP`] of a field that is an answer; `None` for every other field of a posted form.
pub fn answer_field(name: &str) -> Option<&str> {
    name.strip_prefix(GROUP)?.strip_prefix('[')?.strip_suffix(']')
}

/// The fields that a browser would post for this cell: what to tick and to fill in when a form is shown again.
pub fn fields_of(key: &AnswerKey, cell: &Cell<Value>) -> Vec<(String, String)> {
    let name = field_name(key);
    match cell {
        Cell::Missing => Vec::new(),
        Cell::CannotJudge => vec![(name, OptOut::CannotJudge.code().to_owned())],
        Cell::NotApplicable => vec![(name, OptOut::NotApplicable.code().to_owned())],
        Cell::DontKnow => vec![(name, OptOut::DontKnow.code().to_owned())],
        Cell::Answered(value) => match value {
            Value::Level(level) => vec![(name, level.get().to_string())],
            Value::Text(text) => vec![(name, text.to_string())],
            Value::YesNo(yes) => vec![(name, if *yes { YES } else { NO }.to_owned())],
            Value::Choice(ChosenOne::Listed(code)) => vec![(name, code.to_string())],
            Value::Choice(ChosenOne::Other(other)) => other_fields(key, name, other).collect(),
            Value::Choices(set) => fields_of_set(key, name, set),
        },
    }
}

fn fields_of_set(key: &AnswerKey, name: String, set: &ChosenSet) -> Vec<(String, String)> {
    if set.is_none_of_these() {
        return vec![(name, NONE.to_owned())];
    }
    let listed = set.listed.iter().map(|code| (name.clone(), code.to_string()));
    listed.chain(set.other.iter().flat_map(|other| other_fields(key, name.clone(), other))).collect()
}

fn other_fields(key: &AnswerKey, name: String, other: &Other) -> impl Iterator<Item = (String, String)> {
    let text = other.text.as_ref().map(|text| (other_field_name(key.question()), text.to_string()));
    std::iter::once((name, OTHER.to_owned())).chain(text)
}
