//! Answers as somebody would post them, read by the product's own parser.

use super::DemoError;
use weiterblick_domain::questionnaire::{
    AnswerKey, Code, Definition, Facet, Question, RatedCompetence, check_complete, form, parse,
};
use weiterblick_domain::survey::{Draft, Merge, Revision};

/// The filled-in form of one person.
pub struct Sheet<'a> {
    definition: &'a Definition,
    fields: Vec<(String, String)>,
}

impl<'a> Sheet<'a> {
    pub const fn new(definition: &'a Definition) -> Self {
        Self { definition, fields: Vec::new() }
    }

    /// A level or the word of an opt-out.
    pub fn rate(&mut self, question: &Question, rated: &RatedCompetence, facet: Facet, value: impl ToString) {
        self.fields.push((form::field_name(&question.rating_key(&rated.code, facet)), value.to_string()));
    }

    /// A choice, yes or no, an opt-out, or a text.
    pub fn answer(&mut self, question: &Code, value: &str) {
        self.fields.push((form::field_name(&AnswerKey::Question(question.clone())), value.to_owned()));
    }

    /// "Something else" with a text.
    pub fn other(&mut self, question: &Code, text: &str) {
        self.answer(question, form::OTHER);
        self.fields.push((form::other_field_name(question), text.to_owned()));
    }

    /// What the product keeps of it.
    ///
    /// # Errors
    /// [`DemoError::Answers`] for what the questionnaire does not take.
    pub fn read(self) -> Result<Draft, DemoError> {
        let changes = parse(self.definition, &self.definition.keys(), &self.fields).map_err(DemoError::Answers)?;
        match Draft::default().merge(Revision::default(), changes) {
            Merge::Merged(draft) if check_complete(self.definition, &draft.answers()).may_submit() => Ok(draft),
            _ => Err(DemoError::Incomplete),
        }
    }
}
