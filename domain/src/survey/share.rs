//! What an employee shows of a named assessment, and to whom (needs-analysis §14.2).

use crate::coded::coded;

coded! {
    /// Who may see a released assessment. Each recipient has a release of its own.
    Recipient {
        /// Whoever leads the author's team, from the day of the release on.
        Lead = "lead",
        /// Personal
        Hr = "hr",
    }
}

coded! {
    /// A part of the own result that is released or kept by itself.
    SharedSection {
        /// Competences below the expected level.
        Gaps = "gaps",
        Wishes = "wishes",
        /// Competences at or above the expected level.
        Strengths = "strengths",
    }
}
