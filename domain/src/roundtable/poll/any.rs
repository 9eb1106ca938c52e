//! Any poll with any ballots, for property tests.

use super::words::Word;
use super::{Answer, Ballot, Kind, OptionNo, OptionSet, Rules};
use crate::roundtable::poll::fixture::{no, rules};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
pub(crate) struct AnyPoll {
    pub rules: Rules,
    pub options: OptionSet,
    pub ballots: Vec<Ballot>,
}

/// Options of every poll here.
const OPTIONS: u8 = 5;
const WORDS: &[&str] = &["Führung", "Schulung", "Schulungen", "KI", "Zeit"];

pub(crate) fn any_poll() -> impl Strategy<Value = AnyPoll> {
    prop::sample::select(Kind::ALL).prop_flat_map(|kind| {
        prop::collection::vec(any_ballot(kind), 1..40).prop_map(move |ballots| AnyPoll {
            rules: rules(kind),
            options: (1..=OPTIONS).filter(|_| kind.has_options()).map(no).collect(),
            ballots,
        })
    })
}

fn any_ballot(kind: Kind) -> impl Strategy<Value = Ballot> {
    prop_oneof![8 => any_answer(kind).prop_map(Ballot::Answer), 1 => Just(Ballot::Abstain), 1 => Just(Ballot::Withdrawn)]
}

/// An answer that keeps to [`rules`].
fn any_answer(kind: Kind) -> BoxedStrategy<Answer> {
    match kind {
        Kind::Single => (1..=OPTIONS).prop_map(|o| Answer::Single(no(o))).boxed(),
        Kind::Multi => some_options(1..=3).prop_map(|options| Answer::Multi(options.into_iter().collect())).boxed(),
        Kind::Scale => per_option(0_u8..=5).prop_map(Answer::Scale).boxed(),
        Kind::Number => (0_i64..=6_000).prop_map(Answer::Number).boxed(),
        Kind::Rank => some_options(1..=3).prop_map(Answer::Rank).boxed(),
        Kind::Points => per_option(1_u16..=4)
            .prop_map(|amounts| Answer::Points(amounts.into_iter().map(|(o, n)| (o, n * 5)).collect()))
            .boxed(),
        Kind::Dots => per_option(1_u16..=1).prop_map(Answer::Dots).boxed(),
        Kind::Grid => per_option([1_u8..=4, 1_u8..=4]).prop_map(Answer::Grid).boxed(),
        Kind::Words => (prop::sample::subsequence(WORDS, 1..=3), any::<bool>())
            .prop_map(|(words, loud)| {
                let spelled = |word: &str| if loud { word.to_uppercase() } else { word.to_owned() };
                let mut words: Vec<Word> = words.into_iter().map(|word| spelled(word).into()).collect();
                words.sort();
                Answer::Words(words)
            })
            .boxed(),
        Kind::Cards => prop::sample::subsequence(vec![1_u8, 2, 3], 1..=3)
            .prop_map(|s| Answer::Cards(s.into_iter().collect()))
            .boxed(),
        Kind::YesNo => any::<bool>().prop_map(Answer::YesNo).boxed(),
    }
}

/// Some of the options in any order.
fn some_options(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<OptionNo>> {
    prop::sample::subsequence((1..=OPTIONS).map(no).collect::<Vec<_>>(), count).prop_shuffle()
}

/// A value for some of the options.
fn per_option<S>(value: S) -> impl Strategy<Value = BTreeMap<OptionNo, S::Value>>
where
    S: Strategy + Clone,
{
    prop::collection::btree_map((1..=OPTIONS).prop_map(no), value, 1..=usize::from(OPTIONS))
}
