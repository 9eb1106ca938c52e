//! The search for a set of too few people about which something can be calculated.

use super::crowd::{Affected, Column, Group, Row, columns};
use super::remainder::Remainder;
use crate::insight::cell::Shield;
use std::cmp::Reverse;
use std::ops::ControlFlow;

/// Sets of atoms that audits may still visit. Sets, not seconds, so that equal answers give equal releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    per_call: u64,
    left: u64,
}

impl Budget {
    /// At most `per_call` sets in one audit and `total` in all of them.
    pub const fn new(per_call: u64, total: u64) -> Self {
        Self { per_call, left: total }
    }

    /// Sets that are left for all further audits.
    pub const fn left(&self) -> u64 {
        self.left
    }
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing about fewer than k people can be calculated.
    Safe,
    /// Something about the people of these atoms can. Smaller sets may leak as well.
    Leak(Vec<usize>),
    /// The budget did not suffice.
    Over,
}

/// Whether `rows` may be published together (§5.4).
///
/// `Safe` is exact. A `Leak` is one over the rationals too, but for a chance in the order of 2⁻⁶¹ per visited set, and
/// then too much is hidden. Atoms without people, or in no row, play no part.
pub fn audit(rows: &[Row], people: &[Group], shield: Shield, budget: &mut Budget) -> Finding {
    let columns = columns(rows, people);
    let mut search = Search::new(rows, &columns, people, shield, budget.per_call.min(budget.left));
    let end = search.extend();
    budget.left -= search.visited.min(search.limit);
    match end {
        ControlFlow::Continue(()) => Finding::Safe,
        ControlFlow::Break(finding) => finding,
    }
}

/// The atom rule: no column of `rows` is of too few people. Sound without any search: what can be calculated is constant
/// on each column, so it tells about whole columns.
pub(super) fn atom_rule(rows: &[Row], people: &[Group], shield: Shield) -> bool {
    let columns = columns(rows, people);
    split(&columns, people, shield).1.is_empty()
}

/// Every set of atoms that is small and leaks, each by itself: the test mode of §5.5.
#[cfg(test)]
pub(crate) fn leaks(rows: &[Row], people: &[Group], shield: Shield) -> Vec<Vec<usize>> {
    let columns = columns(rows, people);
    let mut leaks = Vec::new();
    Search::new(rows, &columns, people, shield, u64::MAX).list(0, &mut leaks);
    leaks.sort();
    leaks
}

/// The columns that are large alone, and those that are small, largest first.
fn split<'a>(columns: &'a [Column], people: &[Group], shield: Shield) -> (Vec<&'a Column>, Vec<&'a Column>) {
    let mut affected = Affected::nobody(people, shield);
    let (mut large, mut small) = (Vec::new(), Vec::new());
    for column in columns {
        affected.add(column);
        if affected.is_small() {
            small.push((affected.size(), column));
        } else {
            large.push(column);
        }
        affected.remove(column);
    }
    small.sort_by_key(|(size, _)| Reverse(*size));
    (large, small.into_iter().map(|(_, column)| column).collect())
}

struct Search<'a> {
    /// Columns that are small alone, largest first. Sets are made of positions in this list.
    small: Vec<&'a Column>,
    /// What can be calculated about them.
    remainder: Remainder,
    limit: u64,
    visited: u64,
    /// The present set and its people.
    chosen: Vec<usize>,
    affected: Affected<'a>,
    /// Columns that stay outside, and independent vectors with their span.
    excluded: Vec<usize>,
    basis: Vec<Pivoted>,
}

/// A vector with the place of a 1 at which all later ones of its basis have 0.
type Pivoted = (usize, Vec<u64>);

impl<'a> Search<'a> {
    fn new(rows: &[Row], columns: &'a [Column], people: &'a [Group], shield: Shield, limit: u64) -> Self {
        let (large, small) = split(columns, people, shield);
        let row = |row: usize| large.iter().chain(&small).map(|column| column.signature[row]).collect();
        let matrix: Vec<Row> = (0..rows.len()).map(row).collect();
        Self {
            remainder: Remainder::of(&matrix, large.len()),
            small,
            limit,
            visited: 0,
            chosen: Vec::new(),
            affected: Affected::nobody(people, shield),
            excluded: Vec::new(),
            basis: Vec::new(),
        }
    }

    /// Looks for leaks among the sets that hold the chosen columns and none of the excluded ones.
    ///
    /// As long as the columns outside span everything, a set does not leak. A larger one that does must take one of those
    /// that span: the first of them that it takes is tried as the next column, with those before it excluded. Large
    /// columns come first: with them a set is soon too large, and without them there are fewer sets of the small ones.
    fn extend(&mut self) -> ControlFlow<Finding> {
        let span = self.span_outside();
        if self.basis.len() + span.len() < self.remainder.rank {
            return ControlFlow::Break(Finding::Leak(self.atoms()));
        }
        let before = (self.excluded.len(), self.basis.len());
        for (column, vector) in span {
            self.affected.add(self.small[column]);
            if self.affected.is_small() {
                self.visited += 1;
                if self.visited > self.limit {
                    return ControlFlow::Break(Finding::Over);
                }
                self.chosen.push(column);
                self.extend()?;
                self.chosen.pop();
            }
            self.affected.remove(self.small[column]);
            self.excluded.push(column);
            self.basis.push(vector);
        }
        self.excluded.truncate(before.0);
        self.basis.truncate(before.1);
        ControlFlow::Continue(())
    }

    /// Columns that are neither chosen nor excluded and complete the excluded ones to the span of all columns outside,
    /// each with its vector reduced by those before it.
    fn span_outside(&self) -> Vec<(usize, Pivoted)> {
        let Remainder { field, rank, columns } = &self.remainder;
        let mut span: Vec<(usize, Pivoted)> = Vec::new();
        let mut vector = Vec::with_capacity(*rank);
        for (column, entries) in columns.iter().enumerate() {
            if self.basis.len() + span.len() == *rank {
                break;
            }
            if self.chosen.contains(&column) || self.excluded.contains(&column) {
                continue;
            }
            vector.clone_from(entries);
            let reducers = self.basis.iter().chain(span.iter().map(|(_, pivoted)| pivoted));
            reducers.for_each(|(at, pivot)| field.eliminate(&mut vector, pivot, *at));
            if let Some(at) = vector.iter().position(|value| *value != 0) {
                field.normalise(&mut vector, at);
                span.push((column, (at, vector.clone())));
            }
        }
        span
    }

    fn atoms(&self) -> Vec<usize> {
        let mut atoms: Vec<usize> = self.chosen.iter().flat_map(|column| &self.small[*column].atoms).copied().collect();
        atoms.sort_unstable();
        atoms
    }

    #[cfg(test)]
    fn list(&mut self, start: usize, leaks: &mut Vec<Vec<usize>>) {
        for column in start..self.small.len() {
            self.affected.add(self.small[column]);
            if self.affected.is_small() {
                self.chosen.push(column);
                if self.span_outside().len() < self.remainder.rank {
                    leaks.push(self.atoms());
                }
                self.list(column + 1, leaks);
                self.chosen.pop();
            }
            self.affected.remove(self.small[column]);
        }
    }
}
