//! The files in `seeds/` as types. `store` reads them; this module says what makes them sound.

use super::{
    ANCHOR_MAX, Code, DESCRIPTION_MAX, Horizon, Key, LEVELS_MAX, LEVELS_MIN, LevelText, Mapping, TITLE_MAX, Version,
};
use crate::questionnaire::Level;
use crate::text::{Language, Multilingual};
use serde::Deserialize;
use std::collections::BTreeSet;

/// `seeds/scales.toml`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScalesFile {
    pub scale: Vec<ScaleSeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleSeed {
    pub code: Code,
    pub title: Multilingual,
    /// Level 1 first.
    pub level: Vec<LevelText>,
}

/// `seeds/frameworks/*.toml`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkFile {
    pub code: Code,
    pub version: Version,
    pub title: Multilingual,
    #[serde(default)]
    pub description: Multilingual,
    pub source: String,
    pub licence: String,
    /// Code of the scale.
    pub scale: Code,
    /// What stands before every `esco` of this file.
    #[serde(default)]
    pub esco_prefix: String,
    #[serde(default)]
    pub mapping: Option<Mapping>,
    #[serde(default)]
    pub area: Vec<AreaSeed>,
    pub competence: Vec<CompetenceSeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSeed {
    pub code: Code,
    pub title: Multilingual,
    #[serde(default)]
    pub description: Multilingual,
    #[serde(default)]
    pub esco: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceSeed {
    pub code: Code,
    /// Code of its area; none: at the top.
    #[serde(default)]
    pub area: Option<Code>,
    pub title: Multilingual,
    #[serde(default)]
    pub description: Multilingual,
    #[serde(default)]
    pub esco: String,
    #[serde(default)]
    pub anchors: AnchorsSeed,
}

/// One text per level and language, level 1 first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnchorsSeed {
    pub de: Vec<String>,
    pub en: Vec<String>,
}

/// `seeds/profiles.toml`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfilesFile {
    pub profile: Vec<ProfileSeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileSeed {
    pub code: Code,
    pub title: Multilingual,
    #[serde(default = "today")]
    pub horizon: Horizon,
    pub target: Vec<TargetSeed>,
}

const fn today() -> Horizon {
    Horizon::Today
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetSeed {
    pub competence: Key,
    pub soll: Level,
    /// Upper end of a range; none: `soll` alone.
    #[serde(default)]
    pub soll_max: Option<Level>,
    pub weight: super::Weight,
    #[serde(default)]
    pub people_needed: Option<u32>,
}

/// What is wrong in a file, by the code where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    #[error("{0}: the code stands there twice or cannot be told from another one")]
    Repeated(Code),
    #[error("{0}: has no such area")]
    UnknownArea(Code),
    #[error("{0}: anchors for some levels only")]
    Anchors(Code),
    #[error("{0}: a text is missing in one language or too long")]
    Text(Code),
    #[error("{0}: not 3 to 8 levels")]
    Levels(Code),
    #[error("{0}: the mapping names a level that the scale does not have")]
    Mapping(Code),
    #[error("{0}: the highest level is below the lowest one")]
    Reversed(Code),
}

impl ScalesFile {
    /// # Errors
    /// The first [`SeedError`].
    pub fn check(&self) -> Result<(), SeedError> {
        unique(self.scale.iter().map(|scale| &scale.code))?;
        for scale in &self.scale {
            if !(LEVELS_MIN..=LEVELS_MAX).contains(&scale.level.len()) {
                return Err(SeedError::Levels(scale.code.clone()));
            }
            let levels = scale.level.iter().all(|level| filled(&level.title, TITLE_MAX));
            if !levels || !filled(&scale.title, TITLE_MAX) {
                return Err(SeedError::Text(scale.code.clone()));
            }
        }
        Ok(())
    }
}

impl FrameworkFile {
    /// Whether the file may be installed on a scale of `levels` levels.
    ///
    /// # Errors
    /// The first [`SeedError`].
    pub fn check(&self, levels: usize) -> Result<(), SeedError> {
        unique(
            self.area.iter().map(|area| &area.code).chain(self.competence.iter().map(|competence| &competence.code)),
        )?;
        if !filled(&self.title, TITLE_MAX) || !at_most(&self.description, DESCRIPTION_MAX) {
            return Err(SeedError::Text(self.code.clone()));
        }
        let mapped = |mapping: &Mapping| mapping.level.iter().all(|level| (1..=levels).contains(&level.level));
        if !self.mapping.as_ref().is_none_or(mapped) {
            return Err(SeedError::Mapping(self.code.clone()));
        }
        let areas: BTreeSet<&Code> = self.area.iter().map(|area| &area.code).collect();
        for area in &self.area {
            if !filled(&area.title, TITLE_MAX) || !at_most(&area.description, DESCRIPTION_MAX) {
                return Err(SeedError::Text(area.code.clone()));
            }
        }
        for competence in &self.competence {
            let code = || competence.code.clone();
            if !competence.area.as_ref().is_none_or(|area| areas.contains(area)) {
                return Err(SeedError::UnknownArea(code()));
            }
            if !filled(&competence.title, TITLE_MAX) || !at_most(&competence.description, DESCRIPTION_MAX) {
                return Err(SeedError::Text(code()));
            }
            competence.anchors.check(levels).map_err(|wrong| wrong(code()))?;
        }
        Ok(())
    }
}

