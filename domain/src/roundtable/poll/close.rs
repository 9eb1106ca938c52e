//! What must hold before a round is closed, and the two digests of what was counted (live.md L62).

use super::tally::Counts;
use super::{Rules, Tally, points::Spend};
use crate::questionnaire::Digest;
use crate::roundtable::identity::Receipt;

/// Why a round stays locked with the code `integrity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Integrity {
    #[error("{memory} voices in memory, {recount} in the recount, or other answers")]
    Recount { memory: i64, recount: i64 },
    #[error("{counted} ballots, {persisted} voters")]
    Voters { counted: i64, persisted: i64 },
    #[error("the counts do not add up to the answers")]
    Sum,
}

/// Checks in the order of L62: (1) the recount from the stored ballots equals the tally in memory, (2) it holds as many
/// ballots as the round has voters, (3) the figures of the poll type add up.
///
/// # Errors
/// The first [`Integrity`] that is broken.
pub fn check(rules: &Rules, memory: &Tally, recount: &Tally, voters: i64) -> Result<(), Integrity> {
    if memory != recount {
        return Err(Integrity::Recount { memory: memory.voters(), recount: recount.voters() });
    }
    if recount.voters() != voters {
        return Err(Integrity::Voters { counted: recount.voters(), persisted: voters });
    }
    if adds_up(rules, recount) { Ok(()) } else { Err(Integrity::Sum) }
}

/// Each answer enters the figures of its type by a known sum, so the figures tell what all answers weigh.
fn adds_up(rules: &Rules, tally: &Tally) -> bool {
    let weight = tally.voices.weight;
    let times = |n: usize| weight * i64::try_from(n).unwrap_or(i64::MAX);
    match (rules, &tally.counts) {
        (Rules::Single(_), Counts::Single(tally)) => tally.0.values().sum::<i64>() == weight,
        (Rules::Multi(rules), Counts::Multi(tally)) => {
            let ticks: i64 = tally.0.values().sum();
            let all = (i64::from(rules.min) * weight..=i64::from(rules.max) * weight).contains(&ticks);
            all && tally.0.values().all(|n| (0..=weight).contains(n))
        }
        (Rules::Scale(rules), Counts::Scale(tally)) => {
            let rated = |steps: &Vec<i64>| steps.iter().sum::<i64>();
            let fits = |rated: i64| if rules.complete { rated == weight } else { (0..=weight).contains(&rated) };
            tally.0.values().map(rated).all(fits)
        }
        (Rules::Number(rules), Counts::Number(tally)) => {
            let inside = tally.values.keys().all(|value| (rules.min..=rules.max).contains(value));
            inside && tally.values.values().sum::<i64>() == weight
        }
        (Rules::Rank(_), Counts::Rank(tally)) => {
            let m = tally.options.len();
            let borda2: i64 = tally.rows.iter().map(|row| row.borda2).sum();
            let first: i64 = tally.rows.iter().map(|row| row.first).sum();
            borda2 == times(m * m.saturating_sub(1)) && first == weight
        }
        (Rules::Points(rules), Counts::Points(tally)) => {
            let most = times(rules.budget.into());
            let sum: i64 = tally.0.values().map(|given| given.sum).sum();
            if rules.spend == Spend::Exactly { sum == most } else { (0..=most).contains(&sum) }
        }
        (Rules::Dots(rules), Counts::Dots(tally)) => {
            let most = times(rules.dots.into());
            let sum: i64 = tally.0.values().map(|given| given.sum).sum();
            if rules.use_all { sum == most } else { (0..=most).contains(&sum) }
        }
        (Rules::Grid(_), Counts::Grid(tally)) => {
            tally.items.values().all(|counts| (0..=weight).contains(&counts.iter().sum::<i64>()))
        }
        (Rules::Words(rules), Counts::Words(tally)) => {
            let words = tally.words.values().map(|spellings| spellings.values().sum::<i64>());
            (weight..=times(rules.max.into())).contains(&words.clone().sum()) && words.max().unwrap_or(0) <= weight
        }
        (Rules::Cards(rules), Counts::Cards(tally)) => (weight..=times(rules.max.into())).contains(&tally.cards),
        (Rules::YesNo(_), Counts::YesNo(tally)) => tally.yes + tally.no == weight,
        _ => false,
    }
}

