//! Whether a definition may be frozen.

use super::problem::{DefinitionError, Place, Problem};
use super::{Choice, Code, CompetenceRating, Definition, Facet, Multi, Question, QuestionKind, TextAt};
use crate::text::Language;
use std::collections::BTreeSet;

/// Questions per version (needs-analysis §17).
pub const QUESTIONS_MAX: usize = 200;
/// Rated competences per version (needs-analysis §17).
pub const RATED_COMPETENCES_MAX: usize = 120;
/// Competences per question (needs-analysis §8.2).
pub const ROWS_MAX: usize = 60;
pub const CHOICES_MIN: usize = 2;
pub const CHOICES_MAX: usize = 100;
pub const SCALE_LEVELS_MIN: usize = 3;
pub const SCALE_LEVELS_MAX: usize = 8;

impl Definition {
    /// Everything that stands against freezing, each with its place; empty when the definition is sound.
    pub fn problems(&self) -> Vec<DefinitionError> {
        let mut found = Found(Vec::new());
        self.check_whole(&mut found);
        self.check_scales(&mut found);
        let mut section_codes = BTreeSet::new();
        let mut question_codes = BTreeSet::new();
        for section in &self.sections {
            let place = Place::Section(section.code.clone());
            found.check_code(&section.code, &mut section_codes, &place);
            found.when(section.questions.is_empty(), &place, Problem::NoQuestion);
            for question in &section.questions {
                let place = Place::Question(question.code.clone());
                found.check_code(&question.code, &mut question_codes, &place);
                self.check_kind(question, &place, &mut found);
            }
        }
        for text in self.texts() {
            self.check_text(&text, &mut found);
        }
        found.0
    }

    fn check_whole(&self, found: &mut Found) {
        let place = Place::Questionnaire;
        let base_offered = self.languages.contains(&self.base_language);
        found.when(!base_offered, &place, Problem::BaseLanguageNotOffered);
        let answerable = self.questions().any(|question| question.kind.is_answerable());
        found.when(!answerable, &place, Problem::NothingToAnswer);
        let too_many = self.questions().count() > QUESTIONS_MAX;
        found.when(too_many, &place, Problem::TooManyQuestions { max: QUESTIONS_MAX });
        let too_many = self.rated_competences().count() > RATED_COMPETENCES_MAX;
        found.when(too_many, &place, Problem::TooManyRatedCompetences { max: RATED_COMPETENCES_MAX });
    }

    fn check_scales(&self, found: &mut Found) {
        let mut codes = BTreeSet::new();
        for scale in &self.scales {
            let place = Place::Scale(scale.code.clone());
            found.when(!codes.insert(&scale.code), &place, Problem::CodeRepeated);
            let fits = (SCALE_LEVELS_MIN..=SCALE_LEVELS_MAX).contains(&scale.size());
            found.when(!fits, &place, Problem::ScaleSize { min: SCALE_LEVELS_MIN, max: SCALE_LEVELS_MAX });
        }
    }

    fn check_kind(&self, question: &Question, place: &Place, found: &mut Found) {
        match &question.kind {
            QuestionKind::CompetenceRating(rating) => self.check_rating(question, rating, place, found),
            QuestionKind::Single(single) => check_choices(&question.code, &single.choices, place, found),
            QuestionKind::Multi(multi) => {
                check_choices(&question.code, &multi.choices, place, found);
                check_range(multi, place, found);
            }
            QuestionKind::TextShort {} | QuestionKind::TextLong {} | QuestionKind::YesNo(_) | QuestionKind::Info(_) => {
            }
        }
    }

