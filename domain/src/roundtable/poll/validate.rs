//! Whether a ballot counts: the one authority (live.md L14). The phone asks it for hints, the server decides by it.

use super::cards::CardTexts;
use super::payload::Payload;
use super::{Answer, Ballot, BallotError, FieldError, OptionSet, Rules, single, yesno};
use serde::{Deserialize, Serialize};

/// What a round offers to a voice besides the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The options that can be chosen; empty for types without options.
    pub options: OptionSet,
    /// Whether a voice may abstain (live.md §4, default yes).
    pub abstain: bool,
}

/// A ballot that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub ballot: Ballot,
    /// The texts of a ballot with cards, to be stored with it; else empty.
    pub cards: CardTexts,
    /// What was changed in typed texts, for the acknowledgement to tell.
    pub notes: Vec<Note>,
}

/// Something that was changed in what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Note {
    /// Controls of the writing direction were taken out (live.md §14).
    BidiRemoved { field: String },
}

/// Turns what arrived into a ballot that counts.
///
/// # Errors
/// Every field that breaks a rule, with its own error.
pub fn validate(rules: &Rules, offer: Offer, payload: &Payload) -> Result<Accepted, Vec<FieldError>> {
    let options = offer.options;
    let answer = match (rules, payload) {
        (_, Payload::Abstain) => return abstention(offer),
        (Rules::Single(_), Payload::Single(chosen)) => Answer::Single(single::check(*chosen, options)?),
        (Rules::Multi(rules), Payload::Multi(chosen)) => Answer::Multi(rules.check(chosen, options)?),
        (Rules::Scale(rules), Payload::Scale(rated)) => Answer::Scale(rules.check(rated, options)?),
        (Rules::Number(rules), Payload::Number(typed)) => Answer::Number(rules.check(*typed)?),
        (Rules::Rank(rules), Payload::Ranking(ranked)) => Answer::Rank(rules.check_list(ranked, options)?),
        (Rules::Rank(rules), Payload::Places(places)) => Answer::Rank(rules.check_places(places, options)?),
        (Rules::Points(rules), Payload::Points(amounts)) => Answer::Points(rules.allotment().check(amounts, options)?),
        (Rules::Dots(rules), Payload::Dots(amounts)) => Answer::Dots(rules.allotment().check(amounts, options)?),
        (Rules::Grid(rules), Payload::Grid(placed)) => Answer::Grid(rules.check(placed, options)?),
        (Rules::Words(rules), Payload::Words(entries)) => {
            let (words, notes) = rules.check(entries)?;
            return Ok(Accepted { notes, ..Answer::Words(words).into() });
        }
        (Rules::Cards(rules), Payload::Cards(texts)) => {
            let (cards, notes) = rules.check(texts)?;
            let slots = cards.keys().copied().collect();
            return Ok(Accepted { cards, notes, ..Answer::Cards(slots).into() });
        }
        (Rules::YesNo(_), Payload::YesNo(yes)) => Answer::YesNo(yesno::check(*yes)?),
        (rules, _) => return Err(vec![FieldError::new(rules.kind().member(), BallotError::WrongKind)]),
    };
    Ok(answer.into())
}

fn abstention(offer: Offer) -> Result<Accepted, Vec<FieldError>> {
    if !offer.abstain {
        return Err(vec![FieldError::new("abstain", BallotError::NoAbstention)]);
    }
    Ok(Accepted { ballot: Ballot::Abstain, cards: CardTexts::new(), notes: Vec::new() })
}

impl From<Answer> for Accepted {
    fn from(answer: Answer) -> Self {
        Self { ballot: Ballot::Answer(answer), cards: CardTexts::new(), notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
