//! Saving the answers of one page: the same server function for plain forms and for script.

use super::posted::PostedAnswers;
use crate::error::Error;
use crate::strict::Strict;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Value of `go` for saving without going anywhere, by script.
pub const AUTO: &str = "auto";

/// What was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The base of the next save.
    pub revision: u64,
}

/// Saves the answers of `page` that were given while looking at `revision`, then goes where `go` says: `next`, `back`,
/// `review`, `save` (stay), or [`AUTO`].
///
/// What can be read is stored even if another answer of the page cannot, so that one mistake loses nothing else.
#[server(custom = Strict, endpoint = "survey/answer_save")]
pub async fn answer_save(
    page: String,
    revision: u64,
    #[server(default)] answers: PostedAnswers,
    #[server(default)] go: String,
) -> Result<Saved, Error> {
    super::saving::save(&page, revision, &answers, &go).await
}
