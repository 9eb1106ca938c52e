//! Which candidate cells are published: as many as possible by priority (insight.md §5.4, `accept`).

use super::crowd::{Group, Row};
use super::search::{Budget, Finding, atom_rule, audit};
use crate::insight::cell::Shield;
use crate::insight::code::coded;

coded! {
    /// Why the audit hides a cell, for the suppression log.
    Rejection {
        /// With it, something about fewer than k people could be calculated.
        Leak = "audit",
        /// It could not be looked at completely, and an atom is small.
        Budget = "budget",
    }
}

/// The audit of one question, block by block.
#[derive(Debug)]
pub struct Audit<'a> {
    people: &'a [Group],
    shield: Shield,
    budget: Budget,
    accepted: Vec<Row>,
}

impl<'a> Audit<'a> {
    /// An audit that begins with what is published already: earlier releases, and figures shown in any case. If these
    /// leak by themselves, every further cell is refused.
    pub const fn new(people: &'a [Group], shield: Shield, budget: Budget, published: Vec<Row>) -> Self {
        Self { people, shield, budget, accepted: published }
    }

    /// Decides about the cells of a block, given by priority. An accepted cell is never taken back.
    ///
    /// Cells are tried by halves. More rows only enlarge the row space, so with a sufficient budget the result is that
    /// of trying them one by one.
    pub fn accept(&mut self, block: &[Row]) -> Vec<Result<(), Rejection>> {
        if block.is_empty() {
            return Vec::new();
        }
        match (self.judge(block), block) {
            (Ok(()), _) => {
                self.accepted.extend_from_slice(block);
                vec![Ok(()); block.len()]
            }
            (refused, [_]) => vec![refused],
            (Err(_), _) => {
                let (first, second) = block.split_at(block.len() / 2);
                let mut verdicts = self.accept(first);
                verdicts.extend(self.accept(second));
                verdicts
            }
        }
    }

    /// Everything published: first what was before, then what was accepted.
    pub fn published(&self) -> &[Row] {
        &self.accepted
    }

    /// What is left of the budget.
    pub const fn budget(&self) -> Budget {
        self.budget
    }

    fn judge(&mut self, block: &[Row]) -> Result<(), Rejection> {
        let rows = [self.accepted.as_slice(), block].concat();
        match audit(&rows, self.people, self.shield, &mut self.budget) {
            Finding::Safe => Ok(()),
            Finding::Leak(_) => Err(Rejection::Leak),
            Finding::Over if atom_rule(&rows, self.people, self.shield) => Ok(()),
            Finding::Over => Err(Rejection::Budget),
        }
    }
}
