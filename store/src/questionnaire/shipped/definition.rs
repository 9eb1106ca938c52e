//! A template file becomes a definition: references to competences are replaced by their texts, so that a version
//! explains itself.

use super::file::{KindSeed, QuestionSeed, SectionSeed, TemplateFile};
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::competence::LevelText;
use weiterblick_domain::competence::seed::{CompetenceSeed, FrameworkFile, ScalesFile};
use weiterblick_domain::questionnaire::{
    Choice, Code, CompetenceKey, CompetenceRating, Definition, Facet, FacetSettings, Info, Multi, Question,
    QuestionKind, RatedCompetence, RatingOptOuts, Scale, ScaleCode, ScaleLevel, Section, Single, YesNo,
};
use weiterblick_domain::text::{Language, Line, Multilingual};

/// What templates refer to.
pub struct Sources {
    pub scales: ScalesFile,
    pub frameworks: Vec<FrameworkFile>,
    /// What is asked, for every facet but the current level.
    pub prompts: BTreeMap<Facet, Multilingual>,
}

/// Where a template refers to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("{question}: no framework {framework}")]
    Framework { question: Code, framework: String },
    #[error("{question}: no competence {competence}")]
    Competence { question: Code, competence: String },
    #[error("{question}: no scale for {facet}")]
    Scale { question: Code, facet: Facet },
    #[error("{question}: no prompt for {facet}")]
    Prompt { question: Code, facet: Facet },
}

impl Sources {
    /// # Errors
    /// [`TemplateError`] for the first reference to nothing.
    pub fn definition(&self, file: &TemplateFile) -> Result<Definition, TemplateError> {
        let sections = file.section.iter().map(|section| self.section(section)).collect::<Result<Vec<_>, _>>()?;
        let mut definition = Definition {
            base_language: Language::De,
            languages: BTreeSet::from(Language::ALL),
            scales: Vec::new(),
            sections,
        };
        let used = used_scales(&definition);
        definition.scales = self
            .scales
            .scale
            .iter()
            .filter_map(|seed| {
                let code = ScaleCode::parse(&seed.code).ok().filter(|code| used.contains(code))?;
                Some(Scale { code, levels: seed.level.iter().map(scale_level).collect() })
            })
            .collect();
        Ok(definition)
    }

    fn section(&self, seed: &SectionSeed) -> Result<Section, TemplateError> {
        let questions =
            seed.question.iter().map(|question| self.question(question, &seed.title)).collect::<Result<_, _>>()?;
        Ok(Section { code: seed.code.clone(), title: seed.title.clone(), intro: seed.intro.clone(), questions })
    }

    fn question(&self, seed: &QuestionSeed, section_title: &Multilingual) -> Result<Question, TemplateError> {
        let heading = if seed.title.is_empty() { section_title } else { &seed.title };
        let (text, kind) = match seed.kind {
            KindSeed::CompetenceRating => (heading, QuestionKind::CompetenceRating(self.rating(seed)?)),
            KindSeed::Info => (heading, QuestionKind::Info(Info { body: seed.text.clone() })),
            KindSeed::Single => {
                let (other, dont_know) = (seed.other, seed.dont_know);
                (&seed.text, QuestionKind::Single(Single { choices: choices(seed), other, dont_know }))
            }
            KindSeed::Multi => (&seed.text, QuestionKind::Multi(multi(seed))),
            KindSeed::TextShort => (&seed.text, QuestionKind::TextShort {}),
            KindSeed::TextLong => (&seed.text, QuestionKind::TextLong {}),
            KindSeed::YesNo => (&seed.text, QuestionKind::YesNo(YesNo { dont_know: seed.dont_know })),
        };
        let (code, hint) = (seed.code.clone(), seed.hint.clone());
        Ok(Question { code, text: text.clone(), hint, required: seed.required, kind })
    }

    fn rating(&self, seed: &QuestionSeed) -> Result<CompetenceRating, TemplateError> {
        let framework = self.frameworks.iter().find(|file| format!("{}@{}", file.code, file.version) == seed.framework);
        let unknown = || TemplateError::Framework { question: seed.code.clone(), framework: seed.framework.clone() };
        let framework = framework.ok_or_else(unknown)?;
        let named = seed.competences.iter().map(|code| (code, None));
        let stated = seed.item.iter().map(|item| (&item.competence, Some(&item.text)));
        let competences = named
            .chain(stated)
            .map(|(code, statement)| {
                let missing = || TemplateError::Competence { question: seed.code.clone(), competence: code.clone() };
                let found = framework.competence.iter().find(|competence| *competence.code == **code);
                found.and_then(|competence| rated(framework, competence, statement, seed.anchors)).ok_or_else(missing)
            })
            .collect::<Result<_, _>>()?;
        let facets =
            seed.facets.iter().map(|facet| Ok((*facet, self.facet(seed, *facet)?))).collect::<Result<_, _>>()?;
        let (show_anchors, cause_check) = (seed.anchors, seed.cause_check);
        Ok(CompetenceRating { facets, competences, show_anchors, cause_check, opt_outs: RatingOptOuts::default() })
    }

    fn facet(&self, seed: &QuestionSeed, facet: Facet) -> Result<FacetSettings, TemplateError> {
        let scale = match facet {
            Facet::Current => &seed.scale,
            Facet::Importance => &seed.importance_scale,
            Facet::Wish => &seed.interest_scale,
            Facet::Frequency => &seed.frequency_scale,
        };
        let scale = scale.clone().ok_or_else(|| TemplateError::Scale { question: seed.code.clone(), facet })?;
        let prompt = if facet == Facet::Current { Some(&seed.text) } else { self.prompts.get(&facet) };
        let prompt = prompt.ok_or_else(|| TemplateError::Prompt { question: seed.code.clone(), facet })?;
        Ok(FacetSettings { scale, prompt: prompt.clone() })
    }
}

fn rated(
    framework: &FrameworkFile,
    competence: &CompetenceSeed,
    statement: Option<&Multilingual>,
    anchors: bool,
) -> Option<RatedCompetence> {
    let key = CompetenceKey {
        framework: Line::parse(&framework.code).ok()?,
        version: Line::parse(&framework.version).ok()?,
        code: Line::parse(&competence.code).ok()?,
    };
    Some(RatedCompetence {
        code: Code::of_competence(&competence.code).ok()?,
        key,
        title: competence.title.clone(),
        description: statement.unwrap_or(&competence.description).clone(),
        anchors: if anchors { competence.anchors.texts() } else { Vec::new() },
        scale: None,
    })
}

fn choices(seed: &QuestionSeed) -> Vec<Choice> {
    seed.choice.iter().map(|choice| Choice { code: choice.code.clone(), label: choice.label.clone() }).collect()
}

fn multi(seed: &QuestionSeed) -> Multi {
    Multi {
        choices: choices(seed),
        min: seed.min,
        max: seed.max,
        none: seed.none,
        other: seed.other,
        dont_know: seed.dont_know,
    }
}

fn scale_level(level: &LevelText) -> ScaleLevel {
    ScaleLevel { label: level.title.clone(), description: level.description.clone() }
}

fn used_scales(definition: &Definition) -> BTreeSet<ScaleCode> {
    let kinds = definition.questions().map(|question| &question.kind);
    let facets = kinds.filter_map(|kind| match kind {
        QuestionKind::CompetenceRating(rating) => Some(rating.facets.values()),
        _ => None,
    });
    facets.flatten().map(|settings| settings.scale.clone()).collect()
}
