//! A ballot that counts, and the one way of writing it.

use super::words::Word;
use super::{Kind, OptionNo, OptionSet};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The present answer of one voice in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ballot {
    Answer(Answer),
    /// "Enthaltung / weiß nicht": counted on its own, never part of shares or means.
    Abstain,
    /// Taken back by the voice (live.md L12).
    Withdrawn,
}

/// An answer by poll type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Single(OptionNo),
    Multi(OptionSet),
    /// Step by statement; 0 is "weiß nicht".
    Scale(BTreeMap<OptionNo, u8>),
    /// In the smallest unit.
    Number(i64),
    /// Best first.
    Rank(Vec<OptionNo>),
    /// Without zeros.
    Points(BTreeMap<OptionNo, u16>),
    /// Without zeros.
    Dots(BTreeMap<OptionNo, u16>),
    /// Position by item.
    Grid(BTreeMap<OptionNo, [u8; 2]>),
    /// Sorted.
    Words(Vec<Word>),
    /// The used slots.
    Cards(BTreeSet<u8>),
    YesNo(bool),
}

/// A stored payload that is no ballot of its poll type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a stored ballot of this poll type")]
pub struct UnreadableBallot;

const ABSTAIN: &str = r#"{"abstain":true}"#;
const WITHDRAWN: &str = r#"{"void":true}"#;

impl Answer {
    pub const fn kind(&self) -> Kind {
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
}

impl Kind {
    /// The member of a ballot's JSON that holds the answer.
    pub(super) const fn member(self) -> &'static str {
        match self {
            Self::Single | Self::Multi => "o",
            Self::Scale => "s",
            Self::Number => "x",
            Self::Rank => "r",
            Self::Points => "p",
            Self::Dots => "d",
            Self::Grid => "g",
            Self::Words => "w",
            Self::Cards => "c",
            Self::YesNo => "y",
        }
    }
}

impl Ballot {
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Abstain | Self::Withdrawn => None,
        }
    }

    /// The stored payload: JSON without blanks, keys sorted by their bytes, no defaults, so that equal ballots are equal
    /// bytes (live.md L14).
    pub fn canonical(&self) -> String {
        match self {
            Self::Answer(answer) => format!("{{\"{}\":{}}}", answer.kind().member(), answer.value()),
            Self::Abstain => ABSTAIN.to_owned(),
            Self::Withdrawn => WITHDRAWN.to_owned(),
        }
    }

    /// Reads what [`Self::canonical`] wrote. Trusts it: the poll's rules are not asked again.
    ///
    /// # Errors
    /// [`UnreadableBallot`] when it is something else.
    pub fn from_canonical(kind: Kind, payload: &str) -> Result<Self, UnreadableBallot> {
        match payload {
            ABSTAIN => Ok(Self::Abstain),
            WITHDRAWN => Ok(Self::Withdrawn),
            _ => Answer::read(kind, payload).map(Self::Answer),
        }
    }
}

impl Answer {
    fn value(&self) -> String {
        match self {
            Self::Single(option) => option.to_string(),
            Self::Multi(options) => list(options.iter()),
            Self::Scale(steps) => object(steps, u8::to_string),
            Self::Number(units) => units.to_string(),
            Self::Rank(options) => list(options.iter()),
            Self::Points(amounts) | Self::Dots(amounts) => object(amounts, u16::to_string),
            Self::Grid(positions) => object(positions, |position| list(position.iter())),
            Self::Words(words) => list(words.iter().map(|word| Value::from(word.text()))),
            Self::Cards(slots) => list(slots.iter()),
            Self::YesNo(yes) => yes.to_string(),
        }
    }

    fn read(kind: Kind, payload: &str) -> Result<Self, UnreadableBallot> {
        Ok(match kind {
            Kind::Single => Self::Single(member(kind, payload)?),
            Kind::Multi => Self::Multi(member(kind, payload)?),
            Kind::Scale => Self::Scale(member(kind, payload)?),
            Kind::Number => Self::Number(member(kind, payload)?),
            Kind::Rank => Self::Rank(member(kind, payload)?),
            Kind::Points => Self::Points(member(kind, payload)?),
            Kind::Dots => Self::Dots(member(kind, payload)?),
            Kind::Grid => Self::Grid(member(kind, payload)?),
            Kind::Words => Self::Words(member(kind, payload)?),
            Kind::Cards => Self::Cards(member(kind, payload)?),
            Kind::YesNo => Self::YesNo(member(kind, payload)?),
        })
    }
}

