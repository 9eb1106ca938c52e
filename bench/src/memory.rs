//! How much memory a process holds.

use crate::machine::kib;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Resident memory in KiB; `None` when the process is gone.
pub fn rss(process: u32) -> Option<u64> {
    kib(&fs::read_to_string(format!("/proc/{process}/status")).ok()?, "VmRSS")
}

/// The most resident memory of a process while this lives.
pub struct Watch {
    most: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Watch {
    pub fn start(process: u32) -> Self {
        let most = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&most);
        let task = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_millis(50));
            loop {
                ticks.tick().await;
                seen.fetch_max(rss(process).unwrap_or_default(), Ordering::Relaxed);
            }
        });
        Self { most, task }
    }

    /// In KiB.
    pub fn most(&self) -> u64 {
        self.most.load(Ordering::Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
