//! Everything that a database holds, as text.

use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;
use weiterblick_store::Db;
use weiterblick_store::db::{Engine, Sql};

/// The rows of each table, every column of them, sorted. Bytes are hexadecimal digits.
pub async fn dump(db: &Db) -> BTreeMap<String, Vec<String>> {
    let mut conn = db.read().await.unwrap();
    let mut tables = BTreeMap::new();
    for name in names(db, &mut conn).await {
        let row = match db.engine() {
            Engine::Sqlite => quoted(&columns(&mut conn, &name).await),
            Engine::Postgres => "CAST(to_jsonb(t) AS TEXT)".to_owned(),
        };
        let mut rows = texts(&mut conn, &format!("SELECT {row} FROM \"{name}\" t")).await;
        rows.sort();
        tables.insert(name, rows);
    }
    tables
}

/// The names of the tables that differ, for a message.
pub fn changed(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.dedup();
    names.retain(|name| before.get(name) != after.get(name));
    names
}

async fn names(db: &Db, conn: &mut AnyConnection) -> Vec<String> {
    let sql = db.pick(&Sql {
        sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        postgres: "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'",
    });
    let mut names = texts(conn, sql).await;
    names.retain(|name| name != "_sqlx_migrations");
    names
}

async fn columns(conn: &mut AnyConnection, table: &str) -> Vec<String> {
    texts(conn, &format!("SELECT name FROM pragma_table_info('{table}')")).await
}

/// SQLite's own spelling of every value, with the column's name before it.
fn quoted(columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|name| format!("'{name}=' || quote(\"{name}\")")).collect();
    columns.join(" || ' ' || ")
}

async fn texts(conn: &mut AnyConnection, sql: &str) -> Vec<String> {
    let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql.to_owned())).fetch_all(conn).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}
