use crate::organisation::{Day, MAX_DEPTH, MAX_UNITS};
use serde::{Deserialize, Serialize};

/// So many problems are listed; all are counted.
pub const LISTED: usize = 200;
/// Characters of the wrong value that are shown (security.md E35).
const SHOWN: usize = 80;

/// What is wrong with a file, a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ProblemKind {
    Workbook,
    Utf16,
    TooLarge,
    NoRows,
    TooManyRows,
    TooManyColumns,
    UnknownColumn,
    DoubleColumn,
    MissingColumn,
    CellCount {
        found: usize,
        wanted: usize,
    },
    RowTooLong,
    CellTooLong,
    /// `cell` as spreadsheets name it: `C7`.
    Formula {
        cell: String,
    },
    Empty,
    TooLong {
        max: usize,
    },
    Control,
    Email,
    Language,
    Channel,
    YesNo,
    Date,
    Role,
    /// A column whose values this version cannot keep.
    Unsupported,
    NoIdentity,
    /// The same person, code or address as in an earlier row.
    Double {
        row: u32,
    },
    /// Personnel number and address belong to two different people.
    TwoPeople,
    /// Somebody else has this number or address.
    Taken,
    /// The address is how this person signs in.
    SignInAddress,
    UnknownUnit,
    UnknownProfile,
    NeedsUnit,
    HasLeft,
    EndBeforeStart,
    Overlap {
        from: Day,
    },
    LastHr,
    Cycle,
    TooDeep,
    TooManyUnits,
}

impl ProblemKind {
    /// The last part of the key of its sentence.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Utf16 => "utf16",
            Self::TooLarge => "too_large",
            Self::NoRows => "no_rows",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyColumns => "too_many_columns",
            Self::UnknownColumn => "unknown_column",
            Self::DoubleColumn => "double_column",
            Self::MissingColumn => "missing_column",
            Self::CellCount { .. } => "cell_count",
            Self::RowTooLong => "row_too_long",
            Self::CellTooLong => "cell_too_long",
            Self::Formula { .. } => "formula",
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::Control => "control",
            Self::Email => "email",
            Self::Language => "language",
            Self::Channel => "channel",
            Self::YesNo => "yes_no",
            Self::Date => "date",
            Self::Role => "role",
            Self::Unsupported => "unsupported",
            Self::NoIdentity => "no_identity",
            Self::Double { .. } => "double",
            Self::TwoPeople => "two_people",
            Self::Taken => "taken",
            Self::SignInAddress => "sign_in_address",
            Self::UnknownUnit => "unknown_unit",
            Self::UnknownProfile => "unknown_profile",
            Self::NeedsUnit => "needs_unit",
            Self::HasLeft => "has_left",
            Self::EndBeforeStart => "end_before_start",
            Self::Overlap { .. } => "overlap",
            Self::LastHr => "last_hr",
            Self::Cycle => "cycle",
            Self::TooDeep => "too_deep",
            Self::TooManyUnits => "too_many_units",
        }
    }

    /// What the sentence names, by placeholder.
    pub fn params(&self) -> Vec<(&'static str, Param)> {
        match self {
            Self::TooLarge => vec![("max", Param::Count(super::MAX_BYTES / 1_048_576))],
            Self::TooManyRows => vec![("max", Param::Count(super::MAX_ROWS))],
            Self::TooManyColumns => vec![("max", Param::Count(super::MAX_COLUMNS))],
            Self::RowTooLong => vec![("max", Param::Count(super::MAX_ROW_BYTES / 1_024))],
            Self::CellTooLong => vec![("max", Param::Count(super::MAX_CELL_BYTES / 1_024))],
            Self::CellCount { found, wanted } => {
                vec![("found", Param::Count(*found)), ("wanted", Param::Count(*wanted))]
            }
            Self::Formula { cell } => vec![("cell", Param::Text(cell.clone()))],
            Self::TooLong { max } => vec![("max", Param::Count(*max))],
            Self::Double { row } => vec![("row", Param::Text(row.to_string()))],
            Self::Overlap { from } => vec![("from", Param::Day(*from))],
            Self::TooDeep => vec![("max", Param::Count(MAX_DEPTH))],
            Self::TooManyUnits => vec![("max", Param::Count(MAX_UNITS))],
            _ => Vec::new(),
        }
    }
}

/// What a sentence names; how it is written depends on the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param {
    Count(usize),
    Day(Day),
    Text(String),
}

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The header is row 1; 0 for the whole file.
    pub row: u32,
    /// As it stands in the header; empty for a whole row.
    pub column: String,
    pub kind: ProblemKind,
    /// At most 80 characters of what stands there.
    pub value: String,
}

impl Problem {
    pub fn new(row: u32, column: &str, kind: ProblemKind, value: &str) -> Self {
        let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        let cut = |text: &str| text.chars().take(SHOWN).map(visible).collect();
        Self { row, column: cut(column), kind, value: cut(value) }
    }

    pub fn of_file(kind: ProblemKind) -> Self {
        Self::new(0, "", kind, "")
    }
}

/// All problems counted, the first [`LISTED`] kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problems {
    pub listed: Vec<Problem>,
    pub total: usize,
}

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        self.total += 1;
        if self.listed.len() < LISTED {
            self.listed.push(problem);
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// `value` where nothing was found.
    ///
    /// # Errors
    /// All problems, in the order of their rows.
    pub fn or<T>(mut self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            return Ok(value);
        }
        self.listed.sort_by_key(|problem| problem.row);
        Err(self)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { listed: vec![problem], total: 1 }
    }
}
