//! Which answers count (insight.md §2): one base per competence and cell, for every figure of that competence.

use super::input::{Competence, GapSource, Input, Rating, Target};
use super::tally::{Observation, Wanted};
use crate::coded::coded;

coded! {
    /// The base type of a competence, fixed at the start of the survey (§2).
    BaseType {
        /// P: current level and importance both answered.
        Importance = "P",
        /// S: current level answered and a target present (and importance answered if it is rated too).
        Profile = "S",
        /// I: current level answered, no gap.
        IstOnly = "I",
    }
}

impl BaseType {
    /// The base type of a competence: by the survey's gap source and by what is there to compare with.
    pub fn of(input: &Input, competence: &Competence) -> Self {
        match input.rules.gap_source {
            GapSource::Importance if competence.importance_rated => Self::Importance,
            GapSource::Profile if input.profiles.iter().any(|p| p.contains_key(&competence.id)) => Self::Profile,
            _ => Self::IstOnly,
        }
    }

    /// The rating as an observation if it belongs to the base, else `None`: an opt-out or a missing half never
    /// becomes a number.
    pub fn observe(self, rating: Rating, target: Option<Target>, importance_rated: bool) -> Option<Observation> {
        let ist = rating.ist?;
        let wanted = match self {
            Self::Importance => Wanted::Importance(rating.importance?),
            Self::Profile => {
                let importance = if importance_rated { Some(rating.importance?) } else { None };
                Wanted::Target { target: target?, importance }
            }
            Self::IstOnly => Wanted::Nothing,
        };
        Some(Observation { ist, wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(ist: Option<u8>, importance: Option<u8>) -> Rating {
        Rating { shown: true, ist, importance, opted_out: ist.is_none() || importance.is_none() }
    }

    #[test]
    fn every_base_type_wants_all_it_compares() {
        fn check(base: BaseType, rated: bool, rating: Rating, target: bool, expected: bool) {
            let target = target.then_some(Target { lo: 3, hi: 4, weight: 2 });
            let seen = base.observe(rating, target, rated).is_some();
            assert_eq!(seen, expected, "{base:?} {rating:?} {target:?}");
        }
        let both = rating(Some(2), Some(4));
        let no_importance = rating(Some(2), None);
        let no_ist = rating(None, Some(4));
        check(BaseType::Importance, true, both, false, true);
        check(BaseType::Importance, true, no_importance, false, false);
        check(BaseType::Importance, true, no_ist, false, false);
        check(BaseType::Profile, false, no_importance, true, true);
        check(BaseType::Profile, true, no_importance, true, false);
        check(BaseType::Profile, true, both, true, true);
        check(BaseType::Profile, false, both, false, false);
        check(BaseType::Profile, false, no_ist, true, false);
        check(BaseType::IstOnly, true, no_importance, false, true);
        check(BaseType::IstOnly, true, no_ist, true, false);
    }
}
