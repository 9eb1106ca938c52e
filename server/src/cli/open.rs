//! Opening data directory and database, with one clear line where that fails.

use super::Failure;
use super::message::say;
use crate::config::DataOptions;
use crate::datadir::{DataDir, DataDirError};
use crate::state::random;
use weiterblick_store::db::OpenError;
use weiterblick_store::{Db, installation};

/// A process that is already running is told apart by this exit code (security.md E46).
const ALREADY_RUNNING: u8 = 3;

pub struct Opened {
    pub dir: DataDir,
    pub db: Db,
}

/// Locks the directory and opens the database, without touching its schema.
pub async fn open(options: &DataOptions) -> Result<Opened, Failure> {
    let sqlite = options.database_url.is_none();
    let dir = DataDir::open(&options.data_dir, sqlite, random).map_err(|error| data_dir_failure(&error))?;
    let db = match &options.database_url {
        None => Db::open_sqlite(&dir.database(), dir.fresh).await,
        Some(url) => Db::open_postgres(url).await,
    };
    let db = db.map_err(|error| open_failure(&error))?;
    Ok(Opened { dir, db })
}

/// Opens and brings the schema up to date; then the key must be the one this database was made with.
pub async fn open_migrated(options: &DataOptions) -> Result<Opened, Failure> {
    let opened = open(options).await?;
    opened.db.migrate().await.map_err(|error| open_failure(&error))?;
    let store = |error: weiterblick_store::StoreError| Failure::new(say("cli.database", &[("reason", error.to_string())]));
    let fingerprint = weiterblick_app::secret::keyed_hash(&opened.dir.installation_key, "fingerprint", b"");
    let mut tx = opened.db.write().await.map_err(store)?;
    let stored = installation::ensure(&mut tx, "key_fingerprint", &fingerprint).await.map_err(store)?;
    // @ weiterblick_app::install_shipped(&mut tx).await.map_err(store)?;
    tx.commit().await.map_err(store)?;
    if stored != fingerprint {
        return Err(Failure::new(say("cli.wrong_key", &[])));
    }
    Ok(opened)
}

pub async fn migrate(options: &DataOptions) -> Result<(), Failure> {
    let opened = open_migrated(options).await?;
    println!("{}", say("cli.migrated", &[("schema", opened.db.known_schema().to_string())]));
    opened.db.close().await;
    Ok(())
}

fn data_dir_failure(error: &DataDirError) -> Failure {
    match error {
        DataDirError::Locked(process) => {
            Failure { text: say("cli.already_running", &[("process", process.clone())]), code: ALREADY_RUNNING }
        }
        DataDirError::Missing(path) => Failure::new(say("cli.missing_file", &[("path", path.display().to_string())])),
        DataDirError::Io { path, source } => Failure::new(say(
            "cli.data_dir",
            &[("path", path.display().to_string()), ("reason", source.to_string())],
        )),
        DataDirError::BadKey(path) => Failure::new(say("cli.bad_key", &[("path", path.display().to_string())])),
    }
}

pub fn open_failure(error: &OpenError) -> Failure {
    Failure::new(match error {
        OpenError::NewerSchema { found, known } => {
            say("cli.newer_schema", &[("found", found.to_string()), ("known", known.to_string())])
        }
        OpenError::OldSqlite { found } => say("cli.old_sqlite", &[("found", found.clone())]),
        OpenError::OldPostgres => say("cli.old_postgres", &[]),
        OpenError::Setting { name, found, wanted } => say(
            "cli.database_setting",
            &[("name", (*name).to_owned()), ("found", found.clone()), ("wanted", (*wanted).to_owned())],
        ),
        OpenError::Connect(_) | OpenError::Migrate(_) | OpenError::Store(_) => {
            say("cli.database", &[("reason", error.to_string())])
        }
    })
}
