use super::cells::Cells;
use super::{Counts, Problem, ProblemKind, Problems, Table, Verdict};
use crate::organisation::{MAX_DEPTH, MAX_UNITS, Tree};
use std::collections::HashMap;

/// The columns of a file of units (needs-analysis.md §15).
pub const UNIT_COLUMNS: [&str; 5] = ["unit_code", "name_de", "parent_code", "valid_from", "valid_to"];

/// Units have no validity in this version.
fn is_unsupported(column: &str) -> bool {
    matches!(column, "valid_from" | "valid_to")
}

/// What one row does. The unit and its parent are named by code: a parent may be new itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPlan {
    pub row: u32,
    pub verdict: Verdict,
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
}

impl UnitPlan {
    pub fn counts(plan: &[Self]) -> Counts {
        Counts::of(plan.iter().map(|unit| unit.verdict))
    }
}

/// Reads a file of units against the tree that exists. Empty cells and missing rows change nothing.
///
/// Parents come before their children, so that the plan can be carried out from front to back.
///
/// # Errors
/// All [`Problems`] of the file.
pub fn plan_units(text: &str, tree: &Tree) -> Result<(Table, Vec<UnitPlan>), Problems> {
    let table = Table::read(text, |column| UNIT_COLUMNS.contains(&column))?;
    if table.place("unit_code").is_none() {
        return Err(Problem::new(1, "unit_code", ProblemKind::MissingColumn, "").into());
    }
    let mut problems = Problems::default();
    let stored = stored(tree);
    let mut after: HashMap<String, Option<String>> =
        stored.iter().map(|(code, (_, parent))| (code.clone(), parent.clone())).collect();
    let mut plan: Vec<UnitPlan> = Vec::new();
    let mut rows: HashMap<String, u32> = HashMap::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, &mut problems);
        cells.refuse_values(is_unsupported);
        let (name, parent) = (cells.line::<120>("name_de"), cells.line::<40>("parent_code"));
        let Some(code) = cells.line::<40>("unit_code") else {
            if table.place("unit_code").is_some_and(|place| row.cells[place].trim().is_empty()) {
                cells.problem("unit_code", ProblemKind::Empty);
            }
            continue;
        };
        if let Some(first) = rows.insert(code.clone(), row.number) {
            cells.problem("unit_code", ProblemKind::Double { row: first });
            continue;
        }
        let unit = match stored.get(&code) {
            Some((old_name, old_parent)) => {
                let (name, parent) = (name.unwrap_or_else(|| old_name.clone()), parent.or_else(|| old_parent.clone()));
                let same = (&name, &parent) == (old_name, old_parent);
                let verdict = if same { Verdict::Unchanged } else { Verdict::Changed };
                UnitPlan { row: row.number, verdict, code, name, parent }
            }
            None => {
                let Some(name) = name else {
                    cells.problem("name_de", ProblemKind::Empty);
                    continue;
                };
                UnitPlan { row: row.number, verdict: Verdict::New, code, name, parent }
            }
        };
        after.insert(unit.code.clone(), unit.parent.clone());
        plan.push(unit);
    }
    // First of all: what follows walks up from every unit.
    if after.len() > MAX_UNITS {
        problems.push(Problem::of_file(ProblemKind::TooManyUnits));
        return Err(problems);
    }
    check_tree(&plan, &after, &mut problems);
    let levels: HashMap<&str, usize> =
        plan.iter().map(|unit| (unit.code.as_str(), level(&unit.code, &after).unwrap_or(0))).collect();
    let mut ordered = plan.clone();
    ordered.sort_by_key(|unit| levels.get(unit.code.as_str()).copied().unwrap_or(0));
    problems.or((table, ordered))
}

/// Name and parent's code of every unit, by code.
fn stored(tree: &Tree) -> HashMap<String, (String, Option<String>)> {
    tree.walk()
        .into_iter()
        .map(|(_, unit)| {
            let parent = unit.parent.and_then(|parent| tree.get(parent)).map(|parent| parent.code.clone());
            (unit.code.clone(), (unit.name.clone(), parent))
        })
        .collect()
}

fn check_tree(plan: &[UnitPlan], after: &HashMap<String, Option<String>>, problems: &mut Problems) {
    for unit in plan {
        let parent = unit.parent.as_deref().unwrap_or_default();
        if !parent.is_empty() && !after.contains_key(parent) {
            problems.push(Problem::new(unit.row, "parent_code", ProblemKind::UnknownUnit, parent));
            continue;
        }
        match level(&unit.code, after) {
            None => problems.push(Problem::new(unit.row, "parent_code", ProblemKind::Cycle, parent)),
            Some(level) if level > MAX_DEPTH => {
                problems.push(Problem::new(unit.row, "parent_code", ProblemKind::TooDeep, parent));
            }
            Some(_) => {}
        }
    }
    // A moved unit takes along what is not in the file.
    let deepest = after.keys().filter_map(|code| level(code, after)).max().unwrap_or(0);
    if deepest > MAX_DEPTH && problems.is_empty() {
        problems.push(Problem::of_file(ProblemKind::TooDeep));
    }
}

/// The level of a unit, the top one being 1; `None` when it stands below itself.
fn level(code: &str, parents: &HashMap<String, Option<String>>) -> Option<usize> {
    let mut level = 1;
    let mut here = parents.get(code)?.as_deref();
    while let Some(parent) = here {
        level += 1;
        if parent == code || level > parents.len() + 1 {
            return None;
        }
        here = parents.get(parent).and_then(Option::as_deref);
    }
    Some(level)
}
