//! Counting ballots (live.md L15). Everything is an integer; rounding happens in the outcome only.

use super::hands::{Hands, Mark};
use super::outcome::{Figures, Outcome, Weight};
use super::voice::{Sources, Voice};
use super::words::WordRules;
use super::{
    Answer, Ballot, Kind, OptionSet, Rules, allot, cards, grid, multi, number, rank, scale, single, words, yesno,
};
use std::borrow::Cow;

/// The count of one round in one view. Kept up to date ballot by ballot; equal to a recount at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    unit: i64,
    pub(super) voices: Voices,
    pub(super) counts: Counts,
}

/// How many voices there are, whatever they weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Voices {
    pub(super) answered: Sources,
    /// What those that answered weigh.
    pub(super) weight: i64,
    pub(super) abstained: i64,
    pub(super) withdrawn: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Counts {
    Single(single::Tally),
    Multi(multi::Tally),
    Scale(scale::Tally),
    Number(number::Tally),
    Rank(rank::Tally),
    Points(allot::Tally),
    Dots(allot::Tally),
    Grid(grid::Tally),
    Words(words::Tally),
    Cards(cards::Tally),
    YesNo(yesno::Tally),
}

impl Tally {
    /// An empty count over all options of the round. `unit` is the weight that counts as one: 1, or
    /// [`COMPANY`](super::voice::COMPANY) where companies are split.
    pub fn new(rules: &Rules, options: OptionSet, unit: i64) -> Self {
        let counts = match rules {
            Rules::Single(_) => Counts::Single(single::Tally::new(options)),
            Rules::Multi(_) => Counts::Multi(multi::Tally::new(options)),
            Rules::Scale(rules) => Counts::Scale(scale::Tally::new(rules, options)),
            Rules::Number(rules) => Counts::Number(number::Tally::new(rules)),
            Rules::Rank(_) => Counts::Rank(rank::Tally::new(options)),
            Rules::Points(_) => Counts::Points(allot::Tally::new(options)),
            Rules::Dots(_) => Counts::Dots(allot::Tally::new(options)),
            Rules::Grid(rules) => Counts::Grid(grid::Tally::new(rules, options)),
            Rules::Words(_) => Counts::Words(words::Tally::default()),
            Rules::Cards(_) => Counts::Cards(cards::Tally::default()),
            Rules::YesNo(rules) => Counts::YesNo(yesno::Tally::new(rules)),
        };
        Self { unit, voices: Voices::default(), counts }
    }

    /// The count of these ballots.
    pub fn from_scratch<'a>(
        rules: &Rules,
        options: OptionSet,
        unit: i64,
        ballots: impl IntoIterator<Item = (Voice, &'a Ballot)>,
    ) -> Self {
        let mut tally = Self::new(rules, options, unit);
        for (voice, ballot) in ballots {
            tally.apply(voice, None, Some(ballot));
        }
        tally
    }

    /// Replaces what a voice said before by what it says now. `None` before: it is new; `None` now: its ballot is gone
    /// (erased, not withdrawn). Source and weight of a voice stay the same over a round.
    ///
    /// A ballot of another poll type counts as a voice but in no figure, which [`Self::check`](Tally::check) finds.
    pub fn apply(&mut self, voice: Voice, old: Option<&Ballot>, new: Option<&Ballot>) {
        if let Some(ballot) = old {
            self.add(voice, ballot, -1);
        }
        if let Some(ballot) = new {
            self.add(voice, ballot, 1);
        }
    }

    fn add(&mut self, voice: Voice, ballot: &Ballot, times: i64) {
        match ballot {
            Ballot::Abstain => self.voices.abstained += times,
            Ballot::Withdrawn => self.voices.withdrawn += times,
            Ballot::Answer(answer) => {
                self.voices.answered.add(voice.source, times);
                self.voices.weight += voice.weight * times;
                self.counts.add(answer, voice.weight * times);
            }
        }
    }

    /// Voices with an answer.
    pub const fn answered(&self) -> i64 {
        self.voices.answered.total()
    }

    /// Voices with an answer or an abstention (live.md L32).
    pub const fn spoken(&self) -> i64 {
        self.answered() + self.voices.abstained
    }

    /// All voices with a ballot, also a withdrawn one: the `voters` of the round.
    pub const fn voters(&self) -> i64 {
        self.spoken() + self.voices.withdrawn
    }

