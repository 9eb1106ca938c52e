//! The database behind one surface: SQLite in the data directory, or PostgreSQL.

use crate::StoreError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Transaction};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Once};
use std::time::Duration;

/// What reading functions take. A [`Tx`] and a connection of [`Db::read`] both lend one.
pub type Conn = AnyConnection;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// SQLite before this version can corrupt a WAL database after a checkpoint reset.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// Also keeps a text that is sent in pieces from holding the one writer (security.md L57).
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where a text must differ between the engines.
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot open the database: {0}")]
    Connect(#[source] sqlx::Error),
    #[error("SQLite {found} is too old, 3.51.3 or newer is needed")]
    OldSqlite { found: String },
    #[error("the database setting {name} is {found}, it must be {wanted}")]
    Setting { name: &'static str, found: String, wanted: &'static str },
    #[error("PostgreSQL 15 or newer is needed")]
    OldPostgres,
    #[error("the database is newer (schema {found}) than this program (schema {known})")]
    NewerSchema { found: i64, known: i64 },
    #[error("cannot bring the database to the present schema: {0}")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error("the database is unreadable: {0}")]
    Store(#[from] StoreError),
}

/// A pool of readers and, on SQLite, the one writer.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    read: AnyPool,
    write: AnyPool,
    /// Of a PostgreSQL server, for connections that are not of the pools.
    url: Option<Arc<str>>,
}

impl Db {
    /// Opens a SQLite file; `create` makes it when it is missing (only at the first start, security.md E46).
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be opened or a required setting does not hold.
    pub async fn open_sqlite(file: &Path, create: bool) -> Result<Self, OpenError> {
        install_drivers();
        let write_options = sqlite_options(file, if create { "rwc" } else { "rw" })?;
        let write = AnyPoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|conn, _| Box::pin(async move { conn.execute(SQLITE_WRITER).await.map(drop) }))
            .connect_with(write_options)
            .await
            .map_err(OpenError::Connect)?;
        check_sqlite_version(&sqlite_setting(&write, "SELECT sqlite_version()").await?)?;
        // WAL exists only after the writer has made it: readers open afterwards.
        let read = AnyPoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|conn, _| Box::pin(async move { conn.execute(SQLITE_READER).await.map(drop) }))
            .connect_with(sqlite_options(file, "ro")?)
            .await
            .map_err(OpenError::Connect)?;
        let db = Self { engine: Engine::Sqlite, read, write, url: None };
        db.check_sqlite_settings().await?;
        Ok(db)
    }

    /// Connects to PostgreSQL 15 or newer.
    ///
    /// # Errors
    /// [`OpenError`] when the server cannot be reached or does not promise durability.
    pub async fn open_postgres(url: &str) -> Result<Self, OpenError> {
        install_drivers();
        let options = AnyConnectOptions::from_str(url).map_err(OpenError::Connect)?;
        let pool = |setup: &'static str| {
            AnyPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS / 2)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .after_connect(move |conn, _| Box::pin(async move { conn.execute(setup).await.map(drop) }))
        };
        let read = pool(POSTGRES_READER).connect_with(options.clone()).await.map_err(OpenError::Connect)?;
        let write = pool(POSTGRES_WRITER).connect_with(options).await.map_err(OpenError::Connect)?;
        let db = Self { engine: Engine::Postgres, read, write, url: Some(url.into()) };
        db.check_postgres_settings().await?;
        Ok(db)
    }

    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The text for this engine.
    pub const fn pick(&self, sql: &Sql) -> &'static str {
        match self.engine {
            Engine::Sqlite => sql.sqlite,
            Engine::Postgres => sql.postgres,
        }
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// [`StoreError::Database`] when none becomes free in time.
    pub async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        Ok(self.read.acquire().await?)
    }

    /// Reads that all see the same moment, whatever is committed meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Database`] when no connection becomes free in time.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let begin = self.pick(&Sql { sqlite: "BEGIN", postgres: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" });
        Ok(Snapshot(self.read.begin_with(begin).await?))
    }

    /// Where the server is; `None` on SQLite.
    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// A writing transaction; dropped without [`Tx::commit`] it changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the writer does not become free in time.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        Ok(Tx(self.write.begin_with(begin).await?))
    }

    /// Brings the schema up to date. A schema newer than this program is refused before anything is touched.
    ///
    /// # Errors
    /// [`OpenError::NewerSchema`] or [`OpenError::Migrate`].
    pub async fn migrate(&self) -> Result<(), OpenError> {
        self.refuse_newer_schema().await?;
        self.migrator().run(&self.write).await.map_err(OpenError::Migrate)
    }

    /// The number of the newest migration that the database has seen; 0 for an empty one.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn schema(&self) -> Result<i64, StoreError> {
        let exists = self.pick(&Sql {
            sqlite: "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'",
            postgres: "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = '_sqlx_migrations'",
        });
        let (tables,): (i64,) = sqlx::query_as(exists).fetch_one(&self.read).await?;
        if tables == 0 {
            return Ok(0);
        }
        let (version,): (i64,) =
            sqlx::query_as("SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations")
                .fetch_one(&self.read)
                .await?;
        Ok(version)
    }

    /// The schema number that this program writes.
    pub fn known_schema(&self) -> i64 {
        self.migrator().iter().map(|m| m.version).max().unwrap_or(0)
    }

    /// What the engine finds wrong with the file; empty is good. PostgreSQL checks its pages itself.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn integrity(&self) -> Result<Vec<String>, StoreError> {
        if self.engine == Engine::Postgres {
            return Ok(Vec::new());
        }
        let lines: Vec<(String,)> = sqlx::query_as(
            "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'
             UNION ALL SELECT \"table\" AS line FROM pragma_foreign_key_check",
        )
        .fetch_all(&self.read)
        .await?;
        Ok(lines.into_iter().map(|(line,)| line).collect())
    }

    /// Ends all connections; on SQLite the write-ahead log is folded into the file first.
    pub async fn close(&self) {
        self.read.close().await;
        if self.engine == Engine::Sqlite
            && let Err(error) = self.write.execute("PRAGMA wal_checkpoint(TRUNCATE)").await
        {
            tracing::warn!(%error, "the last checkpoint failed");
        }
        self.write.close().await;
    }

    fn migrator(&self) -> &'static Migrator {
        match self.engine {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        }
    }

    async fn refuse_newer_schema(&self) -> Result<(), OpenError> {
        let (found, known) = (self.schema().await?, self.known_schema());
        if found > known { Err(OpenError::NewerSchema { found, known }) } else { Ok(()) }
    }

    async fn check_sqlite_settings(&self) -> Result<(), OpenError> {
        for (pool, name, sql, wanted) in [
            (&self.write, "journal_mode", "SELECT journal_mode FROM pragma_journal_mode", "wal"),
            (&self.write, "synchronous", "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous", "2"),
            (&self.write, "secure_delete", "SELECT CAST(secure_delete AS TEXT) FROM pragma_secure_delete", "1"),
            (&self.write, "foreign_keys", "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys", "1"),
            (&self.read, "query_only", "SELECT CAST(query_only AS TEXT) FROM pragma_query_only", "1"),
            (&self.read, "trusted_schema", "SELECT CAST(trusted_schema AS TEXT) FROM pragma_trusted_schema", "0"),
        ] {
            require(name, sqlite_setting(pool, sql).await?, wanted)?;
        }
        Ok(())
    }

    async fn check_postgres_settings(&self) -> Result<(), OpenError> {
        let setting = async |sql: &'static str| -> Result<String, OpenError> {
            let (value,): (String,) = sqlx::query_as(sql).fetch_one(&self.write).await.map_err(OpenError::Connect)?;
            Ok(value)
        };
        let version = setting("SELECT current_setting('server_version_num')").await?;
        if version.parse::<u32>().unwrap_or(0) < 150_000 {
            return Err(OpenError::OldPostgres);
        }
        require("fsync", setting("SELECT current_setting('fsync')").await?, "on")?;
        let commit = setting("SELECT current_setting('synchronous_commit')").await?;
        if commit == "off" { require("synchronous_commit", commit, "on") } else { Ok(()) }
    }
}

