//! What becomes of a need that a round table has handed on (live.md §2). What it rests on:
//! [`Evidence`](super::poll::chain::Evidence).

use crate::questionnaire::words;

words! {
    NeedState {
        Captured = "captured",
        InWork = "in_work",
        Offered = "offered",
        Done = "done",
        Declined = "declined",
    }
}
