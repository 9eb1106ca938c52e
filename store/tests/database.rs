//! Opening, migrating, refusing.

use sqlx::Executor;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::db::OpenError;
use weiterblick_store::db::compaction::{Pending, note_deletion, pending};
use weiterblick_store::{Db, StoreError, both_engines, installation, testing};

const SECRET: &[u8] = b"what somebody has answered";

/// How often the secret stands in the database's file and in its log.
async fn found(db: &Db) -> (usize, usize) {
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let (file,): (String,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    let count = |file: String| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(SECRET.len()).filter(|window| *window == SECRET).count()
    };
    (count(file.clone()), count(format!("{file}-wal")))
}

async fn write_and_delete(db: &Db) {
    let mut tx = db.write().await.unwrap();
    for n in 0..200 {
        installation::ensure(&mut tx, &format!("n{n}"), std::str::from_utf8(SECRET).unwrap()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = db.write().await.unwrap();
    sqlx::query("DELETE FROM installation WHERE name LIKE 'n%'").execute(&mut *tx).await.unwrap();
    note_deletion(&mut tx, UnixMillis(7)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Needs-analysis §12.5, on the bytes of the files.
#[tokio::test]
async fn what_was_deleted_is_neither_in_the_log_nor_in_the_file() {
    let database = testing::sqlite().await;
    let db = database.db.clone();
    write_and_delete(&db).await;
    assert!(found(&db).await.1 > 0, "the log does not show what this test is about");
    assert!(db.empty_log().await.unwrap());
    assert_eq!(found(&db).await, (0, 0));
    db.compact().await.unwrap();
    assert_eq!(found(&db).await, (0, 0));
    assert_eq!(db.integrity().await.unwrap(), Vec::<String>::new());
    database.end().await;
}

#[tokio::test]
async fn a_log_that_somebody_reads_is_emptied_later() {
    let database = testing::sqlite().await;
    let db = database.db.clone();
    let mut reader = db.read().await.unwrap();
    reader.execute("BEGIN").await.unwrap();
    installation::get(&mut reader, "anything").await.unwrap();
    write_and_delete(&db).await;
    assert!(!db.empty_log().await.unwrap());
    assert!(pending(&mut db.read().await.unwrap()).await.unwrap().log);
    reader.execute("COMMIT").await.unwrap();
    drop(reader);
    assert!(db.empty_log().await.unwrap());
    assert_eq!(found(&db).await, (0, 0));
    database.end().await;
}

both_engines! {
    async fn a_dropped_transaction_changes_nothing(db: Db) {
        let mut tx = db.write().await.unwrap();
        installation::ensure(&mut tx, "a", "1").await.unwrap();
        drop(tx);
        assert_eq!(installation::get(&mut db.read().await.unwrap(), "a").await.unwrap(), None);
    }

    async fn a_deletion_is_remembered_until_its_traces_are_gone(db: Db) {
        let still = async || pending(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(still().await, Pending { log: false, file: None });
        let mut tx = db.write().await.unwrap();
        note_deletion(&mut tx, UnixMillis(7)).await.unwrap();
        note_deletion(&mut tx, UnixMillis(8)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(still().await, Pending { log: true, file: Some(UnixMillis(7)) });
        assert!(db.empty_log().await.unwrap());
        assert_eq!(still().await, Pending { log: false, file: Some(UnixMillis(7)) });
        db.compact().await.unwrap();
        assert_eq!(still().await, Pending { log: false, file: None });
    }

    async fn readers_cannot_write(db: Db) {
        let mut conn = db.read().await.unwrap();
        let refused = sqlx::query("INSERT INTO installation (name, value) VALUES ('a', 'b')").execute(&mut *conn).await;
        assert!(refused.is_err());
    }

    async fn migrating_again_changes_nothing(db: Db) {
        db.migrate().await.unwrap();
        assert_eq!(db.schema().await.unwrap(), db.known_schema());
    }

    /// R14 of security.md: an old program on a new schema.
    async fn a_newer_schema_is_refused_by_number(db: Db) {
        let mut tx = db.write().await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let refused = db.migrate().await;
        assert!(matches!(refused, Err(OpenError::NewerSchema { found: 9999, known }) if known == db.known_schema()));
    }

    async fn unique_and_foreign_keys_are_told_apart(db: Db) {
        let mut tx = db.write().await.unwrap();
        let insert = "INSERT INTO organisation (id, kind, name, created_at) VALUES ('1', 'company', 'x', 0)";
        sqlx::query(insert).execute(&mut *tx).await.unwrap();
        let again = sqlx::query(insert).execute(&mut *tx).await.unwrap_err();
        assert!(matches!(StoreError::from(again), StoreError::Conflict));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let orphan = sqlx::query("INSERT INTO person_role (person_id, role) VALUES ('nobody', 'hr')").execute(&mut *tx).await;
        let error = match orphan {
            Err(error) => StoreError::from(error),
            Ok(_) => tx.commit().await.unwrap_err(),
        };
        assert!(matches!(error, StoreError::InUse));
    }

    async fn a_fresh_database_has_no_findings(db: Db) {
        assert_eq!(db.integrity().await.unwrap(), Vec::<String>::new());
    }

    /// R19 of security.md, at the store: one writer, no busy errors.
    async fn fifty_writers_take_turns(db: Db) {
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = db.write().await?;
                    installation::ensure(&mut tx, &format!("n{n}"), "x").await?;
                    tx.commit().await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM installation WHERE name LIKE 'n%'")
            .fetch_one(&mut *db.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(count, 50);
    }
}
