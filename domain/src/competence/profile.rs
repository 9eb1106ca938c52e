use super::Code;
use crate::coded::coded;
use crate::ids::JobProfileId;
use crate::text::Multilingual;

coded! {
    /// For which time a job profile speaks; the profiles of one code for both times are compared side by side
    /// (needs-analysis §6).
    Horizon {
        Today = "today",
        /// In 12 to 24 months.
        Future = "future",
    }
}

/// What a kind of work asks for. It describes the work, never a person (needs-analysis §3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProfile {
    pub id: JobProfileId,
    pub code: Code,
    pub title: Multilingual,
    pub horizon: Horizon,
}
