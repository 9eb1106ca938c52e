//! What is prepared and how far it has come: event, agenda, polls, rounds and hands, as the database has them.

use super::ballot_box::BallotBox;
use super::round::LiveRound;
use super::subject::Subject;
use std::collections::BTreeSet;
use std::sync::Arc;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::roundtable::poll::words::{Moderation, WordKey, WordRules};
use weiterblick_domain::roundtable::poll::{Hands, Mark, Rules};
use weiterblick_store::roundtable::agenda::{self, AgendaItem};
use weiterblick_store::roundtable::event::{self, Event};
use weiterblick_store::roundtable::hand::{self, HandCount};
use weiterblick_store::roundtable::poll::{self, Poll};
use weiterblick_store::roundtable::round::{self, StoredRound};
use weiterblick_store::roundtable::word_rule::{self, Decisions};
use weiterblick_store::{Conn, StoreError};

pub(crate) struct Plan {
    pub event: Event,
    pub agenda: Vec<AgendaItem>,
    /// In their order.
    pub subjects: Vec<Arc<Subject>>,
    pub rounds: Vec<PlannedRound>,
}

pub(crate) struct PlannedRound {
    pub stored: StoredRound,
    pub subject: Arc<Subject>,
    pub hands: Hands,
}

/// Reads it; `banned` are the words that no cloud of the installation shows.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such event.
pub(crate) async fn load(conn: &mut Conn, event: EventId, banned: &BTreeSet<WordKey>) -> Result<Plan, StoreError> {
    let found = event::load(conn, event).await?;
    let hidden = found.conditions.settings.hidden_words.iter().map(|word| WordKey::of(word));
    let banned: BTreeSet<WordKey> = banned.iter().cloned().chain(hidden).collect();
    let mut decisions = word_rule::of_event(conn, event).await?;
    let subject = |poll: Poll| {
        let words = word_rules(&poll, &banned, decisions.remove(&poll.id).unwrap_or_default());
        Arc::new(Subject::new(poll, words))
    };
    let subjects: Vec<Arc<Subject>> = poll::of_event(conn, event).await?.into_iter().map(subject).collect();
    let hands = hand::of_event(conn, event).await?;
    let stored = round::of_event(conn, event).await?;
    let planned = stored.into_iter().map(|stored| {
        let subject = subjects.iter().find(|subject| subject.poll.id == stored.poll);
        // Made after the polls were read: it comes with the next look.
        let subject = subject.ok_or(StoreError::Corrupt("poll_id"))?.clone();
        let hands = hands_of(stored.id, &subject, &hands)?;
        Ok(PlannedRound { stored, subject, hands })
    });
    let rounds = planned.collect::<Result<_, StoreError>>()?;
    Ok(Plan { event: found, agenda: agenda::of_event(conn, event).await?, rounds, subjects })
}

fn word_rules(poll: &Poll, banned: &BTreeSet<WordKey>, rules: Decisions) -> WordRules {
    let moderation = match &poll.terms.rules {
        Rules::Words(rules) => rules.moderation,
        _ => Moderation::default(),
    };
    WordRules { moderation, banned: banned.clone(), rules }
}

fn hands_of(round: RoundId, subject: &Subject, counts: &[HandCount]) -> Result<Hands, StoreError> {
    let mut hands = Hands::default();
    for count in counts.iter().filter(|count| count.round == round) {
        let mark =
            Mark::from_code(subject.rules(), subject.options, count.code).ok_or(StoreError::Corrupt("option_no"))?;
        hands.set(&count.area, mark, count.n).map_err(|_| StoreError::Corrupt("n"))?;
    }
    Ok(hands)
}

impl PlannedRound {
    /// The round in memory under this plan; `known` is what was held of it. Its ballots are not looked at.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a frozen result that cannot be read.
    pub fn onto(self, known: Option<LiveRound>) -> Result<LiveRound, StoreError> {
        let Some(mut round) = known else {
            let ballots = BallotBox::new(self.subject.clone());
            return LiveRound::new(self.stored, self.subject, ballots, self.hands);
        };
        if round.round.state != self.stored.round.state && self.stored.round.state.is_over() {
            let ballots = BallotBox::new(self.subject.clone());
            return LiveRound::new(self.stored, self.subject, ballots, self.hands);
        }
        round.adopt(self.subject, self.stored, self.hands);
        Ok(round)
    }
}
