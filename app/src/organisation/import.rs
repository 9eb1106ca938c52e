//! What an import would do, as a page shows it.

use crate::export::csv;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::str::FromStr;
use weiterblick_domain::organisation::Tree;
use weiterblick_domain::organisation::import::{
    Counts, Encoding, KnownPeople, PEOPLE_COLUMNS, PersonPlan, Problems, Separator, Table, UnitPlan, Verdict,
    plan_people, plan_units,
};
use weiterblick_domain::policy::Role;

/// Rows that the preview shows.
const ROWS: usize = 10;
/// Cells with umlauts that it shows where the encoding was guessed.
const SAMPLES: usize = 5;
/// Characters of a cell that it shows.
const CELL: usize = 40;
/// The text comes back in a form's field and in between as JSON, both of which are limited to 10 MiB (security.md
/// E33): line ends and quotes count twice there, and the rest of the form needs room.
const CARRIED: usize = 10 * 1024 * 1024 - 512 * 1024;

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    #[default]
    People,
    Units,
}

impl ImportKind {
    pub const ALL: [Self; 2] = [Self::People, Self::Units];

    pub const fn code(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Units => "units",
        }
    }
}

impl FromStr for ImportKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A row of the preview: as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    pub number: u32,
    pub verdict: Verdict,
    pub cells: Vec<String>,
}

/// What an import would do. With any problem it does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub kind: ImportKind,
    pub encoding: Encoding,
    /// Whether the text was pasted: then it stands in the field again.
    pub pasted: bool,
    /// The whole text, to come back with the confirmation; empty where it is not needed.
    pub text: String,
    pub separator: Option<Separator>,
    pub columns: Vec<String>,
    pub rows: Vec<PreviewRow>,
    /// Cells by which a reader sees whether the encoding was guessed well.
    pub samples: Vec<String>,
    pub counts: Counts,
    /// What a confirmation sends along, so that nothing happens which nobody has seen; empty with problems.
    pub expected: String,
    pub problems: Problems,
    /// Whether something else has changed since the preview that was confirmed.
    pub stale: bool,
}

/// What a file would do.
#[derive(Debug)]
pub enum Plan {
    People(Vec<PersonPlan>),
    Units(Vec<UnitPlan>),
}

/// What exists.
#[derive(PartialEq, Eq)]
pub enum Known {
    People(KnownPeople),
    Units(Tree),
}

/// Reads `text` against what exists.
///
/// # Errors
/// All problems of the file.
pub fn plan(text: &str, known: &Known) -> Result<(Table, Plan), Problems> {
    match known {
        Known::People(known) => plan_people(text, known).map(|(table, plan)| (table, Plan::People(plan))),
        Known::Units(tree) => plan_units(text, tree).map(|(table, plan)| (table, Plan::Units(plan))),
    }
}

impl Plan {
    pub fn counts(&self) -> Counts {
        match self {
            Self::People(plan) => PersonPlan::counts(plan),
            Self::Units(plan) => UnitPlan::counts(plan),
        }
    }

    /// SHA-256 of everything that it would do.
    pub fn digest(&self) -> String {
        let mut hash = HashedText(Sha256::new());
        // Writing into a hash cannot fail.
        write!(hash, "{self:?}").unwrap_or_default();
        hash.0.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Whether it gives or takes rights, which needs a fresh login.
    pub fn changes_rights(&self) -> bool {
        let plain = BTreeSet::from([Role::Employee]);
        match self {
            Self::People(plan) => plan
                .iter()
                .any(|change| change.roles.as_ref().is_some_and(|roles| change.person.is_some() || *roles != plain)),
            Self::Units(_) => false,
        }
    }

    fn verdict(&self, row: u32) -> Verdict {
        let found = match self {
            Self::People(plan) => plan.iter().find(|change| change.row == row).map(PersonPlan::verdict),
            Self::Units(plan) => plan.iter().find(|change| change.row == row).map(|change| change.verdict),
        };
        found.unwrap_or(Verdict::Unchanged)
    }
}

/// Text that is hashed while it is written: a plan of 50,000 rows is long.
struct HashedText(Sha256);

impl Write for HashedText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

/// Whether the text is short enough to come back.
pub fn can_be_carried(text: &str) -> bool {
    let doubled = text.bytes().filter(|byte| matches!(byte, b'\n' | b'"' | b'\\') || byte.is_ascii_control()).count();
    text.len() + doubled <= CARRIED
}

impl Preview {
    pub fn new(
        kind: ImportKind,
        encoding: Encoding,
        pasted: bool,
        text: String,
        planned: &Result<(Table, Plan), Problems>,
    ) -> Self {
        let empty = Self {
            kind,
            encoding,
            pasted,
            text,
            separator: None,
            columns: Vec::new(),
            rows: Vec::new(),
            samples: Vec::new(),
            counts: Counts::default(),
            expected: String::new(),
            problems: Problems::default(),
            stale: false,
        };
        match planned {
            Err(problems) => {
                let text = if pasted { empty.text } else { String::new() };
                Self { text, problems: problems.clone(), ..empty }
            }
            Ok((table, plan)) => Self {
                separator: Some(table.separator),
                columns: table.columns.clone(),
                rows: rows(table, plan),
                samples: samples(table),
                counts: plan.counts(),
                expected: plan.digest(),
                ..empty
            },
        }
    }

    /// The same after something else was confirmed than what would happen now.
    pub fn stale(self) -> Self {
        Self { stale: true, ..self }
    }
}

fn rows(table: &Table, plan: &Plan) -> Vec<PreviewRow> {
    let cut = |cell: &String| cell.chars().take(CELL).collect();
    table
        .rows
        .iter()
        .take(ROWS)
        .map(|row| PreviewRow {
            number: row.number,
            verdict: plan.verdict(row.number),
            cells: row.cells.iter().map(cut).collect(),
        })
        .collect()
}

fn samples(table: &Table) -> Vec<String> {
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_ascii());
    cells.take(SAMPLES).map(|cell| cell.trim().chars().take(CELL).collect()).collect()
}

/// What a file of this kind looks like: its header and two rows.
pub fn template(kind: ImportKind, language: weiterblick_domain::text::Language) -> Vec<u8> {
    let (header, rows): (&[&str], [&[&str]; 2]) = match kind {
        ImportKind::People => (
            &PEOPLE_COLUMNS,
            [
                &[
                    "1001",
                    "Jana",
                    "Krause",
                    "jana.krause@betrieb.example",
                    "de",
                    "mail",
                    "FER",
                    "",
                    "ja",
                    "",
                    "",
                    "employee team_lead",
                ],
                &["1002", "Ali", "Yilmaz", "", "de", "sheet", "FER", "", "nein", "", "", "employee"],
            ],
        ),
        ImportKind::Units => {
            (&["unit_code", "name_de", "parent_code"], [&["WERK", "Werk", ""], &["FER", "Fertigung", "WERK"]])
        }
    };
    let rows = rows.map(|row| row.iter().map(|cell| csv::Cell::text(*cell)).collect::<Vec<_>>());
    csv::write(language, header.iter().copied(), rows)
}
