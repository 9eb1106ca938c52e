//! From answers to the input of `domain::insight`. Everything here is pure and stays in the memory of the closing job.

use std::collections::BTreeMap;
use weiterblick_domain::ids::{CompetenceId, JobProfileId, UnitId};
use weiterblick_domain::insight::{
    Competence, CutRule, GapSource, Input, InputError, Member, Profile, Rating, Release, ReleaseError, Respondent,
    Rules, Target, Unit, compute,
};
use weiterblick_domain::organisation::Unit as FrozenUnit;
use weiterblick_domain::questionnaire::{Answers, CompetenceKey, Definition, Facet, Question, RatedCompetence, Value};
use weiterblick_domain::survey::{DraftPayload, Threshold};
use weiterblick_domain::text::Multilingual;
use weiterblick_store::survey::{ATTRIBUTE_PROFILE, FrozenMember};

/// What was fixed when the survey opened.
pub struct Frozen {
    pub company: String,
    pub threshold: Threshold,
    pub gap_source: GapSource,
    pub share_with_employees: bool,
    pub definition: Definition,
    pub competences: BTreeMap<CompetenceKey, CompetenceId>,
    pub audience: Vec<FrozenMember>,
    pub units: Vec<FrozenUnit>,
    pub targets: BTreeMap<JobProfileId, BTreeMap<CompetenceId, Target>>,
}

/// One submitted or released set of answers.
pub struct Answered {
    pub unit: Option<UnitId>,
    pub profile: Option<JobProfileId>,
    pub answers: Answers,
}

impl Answered {
    /// An anonymous answer carries its profile as an attribute.
    pub fn anonymous(payload: &DraftPayload) -> Self {
        let profile = payload.attributes.iter().find(|(code, _)| ***code == *ATTRIBUTE_PROFILE);
        Self {
            unit: payload.unit,
            profile: profile.and_then(|(_, id)| id.parse().ok()),
            answers: payload.draft.answers(),
        }
    }
}

/// The final release of a survey; `None` below k answers.
///
/// # Errors
/// [`InputError`] when what was frozen does not fit together.
pub fn compute_release(frozen: &Frozen, answered: &[Answered]) -> Result<Option<Release>, InputError> {
    match compute(&input(frozen, answered)) {
        Ok(release) => Ok(Some(release)),
        Err(ReleaseError::TooFew) => Ok(None),
        Err(ReleaseError::Input(error)) => Err(error),
    }
}

/// A competence that is asked in two blocks counts where it is asked first.
struct Rated<'a> {
    question: &'a Question,
    rated: &'a RatedCompetence,
    competence: Competence,
}

fn rated(frozen: &Frozen) -> Vec<Rated<'_>> {
    let mut found: Vec<Rated<'_>> = Vec::new();
    for (question, rated) in frozen.definition.rated_competences() {
        let size = |facet| {
            let scale = frozen.definition.scale_at(&question.rating_key(&rated.code, facet));
            scale.and_then(|scale| u8::try_from(scale.size()).ok())
        };
        let (Some(id), Some(levels)) = (frozen.competences.get(&rated.key).copied(), size(Facet::Current)) else {
            continue;
        };
        if found.iter().all(|other| other.competence.id != id) {
            let importance_rated = size(Facet::Importance) == Some(levels);
            found.push(Rated { question, rated, competence: Competence { id, levels, importance_rated } });
        }
    }
    found
}

fn input(frozen: &Frozen, answered: &[Answered]) -> Input {
    let rated = rated(frozen);
    let (profiles, place) = profiles(frozen, &rated);
    let index = |profile: Option<JobProfileId>| place.get(&profile?).copied();
    let known = |unit: Option<UnitId>| unit.filter(|unit| frozen.units.iter().any(|known| known.id == *unit));
    Input {
        rules: Rules {
            k: frozen.threshold.k(),
            gap_source: frozen.gap_source,
            cut_rule: CutRule::Mean,
            share_with_employees: frozen.share_with_employees,
        },
        company: Multilingual::german(frozen.company.clone()),
        units: frozen.units.iter().map(unit).collect(),
        competences: rated.iter().map(|entry| entry.competence).collect(),
        profiles,
        audience: frozen
            .audience
            .iter()
            .map(|member| Member { unit: known(member.unit), profile: index(member.profile), insider: member.insider })
            .collect(),
        respondents: answered
            .iter()
            .map(|answers| Respondent {
                unit: known(answers.unit),
                profile: index(answers.profile),
                ratings: rated.iter().map(|entry| rating(entry, &answers.answers)).collect(),
            })
            .collect(),
    }
}

fn unit(unit: &FrozenUnit) -> Unit {
    let label = Multilingual::german(unit.name.clone());
    Unit { id: unit.id, code: unit.code.clone(), label, parent: unit.parent }
}

/// The targets of rated competences. One on a longer scale than the questionnaire's cannot be compared and is left out.
fn profiles(frozen: &Frozen, rated: &[Rated<'_>]) -> (Vec<Profile>, BTreeMap<JobProfileId, usize>) {
    let levels: BTreeMap<CompetenceId, u8> =
        rated.iter().map(|entry| (entry.competence.id, entry.competence.levels)).collect();
    let fits = |(id, target): &(&CompetenceId, &Target)| levels.get(id).is_some_and(|top| target.hi <= *top);
    let profile = |targets: &BTreeMap<CompetenceId, Target>| -> Profile {
        targets.iter().filter(fits).map(|(id, target)| (*id, *target)).collect()
    };
    let place = frozen.targets.keys().enumerate().map(|(place, id)| (*id, place)).collect();
    (frozen.targets.values().map(profile).collect(), place)
}

fn rating(entry: &Rated<'_>, answers: &Answers) -> Rating {
    let cell = |facet| answers.get(&entry.question.rating_key(&entry.rated.code, facet));
    let level = |facet| cell(facet).answered().and_then(Value::level).map(|level| level.get());
    let opted_out = entry.question.keys_of(entry.rated).iter().any(|key| answers.get(key).opt_out().is_some());
    let importance = if entry.competence.importance_rated { level(Facet::Importance) } else { None };
    Rating { shown: true, ist: level(Facet::Current), importance, opted_out }
}

#[cfg(test)]
mod tests;
