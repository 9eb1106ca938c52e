//! Statements in one's own words (live.md §5, Cards). Sent as `{"c":{"1":"…"}}`; the ballot keeps the used slots only,
//! `{"c":[1,3]}`, because each text is a row of its own, written in the same transaction.

use super::problem::Found;
use super::typed::typed;
use super::words::Moderation;
use super::{BallotError, FieldError, Note};
use crate::ids::{CardId, ClusterId};
use crate::roundtable::limits::{CARD_TEXT_MAX, CARDS};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Cards of one voice, 1 to 5.
    pub max: u8,
    #[serde(default)]
    pub moderation: Moderation,
}

/// Texts of a ballot by slot, 1 to 5.
pub type CardTexts = BTreeMap<u8, String>;

impl Rules {
    pub(super) fn problems(&self, found: &mut Found) {
        found.range("max", self.max, *CARDS.start(), *CARDS.end());
    }

    /// An empty slot is an unused one.
    pub(super) fn check(&self, texts: &BTreeMap<i64, String>) -> Result<(CardTexts, Vec<Note>), Vec<FieldError>> {
        let (mut cards, mut notes, mut errors) = (CardTexts::new(), Vec::new(), Vec::new());
        for (slot, text) in texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let field = format!("c.{slot}");
            let known = u8::try_from(*slot).ok().filter(|slot| (1..=self.max).contains(slot));
            match known
                .ok_or(BallotError::UnknownOption)
                .and_then(|slot| Ok((slot, typed::<CARD_TEXT_MAX>(text, true)?)))
            {
                Ok((slot, typed)) => {
                    cards.insert(slot, typed.text);
                    notes.extend(typed.bidi_removed.then_some(Note::BidiRemoved { field }));
                }
                Err(error) => errors.push(FieldError::new(field, error)),
            }
        }
        if cards.is_empty() && errors.is_empty() {
            errors.push(FieldError::new("c", BallotError::Empty));
        }
        if errors.is_empty() { Ok((cards, notes)) } else { Err(errors) }
    }
}

/// All cards of all voices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    pub(super) cards: i64,
}

impl Tally {
    pub(super) fn add(&mut self, slots: &BTreeSet<u8>, weight: i64) {
        self.cards += i64::try_from(slots.len()).unwrap_or_default() * weight;
    }

    pub(super) const fn outcome(&self) -> Outcome {
        Outcome { cards: self.cards }
    }
}

/// How many cards there are. Their texts are shown by [`board`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub cards: i64,
}

/// A card on the board; nothing else of it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub id: CardId,
    /// None: not sorted yet.
    pub cluster: Option<ClusterId>,
    pub text: String,
}

/// The cards of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// None: the cards that are not sorted yet.
    pub cluster: Option<ClusterId>,
    pub cards: Vec<Card>,
}

/// The cards by cluster, in the order of `clusters` and those in none of them last. Inside a cluster they stand in an
/// order that depends on `seed` (of the round) alone, so that it tells neither time nor author and stays the same.
pub fn board(clusters: &[ClusterId], mut cards: Vec<Card>, seed: &[u8]) -> Vec<Group> {
    cards.sort_by_cached_key(|card| -> [u8; 32] {
        Sha256::new().chain_update(seed).chain_update(card.id.as_bytes()).finalize().into()
    });
    let mut groups: Vec<Group> =
        clusters.iter().map(|cluster| Group { cluster: Some(*cluster), cards: Vec::new() }).collect();
    let mut unsorted = Vec::new();
    for card in cards {
        match groups.iter_mut().find(|group| group.cluster == card.cluster) {
            Some(group) => group.cards.push(card),
            None => unsorted.push(card),
        }
    }
    if !unsorted.is_empty() {
        groups.push(Group { cluster: None, cards: unsorted });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(number: u8, cluster: Option<u8>) -> Card {
        let cluster = cluster.map(|cluster| ClusterId::from_bytes([cluster; 16]));
        Card { id: CardId::from_bytes([number; 16]), cluster, text: number.to_string() }
    }

    #[test]
    fn the_order_on_the_board_does_not_depend_on_the_order_of_writing() {
        let clusters = [2, 1].map(|cluster| ClusterId::from_bytes([cluster; 16]));
        let cards: Vec<Card> =
            (0..20).map(|number| card(number, [None, Some(1), Some(2), Some(9)][number as usize % 4])).collect();
        let there = board(&clusters, cards.clone(), b"round");
        let back = board(&clusters, cards.iter().rev().cloned().collect(), b"round");
        assert_eq!(there, back);
        assert_ne!(there, board(&clusters, cards, b"other"));
        let sizes: Vec<_> = there.iter().map(|group| (group.cluster, group.cards.len())).collect();
        assert_eq!(sizes, [(Some(clusters[0]), 5), (Some(clusters[1]), 5), (None, 10)]);
        let first: Vec<&str> = there[2].cards.iter().map(|card| card.text.as_str()).collect();
        assert!(!first.is_sorted());
    }
}