impl AnchorsSeed {
    fn check(&self, levels: usize) -> Result<(), fn(Code) -> SeedError> {
        if self.de.is_empty() && self.en.is_empty() {
            return Ok(());
        }
        if self.de.len() != levels || self.en.len() != levels {
            return Err(SeedError::Anchors);
        }
        if self.texts().iter().all(|text| filled(text, ANCHOR_MAX)) { Ok(()) } else { Err(SeedError::Text) }
    }

    /// Level 1 first; none when there are none.
    pub fn texts(&self) -> Vec<Multilingual> {
        let pair = |(de, en): (&String, &String)| Multilingual::german(de.clone()).with(Language::En, en.clone());
        self.de.iter().zip(&self.en).map(pair).collect()
    }
}

impl ProfilesFile {
    /// # Errors
    /// The first [`SeedError`].
    pub fn check(&self) -> Result<(), SeedError> {
        for profile in &self.profile {
            let keys: BTreeSet<&Key> = profile.target.iter().map(|target| &target.competence).collect();
            let twins =
                self.profile.iter().filter(|p| (&p.code, p.horizon) == (&profile.code, profile.horizon)).count();
            if keys.len() != profile.target.len() || twins != 1 {
                return Err(SeedError::Repeated(profile.code.clone()));
            }
            if !filled(&profile.title, TITLE_MAX) {
                return Err(SeedError::Text(profile.code.clone()));
            }
            if profile.target.iter().any(|target| target.soll_max.is_some_and(|max| max < target.soll)) {
                return Err(SeedError::Reversed(profile.code.clone()));
            }
        }
        Ok(())
    }
}

fn unique<'a>(codes: impl Iterator<Item = &'a Code>) -> Result<(), SeedError> {
    let codes: Vec<&Code> = codes.collect();
    let repeated = codes.iter().enumerate().find(|(index, code)| codes[..*index].iter().any(|c| c.clashes_with(code)));
    match repeated {
        Some((_, code)) => Err(SeedError::Repeated((*code).clone())),
        None => Ok(()),
    }
}

/// In every language, and not too long.
fn filled(text: &Multilingual, max: usize) -> bool {
    let given = |language| text.exact(language).is_some_and(|text| !text.trim().is_empty());
    Language::ALL.into_iter().all(given) && at_most(text, max)
}

fn at_most(text: &Multilingual, max: usize) -> bool {
    Language::ALL.into_iter().all(|language| text.exact(language).unwrap_or_default().chars().count() <= max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn file() -> Value {
        let title = json!({ "de": "a", "en": "b" });
        json!({
            "code": "metall", "version": "1", "title": title, "source": "x", "licence": "y", "scale": "kurz-3",
            "area": [{ "code": "a", "title": title }],
            "competence": [
                { "code": "c", "area": "a", "title": title, "anchors": { "de": ["1", "2", "3"], "en": ["1", "2", "3"] } },
            ],
        })
    }

    fn check(change: impl Fn(&mut Value), expected: Result<(), &str>) {
        let mut value = file();
        change(&mut value);
        let file: FrameworkFile = serde_json::from_value(value).unwrap();
        assert_eq!(
            file.check(3).map_err(|error| error.to_string().split(':').next().unwrap().to_owned()),
            expected.map_err(str::to_owned)
        );
    }

    #[test]
    fn a_framework_file_names_the_code_where_it_is_wrong() {
        check(|_| (), Ok(()));
        check(|file| file["competence"][0]["code"] = json!("a"), Err("a"));
        check(|file| file["competence"][0]["area"] = json!("b"), Err("c"));
        check(|file| file["competence"][0]["anchors"]["en"] = json!(["1", "2"]), Err("c"));
        check(|file| file["competence"][0]["anchors"]["de"][1] = json!(" "), Err("c"));
        check(|file| file["competence"][0]["anchors"] = json!({}), Ok(()));
        check(|file| file["area"][0]["title"] = json!({ "de": "nur deutsch" }), Err("a"));
        check(|file| file["title"]["en"] = json!("x".repeat(TITLE_MAX + 1)), Err("metall"));
        let level = |level: u8| json!([{ "level": level, "source_levels": [1], "title": { "de": "a" } }]);
        check(|file| file["mapping"] = json!({ "label": { "de": "a" }, "level": level(3) }), Ok(()));
        check(|file| file["mapping"] = json!({ "label": { "de": "a" }, "level": level(4) }), Err("metall"));
    }

    #[test]
    fn an_unknown_field_of_a_file_is_refused() {
        let mut value = file();
        value["competence"][0]["titel"] = json!({});
        assert!(serde_json::from_value::<FrameworkFile>(value).is_err());
    }

    #[test]
    fn a_profile_names_a_competence_once() {
        let target = json!({ "competence": "metall@1/c", "soll": 3, "weight": 4 });
        let profiles = |targets: Value| -> ProfilesFile {
            let title = json!({ "de": "a", "en": "b" });
            serde_json::from_value(json!({ "profile": [{ "code": "p", "title": title, "target": targets }] })).unwrap()
        };
        assert_eq!(profiles(json!([target])).check(), Ok(()));
        assert_eq!(profiles(json!([target, target])).check(), Err(SeedError::Repeated("p".parse().unwrap())));
        let reversed = json!({ "competence": "metall@1/c", "soll": 3, "soll_max": 2, "weight": 4 });
        assert_eq!(profiles(json!([reversed])).check(), Err(SeedError::Reversed("p".parse().unwrap())));
    }
}
