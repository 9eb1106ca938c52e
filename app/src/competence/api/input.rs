//! What the forms send, and parsing that collects every wrong field.

use crate::competence::errors;
use crate::error::{Error, FieldError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::str::FromStr;
use weiterblick_domain::competence::{
    Code, RawLevel, RawText, Version, description, parse_anchors, parse_levels, title,
};
use weiterblick_domain::competence::{LEVELS_MAX, LevelText};
use weiterblick_domain::text::{Line, Multilingual};

/// One text in both languages: fields `name[de]` and `name[en]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextInput {
    pub de: String,
    pub en: String,
}

/// What a new node becomes part of: hidden fields `into[framework]` and `into[kind]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NodeInto {
    pub framework: String,
    pub kind: String,
}

/// One level of a scale: fields `levels[l1][title][de]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelInput {
    pub title: TextInput,
    pub description: TextInput,
}

/// One row of a job profile: fields `targets[<competence>][soll_min]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetInput {
    pub soll_min: String,
    pub soll_max: String,
    pub weight: String,
    pub people_needed: String,
    /// `true` takes the competence out of the profile.
    pub remove: String,
}

impl TextInput {
    pub fn raw(&self) -> RawText<'_> {
        RawText { de: &self.de, en: &self.en }
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

    pub fn title(&mut self, name: &str, text: &TextInput) -> Multilingual {
        title(text.raw()).unwrap_or_else(|wrong| {
            self.0.extend(errors::texts(name, wrong));
            Multilingual::default()
        })
    }

    pub fn description(&mut self, name: &str, text: &TextInput) -> Multilingual {
        description(text.raw()).unwrap_or_else(|wrong| {
            self.0.extend(errors::texts(name, wrong));
            Multilingual::default()
        })
    }

    /// `None` also where nothing was typed.
    pub fn code(&mut self, name: &str, raw: &str) -> Option<Code> {
        if raw.trim().is_empty() {
            return None;
        }
        Code::parse(raw).map_err(|wrong| self.add(errors::code(name, wrong))).ok()
    }

    pub fn version(&mut self, name: &str, raw: &str) -> Version {
        Version::parse(raw).unwrap_or_else(|wrong| {
            self.add(errors::code(name, wrong));
            Version::first()
        })
    }

    /// One line that may be left out.
    pub fn line<const MAX: usize>(&mut self, name: &str, raw: &str) -> String {
        match Line::<MAX>::parse_optional(raw) {
            Ok(line) => line.map(Line::into_inner).unwrap_or_default(),
            Err(wrong) => {
                self.add(FieldError::text(name, wrong));
                String::new()
            }
        }
    }

    /// An entry of a list; the first wrong one is an error.
    pub fn chosen<T: FromStr>(&mut self, name: &str, raw: &str) -> Option<T> {
        raw.parse().map_err(|_| self.add(FieldError::new(name, "error.choose"))).ok()
    }

    /// An entry of a list whose first entry, "none", is empty.
    pub fn chosen_or_none<T: FromStr>(&mut self, name: &str, raw: &str) -> Option<T> {
        if raw.is_empty() { None } else { self.chosen(name, raw) }
    }

    pub fn anchors(&mut self, anchors: &BTreeMap<String, TextInput>, levels: usize) -> Vec<Multilingual> {
        let raw = by_level(anchors, levels);
        let raw: Vec<RawText<'_>> = raw.iter().map(|text| text.map(TextInput::raw).unwrap_or_default()).collect();
        parse_anchors(&raw, levels).unwrap_or_else(|wrong| {
            self.0.extend(wrong.into_iter().map(errors::anchor));
            Vec::new()
        })
    }

    pub fn levels(&mut self, levels: &BTreeMap<String, LevelInput>) -> Vec<LevelText> {
        let level = |input: Option<&LevelInput>| {
            let raw =
                |input: &LevelInput| -> (TextInput, TextInput) { (input.title.clone(), input.description.clone()) };
            input.map(raw).unwrap_or_default()
        };
        let texts: Vec<(TextInput, TextInput)> = by_level(levels, LEVELS_MAX).into_iter().map(level).collect();
        let raw: Vec<RawLevel<'_>> = texts
            .iter()
            .map(|(title, description)| RawLevel { title: title.raw(), description: description.raw() })
            .collect();
        parse_levels(&raw).unwrap_or_else(|wrong| {
            self.0.extend(wrong.into_iter().map(errors::level));
            Vec::new()
        })
    }

    /// # Errors
    /// All wrong fields at once.
    pub fn done(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::invalid(self.0)) }
    }
}

/// The entries `l1`, `l2` … in order.
fn by_level<T>(inputs: &BTreeMap<String, T>, levels: usize) -> Vec<Option<&T>> {
    (1..=levels).map(|level| inputs.get(&format!("l{level}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(de: &str, en: &str) -> TextInput {
        TextInput { de: de.to_owned(), en: en.to_owned() }
    }

    fn names(fields: Fields) -> Vec<String> {
        fields.done().map_or_else(|error| error.fields.into_iter().map(|field| field.field).collect(), |()| Vec::new())
    }

    #[test]
    fn every_wrong_field_is_named_as_the_form_names_it() {
        let mut fields = Fields::default();
        fields.title("title", &text("", "x"));
        fields.code("code", "a b");
        fields.version("version", "");
        fields.anchors(&BTreeMap::from([("l1".to_owned(), text("a", "")), ("l3".to_owned(), text("c", ""))]), 3);
        assert_eq!(names(fields), ["title[de]", "code", "version", "anchors[l2][de]"]);
    }

    #[test]
    fn levels_come_in_their_order_whatever_the_form_sends_first() {
        let level = |title: &str| LevelInput { title: text(title, ""), description: TextInput::default() };
        let sent = BTreeMap::from([
            ("l3".to_owned(), level("c")),
            ("l1".to_owned(), level("a")),
            ("l2".to_owned(), level("b")),
            ("l9".to_owned(), level("z")),
        ]);
        let mut fields = Fields::default();
        let levels = fields.levels(&sent);
        assert!(names(fields).is_empty());
        assert_eq!(levels.iter().map(|level| level.title.get(Default::default())).collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn what_may_be_left_out_is_no_error() {
        let mut fields = Fields::default();
        assert!(fields.description("description", &TextInput::default()).is_empty());
        assert_eq!(fields.code("code", "  "), None);
        assert_eq!(fields.chosen_or_none::<Code>("scale", ""), None);
        assert!(fields.anchors(&BTreeMap::new(), 5).is_empty());
        assert!(names(fields).is_empty());
    }
}
