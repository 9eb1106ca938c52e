//! One round as the room keeps it.

use super::ballot_box::BallotBox;
use super::people::People;
use super::publication::Publication;
use super::subject::Subject;
use std::collections::BTreeSet;
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::poll::close::Integrity;
use weiterblick_domain::roundtable::poll::publish::Occasion;
use weiterblick_domain::roundtable::poll::{Hands, Views, VoiceRule};
use weiterblick_domain::roundtable::round::{Round, RoundState, View};
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::round::StoredRound;

#[derive(Debug, Clone)]
pub(crate) struct LiveRound {
    pub id: RoundId,
    pub subject: Arc<Subject>,
    /// 1 for the first one of the poll.
    pub number: u32,
    pub round: Round,
    /// `w`: ballot writes as they are persisted (L44).
    pub writes: u64,
    /// Empty for a round that was closed before the room was loaded.
    pub ballots: BallotBox,
    /// Of the poll: what it is about is frozen (L21).
    pub has_ballots: bool,
    pub hands: Hands,
    pub publication: Publication,
    /// The frozen result of a closed round.
    pub result: Option<Views>,
    /// Why it was voided; empty otherwise.
    pub note: String,
    /// Why it could not be closed.
    pub integrity: Option<Integrity>,
    /// Participants who have answered, as far as they have been here since the room was loaded (L32).
    pub answered: BTreeSet<Digest>,
}

impl LiveRound {
    /// The round with the ballots that the database has of it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the frozen result cannot be read.
    pub fn new(
        stored: StoredRound,
        subject: Arc<Subject>,
        ballots: BallotBox,
        hands: Hands,
    ) -> Result<Self, StoreError> {
        let is_open = stored.round.state.is_open();
        let occasion = if is_open { Occasion::Update } else { Occasion::Final };
        let result = stored.frozen.map(|frozen| serde_json::from_str(&frozen.result)).transpose();
        Ok(Self {
            id: stored.id,
            number: stored.number,
            round: stored.round,
            writes: stored.writes,
            publication: Publication::new(is_open && !ballots.is_empty(), occasion),
            has_ballots: subject.poll.has_ballots,
            subject,
            ballots,
            hands,
            result: result.map_err(|_| StoreError::Corrupt("result"))?,
            note: stored.note,
            integrity: None,
            answered: BTreeSet::new(),
        })
    }

    /// Voices with an answer or an abstention.
    pub fn spoken(&self) -> i64 {
        match &self.result {
            Some(Views { agreed, .. }) => agreed.n - agreed.sources.hands + agreed.abstain,
            None => self.ballots.plain().spoken(),
        }
    }

    /// Whether the distribution may be seen in a view, if there is one.
    pub fn is_seen_in(&self, view: View) -> bool {
        self.round.shows_distribution(view, self.subject.poll.conduct.host_sees)
    }

    /// Brings what is published up to date, where somebody may see it.
    pub fn publish(&mut self, people: &People) {
        if !View::ALL.iter().any(|view| self.is_seen_in(*view)) {
            return;
        }
        let behind = |voices| match self.subject.voice() {
            VoiceRule::Table => people.at_tables(voices),
            _ => voices,
        };
        let secrecy = self.subject.secrecy();
        match &self.result {
            Some(result) => self.publication.freeze(secrecy, self.writes, result, behind),
            None => self.publication.update(secrecy, self.writes, &mut self.ballots, &self.hands, behind),
        }
    }

    /// The round after a command or the clock. With the lock what stands is published.
    pub fn set(&mut self, after: Round) {
        if after.state == RoundState::Locked && self.round.state != RoundState::Locked {
            self.publication.finish();
        } else {
            self.publication.touch();
        }
        self.round = after;
    }

    /// Takes over what the database says besides ballots.
    pub fn adopt(&mut self, subject: Arc<Subject>, stored: StoredRound, hands: Hands) {
        self.ballots.adopt(subject.clone());
        self.has_ballots |= subject.poll.has_ballots;
        self.subject = subject;
        self.hands = hands;
        self.note = stored.note;
        self.writes = stored.writes;
        self.set(stored.round);
    }

    /// Ballots, sheets or hands can come in: what is counted may change.
    pub const fn takes_entries(&self) -> bool {
        matches!(self.round.state, RoundState::Open | RoundState::Closing | RoundState::Locked)
    }

    /// The round is closed. Its ballots stay as long as the room does, for answers that come again.
    pub fn close(&mut self, result: Views) {
        self.round.state = RoundState::Closed;
        self.result = Some(result);
        self.integrity = None;
        self.publication = Publication::new(false, Occasion::Final);
    }

    /// The stored ballots, counted anew because the counts did not hold.
    pub fn recounted(&mut self, ballots: BallotBox) {
        self.ballots.replace(ballots);
        self.integrity = None;
        self.publication.finish();
    }
}
