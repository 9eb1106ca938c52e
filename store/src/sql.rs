//! Pieces of SQL: many rows at once, and patterns for a search. What varies in a text is the number of placeholders;
//! values are always bound.

use sqlx::AssertSqlSafe;

/// Rows per statement: 400 rows of 8 columns stay far below the limits of both engines.
pub const ROWS: usize = 400;

/// `prefix ($1, $2), ($3, $4), …` for `rows` rows of `columns` columns.
pub fn insert(prefix: &'static str, columns: usize, rows: usize) -> AssertSqlSafe<String> {
    let row = |row: usize| {
        let numbers: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", numbers.join(", "))
    };
    AssertSqlSafe(format!("{prefix} {}", (0..rows).map(row).collect::<Vec<_>>().join(", ")))
}

/// `prefix ($n, …) suffix` with `count` placeholders, the first one `$first`.
pub fn within(prefix: &'static str, first: usize, count: usize, suffix: &'static str) -> AssertSqlSafe<String> {
    let numbers: Vec<String> = (first..first + count).map(|number| format!("${number}")).collect();
    AssertSqlSafe(format!("{prefix} ({}) {suffix}", numbers.join(", ")))
}

/// `values` filled up with its last one to a multiple of 8, so that few different texts have to be prepared.
pub fn padded<T: Clone>(mut values: Vec<T>) -> Vec<T> {
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_multiple_of(8), last);
    }
    values
}

/// A pattern that finds `word` anywhere, for `LIKE … ESCAPE '!'`; `%` and `_` stand for themselves.
pub fn like(word: &str) -> String {
    let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_signs_of_like_for_what_they_are() {
        assert_eq!(like("50%_!"), "%50!%!_!!%");
    }

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
