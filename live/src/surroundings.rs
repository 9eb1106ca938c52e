//! What the process around the hub provides: clock, random source, and an ear for faults of the database.

use std::sync::Arc;
use weiterblick_domain::time::UnixMillis;

/// The server's clock. Waiting is measured by tokio's monotonic one.
pub trait Clock: Send + Sync {
    fn now(&self) -> UnixMillis;
}

/// A cryptographic source: ids and join codes come from it.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// What the hub cannot deal with alone (live.md L56).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The database is full. The hub refuses with `read_only` until [`Hub::writable`](crate::Hub::writable).
    Full,
    /// The database failed or is corrupt, or the writer panicked: nothing more is acknowledged and the process must end.
    Broken,
}

#[derive(Clone)]
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Called at once, from the writer's task; must not block.
    pub on_fault: Arc<dyn Fn(Fault) + Send + Sync>,
}

impl Surroundings {
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}
