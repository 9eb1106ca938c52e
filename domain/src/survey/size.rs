//! Whether the audience is large enough, before an anonymous survey is scheduled (needs-analysis §11.3).

use super::Threshold;
use crate::ids::UnitId;

/// The audience members who belong directly to one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCount {
    pub unit: UnitId,
    pub parent: Option<UnitId>,
    /// N.
    pub members: u32,
    /// Those of them who may read the results of this survey.
    pub insiders: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudienceFinding {
    Enough,
    /// Fewer than 2k: the named mode would suit better.
    Small,
    /// Fewer than k: an anonymous survey is impossible.
    Impossible,
}

/// `unit` is too small and should count as part of `into`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergeProposal {
    pub unit: UnitId,
    pub into: UnitId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeCheck {
    pub members: u32,
    pub audience: AudienceFinding,
    /// In the order of merging: a unit may take in another and then be merged itself.
    pub merges: Vec<MergeProposal>,
    /// Too small, and there is neither a sibling nor a parent in the audience to merge into.
    pub stranded: Vec<UnitId>,
    /// Large enough, but too few of them are outsiders to the results; their figures appear only in a larger whole.
    pub pooled_only: Vec<UnitId>,
}

/// Checks the sizes of `units` and of the whole audience, to which those `without_unit` also belong. Merges are proposed
/// from the smallest unit on, into the smallest sibling, else into the parent, until every unit with members has at
/// least k.
pub fn check_sizes(units: &[UnitCount], without_unit: u32, threshold: Threshold) -> SizeCheck {
    let k = threshold.k();
    let members = without_unit + units.iter().map(|unit| unit.members).sum::<u32>();
    let mut groups: Vec<Group> = units.iter().map(Group::of).collect();
    let mut merges = Vec::new();
    let mut stranded = Vec::new();
    while let Some(at) = smallest(&groups, |group| group.is_below(k) && !stranded.contains(&group.head)) {
        let small = groups[at].clone();
        let sibling =
            smallest(&groups, |group| group.head != small.head && group.parent == small.parent && group.members > 0);
        let parent = || {
            groups.iter().position(|group| {
                group.head != small.head && small.parent.is_some_and(|parent| group.units.contains(&parent))
            })
        };
        match sibling.or_else(parent) {
            Some(into) => {
                merges.push(MergeProposal { unit: small.head, into: groups[into].head });
                groups[into].take(&small);
                groups.remove(at);
            }
            None => stranded.push(small.head),
        }
    }
    // A stranded unit may have taken in another one later.
    stranded.retain(|unit| groups.iter().any(|group| group.head == *unit && group.is_below(k)));
    let pooled = |group: &&Group| group.members >= k && group.members.saturating_sub(group.insiders) < k;
    let pooled_only = groups.iter().filter(pooled).map(|group| group.head).collect();
    let audience = match members {
        n if n < k => AudienceFinding::Impossible,
        n if n < 2 * k => AudienceFinding::Small,
        _ => AudienceFinding::Enough,
    };
    SizeCheck { members, audience, merges, stranded, pooled_only }
}

/// A unit with those merged into it.
#[derive(Clone)]
struct Group {
    head: UnitId,
    parent: Option<UnitId>,
    units: Vec<UnitId>,
    members: u32,
    insiders: u32,
}

impl Group {
    fn of(count: &UnitCount) -> Self {
        let UnitCount { unit, parent, members, insiders } = *count;
        Self { head: unit, parent, units: vec![unit], members, insiders }
    }

    fn take(&mut self, other: &Self) {
        self.units.extend(&other.units);
        self.members += other.members;
        self.insiders += other.insiders;
    }

    const fn is_below(&self, k: u32) -> bool {
        self.members > 0 && self.members < k
    }
}

