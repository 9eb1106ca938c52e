//! The public side of a room.

use crate::{Ack, CastRequest, Command, CommandRefusal, Done, Frames, Me, Presence, Refusal, View};
use tokio::sync::watch;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Own, Run};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::identity::ParticipantToken;
use weiterblick_domain::roundtable::revision::Revision;

/// One event that people take part in or look at.
#[derive(Clone)]
pub struct Room {
    event: EventId,
    frames: watch::Sender<Frames>,
}

impl Room {
    pub(crate) fn new(event: EventId) -> Self {
        Self { event, frames: watch::Sender::new(Frames::default()) }
    }

    pub const fn event(&self) -> EventId {
        self.event
    }

    /// Stores a ballot; returns after the commit.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn cast(&self, _ballot: CastRequest) -> Result<Ack, Refusal> {
        Err(Refusal::Restart)
    }

    /// Carries out a command in its turn among the ballots of the event.
    ///
    /// # Errors
    /// [`CommandRefusal`].
    pub async fn command(
        &self,
        _grant: &EventGrant<Run>,
        _expected: Revision,
        _command: Command,
    ) -> Result<Done, CommandRefusal> {
        Err(CommandRefusal::Restart)
    }

    /// # Errors
    /// [`CommandRefusal`].
    pub async fn seal(&self, _grant: &EventGrant<Own>, _expected: Revision) -> Result<Done, CommandRefusal> {
        Err(CommandRefusal::Restart)
    }

    /// # Errors
    /// [`CommandRefusal`].
    pub async fn delete(&self, _grant: &EventGrant<Own>, _expected: Revision) -> Result<Done, CommandRefusal> {
        Err(CommandRefusal::Restart)
    }

    /// The snapshots of a view, now and whenever they change. Only the newest ones are kept for a slow reader.
    pub fn subscribe(&self, _view: View) -> watch::Receiver<Frames> {
        self.frames.subscribe()
    }

    /// Opens a stream of `who`, the digest of a token. A participant counts as connected as long as it lives.
    pub fn presence(&self, _view: View, _who: Digest) -> Presence {
        Presence {}
    }

    /// The own ballots of a participant.
    ///
    /// # Errors
    /// [`Refusal::JoinFirst`], [`Refusal::Removed`], or [`Refusal::Failed`] when the database does not answer.
    pub async fn me(&self, _token: &ParticipantToken) -> Result<Me, Refusal> {
        Err(Refusal::JoinFirst)
    }

    /// Something of the event was changed by a transaction outside the room: cards, questions, polls, participants.
    /// Streams show it afterwards.
    ///
    /// # Errors
    /// [`CommandRefusal::Busy`] and the other causes of a 503.
    pub async fn refresh(&self) -> Result<(), CommandRefusal> {
        Err(CommandRefusal::Restart)
    }
}
