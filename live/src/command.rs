//! Commands of the console and what is answered (live.md §3).

use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::roundtable::event::{EventCommand, EventRefusal};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{RoundCommand, RoundRefusal};

/// What a console asks for. It names its target, so that pressed twice it is the same (L5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Sealing and deleting are refused here: they are [`Room::seal`](crate::Room::seal) and
    /// [`Room::delete`](crate::Room::delete).
    Event(EventCommand),
    Round {
        round: RoundId,
        command: RoundCommand,
    },
    /// The round `number` of the poll, 1 for the first one (L6).
    NewRound {
        poll: PollId,
        number: usize,
    },
    /// "Neu auszählen": counts the stored ballots of a locked round anew (L62).
    Recount {
        round: RoundId,
    },
}

/// The command holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The revision that holds now.
    pub r: Revision,
    /// False: it held already, nothing was changed.
    pub changed: bool,
    /// The round that [`Command::NewRound`] made or found.
    pub round: Option<RoundId>,
}

/// Why a command is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandRefusal {
    /// 409; `r` is the present revision.
    #[error("refused by the event: {refusal}")]
    Event { refusal: EventRefusal, r: Revision },
    /// 409
    #[error("refused by the round: {refusal}")]
    Round { refusal: RoundRefusal, r: Revision },
    /// 404
    #[error("no such target in this event")]
    NotFound,
    /// 403
    #[error("not with this grant")]
    Forbidden,
    /// 503, to be tried again after so many seconds.
    #[error("busy")]
    Busy { retry_after: u32 },
    #[error("read only")]
    ReadOnly,
    #[error("restart")]
    Restart,
    #[error("unconfirmed")]
    Unconfirmed,
    /// 500
    #[error("failed")]
    Failed,
}
