//! The process's clock, random source and shared state.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use weiterblick_app::account::password::PasswordHasher;
use weiterblick_app::state::{AppState, Inner, Settings};
use weiterblick_app::survey::keys::SurveyKeys;
use weiterblick_app::throttle::Throttles;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::Db;

/// The system's clock.
pub fn now() -> UnixMillis {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_millis());
    UnixMillis(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// Fills `bytes` from the system's random source. Without one nothing here is safe: the process ends.
pub fn random(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        tracing::error!(%error, "no random source");
        std::process::abort();
    }
}

/// Fresh random bytes: an id, a salt, a nonce.
pub fn fresh<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}

/// Everything that requests share.
pub fn app_state(
    db: Db,
    settings: Settings,
    survey_keys: SurveyKeys,
    installation_key: [u8; 32],
    setup_code: Option<[u8; 32]>,
) -> AppState {
    AppState::new(Inner {
        db,
        clock: Arc::new(now),
        random: Arc::new(random),
        throttles: Throttles::default(),
        passwords: PasswordHasher::default(),
        settings,
        survey_keys: Arc::new(survey_keys),
        frozen_versions: Arc::default(),
        installation_key,
        setup_code: Mutex::new(setup_code),
    })
}

/// Free bytes on the file system of `path`; `None` where it cannot be told.
pub fn free_bytes(path: &Path) -> Option<u64> {
    rustix::fs::statvfs(path).ok().map(|fs| fs.f_bavail.saturating_mul(fs.f_frsize))
}
