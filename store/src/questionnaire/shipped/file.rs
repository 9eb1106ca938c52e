//! `seeds/templates/*.toml` as types.

use serde::Deserialize;
use weiterblick_domain::questionnaire::{Code, Facet, ScaleCode};
use weiterblick_domain::text::Multilingual;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateFile {
    pub code: Code,
    pub title: Multilingual,
    #[serde(default)]
    pub description: Multilingual,
    pub section: Vec<SectionSeed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionSeed {
    pub code: Code,
    pub title: Multilingual,
    #[serde(default)]
    pub intro: Multilingual,
    pub question: Vec<QuestionSeed>,
}

/// One question; which of the fields may stand there depends on `kind`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSeed {
    pub code: Code,
    #[serde(rename = "type")]
    pub kind: KindSeed,
    /// Heading of an information text and of a rating block; without one the section's title.
    #[serde(default)]
    pub title: Multilingual,
    /// What is asked: in a rating the prompt for the current level, in an information text the text itself.
    pub text: Multilingual,
    #[serde(default)]
    pub hint: Multilingual,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub other: bool,
    #[serde(default)]
    pub none: bool,
    #[serde(default)]
    pub dont_know: bool,
    #[serde(default)]
    pub min: Option<u8>,
    #[serde(default)]
    pub max: Option<u8>,
    #[serde(default)]
    pub choice: Vec<ChoiceSeed>,
    /// `code@version` of the framework that the rated competences are from.
    #[serde(default)]
    pub framework: String,
    /// Rated with title and description of the framework.
    #[serde(default)]
    pub competences: Vec<String>,
    /// Rated with a statement of this template in place of the description.
    #[serde(default)]
    pub item: Vec<ItemSeed>,
    #[serde(default)]
    pub facets: Vec<Facet>,
    #[serde(default)]
    pub scale: Option<ScaleCode>,
    #[serde(default)]
    pub importance_scale: Option<ScaleCode>,
    #[serde(default)]
    pub interest_scale: Option<ScaleCode>,
    #[serde(default)]
    pub frequency_scale: Option<ScaleCode>,
    #[serde(default)]
    pub anchors: bool,
    #[serde(default)]
    pub cause_check: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindSeed {
    CompetenceRating,
    Single,
    Multi,
    TextShort,
    TextLong,
    YesNo,
    Info,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceSeed {
    pub code: Code,
    pub label: Multilingual,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemSeed {
    /// Code inside the framework.
    pub competence: String,
    pub text: Multilingual,
}
