//! Opening data directory and database, with one clear line where that fails.

use super::Failure;
use super::message::say;
use crate::config::DataOptions;
use crate::datadir::{DataDir, DataDirError};
use crate::state::random;
use weiterblick_store::db::OpenError;
use weiterblick_store::{Db, StoreError, installation};

/// A process that is already running is told apart by this exit code (security.md E46).
const ALREADY_RUNNING: u8 = 3;

/// Names of facts in the table `installation`.
const KEY_FINGERPRINT: &str = "key_fingerprint";
const DATABASE_ID: &str = "database_id";

pub struct Opened {
    pub dir: DataDir,
    pub db: Db,
}

/// Locks the directory, which is made if nothing is there.
pub fn own(options: &DataOptions) -> Result<DataDir, Failure> {
    DataDir::open(&options.data_dir, options.is_sqlite(), random).map_err(|error| data_dir_failure(&error))
}

/// Locks the directory and opens the database as they are; neither is made.
pub async fn open_existing(options: &DataOptions) -> Result<Opened, Failure> {
    let dir =
        DataDir::open_existing(&options.data_dir, options.is_sqlite()).map_err(|error| data_dir_failure(&error))?;
    let db = connect(options, &dir, false).await?;
    Ok(Opened { dir, db })
}

/// Opens the database of this directory and brings the schema up to date. A database that is newer, or not the one that
/// this directory was made with, is refused before anything in it is touched.
pub async fn open_migrated(options: &DataOptions, mut dir: DataDir) -> Result<Opened, Failure> {
    let db = connect(options, &dir, dir.fresh).await?;
    let (found, known) = (db.schema().await.map_err(store_failure)?, db.known_schema());
    if found > known {
        return Err(open_failure(&OpenError::NewerSchema { found, known }));
    }
    if found > 0 {
        if let Some(text) = foreign(&db, &dir, true).await? {
            return Err(Failure::new(text));
        }
    } else if !dir.fresh {
        return Err(Failure::new(other_database(&dir)));
    }
    db.migrate().await.map_err(|error| open_failure(&error))?;
    let mut tx = db.write().await.map_err(store_failure)?;
    installation::ensure(&mut tx, KEY_FINGERPRINT, &key_fingerprint(&dir)).await.map_err(store_failure)?;
    installation::ensure(&mut tx, DATABASE_ID, &dir.marker).await.map_err(store_failure)?;
    weiterblick_app::install_shipped(&mut tx).await.map_err(store_failure)?;
    tx.commit().await.map_err(store_failure)?;
    dir.finish().map_err(|error| data_dir_failure(&error))?;
    Ok(Opened { dir, db })
}

async fn connect(options: &DataOptions, dir: &DataDir, create: bool) -> Result<Db, Failure> {
    let db = match options.postgres().map_err(|error| data_dir_failure(&error.into()))? {
        None => Db::open_sqlite(&dir.database(), create).await,
        Some(url) => Db::open_postgres(&url).await,
    };
    db.map_err(|error| open_failure(&error))
}

/// What is wrong when this database is not the one that the directory was made with. `may_be_new`: it need not bear the
/// directory's marks yet.
pub async fn foreign(db: &Db, dir: &DataDir, may_be_new: bool) -> Result<Option<String>, Failure> {
    let mut conn = db.read().await.map_err(store_failure)?;
    let marks = [
        (KEY_FINGERPRINT, key_fingerprint(dir), say("cli.wrong_key", &[])),
        (DATABASE_ID, dir.marker.clone(), other_database(dir)),
    ];
    for (name, own, text) in marks {
        let stored = installation::get(&mut conn, name).await.map_err(store_failure)?;
        if stored.map_or(!may_be_new, |stored| stored != own) {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// Tells keys apart without giving them away (security.md E54).
fn key_fingerprint(dir: &DataDir) -> String {
    weiterblick_app::secret::keyed_hash(&dir.installation_key, "fingerprint", b"")
}

fn other_database(dir: &DataDir) -> String {
    say("cli.other_database", &[("path", dir.path().display().to_string())])
}

pub fn store_failure(error: StoreError) -> Failure {
    Failure::new(say("cli.database", &[("reason", error.to_string())]))
}

pub async fn migrate(options: &DataOptions) -> Result<(), Failure> {
    let opened = open_migrated(options, own(options)?).await?;
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
        DataDirError::Io { path, source } => {
            Failure::new(say("cli.data_dir", &[("path", path.display().to_string()), ("reason", source.to_string())]))
        }
        DataDirError::NoDatabase(path) => Failure::new(say("cli.no_database", &[("path", path.display().to_string())])),
        DataDirError::OpenSecret(path) => Failure::new(say("cli.open_secret", &[("path", path.display().to_string())])),
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
        OpenError::Unreachable(source) => say("cli.database_unreachable", &[("reason", source.to_string())]),
        OpenError::Connect(_) | OpenError::Migrate(_) | OpenError::Store(_) => {
            say("cli.database", &[("reason", error.to_string())])
        }
    })
}
