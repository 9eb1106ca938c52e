//! What is asked about a competence.

use crate::coded::coded;

coded! {
    /// A side of a rated competence (needs-analysis §8.2). The words are the condition language's (§9).
    Facet {
        /// Ist: how well can I do it today?
        Current = "ist",
        /// Wichtigkeit: how important is it for my work?
        Importance = "wichtig",
        /// Lernwunsch: do I want to learn more of it?
        Wish = "interesse",
        /// How often do I need it?
        Frequency = "haeufig",
    }
}
