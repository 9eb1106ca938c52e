//! Ballots as they come in, and what is answered (live.md §4).

use serde::Serialize;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::{BallotKey, ParticipantToken, Receipt};
use weiterblick_domain::roundtable::poll::{FieldError, Malformed, Note};
use weiterblick_domain::roundtable::round::RoundRefusal;
use weiterblick_domain::time::UnixMillis;

/// A ballot of a participant or a table.
#[derive(Clone)]
pub struct CastRequest {
    pub round: RoundId,
    pub token: ParticipantToken,
    /// Made by the page; the same for every repetition of the same answer (L12).
    pub key: BallotKey,
    pub content: Content,
    /// When the complete request had arrived (L13).
    pub arrival: UnixMillis,
}

/// A sheet of paper that the console types in (L24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRequest {
    pub round: RoundId,
    /// Number on the sheet, unique in the round.
    pub number: u32,
    pub key: BallotKey,
    pub content: Content,
    pub arrival: UnixMillis,
}

/// The answer as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The member `v` of the JSON, or `{"abstain":true}`.
    Json(String),
    /// The fields of the form without script, without those of the request around them.
    Form(Vec<(String, String)>),
    /// "Stimme zurückziehen": stored as a change to the state void.
    Withdraw,
}

/// The ballot is in the database (L11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ack {
    pub status: Status,
    pub receipt: Receipt,
    /// 1 for the first ballot of the voice in this round.
    pub change_no: u64,
    /// Ballot writes of the round, this one among them: a frame whose `w` is no smaller holds it.
    pub w: u64,
    /// What was changed in typed texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Also for one that a later ballot of the same voice replaced in the same commit.
    Stored,
    /// The key was among the last three of the ballot.
    Unchanged,
}

/// Why a ballot is not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 400
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// 422
    #[error("rules of the poll are broken")]
    Invalid(Vec<FieldError>),
    /// 404, also for a round of another event.
    #[error("unknown round")]
    UnknownRound,
    /// 409
    #[error("the round takes no ballot: {0}")]
    Round(RoundRefusal),
    /// 403
    #[error("not a participant of this event")]
    JoinFirst,
    /// 403
    #[error("removed from this event")]
    Removed,
    /// 403
    #[error("no voice in this poll: {0}")]
    NoVoice(NoVoice),
    /// 503, to be tried again after so many seconds (L55).
    #[error("busy")]
    Busy { retry_after: u32 },
    /// 503, the database is full.
    #[error("read only")]
    ReadOnly,
    /// 503, the process is stopping.
    #[error("restart")]
    Restart,
    /// 503, not known to be stored within 10 s: the client asks again with the same key.
    #[error("unconfirmed")]
    Unconfirmed,
    /// 500
    #[error("failed")]
    Failed,
}

/// Why a participant has no voice in a poll (live.md §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoVoice {
    /// Only devices of tables vote.
    #[error("tables only")]
    TablesOnly,
    /// The voice is the company's, and the participant named none.
    #[error("no company")]
    CompanyMissing,
}

impl Refusal {
    /// The stable word of the answer; of `Invalid` and `Malformed` the fields come on top.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Invalid(_) => "invalid",
            Self::UnknownRound => "unknown_round",
            Self::Round(refusal) => refusal.word(),
            Self::JoinFirst => "join_first",
            Self::Removed => "removed",
            Self::NoVoice(NoVoice::TablesOnly) => "tables_only",
            Self::NoVoice(NoVoice::CompanyMissing) => "company_missing",
            Self::Busy { .. } => "busy",
            Self::ReadOnly => "read_only",
            Self::Restart => "restart",
            Self::Unconfirmed => "unconfirmed",
            Self::Failed => "failed",
        }
    }
}
