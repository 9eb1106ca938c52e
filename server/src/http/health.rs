//! `/healthz` and `/readyz` (security.md E56): without details.

use crate::state::free_bytes;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use weiterblick_store::Db;

const NEEDED_FREE_BYTES: u64 = 128 * 1024 * 1024;

/// Whether this process may be given requests.
#[derive(Clone)]
pub struct Health {
    db: Db,
    data_dir: PathBuf,
    stopping: Arc<AtomicBool>,
}

impl Health {
    pub fn new(db: Db, data_dir: PathBuf) -> Self {
        Self { db, data_dir, stopping: Arc::default() }
    }

    /// From now on not ready any more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// The writer answers, the schema is ours, there is room, and nobody is stopping.
    pub async fn is_ready(&self) -> bool {
        if self.stopping.load(Ordering::Relaxed)
            || free_bytes(&self.data_dir).is_some_and(|free| free < NEEDED_FREE_BYTES)
        {
            return false;
        }
        let writer_answers = match self.db.write().await {
            Ok(tx) => tx.commit().await.is_ok(),
            Err(_) => false,
        };
        writer_answers && self.db.schema().await.is_ok_and(|schema| schema == self.db.known_schema())
    }
}
