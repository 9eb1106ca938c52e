//! A small questionnaire with every type, for tests.

use super::Definition;

/// The stored version that `freeze::tests` guards: two rated competences with three facets, and one of each other type.
pub(crate) fn definition() -> Definition {
    serde_json::from_str(include_str!("testdata/first_cut.json")).unwrap()
}

pub(crate) fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