/// Index of the group with the fewest members among those that `fit`; the first of equals.
fn smallest(groups: &[Group], fit: impl Fn(&Group) -> bool) -> Option<usize> {
    (0..groups.len()).filter(|at| fit(&groups[*at])).min_by_key(|at| groups[*at].members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn unit(n: u8) -> UnitId {
        UnitId::from_bytes([n; 16])
    }

    fn count(n: u8, parent: u8, members: u32, insiders: u32) -> UnitCount {
        UnitCount { unit: unit(n), parent: (parent > 0).then(|| unit(parent)), members, insiders }
    }

    struct Expected<'a> {
        audience: AudienceFinding,
        merges: &'a [(u8, u8)],
        stranded: &'a [u8],
        pooled_only: &'a [u8],
    }

    const FINE: Expected<'_> =
        Expected { audience: AudienceFinding::Enough, merges: &[], stranded: &[], pooled_only: &[] };

    fn check(units: &[UnitCount], expected: &Expected<'_>) {
        let found = check_sizes(units, 0, Threshold::default());
        let ids = |numbers: &[u8]| numbers.iter().map(|n| unit(*n)).collect::<Vec<_>>();
        let merges = expected.merges.iter().map(|(from, into)| MergeProposal { unit: unit(*from), into: unit(*into) });
        assert_eq!(found.audience, expected.audience, "{units:?}");
        assert_eq!(found.merges, merges.collect::<Vec<_>>(), "{units:?}");
        assert_eq!(found.stranded, ids(expected.stranded), "{units:?}");
        assert_eq!(found.pooled_only, ids(expected.pooled_only), "{units:?}");
    }

    #[test]
    fn large_units_pass_and_empty_ones_do_not_matter() {
        check(&[count(1, 0, 0, 0), count(2, 1, 5, 0), count(3, 1, 9, 1)], &FINE);
    }

    #[test]
    fn the_whole_audience_needs_k_and_should_have_2k() {
        check(&[count(1, 0, 9, 0)], &Expected { audience: AudienceFinding::Small, ..FINE });
        check(&[count(1, 0, 10, 0)], &FINE);
        check(&[count(1, 0, 4, 0)], &Expected { audience: AudienceFinding::Impossible, stranded: &[1], ..FINE });
        check(&[], &Expected { audience: AudienceFinding::Impossible, ..FINE });
        assert_eq!(check_sizes(&[count(1, 0, 5, 0)], 5, Threshold::default()).audience, AudienceFinding::Enough);
    }

    #[test]
    fn a_small_unit_goes_to_its_smallest_sibling_else_to_its_parent() {
        let units = [count(1, 0, 8, 0), count(2, 1, 4, 0), count(3, 1, 9, 0), count(4, 1, 6, 0)];
        check(&units, &Expected { merges: &[(2, 4)], ..FINE });
        check(&[count(1, 0, 8, 0), count(2, 1, 4, 0)], &Expected { merges: &[(2, 1)], ..FINE });
        check(
            &[count(1, 0, 0, 0), count(2, 1, 4, 0), count(3, 0, 9, 0)],
            &Expected { merges: &[(2, 1), (1, 3)], ..FINE },
        );
    }

    #[test]
    fn two_small_siblings_help_each_other() {
        let units = [count(1, 0, 20, 0), count(2, 1, 2, 0), count(3, 1, 3, 0)];
        check(&units, &Expected { merges: &[(2, 3)], ..FINE });
        let units = [count(1, 0, 20, 0), count(2, 1, 1, 0), count(3, 1, 3, 0)];
        check(&units, &Expected { merges: &[(2, 3), (3, 1)], ..FINE });
    }

    #[test]
    fn a_unit_waits_for_a_sibling_that_gets_members_only_by_merging() {
        let units = [count(1, 0, 3, 0), count(2, 0, 0, 0), count(3, 2, 4, 0)];
        check(&units, &Expected { audience: AudienceFinding::Small, merges: &[(3, 2), (2, 1)], ..FINE });
    }

    #[test]
    fn insiders_make_a_unit_pooled_only() {
        check(&[count(1, 0, 12, 0), count(2, 1, 5, 1)], &Expected { pooled_only: &[2], ..FINE });
        check(&[count(1, 0, 12, 0), count(2, 1, 6, 1)], &FINE);
        // After merging, the insiders of both count.
        let units = [count(1, 0, 20, 0), count(2, 1, 2, 1), count(3, 1, 4, 1)];
        check(&units, &Expected { merges: &[(2, 3)], pooled_only: &[3], ..FINE });
    }

    proptest! {
        #[test]
        fn after_all_proposals_no_unit_is_too_small_unless_it_is_stranded(
            sizes in proptest::collection::vec((0_u32..12, 0_u8..8), 1..12),
            k in 5_u8..=20,
        ) {
            let threshold = Threshold::new(k).unwrap();
            let units: Vec<UnitCount> = (1..)
                .zip(&sizes)
                .map(|(n, (members, parent))| count(n, (*parent).min(n - 1), *members, 0))
                .collect();
            let check = check_sizes(&units, 0, threshold);
            let mut left: std::collections::BTreeMap<UnitId, u32> =
                units.iter().map(|unit| (unit.unit, unit.members)).collect();
            for merge in &check.merges {
                let moved = left.remove(&merge.unit).unwrap();
                *left.get_mut(&merge.into).unwrap() += moved;
            }
            prop_assert_eq!(left.values().sum::<u32>(), check.members);
            for (unit, members) in left {
                prop_assert!(members == 0 || members >= threshold.k() || check.stranded.contains(&unit));
            }
        }
    }
}
