//! Commands of the console and what is answered (live.md §3).

use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::event::{EventCommand, EventRefusal};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{RoundCommand, RoundRefusal};
use weiterblick_domain::roundtable::stage::Stage;

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
    /// Shows something; changes no round (L7).
    Stage(Stage),
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

/// A command with the revision it was made for.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub expected: Revision,
    pub command: Command,
    /// What allows it; none for the clock and for a host who seals or deletes.
    pub grant: Option<EventGrant<Run>>,
}

impl Order {
    /// # Errors
    /// [`CommandRefusal::Forbidden`] for what only a host may do.
    pub fn run(grant: &EventGrant<Run>, expected: Revision, command: Command) -> Result<Self, CommandRefusal> {
        match command {
            Command::Event(EventCommand::Seal | EventCommand::Delete) => Err(CommandRefusal::Forbidden),
            command => Ok(Self { expected, command, grant: Some(*grant) }),
        }
    }

    /// A command to the event by a host or the clock.
    pub const fn event(expected: Revision, command: EventCommand) -> Self {
        Self { expected, command: Command::Event(command), grant: None }
    }
}
