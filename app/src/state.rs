//! What the process gives to every request. Clock and random source come from the server; tests set both.

use crate::account::password::PasswordHasher;
use crate::throttle::Throttles;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::Hub;
use weiterblick_store::Db;

/// Cheap to clone: everything in it is shared.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub db: Db,
    /// Rooms of running round tables.
    pub hub: Hub,
    pub clock: Clock,
    pub random: Random,
    pub throttles: Throttles,
    pub passwords: PasswordHasher,
    pub settings: Settings,
    /// Root of all keys of this installation; lives outside the database (security.md E54).
    pub installation_key: [u8; 32],
    /// SHA-256 of the one-time code printed at the first start; gone once used.
    pub setup_code: Mutex<Option<[u8; 32]>>,
}

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme, host and port as browsers see them, without a slash at the end.
    pub public_url: String,
    /// Whether mails can be sent.
    pub mail: bool,
    /// Folder of the per-survey keys, outside the database and its backups (needs-analysis.md §12.5).
    pub key_dir: PathBuf,
    /// Seconds east of UTC are decided by this zone for dates that people type and read.
    pub time_zone: jiff::tz::TimeZone,
}

pub type Clock = Arc<dyn Fn() -> UnixMillis + Send + Sync>;
/// Fills the buffer from the system's random source.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

impl AppState {
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    pub fn now(&self) -> UnixMillis {
        (self.0.clock)()
    }

    /// `N` fresh random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0.random)(&mut bytes);
        bytes
    }

    /// A fresh random id.
    pub fn new_id<I: From<[u8; 16]>>(&self) -> I {
        I::from(self.random())
    }
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
