//! The definition of a questionnaire version: what a draft is edited as and a frozen version consists of.

use super::{AnswerKey, Code, Facet, QuestionKind, RatedCompetence, Scale, ScaleCode};
use crate::text::{Language, Multilingual};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything that a version says, in all its languages (needs-analysis §3.3, §8.1). It refers to nothing outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub base_language: Language,
    /// Offered to participants; the base language is among them.
    pub languages: BTreeSet<Language>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub code: Code,
    pub title: Multilingual,
    #[serde(default, skip_serializing_if = "Multilingual::is_empty")]
    pub intro: Multilingual,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Unique in the version, and never reused with another type in a later one.
    pub code: Code,
    pub text: Multilingual,
    #[serde(default, skip_serializing_if = "Multilingual::is_empty")]
    pub hint: Multilingual,
    #[serde(default)]
    pub required: bool,
    pub kind: QuestionKind,
}

impl Definition {
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    pub fn question(&self, code: &Code) -> Option<&Question> {
        self.questions().find(|question| question.code == *code)
    }

    pub fn section(&self, code: &Code) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == *code)
    }

    pub fn scale(&self, code: &ScaleCode) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.code == *code)
    }

    /// Every cell that this version asks for, in the order of asking.
    pub fn keys(&self) -> Vec<AnswerKey> {
        self.questions().flat_map(Question::keys).collect()
    }

    /// The scale of a rating cell; `None` for every other key.
    pub fn scale_at(&self, key: &AnswerKey) -> Option<&Scale> {
        let AnswerKey::Rating { question, competence, facet } = key else { return None };
        let QuestionKind::CompetenceRating(rating) = &self.question(question)?.kind else { return None };
        self.scale(rating.scale_of(rating.competence(competence)?, *facet)?)
    }

    /// Every rated competence with the question that asks for it, in the order of asking.
    pub fn rated_competences(&self) -> impl Iterator<Item = (&Question, &RatedCompetence)> {
        self.questions().flat_map(|question| {
            let competences = match &question.kind {
                QuestionKind::CompetenceRating(rating) => rating.competences.as_slice(),
                QuestionKind::Single(_)
                | QuestionKind::Multi(_)
                | QuestionKind::TextShort {}
                | QuestionKind::TextLong {}
                | QuestionKind::YesNo(_)
                | QuestionKind::Info(_) => &[],
            };
            competences.iter().map(move |competence| (question, competence))
        })
    }
}

impl Question {
    /// The cells of this question, in the order of asking: none for a text that is only read.
    pub fn keys(&self) -> Vec<AnswerKey> {
        match &self.kind {
            QuestionKind::CompetenceRating(rating) => {
                rating.competences.iter().flat_map(|competence| self.keys_of(competence)).collect()
            }
            QuestionKind::Single(_)
            | QuestionKind::Multi(_)
            | QuestionKind::TextShort {}
            | QuestionKind::TextLong {}
            | QuestionKind::YesNo(_) => vec![AnswerKey::Question(self.code.clone())],
            QuestionKind::Info(_) => Vec::new(),
        }
    }

    /// The cells of one competence of this question, one per facet.
    pub fn keys_of(&self, competence: &RatedCompetence) -> Vec<AnswerKey> {
        let QuestionKind::CompetenceRating(rating) = &self.kind else { return Vec::new() };
        rating.facets.keys().map(|facet| self.rating_key(&competence.code, *facet)).collect()
    }

    pub fn rating_key(&self, competence: &Code, facet: Facet) -> AnswerKey {
        AnswerKey::Rating { question: self.code.clone(), competence: competence.clone(), facet }
    }
}
