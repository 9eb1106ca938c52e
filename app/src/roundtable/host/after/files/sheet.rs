//! A table before it is written in a format.

use crate::export::csv::Cell;
use serde_json::{Map, Number, Value};

pub struct Sheet {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    pub fn new<const N: usize>(columns: [&'static str; N], rows: impl IntoIterator<Item = [Cell; N]>) -> Self {
        Self { columns: columns.to_vec(), rows: rows.into_iter().map(Vec::from).collect() }
    }

    /// A list of objects, named by the columns.
    pub fn to_json(&self) -> Value {
        let object = |row: &Vec<Cell>| {
            let members = self.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), value(cell)));
            Value::Object(members.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::from(text.clone()),
        // Whole numbers as such; others as the text of their digits, which no reader rounds.
        Cell::Number(number) => {
            let text = number.to_string();
            text.parse::<i64>().map_or_else(|_| Value::from(text), |whole| Value::Number(Number::from(whole)))
        }
        Cell::Empty => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::insight::Decimal;

    #[test]
    fn cells_keep_their_meaning_in_json() {
        let rows = [[Cell::text("=1"), Cell::count(4), Cell::Number(Decimal::new(15, 1)), Cell::Empty]];
        let json = Sheet::new(["a", "b", "c", "d"], rows).to_json();
        assert_eq!(json, serde_json::json!([{ "a": "=1", "b": 4, "c": "1.5", "d": null }]));
    }
}
