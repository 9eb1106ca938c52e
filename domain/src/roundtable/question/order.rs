//! The order in which questions are listed (live.md L25).

use super::QuestionState;
use crate::questionnaire::words;
use std::cmp::Reverse;

words! {
    Order {
        Votes = "votes",
        Newest = "newest",
        /// Without an answer first.
        Unanswered = "unanswered",
    }
}

/// What the order of a question depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Running number of the event: the higher, the newer.
    pub number: u32,
    pub votes: u32,
    pub pinned: bool,
    pub state: QuestionState,
}

/// Sorts questions: pinned ones first; of equal votes the older one first, since it has waited longer.
pub fn sort<T>(questions: &mut [T], order: Order, listed: impl Fn(&T) -> Listed) {
    questions.sort_by_key(|question| {
        let Listed { number, votes, pinned, state } = listed(question);
        let done = order == Order::Unanswered && state == QuestionState::Answered;
        let by_votes = (Reverse(votes), i64::from(number));
        let key = if order == Order::Newest { (Reverse(0), -i64::from(number)) } else { by_votes };
        (!pinned, done, key)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_questions_come_first_in_every_order() {
        fn check(order: Order, expected: [u32; 5]) {
            let listed = |number, votes, pinned, state| Listed { number, votes, pinned, state };
            let mut questions = [
                listed(1, 4, false, QuestionState::Answered),
                listed(2, 2, false, QuestionState::Visible),
                listed(3, 2, false, QuestionState::Visible),
                listed(4, 0, true, QuestionState::Visible),
                listed(5, 9, true, QuestionState::Answered),
            ];
            sort(&mut questions, order, |question| *question);
            assert_eq!(questions.map(|question| question.number), expected, "{order}");
        }
        check(Order::Votes, [5, 4, 1, 2, 3]);
        check(Order::Newest, [5, 4, 3, 2, 1]);
        check(Order::Unanswered, [4, 5, 2, 3, 1]);
    }
}
