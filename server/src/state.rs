//! The process's clock, random source and shared state.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use weiterblick_app::account::password::PasswordHasher;
use weiterblick_app::secret::subkey;
use weiterblick_app::state::{AppState, Clock, Inner, Settings};
use weiterblick_app::throttle::Throttles;
use weiterblick_domain::roundtable::identity::CodeKind;
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::{Fault, Hub, Surroundings};
use weiterblick_store::Db;

/// Exit code after an error of the database file (security.md E48).
const BROKEN_DATABASE: i32 = 74;
/// Snapshots of screens and consoles per second (live.md L45).
const SCREEN_HZ: u32 = 5;

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

/// Starts the rooms of round tables, which go by `clock`. A database that broke ends the process: what was acknowledged is safe, and a
/// restart finds it (security.md E48).
pub fn hub(db: &Db, installation_key: &[u8; 32], clock: Clock) -> Hub {
    let on_fault = |fault| match fault {
        Fault::Full => tracing::error!("the database is full: votes are refused until it can be written again"),
        Fault::Broken => {
            tracing::error!("the database cannot be written");
            std::process::exit(BROKEN_DATABASE);
        }
    };
    let surroundings = Surroundings {
        clock: Arc::new(RoomClock(clock)),
        random: Arc::new(SystemRandom),
        on_fault: Arc::new(on_fault),
    };
    Hub::start(db.clone(), surroundings, rooms(installation_key))
}

/// How rooms are run here.
pub fn rooms(installation_key: &[u8; 32]) -> weiterblick_live::Settings {
    weiterblick_live::Settings {
        build: crate::http::build(),
        screen_hz: SCREEN_HZ,
        codes: CodeKind::Digits,
        company_key: subkey(installation_key, "company refs"),
        banned_words: Vec::new(),
    }
}

/// The process's clock, for rooms.
struct RoomClock(Clock);

impl weiterblick_live::Clock for RoomClock {
    fn now(&self) -> UnixMillis {
        (self.0)()
    }
}

/// The system's random source, for rooms.
struct SystemRandom;

impl weiterblick_live::Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        random(bytes);
    }
}

/// Everything that requests share. Must be called inside the runtime.
pub fn app_state(db: Db, settings: Settings, installation_key: [u8; 32], setup_code: Option<[u8; 32]>) -> AppState {
    let clock: Clock = Arc::new(now);
    AppState::new(Inner {
        hub: hub(&db, &installation_key, Arc::clone(&clock)),
        db,
        clock,
        random: Arc::new(random),
        throttles: Throttles::default(),
        passwords: PasswordHasher::default(),
        settings,
        installation_key,
        setup_code: Mutex::new(setup_code),
    })
}

/// Free bytes on the file system of `path`; `None` where it cannot be told.
pub fn free_bytes(path: &Path) -> Option<u64> {
    rustix::fs::statvfs(path).ok().map(|fs| fs.f_bavail.saturating_mul(fs.f_frsize))
}
