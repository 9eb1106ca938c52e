use super::cells::{Cells, yes_no};
use super::{ProblemKind, Problems, Row, Table};
use crate::organisation::{Channel, Day};
use crate::policy::Role;
use crate::text::{Email, Language};
use std::collections::BTreeSet;

/// The columns of a file of people (needs-analysis.md §15) and `roles`; any of them may be missing.
pub const PEOPLE_COLUMNS: [&str; 12] = [
    "personnel_ref",
    "first_name",
    "last_name",
    "email",
    "language",
    "channel",
    "unit_code",
    "job_code",
    "leads_unit",
    "valid_from",
    "valid_to",
    "roles",
];

/// `attr_1`, `attr_2`, …: the coarse breakdown of §3.1, whose values nothing can keep yet.
fn is_attribute(column: &str) -> bool {
    column.strip_prefix("attr_").is_some_and(|rest| !rest.is_empty())
}

pub(super) fn is_known(column: &str) -> bool {
    PEOPLE_COLUMNS.contains(&column) || is_attribute(column)
}

/// One row that could be read. `None`: the cell is empty or the column is not there, and nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonRow {
    pub number: u32,
    pub personnel_ref: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub language: Option<Language>,
    pub channel: Option<Channel>,
    pub unit_code: Option<String>,
    pub job_code: Option<String>,
    pub leads_unit: Option<bool>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub roles: Option<BTreeSet<Role>>,
}

pub(super) fn read_row(table: &Table, row: &Row, problems: &mut Problems) -> PersonRow {
    let mut cells = Cells::new(table, row, problems);
    cells.refuse_values(is_attribute);
    let day = |text: &str| text.parse::<Day>().ok();
    let read = PersonRow {
        number: row.number,
        personnel_ref: cells.line::<40>("personnel_ref"),
        first_name: cells.line::<100>("first_name"),
        last_name: cells.line::<100>("last_name"),
        email: cells.parsed("email", ProblemKind::Email, |text| Email::parse(text).ok()).map(Into::into),
        language: cells.parsed("language", ProblemKind::Language, |text| Language::from_code(&text.to_lowercase())),
        channel: cells.parsed("channel", ProblemKind::Channel, |text| text.to_lowercase().parse().ok()),
        unit_code: cells.line::<40>("unit_code"),
        job_code: cells.line::<40>("job_code"),
        leads_unit: cells.parsed("leads_unit", ProblemKind::YesNo, yes_no),
        valid_from: cells.parsed("valid_from", ProblemKind::Date, day),
        valid_to: cells.parsed("valid_to", ProblemKind::Date, day),
        roles: cells.parsed("roles", ProblemKind::Role, roles),
    };
    let nameless = |column: &str| table.place(column).is_none_or(|place| row.cells[place].trim().is_empty());
    if nameless("personnel_ref") && nameless("email") {
        let column = if table.place("personnel_ref").is_some() { "personnel_ref" } else { "email" };
        cells.problem(column, ProblemKind::NoIdentity);
    }
    read
}

/// Codes of roles with blanks, commas or bars between them.
fn roles(text: &str) -> Option<BTreeSet<Role>> {
    let codes = text.split([' ', ',', '|']).filter(|code| !code.is_empty());
    let roles: Option<BTreeSet<Role>> = codes.map(|code| code.to_lowercase().parse().ok()).collect();
    roles.filter(|roles| !roles.is_empty())
}
