//! Words of one's own (live.md §5, Word cloud). Ballot `{"w":["Führung","KI"]}`, sorted by key.

mod cloud;
mod key;

pub use cloud::{WordRule, WordRules};
pub use key::WordKey;

use super::problem::Found;
use super::typed::typed;
use super::{BallotError, FieldError, Note};
use crate::questionnaire::words;
use crate::roundtable::limits::{WORD_MAX, WORDS};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Words of one voice, 1 to 10.
    pub max: u8,
    #[serde(default)]
    pub moderation: Moderation,
}

words! {
    /// When somebody reads what was typed: after the room can see it, or before.
    #[derive(Default)]
    Moderation {
        #[default]
        After = "after",
        Before = "before",
    }
}

/// A word as it was typed, ordered by its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Word {
    key: WordKey,
    text: String,
}

impl Word {
    pub const fn key(&self) -> &WordKey {
        &self.key
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self { key: WordKey::of(&text), text }
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.text
    }
}

impl Rules {
    pub(super) fn problems(&self, found: &mut Found) {
        found.range("max", self.max, *WORDS.start(), *WORDS.end());
    }

    /// Entries that hold nothing but blanks are left out, as a form posts its empty fields too.
    pub(super) fn check(&self, entries: &[String]) -> Result<(Vec<Word>, Vec<Note>), Vec<FieldError>> {
        let (mut words, mut notes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        let mut keys = BTreeSet::new();
        for (place, entry) in (1..).zip(entries).filter(|(_, entry)| !entry.trim().is_empty()) {
            let field = format!("w.{place}");
            match check_one(entry, &mut keys) {
                Ok((word, bidi_removed)) => {
                    words.push(word);
                    notes.extend(bidi_removed.then_some(Note::BidiRemoved { field }));
                }
                Err(error) => errors.push(FieldError::new(field, error)),
            }
        }
        let given = words.len() + errors.len();
        if given == 0 {
            errors.push(FieldError::new("w", BallotError::Empty));
        } else if given > usize::from(self.max) {
            errors.push(FieldError::new("w", BallotError::TooMany { max: self.max, given }));
        }
        words.sort();
        if errors.is_empty() { Ok((words, notes)) } else { Err(errors) }
    }
}

fn check_one(entry: &str, keys: &mut BTreeSet<WordKey>) -> Result<(Word, bool), BallotError> {
    let typed = typed::<WORD_MAX>(entry, false)?;
    let word = Word::from(typed.text);
    if word.key.is_empty() {
        return Err(BallotError::Empty);
    }
    if !keys.insert(word.key.clone()) {
        return Err(BallotError::Repeated);
    }
    Ok((word, typed.bidi_removed))
}

/// Voices per word and spelling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    pub(super) words: BTreeMap<WordKey, BTreeMap<String, i64>>,
    /// Voices by all the words that they gave, where that is more than one: known so that nobody counts twice where words
    /// are put together.
    ballots: BTreeMap<Vec<WordKey>, i64>,
}

impl Tally {
    pub(super) fn add(&mut self, words: &[Word], weight: i64) {
        for word in words {
            let spellings = self.words.entry(word.key.clone()).or_default();
            add_to(spellings, &word.text, weight);
            if spellings.is_empty() {
                self.words.remove(&word.key);
            }
        }
        if words.len() > 1 {
            let keys: Vec<WordKey> = words.iter().map(|word| word.key.clone()).collect();
            add_to(&mut self.ballots, &keys, weight);
        }
    }
}

/// Adds to a count and forgets it at zero, so that equal tallies are equal maps.
fn add_to<K: Ord + Clone>(counts: &mut BTreeMap<K, i64>, key: &K, weight: i64) {
    match counts.get_mut(key) {
        Some(count) if *count + weight != 0 => *count += weight,
        Some(_) => {
            counts.remove(key);
        }
        None => {
            counts.insert(key.clone(), weight);
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Most frequent first.
    pub words: Vec<Row>,
    /// Words that the ban list or the moderation hides; shown as a number ("2 Wörter ausgeblendet").
    pub hidden: usize,
    /// Words that wait for the moderation.
    pub pending: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The spelling that is shown.
    pub word: String,
    /// Keys of the words counted here, sorted.
    pub keys: Vec<WordKey>,
    /// Voices.
    pub n: i64,
}
