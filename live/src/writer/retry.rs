//! What is done about errors of the database (live.md L56).

use super::Broken;
use crate::shared::Shared;
use crate::{CommandRefusal, Refusal};
use std::time::Duration;
use weiterblick_domain::roundtable::limits::BUSY_RETRIES;
use weiterblick_store::{Fault, StoreError};

/// The attempts at one transaction.
#[derive(Debug, Default)]
pub(super) struct Attempts(usize);

impl Attempts {
    /// Waits a while and answers true where another attempt is worth it.
    pub async fn again(&mut self, error: &StoreError) -> bool {
        if error.fault() != Fault::Busy {
            return false;
        }
        metrics::counter!("wb_busy_total").increment(1);
        let Some(wait) = BUSY_RETRIES.get(self.0) else { return false };
        self.0 += 1;
        tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())).await;
        true
    }
}

/// What somebody is told whose work failed for good.
pub(super) enum Failure {
    Busy { retry_after: u32 },
    ReadOnly,
    Failed,
}

/// Sorts the error of a last attempt; a full database turns the hub read-only.
///
/// # Errors
/// [`Broken`].
pub(super) fn give_up(hub: &Shared, error: &StoreError) -> Result<Failure, Broken> {
    match error.fault() {
        Fault::Busy => Ok(Failure::Busy { retry_after: hub.retry_after() }),
        Fault::Full => {
            hub.full();
            Ok(Failure::ReadOnly)
        }
        Fault::Broken => {
            tracing::error!(%error, "the database is broken");
            Err(Broken)
        }
        Fault::Rows | Fault::Other => {
            tracing::error!(%error, "a transaction of the rooms failed");
            Ok(Failure::Failed)
        }
    }
}

impl From<&Failure> for Refusal {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Busy { retry_after } => Self::Busy { retry_after: *retry_after },
            Failure::ReadOnly => Self::ReadOnly,
            Failure::Failed => Self::Failed,
        }
    }
}

impl From<Failure> for CommandRefusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy { retry_after } => Self::Busy { retry_after },
            Failure::ReadOnly => Self::ReadOnly,
            Failure::Failed => Self::Failed,
        }
    }
}
