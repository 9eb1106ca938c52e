//! To which unit a person belongs on which day: at most one (needs-analysis §3.1).

use super::Day;
use crate::ids::{JobProfileId, UnitId};
use serde::{Deserialize, Serialize};

/// One row: from the first to the last day, both included; without a last day until further notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub unit: UnitId,
    pub leads: bool,
    pub job_profile: Option<JobProfileId>,
    pub from: Day,
    pub to: Option<Day>,
}

impl Membership {
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| to >= day)
    }

    fn same_place(&self, other: &Self) -> bool {
        (self.unit, self.leads, self.job_profile) == (other.unit, other.leads, other.job_profile)
    }
}

/// A change of one stored row; rows of a person are told apart by their first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Remove { from: Day },
    SetEnd { from: Day, to: Option<Day> },
    Open(Membership),
}

/// A later row already begins within the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("overlaps a membership that begins on {from}")]
pub struct Overlap {
    pub from: Day,
}

/// The row of this day.
pub fn current(history: &[Membership], day: Day) -> Option<&Membership> {
    history.iter().find(|row| row.covers(day))
}

/// What makes `new` hold: the old row closes the day before. Nothing where it holds already.
///
/// # Errors
/// [`Overlap`] when a later row begins before the new one ends.
pub fn assign(history: &[Membership], new: &Membership) -> Result<Vec<Step>, Overlap> {
    let begins_within = |row: &&Membership| row.from > new.from && new.to.is_none_or(|to| row.from <= to);
    if let Some(row) = history.iter().filter(begins_within).min_by_key(|row| row.from) {
        return Err(Overlap { from: row.from });
    }
    let Some(old) = current(history, new.from) else { return Ok(vec![Step::Open(new.clone())]) };
    if old.same_place(new) {
        return Ok(if old.to == new.to { Vec::new() } else { vec![Step::SetEnd { from: old.from, to: new.to }] });
    }
    let closing = if old.from == new.from {
        Step::Remove { from: old.from }
    } else {
        Step::SetEnd { from: old.from, to: Some(new.from.before()) }
    };
    Ok(vec![closing, Step::Open(new.clone())])
}

/// What ends every row with `last_day`; rows that would begin later go.
pub fn end(history: &[Membership], last_day: Day) -> Vec<Step> {
    history
        .iter()
        .filter(|row| row.to.is_none_or(|to| to > last_day))
        .map(|row| {
            if row.from > last_day {
                Step::Remove { from: row.from }
            } else {
                Step::SetEnd { from: row.from, to: Some(last_day) }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> Day {
        Day::new(2026, 1 + (n - 1) / 28, 1 + (n - 1) % 28).unwrap()
    }

    fn row(unit: u8, from: u32, to: Option<u32>) -> Membership {
        let unit = UnitId::from_bytes([unit; 16]);
        Membership { unit, leads: false, job_profile: None, from: day(from), to: to.map(day) }
    }

    fn apply(history: &[Membership], steps: &[Step]) -> Vec<Membership> {
        let mut rows = history.to_vec();
        for step in steps {
            match step {
                Step::Remove { from } => rows.retain(|row| row.from != *from),
                Step::SetEnd { from, to } => {
                    rows.iter_mut().filter(|row| row.from == *from).for_each(|row| row.to = *to)
                }
                Step::Open(new) => rows.push(new.clone()),
            }
        }
        rows
    }

    fn check(history: &[Membership], new: &Membership, expected: Result<&[Membership], u32>) {
        let result = assign(history, new).map(|steps| apply(history, &steps)).map_err(|overlap| overlap.from);
        assert_eq!(result, expected.map(<[_]>::to_vec).map_err(day));
    }

    #[test]
    fn a_change_closes_the_old_row_the_day_before() {
        let old = row(1, 5, None);
        check(&[], &row(1, 5, None), Ok(&[row(1, 5, None)]));
        check(std::slice::from_ref(&old), &row(2, 20, None), Ok(&[row(1, 5, Some(19)), row(2, 20, None)]));
        check(std::slice::from_ref(&old), &row(2, 5, None), Ok(&[row(2, 5, None)]));
        check(&[row(1, 5, Some(9))], &row(2, 10, None), Ok(&[row(1, 5, Some(9)), row(2, 10, None)]));
    }

    #[test]
    fn what_holds_already_changes_nothing() {
        let old = row(1, 5, None);
        check(std::slice::from_ref(&old), &row(1, 20, None), Ok(&[row(1, 5, None)]));
        check(std::slice::from_ref(&old), &row(1, 5, Some(30)), Ok(&[row(1, 5, Some(30))]));
    }

    #[test]
    fn a_row_cannot_run_into_a_later_one() {
        check(&[row(1, 20, None)], &row(2, 10, None), Err(20));
        check(&[row(1, 20, None)], &row(2, 10, Some(20)), Err(20));
        check(&[row(1, 20, None)], &row(2, 10, Some(19)), Ok(&[row(1, 20, None), row(2, 10, Some(19))]));
        check(&[row(1, 5, Some(9)), row(2, 10, None)], &row(1, 7, None), Err(10));
    }

    #[test]
    fn ending_closes_today_and_drops_tomorrow() {
        let history = [row(1, 5, Some(9)), row(2, 10, Some(30)), row(3, 31, None)];
        assert_eq!(apply(&history, &end(&history, day(12))), [row(1, 5, Some(9)), row(2, 10, Some(12))]);
        assert_eq!(end(&history[..1], day(12)), []);
    }

    proptest! {
        #[test]
        fn nobody_is_ever_in_two_units_on_one_day(
            changes in prop::collection::vec((1_u8..4, 1_u32..150, prop::option::of(0_u32..60)), 1..12)
        ) {
            let mut history: Vec<Membership> = Vec::new();
            for (unit, from, length) in changes {
                let new = row(unit, from, length.map(|length| from + length));
                let before = history.clone();
                if let Ok(steps) = assign(&history, &new) {
                    history = apply(&history, &steps);
                    prop_assert_eq!(current(&history, new.from).map(|row| row.unit), Some(new.unit));
                }
                for n in 1..250 {
                    prop_assert!(history.iter().filter(|row| row.covers(day(n))).count() <= 1);
                    if n < from {
                        let unit_then = |rows: &[Membership]| current(rows, day(n)).map(|row| row.unit);
                        prop_assert_eq!(unit_then(&before), unit_then(&history));
                    }
                }
            }
        }
    }
}
