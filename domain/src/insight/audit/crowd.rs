//! Who the atoms are.

use crate::insight::cell::{Count, Shield};
use std::collections::BTreeMap;

/// A published cell: for each atom whether it is in it.
pub type Row = Vec<bool>;

/// People in the same atoms. With one release everybody is in one atom; whoever changed an answer between two releases
/// is in one for each version, and counts once (insight.md §5.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub count: Count,
    pub atoms: Vec<usize>,
}

impl Group {
    /// One group per atom.
    pub fn of_atoms(counts: &[Count]) -> Vec<Self> {
        counts.iter().enumerate().map(|(atom, count)| Self { count: *count, atoms: vec![atom] }).collect()
    }
}

/// Atoms that no row tells apart. Whatever can be calculated is constant on them.
#[derive(Default)]
pub(super) struct Column {
    pub(super) signature: Row,
    pub(super) atoms: Vec<usize>,
    /// Groups with people in one of the atoms.
    pub(super) groups: Vec<usize>,
}

/// The columns of `rows` with people in them, which name atoms of the rows only. Atoms in no row are left out.
pub(super) fn columns(rows: &[Row], people: &[Group]) -> Vec<Column> {
    let Some(width) = rows.first().map(Vec::len) else { return Vec::new() };
    let mut groups_of: Vec<Vec<usize>> = vec![Vec::new(); width];
    for (index, group) in people.iter().enumerate().filter(|(_, group)| group.count.n > 0) {
        group.atoms.iter().for_each(|atom| groups_of[*atom].push(index));
    }
    let mut columns: BTreeMap<Row, Column> = BTreeMap::new();
    for (atom, groups) in groups_of.into_iter().enumerate().filter(|(_, groups)| !groups.is_empty()) {
        let signature: Row = rows.iter().map(|row| row[atom]).collect();
        let column = columns.entry(signature).or_default();
        column.atoms.push(atom);
        column.groups.extend(groups);
    }
    let in_a_row = columns.into_iter().filter(|(signature, _)| signature.contains(&true));
    in_a_row.map(|(signature, column)| column.with(signature)).collect()
}

impl Column {
    fn with(mut self, signature: Row) -> Self {
        self.groups.sort_unstable();
        self.groups.dedup();
        Self { signature, ..self }
    }
}

/// The people that a set of columns tells about. Sets only grow and shrink by one column.
pub(super) struct Affected<'a> {
    people: &'a [Group],
    shield: Shield,
    /// How many columns of the set have people of each group.
    times: Vec<u32>,
    /// Sum of the groups: people other than insiders, and all.
    others: u32,
    n: u32,
}

impl<'a> Affected<'a> {
    pub(super) fn nobody(people: &'a [Group], shield: Shield) -> Self {
        Self { people, shield, times: vec![0; people.len()], others: 0, n: 0 }
    }

    pub(super) fn add(&mut self, column: &Column) {
        for group in &column.groups {
            self.times[*group] += 1;
            if self.times[*group] == 1 {
                self.others += others(self.people[*group].count);
                self.n += self.people[*group].count.n;
            }
        }
    }

    pub(super) fn remove(&mut self, column: &Column) {
        for group in &column.groups {
            self.times[*group] -= 1;
            if self.times[*group] == 0 {
                self.others -= others(self.people[*group].count);
                self.n -= self.people[*group].count.n;
            }
        }
    }

    /// Other people, then all.
    pub(super) const fn size(&self) -> (u32, u32) {
        (self.others, self.n)
    }

    /// Fewer than k people other than insiders. No larger set of a set that is not small is small.
    pub(super) const fn is_small(&self) -> bool {
        self.others < self.shield.k || (self.shield.share_with_employees && self.n <= self.shield.k)
    }
}

/// eff of a single group, before every reader counts as one of them.
const fn others(count: Count) -> u32 {
    count.n.saturating_sub(count.insiders)
}
