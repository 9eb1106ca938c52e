//! What the forms send, and parsing that collects every wrong field.

use crate::error::{Error, FieldError};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::str::FromStr;
use weiterblick_domain::roundtable::poll::{RuleError, RuleProblem, Wording};
use weiterblick_domain::text::{Line, Prose, TextError};

/// One text of an organiser: fields `name[de]`, `name[en]` and `name[plain]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextInput {
    pub de: String,
    pub en: String,
    pub plain: String,
}

impl TextInput {
    fn is_empty(&self) -> bool {
        [&self.de, &self.en, &self.plain].iter().all(|text| text.trim().is_empty())
    }
}

/// Parses field by field and remembers what is wrong; a wrong field gives a stand-in that is never used, because
/// [`Fields::done`] refuses first.
#[derive(Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    pub fn add(&mut self, error: FieldError) {
        self.0.push(error);
    }

    pub fn is_clean(&self) -> bool {
        self.0.is_empty()
    }

    /// One line in German, perhaps in English and in plain words.
    pub fn line<const MAX: usize>(&mut self, name: &str, input: &TextInput) -> Wording {
        self.wording(name, input, |text| Line::<MAX>::parse(text).map(Line::into_inner))
    }

    /// Several lines, or nothing in any language.
    pub fn prose<const MAX: usize>(&mut self, name: &str, input: &TextInput) -> Option<Wording> {
        let parse = |text: &str| Prose::<MAX>::parse(text).map(Prose::into_inner);
        (!input.is_empty()).then(|| self.wording(name, input, parse))
    }

    fn wording(&mut self, name: &str, input: &TextInput, parse: impl Fn(&str) -> Result<String, TextError>) -> Wording {
        let mut version = |language: &str, text: &str| match parse(text) {
            Ok(text) => Some(text),
            Err(TextError::Empty) if language != "de" => None,
            Err(error) => {
                self.add(FieldError::text(&format!("{name}[{language}]"), error));
                None
            }
        };
        Wording {
            de: version("de", &input.de).unwrap_or_default(),
            en: version("en", &input.en),
            plain: version("plain", &input.plain),
        }
    }

    /// One line that may be left out.
    pub fn short<const MAX: usize>(&mut self, name: &str, raw: &str) -> String {
        match Line::<MAX>::parse_optional(raw) {
            Ok(line) => line.map(Line::into_inner).unwrap_or_default(),
            Err(error) => {
                self.add(FieldError::text(name, error));
                String::new()
            }
        }
    }

    /// A whole number in a range.
    pub fn number<T>(&mut self, name: &str, raw: &str, range: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + ToString + Copy,
    {
        match raw.trim().parse().ok().filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                let (min, max) = (*range.start(), *range.end());
                self.add(
                    FieldError::new(name, "host.rule.out_of_range")
                        .with("min", min.to_string())
                        .with("max", max.to_string()),
                );
                min
            }
        }
    }

    /// As [`Self::number`]; nothing typed means none.
    pub fn number_or_none<T>(&mut self, name: &str, raw: &str, range: RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + ToString + Copy,
    {
        (!raw.trim().is_empty()).then(|| self.number(name, raw, range))
    }

    /// An entry of a list.
    pub fn chosen<T>(&mut self, name: &str, found: Option<T>, stand_in: T) -> T {
        found.unwrap_or_else(|| {
            self.add(FieldError::new(name, "error.choose"));
            stand_in
        })
    }

    /// What the rules of the domain say; `field` tells how the form names a field of theirs.
    pub fn rules(&mut self, errors: Vec<RuleError>, field: impl Fn(&str) -> String) {
        self.0.extend(errors.into_iter().map(|error| problem(field(&error.field), error.problem)));
    }

    /// # Errors
    /// All wrong fields at once.
    pub fn done(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::invalid(self.0)) }
    }
}

/// The message for a rule that a field breaks.
pub fn problem(field: String, problem: RuleProblem) -> FieldError {
    let named = |key: &str| FieldError::new(field.clone(), key);
    match problem {
        RuleProblem::Empty => named("error.text.empty"),
        RuleProblem::TooLong { max } => named("error.text.too_long").with("max", max),
        RuleProblem::Control => named("error.text.control"),
        RuleProblem::OutOfRange { min, max } => named("host.rule.out_of_range").with("min", min).with("max", max),
        RuleProblem::NotOffered => named("host.rule.not_offered"),
        RuleProblem::TooFew { min } => named("host.rule.too_few").with("min", min),
        RuleProblem::TooMany { max } => named("host.rule.too_many").with("max", max),
        RuleProblem::Repeated => named("host.rule.repeated"),
        RuleProblem::Reversed => named("host.rule.reversed"),
        RuleProblem::NotAMultiple { step } => named("host.rule.not_a_multiple").with("step", step),
        RuleProblem::Unreachable { max } => named("host.rule.unreachable").with("max", max),
    }
}

/// An id from a form; what is none belongs to nothing.
pub fn id<T: FromStr>(raw: &str) -> Result<T, Error> {
    raw.parse().map_err(|_| Error::not_found())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(de: &str, en: &str) -> TextInput {
        TextInput { de: de.to_owned(), en: en.to_owned(), plain: String::new() }
    }

    fn names(fields: Fields) -> Vec<String> {
        fields.done().map_or_else(|error| error.fields.into_iter().map(|field| field.field).collect(), |()| Vec::new())
    }

    #[test]
    fn every_wrong_field_is_named_as_the_form_names_it() {
        let mut fields = Fields::default();
        fields.line::<5>("title", &text("", "zu lang"));
        fields.number("k", "3", 5..=20);
        fields.number_or_none("timer", "x", 5..=3_600);
        fields.chosen("kind", None, 1);
        let too_many = RuleError { field: "max".to_owned(), problem: RuleProblem::TooMany { max: 3 } };
        fields.rules(vec![too_many], |field| format!("rules[{field}]"));
        assert_eq!(names(fields), ["title[de]", "title[en]", "k", "timer", "kind", "rules[max]"]);
    }

    #[test]
    fn what_may_be_left_out_is_no_error() {
        let mut fields = Fields::default();
        assert_eq!(fields.prose::<100>("help", &text(" ", "")), None);
        assert_eq!(fields.line::<100>("title", &text("Titel", " ")), Wording::german("Titel"));
        assert_eq!(fields.number_or_none::<u32>("timer", " ", 5..=9), None);
        assert!(names(fields).is_empty());
    }

    #[test]
    fn help_in_english_alone_asks_for_german() {
        let mut fields = Fields::default();
        fields.prose::<100>("help", &text("", "Help"));
        assert_eq!(names(fields), ["help[de]"]);
    }
}