fn require(name: &'static str, found: String, wanted: &'static str) -> Result<(), OpenError> {
    if found == wanted { Ok(()) } else { Err(OpenError::Setting { name, found, wanted }) }
}

/// A reading transaction: one moment of the database.
pub struct Snapshot(Transaction<'static, Any>);

impl Deref for Snapshot {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Snapshot {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// A writing transaction.
pub struct Tx(Transaction<'static, Any>);

impl Tx {
    /// # Errors
    /// [`StoreError::Database`] when the commit failed: nothing was changed.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

const SQLITE_WRITER: &str = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; \
    PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;";
const SQLITE_READER: &str = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; \
    PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";
const POSTGRES_WRITER: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
    SET idle_in_transaction_session_timeout = '10s';";
const POSTGRES_READER: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
    SET idle_in_transaction_session_timeout = '10s'; SET default_transaction_read_only = on;";

fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

fn sqlite_options(file: &Path, mode: &str) -> Result<AnyConnectOptions, OpenError> {
    let path = file.to_string_lossy();
    let escaped: String = path
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3F".to_owned(),
            '#' => "%23".to_owned(),
            other => other.to_string(),
        })
        .collect();
    AnyConnectOptions::from_str(&format!("sqlite://{escaped}?mode={mode}")).map_err(OpenError::Connect)
}

async fn sqlite_setting(pool: &AnyPool, sql: &'static str) -> Result<String, OpenError> {
    let (value,): (String,) = sqlx::query_as(sql).fetch_one(pool).await.map_err(OpenError::Connect)?;
    Ok(value)
}

fn check_sqlite_version(found: &str) -> Result<(), OpenError> {
    let mut parts = found.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version >= OLDEST_SQLITE { Ok(()) } else { Err(OpenError::OldSqlite { found: found.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R18 of security.md.
    #[test]
    fn a_sqlite_with_the_wal_reset_bug_is_refused() {
        for old in ["3.51.2", "3.40.1", "2.99.99", ""] {
            assert!(check_sqlite_version(old).is_err(), "{old}");
        }
        for good in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(check_sqlite_version(good).is_ok(), "{good}");
        }
    }
}
