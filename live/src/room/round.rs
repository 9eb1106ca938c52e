//! One round as the room keeps it.

use super::ballot_box::BallotBox;
use super::people::People;
use super::plan::PlannedRound;
use super::publication::Publication;
use super::segments::{Calculation, Segmentation};
use super::subject::Subject;
use std::collections::BTreeSet;
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::attribute::Attribute;
use weiterblick_domain::roundtable::poll::close::Integrity;
use weiterblick_domain::roundtable::poll::publish::Occasion;
use weiterblick_domain::roundtable::poll::{Hands, Secrecy, Views, VoiceRule};
use weiterblick_domain::roundtable::round::{Round, RoundState, View};
use weiterblick_domain::roundtable::segment::Segments;
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
    /// Another node has written in between, so the ballots held here are not all that `writes` counts.
    pub has_gap: bool,
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
    pub segments: Segmentation,
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
        segments: Option<Segments>,
    ) -> Result<Self, StoreError> {
        let is_open = stored.round.state.is_open();
        let occasion = if is_open { Occasion::Update } else { Occasion::Final };
        let result = stored.frozen.map(|frozen| serde_json::from_str(&frozen.result)).transpose();
        Ok(Self {
            id: stored.id,
            number: stored.number,
            round: stored.round,
            writes: stored.writes,
            has_gap: false,
            publication: Publication::new(is_open && !ballots.is_empty(), occasion),
            has_ballots: subject.poll.has_ballots,
            subject,
            ballots,
            hands,
            result: result.map_err(|_| StoreError::Corrupt("result"))?,
            note: stored.note,
            segments: Segmentation::new(segments),
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
        if self.has_gap || !View::ALL.iter().any(|view| self.is_seen_in(*view)) {
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

    /// The round after a command or the clock. With the lock what stands is published, and split by profiles.
    pub fn set(&mut self, after: Round) {
        let locks = after.state == RoundState::Locked && self.round.state != RoundState::Locked;
        if locks && !self.tells_few_apart() {
            self.publication.finish();
        } else {
            self.publication.touch();
        }
        if locks {
            self.segments.lock();
        }
        self.round = after;
    }

    /// Ballots or hands are others than before.
    pub fn changed(&mut self) {
        self.publication.touch();
        self.segments.touch();
    }

    /// The total that was shown with a release and the present one would tell about fewer than k voices, so the former
    /// stays as the release does (L38).
    fn tells_few_apart(&self) -> bool {
        let released = self.segments.released();
        let few = |released: &Segments| (1..released.k).contains(&self.ballots.moved());
        self.subject.secrecy() == Secrecy::Protected && released.is_some_and(few)
    }

    /// What has to be computed about segments now, if anything.
    pub fn segments_due(&mut self, attributes: &[Attribute], k: u32) -> Option<Calculation> {
        let lock = self.segments.take_due()?;
        if attributes.is_empty() {
            return None;
        }
        let urn = self.ballots.urn(&self.hands);
        Some(Calculation {
            round: self.id,
            lock,
            subject: self.subject.clone(),
            attributes: attributes.to_vec(),
            k,
            urn,
            earlier: self.segments.earlier(),
        })
    }

    /// Takes over what the database says besides ballots.
    pub fn adopt(&mut self, planned: PlannedRound) {
        let PlannedRound { stored, subject, hands, segments } = planned;
        self.ballots.adopt(subject.clone());
        self.has_ballots |= subject.poll.has_ballots;
        self.subject = subject;
        if self.hands != hands {
            self.hands = hands;
            self.changed();
        }
        self.note = stored.note;
        self.writes = self.writes.max(stored.writes);
        let elsewhere = self.round.state != stored.round.state;
        self.set(stored.round);
        self.segments.follow(segments, elsewhere);
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
        self.segments.close();
        self.publication = Publication::new(false, Occasion::Final);
    }

    /// Notes that the database counts `w` writes after `own` ones that memory is about to take over.
    pub fn wrote(&mut self, w: u64, own: usize) {
        let expected = self.writes + u64::try_from(own).unwrap_or_default();
        self.has_gap |= w != expected;
        self.writes = self.writes.max(w);
        self.has_ballots = true;
    }

    /// Whether the database has other ballots than those held here.
    pub fn is_behind(&self, stored: &StoredRound) -> bool {
        let held = u64::try_from(self.ballots.plain().voters()).unwrap_or_default();
        self.has_gap || self.writes != stored.writes || held != stored.voters
    }

    /// The ballots as the database had them at the present number of writes.
    pub fn replace(&mut self, ballots: BallotBox) {
        self.ballots.replace(ballots);
        self.has_gap = false;
        self.changed();
    }

    /// The stored ballots, counted anew because the counts did not hold.
    pub fn recounted(&mut self, ballots: BallotBox) {
        self.ballots.replace(ballots);
        self.integrity = None;
        self.publication.finish();
    }
}