    fn check_rating(&self, question: &Question, rating: &CompetenceRating, place: &Place, found: &mut Found) {
        found.when(!rating.facets.contains_key(&Facet::Current), place, Problem::CurrentNotAsked);
        found.when(rating.competences.is_empty(), place, Problem::NoCompetence);
        found.when(rating.competences.len() > ROWS_MAX, place, Problem::TooManyRows { max: ROWS_MAX });
        for settings in rating.facets.values() {
            let unknown = self.scale(&settings.scale).is_none();
            found.when(unknown, place, Problem::UnknownScale { scale: settings.scale.clone() });
        }
        let size_of = |facet| rating.facets.get(&facet).and_then(|s| self.scale(&s.scale)).map(|scale| scale.size());
        let current = size_of(Facet::Current);
        if let (Some(current), Some(importance)) = (current, size_of(Facet::Importance)) {
            found.when(current != importance, place, Problem::ImportanceScaleSize { current, importance });
        }
        let mut codes = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for competence in &rating.competences {
            let place = Place::Competence { question: question.code.clone(), competence: competence.code.clone() };
            found.check_code(&competence.code, &mut codes, &place);
            found.when(!keys.insert(&competence.key), &place, Problem::CompetenceRepeated);
            let own = competence.scale.as_ref().map(|code| (code, self.scale(code)));
            match (own, current) {
                (Some((code, None)), _) => found.add(&place, Problem::UnknownScale { scale: code.clone() }),
                (Some((_, Some(scale))), Some(first)) => {
                    let second = scale.size();
                    found.when(first != second, &place, Problem::MixedScaleSizes { first, second });
                }
                (Some((_, Some(_))), None) | (None, _) => {}
            }
            let Some(levels) = current else { continue };
            let anchors = competence.anchors.len();
            found.when(anchors != 0 && anchors != levels, &place, Problem::AnchorCount { found: anchors, levels });
            let filled = competence.anchors.iter().filter(|anchor| !anchor.is_empty()).count();
            let partly = rating.show_anchors && filled != 0 && filled != anchors;
            found.when(partly, &place, Problem::AnchorsIncomplete);
        }
    }

    /// Offered languages need every text; a language that is still being translated may have gaps but no bad text.
    fn check_text(&self, text: &TextAt<'_>, found: &mut Found) {
        let (part, max) = (text.part, text.max);
        let wanted = !(text.optional && text.text.is_empty());
        for language in Language::ALL {
            let written = text.text.exact(language).unwrap_or_default();
            let missing = wanted && self.languages.contains(&language) && written.trim().is_empty();
            found.when(missing, &text.place, Problem::TextMissing { part, language });
            let too_long = written.chars().count() > max;
            found.when(too_long, &text.place, Problem::TextTooLong { part, language, max });
            let control = written.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
            found.when(control, &text.place, Problem::TextControl { part, language });
        }
    }
}

fn check_choices(question: &Code, choices: &[Choice], place: &Place, found: &mut Found) {
    found.when(choices.len() < CHOICES_MIN, place, Problem::TooFewChoices { min: CHOICES_MIN });
    found.when(choices.len() > CHOICES_MAX, place, Problem::TooManyChoices { max: CHOICES_MAX });
    let mut codes = BTreeSet::new();
    for choice in choices {
        let place = Place::Choice { question: question.clone(), choice: choice.code.clone() };
        found.check_code(&choice.code, &mut codes, &place);
    }
}

fn check_range(multi: &Multi, place: &Place, found: &mut Found) {
    let offered = multi.choices.len() + usize::from(multi.other);
    let min = multi.min.map_or(1, usize::from);
    let max = multi.max.map_or(offered, usize::from);
    found.when(min < 1 || min > max || max > offered, place, Problem::ImpossibleRange { offered });
}

struct Found(Vec<DefinitionError>);

impl Found {
    fn add(&mut self, place: &Place, problem: Problem) {
        self.0.push(DefinitionError { place: place.clone(), problem });
    }

    fn when(&mut self, wrong: bool, place: &Place, problem: Problem) {
        if wrong {
            self.add(place, problem);
        }
    }

    fn check_code<'a>(&mut self, code: &'a Code, known: &mut BTreeSet<&'a Code>, place: &Place) {
        self.when(!known.insert(code), place, Problem::CodeRepeated);
        self.when(code.is_reserved(), place, Problem::CodeReserved);
    }
}

#[cfg(test)]
mod tests;
