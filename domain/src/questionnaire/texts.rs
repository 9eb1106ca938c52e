//! Every text of a definition with its place and its limit, for checking and for translating.

use super::{Definition, Part, Place, Question, QuestionKind, Scale};
use crate::text::Multilingual;

/// Characters of a title, label or prompt.
const LABEL_MAX: usize = 300;
/// Characters of a question's text, a hint, an introduction, a description or an anchor.
const TEXT_MAX: usize = 600;
/// Characters of an information text.
const BODY_MAX: usize = 4_000;

/// One multilingual text of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAt<'a> {
    pub place: Place,
    pub part: Part,
    pub text: &'a Multilingual,
    /// Characters per language (needs-analysis §8.1, §8.2; titles, introductions and descriptions have no limit there
    /// and take that of a label or text).
    pub max: usize,
    /// May be empty in all languages, though never in some of them.
    pub optional: bool,
}

impl Definition {
    /// All texts in the order of reading: scales first, then section by section.
    pub fn texts(&self) -> Vec<TextAt<'_>> {
        let mut texts = Vec::new();
        for scale in &self.scales {
            scale_texts(scale, &mut texts);
        }
        for section in &self.sections {
            let mut add = Adder { place: Place::Section(section.code.clone()), texts: &mut texts };
            add.required(Part::Title, &section.title, LABEL_MAX);
            add.optional(Part::Intro, &section.intro, TEXT_MAX);
            for question in &section.questions {
                question_texts(question, &mut texts);
            }
        }
        texts
    }
}

struct Adder<'a, 'b> {
    place: Place,
    texts: &'b mut Vec<TextAt<'a>>,
}

impl<'a> Adder<'a, '_> {
    fn required(&mut self, part: Part, text: &'a Multilingual, max: usize) {
        self.texts.push(TextAt { place: self.place.clone(), part, text, max, optional: false });
    }

    fn optional(&mut self, part: Part, text: &'a Multilingual, max: usize) {
        self.texts.push(TextAt { place: self.place.clone(), part, text, max, optional: true });
    }
}

fn scale_texts<'a>(scale: &'a Scale, texts: &mut Vec<TextAt<'a>>) {
    let mut add = Adder { place: Place::Scale(scale.code.clone()), texts };
    for (number, level) in (1..).zip(&scale.levels) {
        add.required(Part::LevelLabel(number), &level.label, LABEL_MAX);
        add.optional(Part::LevelDescription(number), &level.description, TEXT_MAX);
    }
}

fn question_texts<'a>(question: &'a Question, texts: &mut Vec<TextAt<'a>>) {
    let mut add = Adder { place: Place::Question(question.code.clone()), texts };
    add.required(Part::Text, &question.text, TEXT_MAX);
    add.optional(Part::Hint, &question.hint, TEXT_MAX);
    let choices = match &question.kind {
        QuestionKind::CompetenceRating(rating) => {
            for (facet, settings) in &rating.facets {
                add.required(Part::Prompt(*facet), &settings.prompt, LABEL_MAX);
            }
            for competence in &rating.competences {
                add.place = Place::Competence { question: question.code.clone(), competence: competence.code.clone() };
                add.required(Part::Title, &competence.title, LABEL_MAX);
                add.optional(Part::Description, &competence.description, TEXT_MAX);
                for (number, anchor) in (1..).zip(&competence.anchors) {
                    add.optional(Part::Anchor(number), anchor, TEXT_MAX);
                }
            }
            &[]
        }
        QuestionKind::Info(info) => {
            add.required(Part::Body, &info.body, BODY_MAX);
            &[]
        }
        QuestionKind::Single(single) => single.choices.as_slice(),
        QuestionKind::Multi(multi) => multi.choices.as_slice(),
        QuestionKind::TextShort {} | QuestionKind::TextLong {} | QuestionKind::YesNo(_) => &[],
    };
    for choice in choices {
        add.place = Place::Choice { question: question.code.clone(), choice: choice.code.clone() };
        add.required(Part::Label, &choice.label, LABEL_MAX);
    }
}