/// The only member of a JSON object.
fn member<T: DeserializeOwned>(kind: Kind, payload: &str) -> Result<T, UnreadableBallot> {
    let mut members: BTreeMap<String, T> = serde_json::from_str(payload).map_err(|_| UnreadableBallot)?;
    let member = members.remove(kind.member()).ok_or(UnreadableBallot)?;
    if members.is_empty() { Ok(member) } else { Err(UnreadableBallot) }
}

fn list(items: impl Iterator<Item = impl ToString>) -> String {
    format!("[{}]", items.map(|item| item.to_string()).collect::<Vec<_>>().join(","))
}

fn object<T>(members: &BTreeMap<OptionNo, T>, value: impl Fn(&T) -> String) -> String {
    let mut members: Vec<(String, &T)> = members.iter().map(|(key, member)| (key.to_string(), member)).collect();
    members.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let members = members.into_iter().map(|(key, member)| format!("\"{key}\":{}", value(member)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::super::any::any_poll;
    use super::super::fixture::no;
    use super::*;
    use crate::questionnaire::canonical_json;
    use proptest::prelude::*;

    fn check(kind: Kind, ballot: Ballot, payload: &str) {
        assert_eq!(ballot.canonical(), payload);
        assert_eq!(Ballot::from_canonical(kind, payload), Ok(ballot));
    }

    #[test]
    fn every_type_is_written_in_one_way() {
        use Answer::{Cards, Dots, Grid, Multi, Number, Points, Rank, Scale, Single, Words, YesNo};
        let answer = |answer: Answer, payload| check(answer.kind(), Ballot::Answer(answer), payload);
        answer(Single(no(3)), r#"{"o":3}"#);
        answer(Multi([no(4), no(1)].into_iter().collect()), r#"{"o":[1,4]}"#);
        answer(Multi(OptionSet::default()), r#"{"o":[]}"#);
        answer(Scale([(no(2), 0), (no(10), 5), (no(1), 4)].into()), r#"{"s":{"1":4,"10":5,"2":0}}"#);
        answer(Number(-1250), r#"{"x":-1250}"#);
        answer(Rank(vec![no(5), no(2), no(9)]), r#"{"r":[5,2,9]}"#);
        answer(Points([(no(3), 60), (no(7), 40)].into()), r#"{"p":{"3":60,"7":40}}"#);
        answer(Dots([(no(3), 2)].into()), r#"{"d":{"3":2}}"#);
        answer(Grid([(no(1), [4, 2])].into()), r#"{"g":{"1":[4,2]}}"#);
        answer(Words(vec!["a\"b".to_owned().into(), "Führung".to_owned().into()]), r#"{"w":["a\"b","Führung"]}"#);
        answer(Cards([1, 3].into()), r#"{"c":[1,3]}"#);
        answer(YesNo(true), r#"{"y":true}"#);
        check(Kind::Single, Ballot::Abstain, r#"{"abstain":true}"#);
        check(Kind::Words, Ballot::Withdrawn, r#"{"void":true}"#);
    }

    #[test]
    fn what_is_no_ballot_of_the_type_is_unreadable() {
        for bad in
            ["", "{}", "3", r#"{"x":3}"#, r#"{"o":[1]}"#, r#"{"o":101}"#, r#"{"o":3,"p":4}"#, r#"{"abstain":false}"#]
        {
            assert_eq!(Ballot::from_canonical(Kind::Single, bad), Err(UnreadableBallot), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_stored_ballot_comes_back_and_is_canonical_json(poll in any_poll()) {
            for ballot in &poll.ballots {
                let payload = ballot.canonical();
                let value: Value = serde_json::from_str(&payload).unwrap();
                prop_assert_eq!(&canonical_json(&value).unwrap(), &payload);
                prop_assert_eq!(Ballot::from_canonical(poll.rules.kind(), &payload), Ok(ballot.clone()));
            }
        }
    }
}
