//! Server functions of answering. Their names begin with `survey/answer`: such requests leave no log line.

mod begin;
mod end;
mod release;

pub use begin::{AnswerBegin, AnswerCheckCode, AnswerRedeem, AnswerRedeemCode, Checked};
pub use end::{AnswerDelete, AnswerLeave, AnswerNewCode, AnswerSubmit};
pub use release::{ReleaseResult, WithdrawResult, chosen};
