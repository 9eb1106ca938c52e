//! Anonymous or named.

use crate::coded::coded;

coded! {
    /// Who an answer can be traced to (needs-analysis §12, §14.2).
    Mode {
        /// "namentlich", an assessment that its author releases.
        Named = "named",
        /// "anonym", sealed at close.
        Anonymous = "anonymous",
    }
}
