//! What a release is computed from. It exists in the memory of the release job and is dropped with it: nothing here
//! can be serialised. The same type serves anonymous answers and released named assessments (insight.md §5.3.10).

use crate::coded::coded;
use crate::ids::{CompetenceId, UnitId};
use crate::text::Multilingual;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Changes whenever the same input could give another release.
pub const ENGINE_VERSION: u32 = 1;

coded! {
    /// Where the gap comes from: fixed at the start of a survey (§2).
    GapSource {
        Importance = "importance",
        Profile = "profile",
    }
}

coded! {
    /// Where the lines of the priority matrix run (§3.4).
    CutRule {
        Mean = "mean",
        Median = "median",
        /// The middle of the scale, `(L+1)/2`.
        Mid = "mid",
        /// Current level: low where a gap is left. Importance: as `Mean`.
        Target = "target",
    }
}

/// The rules a survey fixed before its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Smallest group that may be shown, 5 to 20 (§5.2).
    pub k: u32,
    pub gap_source: GapSource,
    pub cut_rule: CutRule,
    /// Everybody asked may read the company's results: then every reader knows one answer (§5.2).
    pub share_with_employees: bool,
}

impl Rules {
    /// SHA-256 in hex over these rules and the engine's version: two releases with the same hash follow the same rules.
    pub fn hash(&self) -> String {
        let text = format!(
            "engine={ENGINE_VERSION};k={};gap_source={};cut_rule={};share_with_employees={}",
            self.k,
            self.gap_source.code(),
            self.cut_rule.code(),
            self.share_with_employees
        );
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A node of the organisation below the company. A root unit that equals the company is better left out.
#[derive(Debug, Clone)]
pub struct Unit {
    pub id: UnitId,
    pub code: String,
    pub label: Multilingual,
    pub parent: Option<UnitId>,
}

/// A rated competence, in questionnaire order.
#[derive(Debug, Clone, Copy)]
pub struct Competence {
    pub id: CompetenceId,
    /// L, 3 to 8, for current level and importance alike.
    pub levels: u8,
    pub importance_rated: bool,
}

/// What the work demands: any level from `lo` to `hi` (`soll_min`, `soll_max`), with a weight from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub lo: u8,
    pub hi: u8,
    pub weight: u8,
}

/// The targets of one job profile.
pub type Profile = BTreeMap<CompetenceId, Target>;

/// One entry of the frozen audience.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// `None`: belongs to the company, to no unit.
    pub unit: Option<UnitId>,
    /// Index into [`Input::profiles`].
    pub profile: Option<usize>,
    /// May read results of this survey (§5.1).
    pub insider: bool,
}

/// What one respondent said about one competence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rating {
    /// The row was on the respondent's form (not hidden by a condition or a profile).
    pub shown: bool,
    /// Current level, 1 to L.
    pub ist: Option<u8>,
    /// 1 to L.
    pub importance: Option<u8>,
    /// At least one facet was answered by an opt-out (cannot judge, not applicable, don't know). Never a number.
    pub opted_out: bool,
}

/// One submitted (or released) set of answers.
#[derive(Debug, Clone)]
pub struct Respondent {
    pub unit: Option<UnitId>,
    pub profile: Option<usize>,
    /// One per competence, in the order of [`Input::competences`].
    pub ratings: Vec<Rating>,
}

#[derive(Debug, Clone)]
pub struct Input {
    pub rules: Rules,
    /// The organisation's name.
    pub company: Multilingual,
    pub units: Vec<Unit>,
    pub competences: Vec<Competence>,
    pub profiles: Vec<Profile>,
    /// Everybody invited. May be empty where nobody knows (shared link): then participation stays hidden.
    pub audience: Vec<Member>,
    pub respondents: Vec<Respondent>,
}

/// An input that breaks an invariant of the model: a programming or data error, never a person's mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error("k is not within 5..=20")]
    Threshold,
    #[error("a scale has not 3 to 8 levels")]
    Levels,
    #[error("two units or two competences share an id")]
    Duplicate,
    #[error("a unit is named that does not exist")]
    UnknownUnit,
    #[error("the units are no tree")]
    Cycle,
    #[error("a profile is named that does not exist")]
    UnknownProfile,
    #[error("a target lies outside its scale or its weight outside 1..=5")]
    Target,
    #[error("a respondent has not one rating per competence")]
    RatingCount,
    #[error("a rating lies outside its scale")]
    Rating,
}

impl Input {
    /// # Errors
    /// The first [`InputError`] found.
    pub fn check(&self) -> Result<(), InputError> {
        let ensure = |ok: bool, error: InputError| ok.then_some(()).ok_or(error);
        ensure((5..=20).contains(&self.rules.k), InputError::Threshold)?;
        ensure(self.competences.iter().all(|c| (3..=8).contains(&c.levels)), InputError::Levels)?;
        self.check_units()?;
        let levels: BTreeMap<CompetenceId, u8> = self.competences.iter().map(|c| (c.id, c.levels)).collect();
        ensure(levels.len() == self.competences.len(), InputError::Duplicate)?;
        for (competence, target) in self.profiles.iter().flatten() {
            let top = levels.get(competence).copied().unwrap_or(8);
            let fits = 1 <= target.lo && target.lo <= target.hi && target.hi <= top;
            ensure(fits && (1..=5).contains(&target.weight), InputError::Target)?;
        }
        self.check_people()
    }

    fn check_units(&self) -> Result<(), InputError> {
        let parents: BTreeMap<UnitId, Option<UnitId>> = self.units.iter().map(|u| (u.id, u.parent)).collect();
        if parents.len() != self.units.len() {
            return Err(InputError::Duplicate);
        }
        for unit in &self.units {
            let mut above = unit.parent;
            for _ in 0..=self.units.len() {
                match above {
                    None => break,
                    Some(id) => above = *parents.get(&id).ok_or(InputError::UnknownUnit)?,
                }
            }
            if above.is_some() {
                return Err(InputError::Cycle);
            }
        }
        Ok(())
    }

    fn check_people(&self) -> Result<(), InputError> {
        let units: BTreeSet<UnitId> = self.units.iter().map(|u| u.id).collect();
        let audience = self.audience.iter().map(|m| (m.unit, m.profile));
        for (unit, profile) in audience.chain(self.respondents.iter().map(|r| (r.unit, r.profile))) {
            if unit.is_some_and(|id| !units.contains(&id)) {
                return Err(InputError::UnknownUnit);
            }
            if profile.is_some_and(|index| index >= self.profiles.len()) {
                return Err(InputError::UnknownProfile);
            }
        }
        for respondent in &self.respondents {
            if respondent.ratings.len() != self.competences.len() {
                return Err(InputError::RatingCount);
            }
            for (rating, competence) in respondent.ratings.iter().zip(&self.competences) {
                let off = |level: Option<u8>| level.is_some_and(|l| !(1..=competence.levels).contains(&l));
                if off(rating.ist) || off(rating.importance) {
                    return Err(InputError::Rating);
                }
            }
        }
        Ok(())
    }

    /// The target of a person with this profile for a competence.
    pub fn target(&self, profile: Option<usize>, competence: CompetenceId) -> Option<Target> {
        self.profiles.get(profile?)?.get(&competence).copied()
    }
}
