//! Two anonymous waves shortly after each other for slightly different people would show the difference.

use super::Mode;
use crate::ids::{PersonId, QuestionnaireId, SurveyId};
use crate::time::{DAY, UnixMillis};
use std::collections::BTreeSet;

/// Milliseconds between the end of one wave and the start of another with an overlapping but different audience
/// (needs-analysis §11.4).
pub const REPEAT_GUARD: i64 = 30 * DAY;

/// A survey of the same organisation that has closed. Its audience list is kept for as long as this rule needs it.
#[derive(Debug, Clone)]
pub struct EarlierSurvey {
    pub survey: SurveyId,
    pub questionnaire: QuestionnaireId,
    pub mode: Mode,
    pub closed_at: UnixMillis,
    pub audience: BTreeSet<PersonId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("survey {survey} had an overlapping audience")]
pub struct RepeatRefusal {
    pub survey: SurveyId,
    pub allowed_from: UnixMillis,
}

/// Whether an anonymous survey of `questionnaire` may start now.
///
/// # Errors
/// [`RepeatRefusal`] with the survey that stands in the way for the longest time.
pub fn repeat_guard(
    questionnaire: QuestionnaireId,
    audience: &BTreeSet<PersonId>,
    earlier: &[EarlierSurvey],
    now: UnixMillis,
) -> Result<(), RepeatRefusal> {
    let stands_in_the_way = |survey: &&EarlierSurvey| {
        survey.mode == Mode::Anonymous
            && survey.questionnaire == questionnaire
            && survey.audience != *audience
            && !survey.audience.is_disjoint(audience)
            && now < survey.closed_at.plus(REPEAT_GUARD)
    };
    match earlier.iter().filter(stands_in_the_way).max_by_key(|survey| survey.closed_at) {
        Some(last) => Err(RepeatRefusal { survey: last.survey, allowed_from: last.closed_at.plus(REPEAT_GUARD) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(numbers: &[u8]) -> BTreeSet<PersonId> {
        numbers.iter().map(|n| PersonId::from_bytes([*n; 16])).collect()
    }

    const QUESTIONNAIRE: QuestionnaireId = QuestionnaireId::from_bytes([1; 16]);
    const CLOSED: UnixMillis = UnixMillis(100 * DAY);

    fn earlier(survey: u8, audience: &[u8]) -> EarlierSurvey {
        EarlierSurvey {
            survey: SurveyId::from_bytes([survey; 16]),
            questionnaire: QUESTIONNAIRE,
            mode: Mode::Anonymous,
            closed_at: CLOSED,
            audience: people(audience),
        }
    }

    fn check(earlier: &[EarlierSurvey], days_later: i64, expected: Result<(), (u8, i64)>) {
        let found = repeat_guard(QUESTIONNAIRE, &people(&[1, 2, 3]), earlier, CLOSED.plus(days_later * DAY));
        let refusal = |(survey, days)| RepeatRefusal {
            survey: SurveyId::from_bytes([survey; 16]),
            allowed_from: CLOSED.plus(days * DAY),
        };
        assert_eq!(found, expected.map_err(refusal), "{earlier:?}");
    }

    #[test]
    fn an_overlapping_but_different_audience_waits_30_days() {
        check(&[earlier(7, &[1, 2, 3, 4])], 29, Err((7, 30)));
        check(&[earlier(7, &[3, 4])], 0, Err((7, 30)));
        check(&[earlier(7, &[1, 2])], 30, Ok(()));
    }

    #[test]
    fn equal_and_disjoint_audiences_and_other_surveys_do_not_matter() {
        check(&[], 0, Ok(()));
        check(&[earlier(7, &[1, 2, 3])], 0, Ok(()));
        check(&[earlier(7, &[4, 5])], 0, Ok(()));
        check(&[EarlierSurvey { mode: Mode::Named, ..earlier(7, &[1, 2]) }], 0, Ok(()));
        let other = QuestionnaireId::from_bytes([2; 16]);
        check(&[EarlierSurvey { questionnaire: other, ..earlier(7, &[1, 2]) }], 0, Ok(()));
    }

    #[test]
    fn the_latest_of_several_is_named() {
        let later = EarlierSurvey { closed_at: CLOSED.plus(5 * DAY), ..earlier(8, &[1]) };
        check(&[earlier(7, &[1, 2]), later, earlier(9, &[2])], 6, Err((8, 35)));
    }
}