/// SHA-256 over the sorted receipts, each followed by a line feed.
pub fn receipts_digest(mut receipts: Vec<Receipt>) -> Digest {
    receipts.sort_unstable();
    lines_digest(receipts.iter())
}

/// SHA-256 over the sorted canonical payloads, each followed by a line feed, which no payload holds.
pub fn payloads_digest(mut payloads: Vec<String>) -> Digest {
    payloads.sort_unstable();
    lines_digest(payloads.iter())
}

fn lines_digest(lines: impl Iterator<Item = impl ToString>) -> Digest {
    let text: String = lines.map(|line| line.to_string() + "\n").collect();
    Digest::of(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::any::any_poll;
    use super::super::fixture::{no, rules, set};
    use super::super::{Answer, Ballot, Kind, OptionSet, Source, Voice};
    use super::*;
    use proptest::prelude::*;

    fn count(kind: Kind, ballots: &[Ballot]) -> Tally {
        let options = if kind.has_options() { set([1, 2, 3, 4, 5]) } else { OptionSet::default() };
        let voices = ballots.iter().map(|ballot| (Voice::plain(Source::Device), ballot));
        Tally::from_scratch(&rules(kind), options, 1, voices)
    }

    #[test]
    fn a_difference_is_told_with_both_numbers() {
        let rules = rules(Kind::Single);
        let one = Ballot::Answer(Answer::Single(no(1)));
        let two = Ballot::Answer(Answer::Single(no(2)));
        let stored = count(Kind::Single, &[one.clone(), Ballot::Withdrawn]);
        assert_eq!(check(&rules, &stored, &stored, 2), Ok(()));
        assert_eq!(check(&rules, &stored, &stored, 3), Err(Integrity::Voters { counted: 2, persisted: 3 }));
        let other = count(Kind::Single, &[two, Ballot::Withdrawn]);
        assert_eq!(check(&rules, &other, &stored, 2), Err(Integrity::Recount { memory: 2, recount: 2 }));
        let foreign = count(Kind::Single, &[one, Ballot::Answer(Answer::YesNo(true))]);
        assert_eq!(check(&rules, &foreign, &foreign, 2), Err(Integrity::Sum));
    }

    #[test]
    fn a_stored_answer_outside_the_rules_is_found() {
        fn refused(kind: Kind, payload: &str) {
            let ballot = Ballot::from_canonical(kind, payload).unwrap();
            let tally = count(kind, &[ballot]);
            assert_eq!(check(&rules(kind), &tally, &tally, 1), Err(Integrity::Sum), "{payload}");
        }
        refused(Kind::Multi, r#"{"o":[1,2,3,4]}"#);
        refused(Kind::Number, r#"{"x":6001}"#);
        refused(Kind::Rank, r#"{"r":[99]}"#);
        refused(Kind::Points, r#"{"p":{"1":105}}"#);
        refused(Kind::Dots, r#"{"d":{"1":6}}"#);
        refused(Kind::Words, r#"{"w":["a","b","c","d"]}"#);
        refused(Kind::Cards, r#"{"c":[]}"#);
    }

    #[test]
    fn digests_do_not_depend_on_the_order_of_ballots() {
        let receipts: Vec<Receipt> = ["7KQ2M-9D4TX", "00000-00001"].map(|text| text.parse().unwrap()).into();
        let sorted = receipts_digest(receipts.iter().rev().copied().collect());
        assert_eq!(receipts_digest(receipts), sorted);
        assert_eq!(sorted, Digest::of(b"00000-00001\n7KQ2M-9D4TX\n"));
        let payloads = [r#"{"o":3}"#, r#"{"o":1}"#].map(str::to_owned);
        assert_eq!(payloads_digest(payloads.into()), Digest::of(b"{\"o\":1}\n{\"o\":3}\n"));
        assert_eq!(payloads_digest(Vec::new()), Digest::of(b""));
    }

    proptest! {
        #[test]
        fn every_count_of_valid_ballots_adds_up(poll in any_poll(), weights in prop::collection::vec(1_i64..=10, 40)) {
            let voices = poll.ballots.iter().zip(weights);
            let voices = voices.map(|(ballot, weight)| (Voice { source: Source::Paper, weight }, ballot));
            let tally = Tally::from_scratch(&poll.rules, poll.options, 1, voices);
            let voters = poll.ballots.len() as i64;
            prop_assert_eq!(check(&poll.rules, &tally, &tally, voters), Ok(()));
        }
    }
}
