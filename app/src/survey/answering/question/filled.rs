//! What stands in the controls: what was just sent, else what is stored.

use crate::error::FieldError;
use crate::form::FormReport;
use crate::ui::message;
use weiterblick_domain::questionnaire::{Answers, form};

/// Fields with their values and messages.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    fields: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Filled {
    /// What is stored.
    pub fn stored(answers: &Answers) -> Self {
        let fields = answers.iter().flat_map(|(key, cell)| form::fields_of(key, cell)).collect();
        Self { fields, errors: Vec::new() }
    }

    /// What was sent and could not be taken as it is: it stays in the form, with its messages.
    pub fn sent(report: &FormReport) -> Self {
        let errors = report.outcome.as_ref().err().map(|error| error.fields.clone()).unwrap_or_default();
        Self { fields: report.values.clone(), errors }
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(field, sent)| field == name && sent == value)
    }

    /// The value of a text field.
    pub fn text(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    pub(super) fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == name).map(message)
    }
}
