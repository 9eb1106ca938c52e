//! Which cells an attribute has: values of their own, the small ones together (live.md L36).

use super::Urn;
use crate::questionnaire::words;
use crate::roundtable::attribute::{Attribute, Profile, ValueCode};
use std::collections::BTreeMap;

words! {
    CellKind {
        Value = "value",
        /// "Übrige": values that are too small alone.
        Rest = "rest",
    }
}

/// A group of voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub attribute: Attribute,
    pub kind: CellKind,
    /// Ascending.
    pub values: Vec<ValueCode>,
    /// People in it.
    pub(super) size: Size,
}

/// Ballots and raised hands with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Size {
    pub(super) ballots: u32,
    pub(super) hands: u32,
}

impl Size {
    const fn plus(self, other: Self) -> Self {
        Self { ballots: self.ballots + other.ballots, hands: self.hands + other.hands }
    }

    /// People that protect each other. Hands were raised for everybody to see, so they protect no ballot; where there are
    /// only hands, they are a group like any other.
    pub(super) const fn people(self) -> u32 {
        if self.ballots > 0 { self.ballots } else { self.hands }
    }
}

impl Cell {
    pub(super) fn holds(&self, profile: Profile) -> bool {
        self.values.contains(&profile.get(self.attribute))
    }

    /// Raised hands are in the cell with "keine Angabe" (L35).
    pub(super) fn holds_hands(&self) -> bool {
        self.holds(Profile::NOTHING_STATED)
    }
}

/// The cells of an attribute: values with fewer than k people are merged, and while these are too few, the smallest
/// value joins them, of equal ones the first. Together the cells hold everybody, so none can be calculated from the
/// others that is not shown. Empty if fewer than two cells are left. `hands` are the people behind raised hands.
pub(super) fn cells(urn: &Urn, hands: u32, attribute: Attribute, k: u32) -> Vec<Cell> {
    let mut sizes: BTreeMap<ValueCode, Size> = BTreeMap::new();
    for (_, cast, _) in urn.answers() {
        sizes.entry(cast.stated().get(attribute)).or_default().ballots += 1;
    }
    if hands > 0 {
        sizes.entry(ValueCode::NOT_STATED).or_default().hands = hands;
    }
    let (mut shown, mut rest): (Vec<_>, Vec<_>) = sizes.into_iter().partition(|(_, size)| size.people() >= k);
    shown.sort_by_key(|(value, size)| (size.people(), *value));
    while !rest.is_empty() && sum(&rest).people() < k {
        if shown.is_empty() {
            return Vec::new();
        }
        rest.push(shown.remove(0));
    }
    shown.sort_by_key(|(value, _)| *value);
    rest.sort_by_key(|(value, _)| *value);
    let cell = |kind, values: &[(ValueCode, Size)]| Cell {
        attribute,
        kind,
        values: values.iter().map(|(value, _)| *value).collect(),
        size: sum(values),
    };
    let mut cells: Vec<Cell> = shown.iter().map(|value| cell(CellKind::Value, std::slice::from_ref(value))).collect();
    if !rest.is_empty() {
        cells.push(cell(CellKind::Rest, &rest));
    }
    if cells.len() < 2 { Vec::new() } else { cells }
}

fn sum(values: &[(ValueCode, Size)]) -> Size {
    values.iter().fold(Size::default(), |sum, (_, size)| sum.plus(*size))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{urn, value};
    use super::*;

    /// Voices per value of the attribute, beginning with "keine Angabe", and hands.
    fn check(voices: &[u32], hands: u32, expected: &[(&[u8], u32)]) {
        let attribute = Attribute::Role;
        let profiles = (0..)
            .zip(voices)
            .flat_map(|(code, n)| std::iter::repeat_n(Profile::default().with(attribute, value(code)), *n as usize));
        let found = cells(&urn(profiles), hands, attribute, 5);
        let found: Vec<(Vec<u8>, u32)> =
            found.iter().map(|cell| (cell.values.iter().map(|v| v.get()).collect(), cell.size.people())).collect();
        let expected: Vec<(Vec<u8>, u32)> = expected.iter().map(|(values, n)| (values.to_vec(), *n)).collect();
        assert_eq!(found, expected, "{voices:?} {hands}");
    }

    #[test]
    fn small_values_are_merged_and_the_smallest_large_one_joins_while_they_are_too_few() {
        check(&[0, 6, 7, 8], 0, &[(&[1], 6), (&[2], 7), (&[3], 8)]);
        // Two small ones are enough together.
        check(&[3, 6, 2], 0, &[(&[1], 6), (&[0, 2], 5)]);
        // One small one needs the smallest large one, of equal ones the first.
        check(&[0, 7, 6, 6, 1], 0, &[(&[1], 7), (&[3], 6), (&[2, 4], 7)]);
        // Nothing but the rest is left: the attribute is withheld.
        check(&[0, 6, 1], 0, &[]);
        check(&[1, 1, 1, 1], 0, &[]);
        // A single value is the total.
        check(&[9], 0, &[]);
        check(&[], 0, &[]);
    }

    #[test]
    fn raised_hands_state_nothing_and_protect_no_ballot() {
        check(&[0, 6, 7], 5, &[(&[0], 5), (&[1], 6), (&[2], 7)]);
        check(&[0, 6, 7], 4, &[(&[2], 7), (&[0, 1], 6)]);
        check(&[4, 6, 7], 90, &[(&[2], 7), (&[0, 1], 10)]);
        check(&[5, 6], 90, &[(&[0], 5), (&[1], 6)]);
    }
}
