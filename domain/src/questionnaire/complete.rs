//! What is still open before submitting.

use super::{AnswerKey, Answers, Cell, Code, Definition, Facet, Question, QuestionKind, Value};

/// The open cells, in the order of asking. Only `blocking` ones stand against submitting (needs-analysis §13).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completeness {
    pub blocking: Vec<OpenItem>,
    pub optional: Vec<OpenItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    pub key: AnswerKey,
    pub reason: OpenReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenReason {
    Unanswered,
    /// Some choices are ticked, but fewer than `min`.
    TooFew {
        min: u8,
    },
}

impl Completeness {
    pub fn may_submit(&self) -> bool {
        self.blocking.is_empty()
    }
}

/// Lists what is unanswered or half answered.
///
/// An opt-out is an answer. Where somebody says that a competence does not apply to their work, its other facets are
/// not open: an importance of what does not apply would be a made-up number.
pub fn check_complete(definition: &Definition, answers: &Answers) -> Completeness {
    let mut open = Completeness::default();
    for question in definition.questions() {
        for key in question.keys() {
            match open_reason(question, &key, answers) {
                Some(reason @ OpenReason::TooFew { .. }) => open.blocking.push(OpenItem { key, reason }),
                Some(reason) if question.required => open.blocking.push(OpenItem { key, reason }),
                Some(reason) => open.optional.push(OpenItem { key, reason }),
                None => {}
            }
        }
    }
    open
}

fn open_reason(question: &Question, key: &AnswerKey, answers: &Answers) -> Option<OpenReason> {
    match answers.get(key) {
        Cell::Missing if does_not_apply(question, key, answers) => None,
        Cell::Missing => Some(OpenReason::Unanswered),
        Cell::Answered(Value::Choices(set)) => match &question.kind {
            QuestionKind::Multi(settings) if !set.is_none_of_these() => {
                settings.min.filter(|min| set.count() < usize::from(*min)).map(|min| OpenReason::TooFew { min })
            }
            _ => None,
        },
        Cell::Answered(_) | Cell::CannotJudge | Cell::NotApplicable | Cell::DontKnow => None,
    }
}

fn does_not_apply(question: &Question, key: &AnswerKey, answers: &Answers) -> bool {
    let current = |competence: &Code| question.rating_key(competence, Facet::Current);
    match key {
        AnswerKey::Rating { competence, .. } => *answers.get(&current(competence)) == Cell::NotApplicable,
        AnswerKey::Question(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{fixture, parse};
    use super::*;

    fn check(fields: &[(&str, &str)], blocking: &[(&str, OpenReason)], optional: usize) {
        let definition = fixture::definition();
        let changes = parse(&definition, &definition.keys(), &fixture::fields(fields)).unwrap();
        let found = check_complete(&definition, &changes.into());
        let expected: Vec<OpenItem> =
            blocking.iter().map(|(key, reason)| OpenItem { key: key.parse().unwrap(), reason: *reason }).collect();
        assert_eq!((found.blocking.as_slice(), found.optional.len()), (expected.as_slice(), optional), "{fields:?}");
        assert_eq!(found.may_submit(), expected.is_empty());
    }

    #[test]
    fn only_required_or_half_answered_questions_block() {
        use OpenReason::{TooFew, Unanswered};
        let role = ("rolle", Unanswered);
        check(&[], &[role], 10);
        check(&[("answers[rolle]", "buero")], &[], 10);
        check(&[("answers[rolle]", "dont_know"), ("answers[zusage]", "no")], &[], 9);
        check(&[("answers[anlass]", "fehler")], &[role, ("anlass", TooFew { min: 2 })], 9);
        check(&[("answers[rolle]", "lager"), ("answers[anlass]", "none")], &[], 9);
        check(&[("answers[rolle]", "lager"), ("answers[anlass]", "fehler"), ("answers[anlass]", "other")], &[], 9);
    }

    #[test]
    fn a_competence_that_does_not_apply_leaves_nothing_open() {
        let role = ("rolle", OpenReason::Unanswered);
        check(&[("answers[dig.c1_1.ist]", "not_applicable")], &[role], 7);
        check(&[("answers[dig.c1_1.ist]", "cannot_judge")], &[role], 9);
        check(&[("answers[dig.c1_1.wichtig]", "not_applicable")], &[role], 9);
    }
}
