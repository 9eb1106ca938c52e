//! The one queue before the writer (live.md L51).

use crate::command::Order;
use crate::load::Load;
use crate::room::{Alarm, Inner, Scope};
use crate::{Ack, CommandRefusal, Refusal};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Count;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::identity::BallotKey;
use weiterblick_domain::roundtable::limits::QUEUE_MAX;
use weiterblick_domain::roundtable::poll::{Ballot, Note};
use weiterblick_domain::roundtable::round::ExtraTime;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::ballot::NewBallot;
use weiterblick_store::roundtable::card::NewCard;

/// Something for the writer, in its turn.
pub(crate) enum Work {
    Ballot(Box<BallotWork>),
    Sheet(Box<SheetWork>),
    Command(Box<CommandWork>),
    /// A deadline has passed.
    Alarm {
        room: Arc<Inner>,
        alarm: Alarm,
    },
    /// Something was changed outside the room.
    Refresh {
        room: Arc<Inner>,
        scope: Scope,
        reply: oneshot::Sender<Result<(), CommandRefusal>>,
    },
    /// Everything before is done when this is answered.
    Flush(oneshot::Sender<()>),
}

/// A checked ballot of a voice.
pub(crate) struct BallotWork {
    pub room: Arc<Inner>,
    pub entry: EntryWork,
    pub extra: ExtraTime,
    /// Who sent it, for the counter of those who have answered.
    pub token: Digest,
}

/// A sheet of paper (L24).
pub(crate) struct SheetWork {
    pub room: Arc<Inner>,
    pub entry: EntryWork,
    pub grant: EventGrant<Count>,
    pub number: u32,
}

/// What is the same for both.
pub(crate) struct EntryWork {
    pub round: RoundId,
    pub arrival: UnixMillis,
    pub key: BallotKey,
    pub ballot: Ballot,
    /// Its row, with [`Self::key`] as the only key.
    pub row: NewBallot,
    /// The texts of a collection.
    pub cards: Option<Vec<NewCard>>,
    pub notes: Vec<Note>,
    pub reply: oneshot::Sender<Result<Ack, Refusal>>,
}

pub(crate) struct CommandWork {
    pub room: Arc<Inner>,
    pub order: Order,
    pub reply: oneshot::Sender<Result<crate::Done, CommandRefusal>>,
}

/// The entrance.
pub(crate) struct Queue {
    sender: mpsc::Sender<Work>,
    pub load: Load,
}

/// The queue takes nothing more now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

impl Queue {
    pub fn new() -> (Self, mpsc::Receiver<Work>) {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        (Self { sender, load: Load::new() }, receiver)
    }

    pub fn len(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    /// Takes work of somebody who can be asked to come again.
    ///
    /// # Errors
    /// [`Busy`] when it would wait too long.
    pub fn offer(&self, work: Work) -> Result<(), Busy> {
        if self.load.is_too_high(self.len()) {
            return Err(Busy);
        }
        self.sender.try_send(work).map_err(|_| Busy)
    }

    /// Takes work that must be done, however long the queue is.
    pub async fn push(&self, work: Work) {
        // The writer ends with the process only.
        let _ = self.sender.send(work).await;
    }
}
