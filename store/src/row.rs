//! Reading columns into domain types. Flags are 0/1 integers, JSON is text, ids are text.

use crate::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::str::FromStr;
use weiterblick_domain::time::UnixMillis;

pub(crate) trait RowExt {
    /// A text that parses: an id, a code, a state.
    fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError>;
    fn parsed_opt<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError>;
    /// [`Self::parsed`], where an empty text says "none".
    fn parsed_filled<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError>;
    /// A stored word that `from` knows.
    fn word<T>(&self, column: &'static str, from: impl Fn(&str) -> Option<T>) -> Result<T, StoreError>;
    /// [`Self::word`], where an empty text says "none".
    fn word_filled<T>(&self, column: &'static str, from: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError>;
    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError>;
    fn text(&self, column: &'static str) -> Result<String, StoreError>;
    fn text_opt(&self, column: &'static str) -> Result<Option<String>, StoreError>;
    fn int(&self, column: &'static str) -> Result<i64, StoreError>;
    /// A number that fits into `T`.
    fn small<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError>;
    fn flag(&self, column: &'static str) -> Result<bool, StoreError>;
    fn time(&self, column: &'static str) -> Result<UnixMillis, StoreError>;
    fn time_opt(&self, column: &'static str) -> Result<Option<UnixMillis>, StoreError>;
    /// [`Self::time`], where 0 says "none".
    fn time_filled(&self, column: &'static str) -> Result<Option<UnixMillis>, StoreError>;
    /// Exactly `N` bytes.
    fn bytes<const N: usize>(&self, column: &'static str) -> Result<[u8; N], StoreError>;
}

impl RowExt for AnyRow {
    fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| StoreError::Corrupt(column))
    }

    fn parsed_opt<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        self.text_opt(column)?.map(|text| text.parse().map_err(|_| StoreError::Corrupt(column))).transpose()
    }

    fn parsed_filled<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.parsed(column).map(Some) }
    }

    fn word<T>(&self, column: &'static str, from: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        from(&self.text(column)?).ok_or(StoreError::Corrupt(column))
    }

    fn word_filled<T>(&self, column: &'static str, from: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.word(column, from).map(Some) }
    }

    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| StoreError::Corrupt(column))
    }

    fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn text_opt(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn small<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        self.int(column)?.try_into().map_err(|_| StoreError::Corrupt(column))
    }

    fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    fn time(&self, column: &'static str) -> Result<UnixMillis, StoreError> {
        self.int(column).map(UnixMillis)
    }

    fn time_opt(&self, column: &'static str) -> Result<Option<UnixMillis>, StoreError> {
        Ok(self.try_get::<Option<i64>, _>(column)?.map(UnixMillis))
    }

    fn time_filled(&self, column: &'static str) -> Result<Option<UnixMillis>, StoreError> {
        self.time(column).map(|time| (time.0 != 0).then_some(time))
    }

    fn bytes<const N: usize>(&self, column: &'static str) -> Result<[u8; N], StoreError> {
        self.try_get::<Vec<u8>, _>(column)?.try_into().map_err(|_| StoreError::Corrupt(column))
    }
}

/// JSON for a text column.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("json"))
}
