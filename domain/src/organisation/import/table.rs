use super::{Problem, ProblemKind, Problems};
use serde::{Deserialize, Serialize};

pub const MAX_BYTES: usize = 10 * 1024 * 1024;
pub const MAX_ROWS: usize = 50_000;
pub const MAX_COLUMNS: usize = 200;
pub const MAX_CELL_BYTES: usize = 32 * 1024;
pub const MAX_ROW_BYTES: usize = 256 * 1024;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    Semicolon,
    Comma,
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Semicolon => "semicolon",
            Self::Comma => "comma",
            Self::Tab => "tab",
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    /// The most frequent one of the header, outside of quotes.
    fn of_header(line: &str) -> Self {
        let unquoted: String = line.split('"').step_by(2).collect();
        let count = |separator: Self| unquoted.bytes().filter(|byte| *byte == separator.byte()).count();
        // The first of equals wins, so the order of `ALL` decides for a header of one column.
        Self::ALL.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(Self::Semicolon)
    }
}

/// One row with as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts: the header is 1, empty rows count.
    pub number: u32,
    pub cells: Vec<String>,
}

/// A file cut into cells. Names of columns are lower case and known to the reader; each occurs once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub separator: Separator,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

impl Table {
    /// Cuts `text` into cells and checks the header against `is_known`.
    ///
    /// # Errors
    /// [`Problems`] of the file, its header, and rows that are too long or have another number of cells.
    pub fn read(text: &str, is_known: impl Fn(&str) -> bool) -> Result<Self, Problems> {
        if text.len() > MAX_BYTES {
            return Err(Problem::of_file(ProblemKind::TooLarge).into());
        }
        let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let separator = Separator::of_header(header);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator.byte())
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut problems = Problems::default();
        let mut columns: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        // The text is UTF-8 and in memory: reading it cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let number = record.position().map_or(0, |position| row_number(text, position));
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let Some(columns) = &columns else {
                columns = Some(header_of(&record, number, &is_known)?);
                continue;
            };
            if rows.len() == MAX_ROWS {
                return Err(Problem::new(number, "", ProblemKind::TooManyRows, "").into());
            }
            match cells_of(&record, number, columns) {
                Ok(cells) => rows.push(Row { number, cells }),
                Err(problem) => problems.push(problem),
            }
        }
        let columns = columns.unwrap_or_default();
        if rows.is_empty() && problems.is_empty() {
            problems.push(Problem::of_file(ProblemKind::NoRows));
        }
        problems.or(Self { separator, columns, rows })
    }

    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }
}

/// The reader notes where it began to look for the record: empty lines before it count as rows.
fn row_number(text: &str, position: &csv::Position) -> u32 {
    let begin = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
    let empty = text.as_bytes()[begin..].iter().take_while(|byte| **byte == b'\n').count();
    u32::try_from(position.line()).unwrap_or(u32::MAX).saturating_add(u32::try_from(empty).unwrap_or(u32::MAX))
}

fn header_of(record: &csv::StringRecord, row: u32, is_known: impl Fn(&str) -> bool) -> Result<Vec<String>, Problems> {
    let mut columns: Vec<String> =
        record.iter().map(|cell| cell.trim().trim_start_matches('\'').to_lowercase()).collect();
    // Spreadsheets like to save empty columns at the end.
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    if columns.len() > MAX_COLUMNS {
        return Err(Problem::new(row, "", ProblemKind::TooManyColumns, "").into());
    }
    let mut problems = Problems::default();
    for (place, column) in columns.iter().enumerate() {
        if !is_known(column) {
            problems.push(Problem::new(row, column, ProblemKind::UnknownColumn, column));
        } else if columns[..place].contains(column) {
            problems.push(Problem::new(row, column, ProblemKind::DoubleColumn, column));
        }
    }
    problems.or(columns)
}

fn cells_of(record: &csv::StringRecord, row: u32, columns: &[String]) -> Result<Vec<String>, Problem> {
    if record.as_slice().len() > MAX_ROW_BYTES {
        return Err(Problem::new(row, "", ProblemKind::RowTooLong, record.as_slice()));
    }
    let (found, wanted) = (record.len(), columns.len());
    let surplus = record.iter().skip(wanted).any(|cell| !cell.trim().is_empty());
    if found < wanted || surplus {
        return Err(Problem::new(
            row,
            "",
            ProblemKind::CellCount { found, wanted },
            record.iter().next().unwrap_or_default(),
        ));
    }
    let too_long = columns.iter().zip(record.iter()).find(|(_, cell)| cell.len() > MAX_CELL_BYTES);
    if let Some((column, cell)) = too_long {
        return Err(Problem::new(row, column, ProblemKind::CellTooLong, cell));
    }
    Ok(record.iter().take(wanted).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Problems> {
        Table::read(text, |column| ["a", "b", "c"].contains(&column))
    }

    fn check(text: &str, expected: (u32, &str, ProblemKind)) {
        let problems = read(text).unwrap_err();
        let problem = &problems.listed[0];
        assert_eq!((problem.row, problem.column.as_str(), problem.kind.clone()), expected, "{text:?}");
    }

    #[test]
    fn the_separator_is_found_in_the_header() {
        for (text, separator) in [
            ("a;b\n1;2\n", Separator::Semicolon),
            ("a,b\n1,2\n", Separator::Comma),
            ("a\tb\n1\t2\n", Separator::Tab),
            ("a\n1\n", Separator::Semicolon),
            ("\"a\",\"b\"\n\"1;2;3\",2\n", Separator::Comma),
        ] {
            assert_eq!(read(text).unwrap().separator, separator, "{text:?}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let table = read("A; 'B ;;\n\n1;2;;\n;;;\n3;\"x;\"\"y\"\"\"\n").unwrap();
        assert_eq!(table.columns, ["a", "b"]);
        let rows: Vec<(u32, Vec<String>)> = table.rows.into_iter().map(|row| (row.number, row.cells)).collect();
        assert_eq!(rows, [(3, vec!["1".to_owned(), "2".to_owned()]), (5, vec!["3".to_owned(), "x;\"y\"".to_owned()])]);
    }

    #[test]
    fn a_broken_table_names_row_and_column() {
        check("", (0, "", ProblemKind::NoRows));
        check("a;b\n", (0, "", ProblemKind::NoRows));
        check("a;x\n1;2\n", (1, "x", ProblemKind::UnknownColumn));
        check("a;b;a\n1;2;3\n", (1, "a", ProblemKind::DoubleColumn));
        check("a;b\n1\n", (2, "", ProblemKind::CellCount { found: 1, wanted: 2 }));
        check("a;b\n1;2;3\n", (2, "", ProblemKind::CellCount { found: 3, wanted: 2 }));
        check("a;b\n\"1;2\n3;4\n", (2, "", ProblemKind::CellCount { found: 1, wanted: 2 }));
        check(&format!("a;b\n1;{}\n", "x".repeat(MAX_CELL_BYTES + 1)), (2, "b", ProblemKind::CellTooLong));
        check(&format!("a\n{}\n", "x".repeat(MAX_ROW_BYTES + 1)), (2, "", ProblemKind::RowTooLong));
        check(&format!("a{}\n1\n", ";b".repeat(MAX_COLUMNS)), (1, "", ProblemKind::TooManyColumns));
        check(&format!("a\n{}", "1\n".repeat(MAX_ROWS + 1)), (50_002, "", ProblemKind::TooManyRows));
        check(&"x".repeat(MAX_BYTES + 1), (0, "", ProblemKind::TooLarge));
    }
}
