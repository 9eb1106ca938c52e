//! What can be calculated about small atoms alone: row operations modulo a prime, of a rank that is the rational one.

use super::crowd::Row;
use super::field::Field;

/// The combinations of rows that vanish on all columns but the last ones, as a matrix over these.
pub(super) struct Remainder {
    pub(super) field: Field,
    /// Number of independent combinations.
    pub(super) rank: usize,
    /// The last columns, with one entry per combination.
    pub(super) columns: Vec<Vec<u64>>,
}

impl Remainder {
    /// The combinations of `rows` that vanish on the columns before `first`. All rows are equally long.
    ///
    /// The rank modulo a prime is at most the rational one, and smaller only where the prime divides every largest minor
    /// that is not 0. Such a minor is at most `(r+1)^((r+1)/2)/2^r` (Hadamard's bound for 0/1 matrices), so one of several
    /// primes whose product exceeds that has the rational rank: the one with the highest. Over its field every rational
    /// combination has an image other than zero with no larger support, so nothing that can be calculated is missed.
    pub(super) fn of(rows: &[Row], first: usize) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let full = rows.len().min(width);
        let mut best = Echelon::of(rows, width, Field::LARGEST);
        for field in Field::descending().take(primes_needed(full)).skip(1) {
            if best.pivots.len() == full {
                break;
            }
            let other = Echelon::of(rows, width, field);
            if other.pivots.len() > best.pivots.len() {
                best = other;
            }
        }
        best.remainder(first, width)
    }
}

/// Number of primes whose product exceeds Hadamard's bound for rank `r`.
fn primes_needed(r: usize) -> usize {
    let r = r as f64;
    let bound = (r + 1.0) / 2.0 * (r + 1.0).log2() - r;
    (bound / Field::LOG2) as usize + 1
}

/// A matrix in reduced echelon form.
struct Echelon {
    field: Field,
    /// Row i has 1 in column `pivots[i]` and 0 before it, and no other row has anything there.
    rows: Vec<Vec<u64>>,
    pivots: Vec<usize>,
}

impl Echelon {
    fn of(rows: &[Row], width: usize, field: Field) -> Self {
        let mut rows: Vec<Vec<u64>> =
            rows.iter().map(|row| row.iter().map(|flag| u64::from(*flag)).collect()).collect();
        let mut pivots = Vec::new();
        for column in 0..width {
            let top = pivots.len();
            let Some(found) = (top..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
            rows.swap(top, found);
            field.normalise(&mut rows[top], column);
            let pivot = rows[top].clone();
            let others = rows.iter_mut().enumerate().filter(|(index, _)| *index != top);
            others.for_each(|(_, row)| field.eliminate(row, &pivot, column));
            pivots.push(column);
        }
        Self { field, rows, pivots }
    }

    /// The rows whose pivot is at or behind `first` vanish before it; no other combination does.
    fn remainder(&self, first: usize, width: usize) -> Remainder {
        let above = self.pivots.partition_point(|pivot| *pivot < first);
        let rows = &self.rows[above..self.pivots.len()];
        let columns = (first..width).map(|column| rows.iter().map(|row| row[column]).collect()).collect();
        Remainder { field: self.field, rank: rows.len(), columns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::exact::{Exact, whole};
    use crate::insight::safety::rank;
    use proptest::prelude::*;

    #[test]
    fn as_many_primes_are_taken_as_the_specification_counts() {
        let needed = [1, 36, 37, 60, 61, 82, 83].map(primes_needed);
        assert_eq!(needed, [1, 1, 2, 2, 3, 3, 4]);
    }

    fn exact(rows: &[Row], columns: std::ops::Range<usize>) -> Vec<Vec<Exact>> {
        rows.iter().map(|row| columns.clone().map(|column| whole(i64::from(row[column]))).collect()).collect()
    }

    proptest! {
        #[test]
        fn as_many_combinations_remain_as_the_rational_ranks_say(
            rows in prop::collection::vec(prop::collection::vec(any::<bool>(), 8), 1..9), first in 0_usize..=8
        ) {
            let remainder = Remainder::of(&rows, first);
            prop_assert_eq!(remainder.rank, rank(exact(&rows, 0..8)) - rank(exact(&rows, 0..first)));
            prop_assert_eq!(remainder.columns.len(), 8 - first);
        }
    }
}
