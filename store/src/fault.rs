//! What a failed write means for whoever wants to repeat it (live.md L56, security.md E47, E48).

use crate::StoreError;
use sqlx::error::DatabaseError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Somebody else holds what is needed, or the server is not there just now: again later.
    Busy,
    /// These rows are refused, others may be taken.
    Rows,
    /// No space is left.
    Full,
    /// The file cannot be trusted any more.
    Broken,
    /// Nothing that repeating would change.
    Other,
}

impl StoreError {
    pub fn fault(&self) -> Fault {
        match self {
            Self::Conflict | Self::InUse => Fault::Rows,
            Self::NotFound | Self::Corrupt(_) => Fault::Other,
            Self::Database(sqlx::Error::Database(error)) => of_database(error.as_ref()),
            Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) => Fault::Busy,
            Self::Database(sqlx::Error::WorkerCrashed) => Fault::Broken,
            Self::Database(_) => Fault::Other,
        }
    }
}

fn of_database(error: &dyn DatabaseError) -> Fault {
    error.code().map_or(Fault::Other, |code| of_code(&code))
}

/// PostgreSQL's codes have five characters, SQLite's are numbers with fewer digits.
fn of_code(code: &str) -> Fault {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => of_sqlite(number),
        _ => of_postgres(code),
    }
}

/// The low byte is the primary result code (sqlite.org/rescode.html).
const fn of_sqlite(code: u32) -> Fault {
    match code & 0xff {
        5 | 6 => Fault::Busy,
        13 => Fault::Full,
        18 | 19 => Fault::Rows,
        8 | 10 | 11 | 14 | 26 => Fault::Broken,
        _ => Fault::Other,
    }
}

/// PostgreSQL, appendix A: error codes.
fn of_postgres(code: &str) -> Fault {
    match code {
        "53100" => Fault::Full,
        "55P03" | "57014" => Fault::Busy,
        "58030" | "XX001" | "XX002" => Fault::Broken,
        _ => match code.get(..2) {
            Some("08" | "40" | "53" | "57") => Fault::Busy,
            Some("22" | "23") => Fault::Rows,
            _ => Fault::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_say_whether_to_repeat() {
        let table = [
            (
                Fault::Busy,
                ["5", "261", "517", "40001", "40P01", "55P03", "57014", "57P01", "08006", "53300"].as_slice(),
            ),
            (Fault::Rows, &["19", "275", "1555", "2067", "23505", "23514", "22021"]),
            (Fault::Full, &["13", "53100"]),
            (Fault::Broken, &["10", "11", "26", "8", "778", "58030", "XX001"]),
            (Fault::Other, &["1", "21", "42601", "", "XX000"]),
        ];
        for (fault, codes) in table {
            for code in codes {
                assert_eq!(of_code(code), fault, "{code}");
            }
        }
    }
}
