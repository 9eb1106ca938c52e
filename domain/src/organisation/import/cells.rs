//! Reading the cells of one row into domain types, with every problem noted where it stands.

use super::{Problem, ProblemKind, Problems, Row, Table};
use crate::text::{FORMULA_STARTS, Line, TextError};

/// One row that is being read.
pub(super) struct Cells<'a> {
    table: &'a Table,
    row: &'a Row,
    problems: &'a mut Problems,
}

impl<'a> Cells<'a> {
    pub fn new(table: &'a Table, row: &'a Row, problems: &'a mut Problems) -> Self {
        Self { table, row, problems }
    }

    pub fn problem(&mut self, column: &str, kind: ProblemKind) {
        let value = self.table.place(column).map(|place| self.row.cells[place].trim()).unwrap_or_default();
        self.problems.push(Problem::new(self.row.number, column, kind, value));
    }

    /// The text of a cell; `None` for an empty one, a missing column, and a formula.
    pub fn text(&mut self, column: &str) -> Option<&'a str> {
        let place = self.table.place(column)?;
        let raw: &'a str = &self.row.cells[place];
        let text = raw.trim();
        if let Some(escaped) = text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_STARTS)) {
            return Some(escaped.trim()).filter(|text| !text.is_empty());
        }
        if text.starts_with(FORMULA_STARTS) {
            let cell = format!("{}{}", column_letters(place), self.row.number);
            self.problem(column, ProblemKind::Formula { cell });
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    pub fn line<const MAX: usize>(&mut self, column: &str) -> Option<String> {
        let text = self.text(column)?;
        match Line::<MAX>::parse(text) {
            Ok(line) => Some(line.into_inner()),
            Err(error) => {
                let kind = match error {
                    TextError::Empty => ProblemKind::Empty,
                    TextError::TooLong { max } => ProblemKind::TooLong { max },
                    TextError::Control => ProblemKind::Control,
                };
                self.problem(column, kind);
                None
            }
        }
    }

    /// A cell that `parse` can read, else the problem `kind`.
    pub fn parsed<T>(&mut self, column: &str, kind: ProblemKind, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column)?;
        let value = parse(text);
        if value.is_none() {
            self.problem(column, kind);
        }
        value
    }

    /// Columns that exist in the format and not in this version may stand there, but must be empty.
    pub fn refuse_values(&mut self, is_unsupported: impl Fn(&str) -> bool) {
        let table = self.table;
        for column in table.columns.iter().filter(|column| is_unsupported(column)) {
            if self.text(column).is_some() {
                self.problem(column, ProblemKind::Unsupported);
            }
        }
    }
}

/// `A`, `B`, … `Z`, `AA`: how spreadsheets name the column at `place`, counted from 0.
fn column_letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// `ja` or `nein`, also in English.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" => Some(true),
        "nein" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        for (place, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (199, "GR")] {
            assert_eq!(column_letters(place), letters);
        }
    }
}
