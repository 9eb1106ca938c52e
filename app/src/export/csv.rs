//! The one writer of CSV files (security.md E37): UTF-8 with byte order mark, `;`, line ends `\r\n`, as the offices of
//! this country open it by a double click.

use weiterblick_domain::insight::Decimal;
use weiterblick_domain::text::{FORMULA_STARTS, Language};

/// One cell. What a person has typed is always `Text`, so that no spreadsheet computes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// Stays a number in the spreadsheet: no grouping, a plain minus, comma or point by language.
    Number(Decimal),
    Empty,
}

impl Cell {
    /// Text, or [`Cell::Empty`] where there is none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A whole number.
    pub const fn count(value: i64) -> Self {
        Self::Number(Decimal::new(value, 0))
    }
}

/// What a browser is told about the file.
pub const CONTENT_TYPE: &str = "text/csv; charset=utf-8";

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file with a header and rows.
pub fn write<H, R>(language: Language, header: H, rows: R) -> Vec<u8>
where
    H: IntoIterator<Item: Into<String>>,
    R: IntoIterator<Item: IntoIterator<Item = Cell>>,
{
    let mut file = BYTE_ORDER_MARK.to_owned();
    line(&mut file, language, header.into_iter().map(Cell::text));
    for row in rows {
        line(&mut file, language, row);
    }
    file.into_bytes()
}

fn line(file: &mut String, language: Language, cells: impl IntoIterator<Item = Cell>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            file.push(';');
        }
        match cell {
            Cell::Text(text) => file.push_str(&quoted(&escaped(text))),
            Cell::Number(number) => file.push_str(&decimal(number, language)),
            Cell::Empty => {}
        }
    }
    file.push_str("\r\n");
}

/// With `'` before what a spreadsheet would compute; imports take it away again.
fn escaped(text: String) -> String {
    if text.starts_with(FORMULA_STARTS) { format!("'{text}") } else { text }
}

fn quoted(text: &str) -> String {
    let needs_quotes = text.contains([';', '"', '\n', '\r', ',', '\t']) || text.starts_with(' ') || text.ends_with(' ');
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn decimal(number: Decimal, language: Language) -> String {
    match language {
        Language::De => number.to_string().replace('.', ","),
        Language::En => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(file: &[u8]) -> Vec<Vec<String>> {
        let text = file.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_file_opens_by_double_click() {
        let rows = [[Cell::text("Müller; \"M\""), Cell::count(-7), Cell::Empty, Cell::Number(Decimal::new(-14, 1))]];
        let file = write(Language::De, ["Name", "a", "b", "c"], rows);
        assert_eq!(String::from_utf8(file).unwrap(), "\u{feff}Name;a;b;c\r\n\"Müller; \"\"M\"\"\";-7;;-1,4\r\n");
        let english = write(Language::En, ["x"], [[Cell::Number(Decimal::new(46, 1))]]);
        assert_eq!(String::from_utf8(english).unwrap(), "\u{feff}x\r\n4.6\r\n");
    }

    /// S3 of security.md: values and headers.
    #[test]
    fn no_text_is_ever_computed() {
        let corpus = [
            "=1+1",
            "+49 40 123",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\0=1",
            "=cmd|' /C calc'!A0",
            "-2+3+cmd|x",
            "=HYPERLINK(\"http://evil.example\";\"x\")",
            "+\"\n=1\"",
            "-;=2",
        ];
        let rows = corpus.map(|text| [Cell::text(text), Cell::text("z")]);
        let read = read_back(&write(Language::De, corpus, rows));
        let (header, rows) = read.split_first().unwrap();
        for (cell, text) in header.iter().chain(rows.iter().map(|row| &row[0])).zip(corpus.iter().chain(&corpus)) {
            assert_eq!(cell, &format!("'{text}"));
        }
        assert!(rows.iter().all(|row| row[1] == "z"));
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in ["Jana", "'Apostroph", "a=b", " x ", "1-2", "Zeile\nzwei", "„Zitat“", ""] {
            let read = read_back(&write(Language::De, ["a", "b"], [[Cell::text(text), Cell::text("z")]]));
            assert_eq!(read[1], [text, "z"]);
        }
    }
}
