//! The two migration trees make the same schema.

use sqlx::Row;
use std::collections::BTreeSet;
use weiterblick_store::{Conn, Engine, testing};

/// `table.column nullability`, and `unique table(columns)`, as both engines can tell it.
async fn describe(conn: &mut Conn, engine: Engine) -> BTreeSet<String> {
    let (columns, keys) = match engine {
        Engine::Sqlite => (
            "SELECT m.name AS t, c.name AS c, CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 'not null' ELSE 'null' END AS n
             FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
               AND m.name NOT LIKE 'sqlite%'",
            "SELECT m.name AS t, i.name AS i, c.name AS c, c.seqno AS s
             FROM sqlite_schema m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\' AND i.\"unique\" = 1 ORDER BY 1, 2, 4",
        ),
        Engine::Postgres => (
            "SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c,
                    CASE WHEN is_nullable = 'NO' THEN 'not null' ELSE 'null' END AS n
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'",
            "SELECT CAST(t.relname AS TEXT) AS t, CAST(x.relname AS TEXT) AS i, CAST(a.attname AS TEXT) AS c,
                    CAST(k.ord AS BIGINT) AS s
             FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
             JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
             CROSS JOIN LATERAL unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS k(att, ord)
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.att
             WHERE i.indisunique AND t.relname NOT LIKE '\\_%' ORDER BY 1, 2, 4",
        ),
    };
    let mut lines = BTreeSet::new();
    for row in sqlx::query(columns).fetch_all(&mut *conn).await.unwrap() {
        let (table, column, null): (String, String, String) = (row.get("t"), row.get("c"), row.get("n"));
        lines.insert(format!("{table}.{column} {null}"));
    }
    let mut open: Option<(String, String, Vec<String>)> = None;
    for row in sqlx::query(keys).fetch_all(&mut *conn).await.unwrap() {
        let (table, index, column): (String, String, String) = (row.get("t"), row.get("i"), row.get("c"));
        match &mut open {
            Some((t, i, columns)) if *t == table && *i == index => columns.push(column),
            _ => {
                if let Some((t, _, columns)) = open.take() {
                    lines.insert(format!("unique {t}({})", columns.join(", ")));
                }
                open = Some((table, index, vec![column]));
            }
        }
    }
    if let Some((t, _, columns)) = open {
        lines.insert(format!("unique {t}({})", columns.join(", ")));
    }
    lines
}

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_and_unique_keys() {
    let (sqlite, postgres) = (testing::sqlite().await, testing::postgres().await);
    let left = describe(&mut sqlite.db.read().await.unwrap(), Engine::Sqlite).await;
    let right = describe(&mut postgres.db.read().await.unwrap(), Engine::Postgres).await;
    assert!(left.len() > 100, "the description found the tables: {left:#?}");
    let (only_left, only_right): (Vec<_>, Vec<_>) =
        (left.difference(&right).collect(), right.difference(&left).collect());
    assert!(
        only_left.is_empty() && only_right.is_empty(),
        "SQLite only: {only_left:#?}\nPostgreSQL only: {only_right:#?}"
    );
    sqlite.end().await;
    postgres.end().await;
}

/// The columns of a table among the lines of [`describe`], by name.
fn columns(lines: &BTreeSet<String>, table: &str) -> Vec<String> {
    let column = |line: &String| line.strip_prefix(table)?.strip_prefix('.')?.split(' ').next().map(str::to_owned);
    lines.iter().filter_map(column).collect()
}

/// needs-analysis.md §2, §12: these tables tell neither when nor by whom.
#[tokio::test]
async fn anonymous_tables_have_no_column_that_could_tell_who_or_when() {
    let database = testing::sqlite().await;
    let lines = describe(&mut database.db.read().await.unwrap(), Engine::Sqlite).await;
    let draft = ["code_hash", "device_hashes", "id", "payload", "revision", "submitted", "survey_id"];
    assert_eq!(columns(&lines, "draft"), draft);
    assert_eq!(columns(&lines, "sealed_answer"), ["answers", "attributes", "id", "survey_id", "unit_id"]);
    let invitation = columns(&lines, "invitation");
    assert!(invitation.iter().all(|name| !name.ends_with("_at") && !name.contains("time") && !name.contains("draft")));
    let (without_order,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('draft', 'sealed_answer') AND sql LIKE '%WITHOUT ROWID%'",
    )
    .fetch_one(&mut *database.db.read().await.unwrap())
    .await
    .unwrap();
    assert_eq!(without_order, 2);
    database.end().await;
}

/// live.md L40, security.md E49: neither time nor order nor origin, and nothing that leads from one to the other.
#[tokio::test]
async fn tables_of_a_room_have_the_allowed_columns_only() {
    let database = testing::sqlite().await;
    let lines = describe(&mut database.db.read().await.unwrap(), Engine::Sqlite).await;
    let allowed = [
        ("ballot", "change_no company_ref key1 key2 key3 payload round_id segment source state voter_ref weight"),
        ("card", "cluster_id id reason round_id slot state text voter_ref"),
        ("participant", "company_id event_id extra heads kind label language state token_hash"),
        ("profile", "event_id profile_ref region role sector size_class"),
        ("question_vote", "author_ref question_id"),
        ("sealed_ballot", "payload round_id sheet source weight"),
    ];
    for (table, expected) in allowed {
        assert_eq!(columns(&lines, table).join(" "), expected, "{table}");
        let (without_order,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1 AND sql LIKE '%WITHOUT ROWID%'",
        )
        .bind(table)
        .fetch_one(&mut *database.db.read().await.unwrap())
        .await
        .unwrap();
        assert_eq!(without_order, 1, "{table}");
    }
    database.end().await;
}
