//! What a participant finds again: the own ballots (live.md §11, `me`). Never cached, never shared.

use serde::Serialize;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::Receipt;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Me {
    /// More time in per cent (L29).
    pub extra: u32,
    pub ballots: Vec<MyBallot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyBallot {
    pub round: RoundId,
    pub receipt: Receipt,
    pub change_no: u64,
    /// The canonical payload, as it is stored.
    pub payload: String,
}
