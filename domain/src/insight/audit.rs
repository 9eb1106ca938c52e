//! The disclosure audit (insight.md §5.4): which cells may be published together, exactly, whatever a reader calculates
//! from all of them.
//!
//! A reader solves linear equations over the published sums. What comes out is a combination of rows, and it tells about
//! the people of the atoms (people with the same memberships) on which it is not zero. So a set of atoms *leaks* iff a
//! combination other than zero vanishes outside it: iff the columns outside it have a lower rank than all columns.
//! (In the words of §5.4: iff the set's columns of a basis `H` of the orthogonal complement are dependent. The ranks need
//! no `H`, which is as wide as there are atoms, and a release has many more atoms than rows.) A release is safe iff no set
//! of fewer than k people leaks.
//!
//! Three steps keep this fast without giving up anything:
//! - Combinations must vanish on every atom that is large alone. Only these are looked at (`remainder`); mostly there
//!   are few or none.
//! - A set that does not leak leaves columns outside that span everything. A larger set that leaks must take one of
//!   these, so the search goes on with them alone, and not with every further atom (`search`).
//! - A set that has grown large never becomes small again.

mod accept;
mod crowd;
mod field;
mod remainder;
mod search;

#[cfg(test)]
mod tests;

pub use accept::{Audit, Rejection};
pub use crowd::{Group, Row};
pub use search::{Budget, Finding, audit};
