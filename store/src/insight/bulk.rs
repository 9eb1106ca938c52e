//! SQL for many rows at once. What varies is the number of placeholders; values are always bound.

use sqlx::AssertSqlSafe;

/// Rows per statement: 400 rows of 8 columns stay far below the limits of both engines.
pub const ROWS: usize = 400;

/// `prefix ($1, $2), ($3, $4), …` for `rows` rows of `columns` columns.
pub fn insert(prefix: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
    let row = |row: usize| format!("({})", placeholders(row * columns + 1, columns));
    AssertSqlSafe(format!("{prefix} {}", (0..rows).map(row).collect::<Vec<_>>().join(", ")))
}

/// `prefix ($n, …) suffix` with `count` placeholders, the first one `$first`.
pub fn within(prefix: &'static str, first: usize, count: usize, suffix: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{prefix} ({}) {suffix}", placeholders(first, count)))
}

/// `$first, …`: `count` of them.
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// `values` filled up with its last one to a multiple of 8, so that few different texts have to be prepared.
pub fn padded<T: Clone>(mut values: Vec<T>) -> Vec<T> {
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_multiple_of(8), last);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_on_from_row_to_row() {
        assert_eq!(insert("INSERT INTO t (a, b) VALUES", 2, 2).0, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(
            within("WHERE a = $1 AND b IN", 2, 3, "ORDER BY b").0,
            "WHERE a = $1 AND b IN ($2, $3, $4) ORDER BY b"
        );
    }

    #[test]
    fn padding_repeats_what_is_there() {
        assert_eq!(padded(vec![1, 2, 3]), [1, 2, 3, 3, 3, 3, 3, 3]);
        assert_eq!(padded(Vec::<u8>::new()), Vec::<u8>::new());
        assert_eq!(padded(vec![7; 8]), [7; 8]);
    }
}
