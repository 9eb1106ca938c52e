//! Answers in words.

use weiterblick_domain::questionnaire::{
    AnswerKey, Cell, Choice, ChosenOne, ChosenSet, Code, Definition, Other, Picked, QuestionKind, Value,
};
use weiterblick_domain::text::Language;

/// What a cell says, in the words of the questionnaire. Texts of the interface come in the language of the request.
pub fn cell_text(definition: &Definition, key: &AnswerKey, cell: &Cell<Value>, language: Language) -> String {
    match cell {
        Cell::Missing => t!("answering.value.missing"),
        Cell::CannotJudge => t!("answering.value.cannot_judge"),
        Cell::NotApplicable => t!("answering.value.not_applicable"),
        Cell::DontKnow => t!("answering.value.dont_know"),
        Cell::Answered(value) => value_text(definition, key, value, language),
    }
}

fn value_text(definition: &Definition, key: &AnswerKey, value: &Value, language: Language) -> String {
    let choice = |picked: Picked| choice_label(definition, key.question(), &picked, language);
    match value {
        Value::Level(level) => definition
            .scale_at(key)
            .and_then(|scale| scale.levels.get(usize::from(level.get()).saturating_sub(1)))
            .map_or_else(|| level.get().to_string(), |level| level.label.get(language).to_owned()),
        Value::Choice(ChosenOne::Listed(code)) => choice(Picked::Listed(code.clone())),
        Value::Choice(ChosenOne::Other(other)) => other_text(other),
        Value::Choices(set) => set_text(set, choice),
        Value::Text(text) => text.to_string(),
        Value::YesNo(true) => t!("answering.value.yes"),
        Value::YesNo(false) => t!("answering.value.no"),
    }
}

fn set_text(set: &ChosenSet, choice: impl Fn(Picked) -> String) -> String {
    if set.is_none_of_these() {
        return choice(Picked::None);
    }
    let listed = set.listed.iter().map(|code| choice(Picked::Listed(code.clone())));
    listed.chain(set.other.iter().map(other_text)).collect::<Vec<_>>().join("; ")
}

fn other_text(other: &Other) -> String {
    match &other.text {
        Some(text) => t!("answering.value.other_text", text = text),
        None => t!("answering.value.something_else"),
    }
}

/// The label of something that can be ticked.
pub fn choice_label(definition: &Definition, question: &Code, picked: &Picked, language: Language) -> String {
    match picked {
        Picked::None => t!("answering.value.none"),
        Picked::DontKnow => t!("answering.value.dont_know"),
        Picked::Other => t!("answering.value.something_else"),
        Picked::Listed(code) => choices(definition, question)
            .iter()
            .find(|choice| choice.code == *code)
            .map_or_else(|| code.to_string(), |choice| choice.label.get(language).to_owned()),
    }
}

fn choices<'a>(definition: &'a Definition, question: &Code) -> &'a [Choice] {
    match definition.question(question).map(|question| &question.kind) {
        Some(QuestionKind::Single(single)) => &single.choices,
        Some(QuestionKind::Multi(multi)) => &multi.choices,
        _ => &[],
    }
}

/// The competence or the question that a cell belongs to, without what is asked about a competence.
pub fn item_text(definition: &Definition, key: &AnswerKey, language: Language) -> String {
    let question = definition.question(key.question());
    match (key, question.map(|question| &question.kind)) {
        (AnswerKey::Rating { competence, .. }, Some(QuestionKind::CompetenceRating(rating))) => rating
            .competence(competence)
            .map_or_else(|| key.to_string(), |competence| competence.title.get(language).to_owned()),
        _ => question.map_or_else(|| key.to_string(), |question| question.text.get(language).to_owned()),
    }
}

/// What a cell is about: the question, or competence and what is asked about it.
pub fn question_text(definition: &Definition, key: &AnswerKey, language: Language) -> String {
    let item = item_text(definition, key, language);
    match (key, definition.question(key.question()).map(|question| &question.kind)) {
        (AnswerKey::Rating { facet, .. }, Some(QuestionKind::CompetenceRating(rating))) => {
            let prompt = rating.facets.get(facet).map_or("", |facet| facet.prompt.get(language));
            format!("{item}: {prompt}")
        }
        _ => item,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::definition;
    use super::*;
    use weiterblick_domain::questionnaire::parse;

    fn check(field: &str, value: &str, expected: &str) {
        let definition = definition();
        let key: AnswerKey = field.parse().unwrap();
        let posted = [(weiterblick_domain::questionnaire::form::field_name(&key), value.to_owned())];
        let changes = parse(&definition, std::slice::from_ref(&key), &posted).unwrap();
        assert_eq!(cell_text(&definition, &key, &changes[&key], Language::De), expected);
    }

    #[test]
    fn answers_are_told_in_the_words_of_the_questionnaire() {
        check("dig.c1_1.ist", "3", "selbstständig");
        check("dig.c1_1.wichtig", "5", "sehr wichtig");
        check("rolle", "lager", "Lager");
        check("anlass", "maschine", "Neue Maschine");
        check("thema", "CNC", "CNC");
    }

    #[test]
    fn a_rated_cell_is_about_its_competence() {
        let key = "dig.c1_1.wichtig".parse().unwrap();
        let text = question_text(&definition(), &key, Language::De);
        assert_eq!(text, "Suchen und filtern: Wie wichtig ist das für Ihre Arbeit?");
        assert_eq!(question_text(&definition(), &"rolle".parse().unwrap(), Language::En), "Where do you mainly work?");
    }
}
