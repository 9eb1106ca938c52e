//! The result of a round as it is shown and frozen (live.md §5, §7).

use super::Outcome;
use serde::{Deserialize, Serialize};

/// The agreed view and, where the voices of a company or of a weight are told apart, the plain one beside it. As JSON it
/// is the agreed [`Outcome`] with one more member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    #[serde(flatten)]
    pub agreed: Outcome,
    /// Every voice counted once; only where both may be shown (live.md L22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<Outcome>,
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{no, rules, set};
    use super::super::{Answer, Ballot, Hands, Kind, Source, Tally, Voice, words::WordRules};
    use super::*;

    #[test]
    fn a_frozen_result_reads_back_and_is_also_its_agreed_outcome() {
        let one = Ballot::Answer(Answer::Single(no(1)));
        let tally = Tally::from_scratch(&rules(Kind::Single), set([1, 2]), 1, [(Voice::plain(Source::Device), &one)]);
        let outcome = tally.outcome(&Hands::default(), &WordRules::default());
        for plain in [None, Some(outcome.clone())] {
            let views = Views { agreed: outcome.clone(), plain };
            let json = serde_json::to_string(&views).unwrap();
            assert_eq!(serde_json::from_str::<Views>(&json).unwrap(), views);
            assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
        }
    }
}