    /// The result with the hands that were raised. `words` matters for word clouds only.
    pub fn outcome(&self, hands: &Hands, words: &WordRules) -> Outcome {
        let whole = if hands.is_empty() { Cow::Borrowed(self) } else { Cow::Owned(self.with_hands(hands)) };
        let Voices { answered, weight, abstained, .. } = whole.voices;
        let n = answered.total();
        let plain = self.unit == 1 && weight == n;
        Outcome {
            figures: whole.counts.figures(n, weight, plain, words),
            n,
            abstain: abstained,
            sources: answered,
            weight: (!plain).then_some(Weight { total: weight, unit: self.unit }),
        }
    }

    /// A raised hand counts as one.
    fn with_hands(&self, hands: &Hands) -> Self {
        let mut whole = self.clone();
        let people = hands.people(self.counts.kind());
        whole.voices.answered.hands += people;
        whole.voices.weight += people * self.unit;
        for (mark, count) in hands.marks() {
            let weight = count * self.unit;
            match (&mut whole.counts, mark) {
                (_, Mark::Abstain) => whole.voices.abstained += count,
                (Counts::Single(tally), Mark::Option(option)) => tally.add(option, weight),
                (Counts::Multi(tally), Mark::Option(option)) => tally.add(OptionSet::from_iter([option]), weight),
                (Counts::Scale(tally), Mark::Step { statement, step }) => tally.add_one(statement, step, weight),
                (Counts::YesNo(tally), Mark::Yes) => tally.add(true, weight),
                (Counts::YesNo(tally), Mark::No) => tally.add(false, weight),
                // The people are in the number of voices; every other mark is of another poll type.
                _ => {}
            }
        }
        whole
    }
}

impl Counts {
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multi(_) => Kind::Multi,
            Self::Scale(_) => Kind::Scale,
            Self::Number(_) => Kind::Number,
            Self::Rank(_) => Kind::Rank,
            Self::Points(_) => Kind::Points,
            Self::Dots(_) => Kind::Dots,
            Self::Grid(_) => Kind::Grid,
            Self::Words(_) => Kind::Words,
            Self::Cards(_) => Kind::Cards,
            Self::YesNo(_) => Kind::YesNo,
        }
    }

    fn add(&mut self, answer: &Answer, weight: i64) {
        match (self, answer) {
            (Self::Single(tally), Answer::Single(option)) => tally.add(*option, weight),
            (Self::Multi(tally), Answer::Multi(options)) => tally.add(*options, weight),
            (Self::Scale(tally), Answer::Scale(steps)) => tally.add(steps, weight),
            (Self::Number(tally), Answer::Number(value)) => tally.add(*value, weight),
            (Self::Rank(tally), Answer::Rank(ranking)) => tally.add(ranking, weight),
            (Self::Points(tally), Answer::Points(amounts)) | (Self::Dots(tally), Answer::Dots(amounts)) => {
                tally.add(amounts, weight);
            }
            (Self::Grid(tally), Answer::Grid(positions)) => tally.add(positions, weight),
            (Self::Words(tally), Answer::Words(words)) => tally.add(words, weight),
            (Self::Cards(tally), Answer::Cards(slots)) => tally.add(slots, weight),
            (Self::YesNo(tally), Answer::YesNo(yes)) => tally.add(*yes, weight),
            _ => {}
        }
    }

    fn figures(&self, voices: i64, weight: i64, plain: bool, words: &WordRules) -> Figures {
        match self {
            Self::Single(tally) => Figures::Single(tally.outcome()),
            Self::Multi(tally) => Figures::Multi(tally.outcome(weight)),
            Self::Scale(tally) => Figures::Scale(tally.outcome(plain)),
            Self::Number(tally) => Figures::Number(tally.outcome(voices)),
            Self::Rank(tally) => Figures::Rank(tally.outcome(weight)),
            Self::Points(tally) => Figures::Points(tally.outcome(weight)),
            Self::Dots(tally) => Figures::Dots(tally.outcome(weight)),
            Self::Grid(tally) => Figures::Grid(tally.outcome()),
            Self::Words(tally) => Figures::Words(tally.outcome(words)),
            Self::Cards(tally) => Figures::Cards(tally.outcome()),
            Self::YesNo(tally) => Figures::YesNo(tally.outcome()),
        }
    }
}

#[cfg(test)]
mod tests;
