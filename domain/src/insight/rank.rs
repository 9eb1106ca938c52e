//! Ranks and how far the methods disagree (insight.md §3.5).

use super::exact::Exact;
use std::cmp::Ordering;

/// Need by one method: the greater, the more urgent; the second value breaks ties. Missing tie-breakers come last.
pub type Need = (Exact, Option<Exact>);

/// Rank of each need, 1 = most urgent. Equal needs share a rank and the next ones skip ("1, 1, 3"). A competence
/// without a value has no rank and takes no place.
pub fn ranks(needs: &[Option<Need>]) -> Vec<Option<u32>> {
    let known = |(index, need): (usize, &Option<Need>)| Some((index, (*need)?));
    let mut order: Vec<(usize, Need)> = needs.iter().enumerate().filter_map(known).collect();
    order.sort_by(|(_, a), (_, b)| compare(b, a));
    let mut ranks = vec![None; needs.len()];
    let (mut rank, mut before) = (0, None);
    for ((index, need), place) in order.into_iter().zip(1..) {
        if before != Some(need) {
            rank = place;
        }
        ranks[index] = Some(rank);
        before = Some(need);
    }
    ranks
}

/// Order of two needs, the more urgent one being greater.
pub fn compare(a: &Need, b: &Need) -> Ordering {
    a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1))
}

/// Largest minus smallest rank over the methods that rank the competence; `None` if none does.
pub fn disagreement(ranks: &[Option<u32>]) -> Option<u32> {
    let known = || ranks.iter().copied().flatten();
    Some(known().max()? - known().min()?)
}

/// From here on a competence carries the badge "methods disagree": `max(2, ⌈J/4⌉)` with J competences.
pub fn disagreement_threshold(competences: usize) -> u32 {
    u32::try_from(competences.div_ceil(4)).unwrap_or(u32::MAX).max(2)
}

#[cfg(test)]
mod tests {
    use super::super::exact::whole;
    use super::*;

    #[test]
    fn equal_needs_share_a_rank_and_the_next_one_skips() {
        fn check(needs: &[Option<(i64, Option<i64>)>], expected: &[Option<u32>]) {
            let needs: Vec<Option<Need>> = needs.iter().map(|n| n.map(|(a, b)| (whole(a), b.map(whole)))).collect();
            assert_eq!(ranks(&needs), expected);
        }
        check(&[], &[]);
        check(&[None], &[None]);
        check(&[Some((3, None)), Some((5, None)), Some((5, None))], &[Some(3), Some(1), Some(1)]);
        check(&[Some((0, Some(1))), None, Some((0, Some(2))), Some((0, None))], &[Some(2), None, Some(1), Some(3)]);
    }

    #[test]
    fn disagreement_counts_only_methods_that_rank() {
        assert_eq!(disagreement(&[Some(2), None, Some(5)]), Some(3));
        assert_eq!(disagreement(&[Some(2)]), Some(0));
        assert_eq!(disagreement(&[None, None]), None);
    }

    #[test]
    fn the_badge_needs_two_ranks_or_a_quarter_of_the_list() {
        fn check(competences: usize, expected: u32) {
            assert_eq!(disagreement_threshold(competences), expected, "{competences}");
        }
        check(0, 2);
        check(8, 2);
        check(9, 3);
        check(21, 6);
    }
}
