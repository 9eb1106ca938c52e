//! The public side of a room.

use super::inner::Inner;
use crate::command::Order;
use crate::queue::{BallotWork, CommandWork, SheetWork, Work};
use crate::snapshot::Bodies;
use crate::{
    Ack, CastRequest, Command, CommandRefusal, Done, FrameKind, Frames, Me, Presence, Refusal, SheetRequest, View,
};
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::{oneshot, watch};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Count, Own, Run};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_domain::roundtable::identity::{AuthorRef, ParticipantToken, ProfileRef};
use weiterblick_domain::roundtable::pace::Pace;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_store::roundtable::participant::Participant;

/// One event that people take part in or look at. Cheap to clone; a room that nobody holds is unloaded after a while.
#[derive(Clone)]
pub struct Room(Arc<Inner>);

/// What a transaction outside the room has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Event, agenda, polls, options, hands, words, or ballots that were erased.
    Plan,
    /// Participants or companies.
    People,
    /// Cards, clusters or questions.
    Board,
}

impl Room {
    pub(crate) fn new(inner: Arc<Inner>) -> Self {
        inner.touch();
        Self(inner)
    }

    pub fn event(&self) -> EventId {
        self.0.event
    }

    /// Stores a ballot; returns after the commit (L11). A ballot whose requester is gone counts all the same.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn cast(&self, ballot: CastRequest) -> Result<Ack, Refusal> {
        self.0.hub.takes_entries(&self.0)?;
        let participant = self.0.participant(&ballot.token).await?;
        let token = participant.token;
        let (reply, answer) = oneshot::channel();
        let entry = self.0.check(ballot, &participant, reply)?;
        let work = BallotWork { room: self.0.clone(), entry, extra: participant.extra, token };
        self.0.hub.answer(Work::Ballot(Box::new(work)), answer).await
    }

    /// Stores a sheet of paper; one that has this number already is replaced (L24).
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn record(&self, grant: &EventGrant<Count>, sheet: SheetRequest) -> Result<Ack, Refusal> {
        if grant.event() != self.0.event {
            return Err(Refusal::UnknownRound);
        }
        self.0.hub.takes_entries(&self.0)?;
        let (reply, answer) = oneshot::channel();
        let number = sheet.number;
        let entry = self.0.check_sheet(sheet, reply)?;
        let work = SheetWork { room: self.0.clone(), entry, grant: *grant, number };
        self.0.hub.answer(Work::Sheet(Box::new(work)), answer).await
    }

    /// Carries out a command in its turn among the ballots of the event.
    ///
    /// # Errors
    /// [`CommandRefusal`].
    pub async fn command(
        &self,
        grant: &EventGrant<Run>,
        expected: Revision,
        command: Command,
    ) -> Result<Done, CommandRefusal> {
        self.order(grant.event(), Order::run(grant, expected, command)?).await
    }

    /// Makes sure that nothing can be attributed to a voice any more (L41).
    ///
    /// # Errors
    /// [`CommandRefusal`].
    pub async fn seal(&self, grant: &EventGrant<Own>, expected: Revision) -> Result<Done, CommandRefusal> {
        self.order(grant.event(), Order::event(expected, EventCommand::Seal)).await
    }

    /// Removes the event with everything in it.
    ///
    /// # Errors
    /// [`CommandRefusal`].
    pub async fn delete(&self, grant: &EventGrant<Own>, expected: Revision) -> Result<Done, CommandRefusal> {
        self.order(grant.event(), Order::event(expected, EventCommand::Delete)).await
    }

    async fn order(&self, event: EventId, order: Order) -> Result<Done, CommandRefusal> {
        if event != self.0.event {
            return Err(CommandRefusal::NotFound);
        }
        self.0.touch();
        let (reply, answer) = oneshot::channel();
        let work = CommandWork { room: self.0.clone(), order, reply };
        self.0.hub.obey(Work::Command(Box::new(work)), answer).await
    }

    /// The snapshots of a view, now and whenever they change. Only the newest ones are kept for a slow reader.
    pub fn subscribe(&self, view: View) -> watch::Receiver<Frames> {
        self.0.touch();
        let outlet = self.0.outlets.of(view);
        let was_idle = !outlet.has_viewers();
        let frames = outlet.subscribe();
        if was_idle {
            self.0.send_to(view, &FrameKind::ALL);
        }
        frames
    }

    /// The snapshots of a view at this moment.
    pub fn snapshot(&self, view: View) -> Frames {
        self.0.touch();
        let outlet = self.0.outlets.of(view);
        if !outlet.has_viewers() {
            self.0.send_to(view, &FrameKind::ALL);
        }
        outlet.newest()
    }

    /// All cards and questions of a view as JSON, where they are too many for a stream; empty where it shows none.
    pub fn board(&self, view: View) -> Bytes {
        self.0.touch();
        let stamp = self.0.stamp();
        let mut state = self.0.state();
        state.publish();
        Bodies { state: &state, view, stamp: &stamp }.whole_board().unwrap_or_default().into()
    }

    /// Opens a stream of `who`, the digest of a token. A participant counts as connected as long as it lives.
    pub fn presence(&self, view: View, who: Digest) -> Presence {
        Presence::open(self.0.clone(), view, who)
    }

    /// The own ballots of a participant.
    ///
    /// # Errors
    /// [`Refusal::JoinFirst`], [`Refusal::Removed`], or [`Refusal::Failed`] when the database does not answer.
    pub async fn me(&self, token: &ParticipantToken) -> Result<Me, Refusal> {
        self.0.touch();
        crate::me::of(&self.0, token).await
    }

    /// Somebody has joined, in a transaction that is committed; or is known otherwise than before.
    pub fn joined(&self, participant: Participant, profile: Option<(ProfileRef, Profile)>) {
        self.0.touch();
        {
            let mut state = self.0.state();
            let now = self.0.hub.around.clock.now();
            let (token, removed) = (participant.token, participant.removed);
            state.people.profiles.extend(profile);
            state.people.set(participant, &self.0.streams);
            if !removed {
                state.people.attendance.join(token, now);
            }
        }
        // More time of a participant moves the lock (L29).
        self.0.arm();
        self.0.outlets.mark_count();
        self.0.tell();
    }

    /// Notes how somebody finds the pace; `None` takes it back.
    ///
    /// # Errors
    /// As [`Self::me`].
    pub async fn pace(&self, token: &ParticipantToken, pace: Option<Pace>) -> Result<(), Refusal> {
        self.0.participant(token).await?;
        let author = AuthorRef::of(self.0.event, token);
        let now = self.0.hub.around.clock.now();
        {
            let mut state = self.0.state();
            match pace {
                Some(pace) => state.pace.set(author, pace, now),
                None => state.pace.clear(author),
            }
        }
        self.0.outlets.mark_count();
        Ok(())
    }

    /// Something of the event was changed by a committed transaction outside the room. Streams show it afterwards.
    ///
    /// # Errors
    /// The causes of a 503, and [`CommandRefusal::Failed`].
    pub async fn refresh(&self, scope: Scope) -> Result<(), CommandRefusal> {
        self.0.touch();
        if scope == Scope::Board {
            self.0.outlets.mark_board();
            self.0.tell();
            return Ok(());
        }
        let (reply, answer) = oneshot::channel();
        self.0.hub.obey(Work::Refresh { room: self.0.clone(), scope, reply }, answer).await
    }
}
