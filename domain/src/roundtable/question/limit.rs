//! How many questions one participant may ask (live.md L25).

use super::QuestionState;
use crate::questionnaire::words;
use crate::roundtable::limits::{OPEN_QUESTIONS_MAX, QUESTIONS_PER_PERSON};

/// Limits of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionLimits {
    /// Questions of one participant that are neither answered nor merged.
    pub open: usize,
    /// Questions of one participant in the whole event.
    pub total: usize,
}

impl Default for QuestionLimits {
    fn default() -> Self {
        Self { open: OPEN_QUESTIONS_MAX, total: QUESTIONS_PER_PERSON }
    }
}

words! {
    AskRefusal {
        /// Wait until one is answered, or withdraw one.
        TooManyOpen = "too_many_open",
        TooMany = "too_many",
    }
}

/// Whether somebody with these questions may ask another one. A hidden question keeps its place among the open ones
/// (L10); a withdrawn one is gone.
///
/// # Errors
/// [`AskRefusal`], the one that no waiting helps first.
pub fn may_ask(own: &[QuestionState], limits: QuestionLimits) -> Result<(), AskRefusal> {
    if own.len() >= limits.total {
        return Err(AskRefusal::TooMany);
    }
    let open = own.iter().filter(|state| state.may_be_withdrawn().is_ok()).count();
    if open >= limits.open { Err(AskRefusal::TooManyOpen) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_questions_are_open_at_a_time_and_ten_are_asked() {
        use QuestionState::{Answered, Hidden, Merged, Pending, Visible};
        fn check(own: &[QuestionState], expected: Result<(), AskRefusal>) {
            assert_eq!(may_ask(own, QuestionLimits::default()), expected, "{own:?}");
        }
        check(&[], Ok(()));
        check(&[Pending, Visible], Ok(()));
        check(&[Pending, Visible, Hidden], Err(AskRefusal::TooManyOpen));
        check(&[Pending, Visible, Answered, Merged], Ok(()));
        check(&[Answered; 9], Ok(()));
        check(&[Answered; 10], Err(AskRefusal::TooMany));
        check(&[Pending; 10], Err(AskRefusal::TooMany));
    }
}
