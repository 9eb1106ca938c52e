//! A database of its own for each test, on both engines.
//!
//! PostgreSQL comes from `WEITERBLICK_TEST_POSTGRES_URL` (`scripts/pg run -- …` sets it). A missing engine fails the
//! test: nothing is skipped silently.

use crate::Db;
use sqlx::{AnyConnection, Connection};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A migrated database that is removed with [`TestDb::end`]; after a failure it is left for a look.
pub struct TestDb {
    pub db: Db,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Postgres { admin_url: String, name: String },
}

fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.subsec_nanos());
    format!("wb_{}_{nanos}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// # Panics
/// When the database cannot be made.
pub async fn sqlite() -> TestDb {
    let folder = std::env::temp_dir().join(unique());
    std::fs::create_dir_all(&folder).expect("temporary folder");
    let db = Db::open_sqlite(&folder.join("test.db"), true).await.expect("SQLite opens");
    db.migrate().await.expect("SQLite migrates");
    TestDb { db, place: Place::Folder(folder) }
}

/// # Panics
/// When the database cannot be made, or no server is named.
pub async fn postgres() -> TestDb {
    let admin_url = std::env::var("WEITERBLICK_TEST_POSTGRES_URL")
        .expect("WEITERBLICK_TEST_POSTGRES_URL names no server: run the tests with `scripts/pg run -- cargo test`");
    let name = unique();
    admin(&admin_url, &format!("CREATE DATABASE {name}")).await;
    let (server, _) = admin_url.rsplit_once('/').expect("the address ends with a database");
    let db = Db::open_postgres(&format!("{server}/{name}")).await.expect("PostgreSQL opens");
    db.migrate().await.expect("PostgreSQL migrates");
    TestDb { db, place: Place::Postgres { admin_url, name } }
}

async fn admin(url: &str, sql: &str) {
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect(url).await.expect("PostgreSQL is there");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.expect("PostgreSQL obeys");
    conn.close().await.expect("PostgreSQL says good-bye");
}

impl TestDb {
    /// # Panics
    /// When the database cannot be removed.
    pub async fn end(self) {
        self.db.close().await;
        match self.place {
            Place::Folder(folder) => std::fs::remove_dir_all(folder).expect("temporary folder goes"),
            Place::Postgres { admin_url, name } => {
                admin(&admin_url, &format!("DROP DATABASE {name} WITH (FORCE)")).await
            }
        }
    }
}

/// Writes each test twice: `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// both_engines! {
///     /// What it shows.
///     async fn a_unit_cannot_be_its_own_parent(db: Db) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: Db) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($db: $crate::Db) $body

            #[tokio::test]
            async fn sqlite() {
                let database = $crate::testing::sqlite().await;
                test(database.db.clone()).await;
                database.end().await;
            }

            #[tokio::test]
            async fn postgres() {
                let database = $crate::testing::postgres().await;
                test(database.db.clone()).await;
                database.end().await;
            }
        }
    )*};
}
