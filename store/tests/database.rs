//! Opening, migrating, refusing.

use weiterblick_store::db::OpenError;
use weiterblick_store::{StoreError, both_engines, installation};

both_engines! {
    async fn a_dropped_transaction_changes_nothing(db: Db) {
        let mut tx = db.write().await.unwrap();
        installation::ensure(&mut tx, "a", "1").await.unwrap();
        drop(tx);
        assert_eq!(installation::get(&mut db.read().await.unwrap(), "a").await.unwrap(), None);
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
