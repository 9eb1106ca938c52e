//! Commands and the revision they were made for (live.md L5).

use serde::{Deserialize, Serialize};

/// The persisted revision `r` of an event: counts its accepted commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

/// The revision a command was made for, beside the one that holds when its turn comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    pub expected: Revision,
    pub current: Revision,
}

impl Basis {
    /// What a table says about a command, seen from its revision: what already holds succeeds, whatever revision the
    /// sender knew; everything else needs the present one, so that nobody decides on a picture that has changed.
    pub(super) fn judge<C, R>(self, cell: Result<Outcome<C>, R>, conflict: R) -> Result<Outcome<C>, R> {
        match cell {
            Ok(Outcome::Unchanged) => Ok(Outcome::Unchanged),
            _ if self.expected != self.current => Err(conflict),
            cell => cell,
        }
    }
}

/// What an accepted command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<C> {
    /// The target state already holds: no new revision, no audit row.
    Unchanged,
    /// `r` grows by one and one audit row is written, in the same transaction.
    Changed(C),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_command_succeeds_only_where_it_changes_nothing() {
        let fresh = Basis { expected: Revision(7), current: Revision(7) };
        let stale = Basis { expected: Revision(6), current: Revision(7) };
        let from_the_future = Basis { expected: Revision(8), current: Revision(7) };
        let table = [
            (Ok(Outcome::Unchanged), Ok(Outcome::Unchanged)),
            (Ok(Outcome::Changed(1)), Err("conflict")),
            (Err("closed"), Err("conflict")),
        ];
        for (cell, when_stale) in table {
            assert_eq!(fresh.judge(cell, "conflict"), cell);
            assert_eq!(stale.judge(cell, "conflict"), when_stale);
            assert_eq!(from_the_future.judge(cell, "conflict"), when_stale);
        }
    }
}
