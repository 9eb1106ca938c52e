//! Surveys: one wave of one questionnaire version for one audience, from draft to sealed answers.

mod assessment;
pub mod code;
mod compaction;
mod draft;
mod mode;
mod own_result;
mod participation;
mod period;
mod repeat;
mod seal;
mod share;
mod size;
mod state;
mod threshold;
mod token;

pub use crate::questionnaire::{Digest, InvalidHex};
pub use assessment::{AssessmentCommand, AssessmentRefusal, AssessmentState};
pub use code::{CodeError, ResponseCode, SheetCode};
pub use compaction::compaction_is_due;
pub use draft::{AnswerConflict, Draft, DraftPayload, Merge, PAYLOAD_MAX_BYTES, Revision, Saved};
pub use mode::Mode;
pub use own_result::{Counts, Expected, OwnResult, OwnRow, Standing, Target, Targets, own_result};
pub use participation::participation_while_open;
pub use period::{CloseChange, CloseRefusal, EXTENSIONS_MAX, Period, PeriodError, SHORTEN_NOTICE, change_close};
pub use repeat::{EarlierSurvey, REPEAT_GUARD, RepeatRefusal, repeat_guard};
pub use seal::{Attributes, SealedRow, Sealing, seal, shuffle};
pub use share::{Recipient, SharedSection};
pub use size::{AudienceFinding, MergeProposal, SizeCheck, UnitCount, check_sizes};
pub use state::{Command, Refusal, State};
pub use threshold::{Threshold, ThresholdError};
pub use token::Token;
