//! From a posted page to cells, mistake by mistake: what can be read is taken even if something beside it cannot.

use super::values::choice_label;
use crate::error::FieldError;
use weiterblick_domain::questionnaire::{
    self as model, AnswerKey, Changes, Code, Definition, FieldProblem, Picked, QuestionKind, form, parse,
};
use weiterblick_domain::text::Language;

/// What a posted page says.
#[derive(Debug, Default)]
pub struct Reading {
    pub changes: Changes,
    pub refused: Vec<model::FieldError>,
}

/// A field that is not on the page: no browser that shows our page sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignField;

/// Reads the cells `keys` of a page.
///
/// # Errors
/// [`ForeignField`].
pub fn read(definition: &Definition, keys: &[AnswerKey], fields: &[(String, String)]) -> Result<Reading, ForeignField> {
    let mut reading = Reading::default();
    let mut known = 0;
    for key in keys {
        let names = [Some(form::field_name(key)), other_name(key)];
        let belongs = |name: &str| names.iter().flatten().any(|own| own == name);
        let own: Vec<_> = fields.iter().filter(|(name, _)| belongs(name)).cloned().collect();
        known += own.len();
        match parse(definition, std::slice::from_ref(key), &own) {
            // A radio button cannot be taken back: nothing chosen says nothing, above all not that another device's
            // answer is wrong.
            Ok(_) if own.is_empty() && is_radio(definition, key) => {}
            Ok(changes) => reading.changes.extend(changes),
            Err(errors) => reading.refused.extend(errors),
        }
    }
    let foreign = |error: &model::FieldError| error.problem == FieldProblem::UnknownField;
    if known != fields.len() || reading.refused.iter().any(foreign) { Err(ForeignField) } else { Ok(reading) }
}

fn is_radio(definition: &Definition, key: &AnswerKey) -> bool {
    match definition.question(key.question()).map(|question| &question.kind) {
        Some(QuestionKind::CompetenceRating(_) | QuestionKind::YesNo(_)) => true,
        Some(QuestionKind::Single(single)) => !single.is_select(),
        Some(
            QuestionKind::Multi(_) | QuestionKind::TextShort {} | QuestionKind::TextLong {} | QuestionKind::Info(_),
        )
        | None => false,
    }
}

fn other_name(key: &AnswerKey) -> Option<String> {
    match key {
        AnswerKey::Question(question) => Some(form::other_field_name(question)),
        AnswerKey::Rating { .. } => None,
    }
}

/// The message at a refused field, with names of choices in `language`.
pub fn message(definition: &Definition, language: Language, refused: &model::FieldError) -> FieldError {
    let at = |key: &str| FieldError::new(refused.field.clone(), key);
    let label = |picked: &Picked| {
        question_of(&refused.field)
            .map_or_else(String::new, |question| choice_label(definition, &question, picked, language))
    };
    match &refused.problem {
        FieldProblem::UnknownField => at("error.malformed"),
        FieldProblem::Repeated => at("answering.field.repeated"),
        FieldProblem::NotALevel { .. } | FieldProblem::NotAChoice => at("error.choose"),
        FieldProblem::NotTogether { first, second } => {
            at("answering.field.not_together").with("first", label(first)).with("second", label(second))
        }
        FieldProblem::TooMany { max } => at("answering.field.too_many").with("max", max),
        FieldProblem::OtherNotChosen => at("answering.field.other_not_chosen"),
        FieldProblem::TooLong { max } => at("error.text.too_long").with("max", max),
        FieldProblem::Control => at("error.text.control"),
    }
}

/// The question that a field belongs to.
fn question_of(field: &str) -> Option<Code> {
    Code::parse(form::answer_field(field)?.split('.').next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::testing::definition;
    use super::*;
    use weiterblick_domain::questionnaire::{Layout, pages};

    fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn read_all(posted: &[(&str, &str)]) -> Result<Reading, ForeignField> {
        let definition = definition();
        read(&definition, &definition.keys(), &fields(posted))
    }

    #[test]
    fn one_mistake_does_not_lose_the_other_answers() {
        let reading = read_all(&[("answers[dig.c1_1.ist]", "9"), ("answers[rolle]", "buero"), ("answers[thema]", "x")]);
        let reading = reading.unwrap();
        assert_eq!(reading.refused.len(), 1);
        assert_eq!(reading.refused[0].field, "answers[dig.c1_1.ist]");
        assert!(!reading.changes[&"rolle".parse().unwrap()].is_missing());
        assert!(!reading.changes.contains_key(&"dig.c1_1.ist".parse().unwrap()));
        assert!(reading.changes[&"mehr".parse().unwrap()].is_missing());
    }

    #[test]
    fn nothing_chosen_takes_back_boxes_and_texts_but_no_radio_button() {
        let changes = read_all(&[]).unwrap().changes;
        let taken_back: Vec<String> = changes.keys().map(ToString::to_string).collect();
        assert_eq!(taken_back, ["anlass", "mehr", "thema"]);
    }

    #[test]
    fn the_text_beside_a_choice_is_read_with_its_choice() {
        let reading = read_all(&[("answers[rolle]", "other"), ("answers[rolle.other]", "Hof")]).unwrap();
        assert!(reading.refused.is_empty());
        let reading = read_all(&[("answers[rolle]", "buero"), ("answers[rolle.other]", "Hof")]).unwrap();
        assert_eq!(reading.refused[0].field, "answers[rolle.other]");
    }

    #[test]
    fn a_field_of_another_page_is_foreign() {
        assert!(read_all(&[("answers[fremd]", "1")]).is_err());
        assert!(read_all(&[("answers[zusage.other]", "1")]).is_err());
        let definition = definition();
        let page = &pages(&definition, Layout::One)[1];
        let keys = page.keys(&definition);
        assert!(read(&definition, &keys, &fields(&[("answers[dig.c1_1.ist]", "1")])).is_ok());
        assert!(read(&definition, &keys, &fields(&[("answers[rolle]", "buero")])).is_err());
    }

    #[test]
    fn a_message_names_both_choices_that_exclude_each_other() {
        let reading = read_all(&[("answers[anlass]", "none"), ("answers[anlass]", "fehler")]).unwrap();
        let message = message(&definition(), Language::De, &reading.refused[0]);
        assert_eq!((message.field.as_str(), message.key.as_str()), ("answers[anlass]", "answering.field.not_together"));
        assert_eq!(message.params["second"], "Fehler");
    }
}
