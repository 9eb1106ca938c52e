//! Who may do what inside one round table (live.md §2, §8, §9; security.md §3).
//!
//! An event has roles of its own, since most people in the room have no account: whoever joined, a screen, a device
//! that redeemed a key. Where an account comes in, the organisation's policy has decided already.

use super::Denied;
use crate::ids::{EventId, OrganisationId};
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// What somebody, or a device, is in one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventRole {
    /// Joined by code, QR, link or seat.
    Participant,
    /// A device coupled with a table.
    Table,
    /// The projector: reads what is shown, nothing else.
    Screen,
    /// Questions and cards only (L26).
    Moderator,
    /// As a moderator, and enters counted hands and paper (L24).
    CountingModerator,
    /// Runs the event.
    CoHost,
    /// Runs the event and hands out its keys.
    Host,
}

impl EventRole {
    pub const ALL: [Self; 7] = [
        Self::Participant,
        Self::Table,
        Self::Screen,
        Self::Moderator,
        Self::CountingModerator,
        Self::CoHost,
        Self::Host,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Table => "table",
            Self::Screen => "screen",
            Self::Moderator => "moderator",
            Self::CountingModerator => "counting_moderator",
            Self::CoHost => "co_host",
            Self::Host => "host",
        }
    }
}

/// Proof that [`decide`] allowed the action `A` in one event.
#[derive(Debug, Clone, Copy)]
pub struct EventGrant<A> {
    event: EventId,
    organisation: OrganisationId,
    role: EventRole,
    action: PhantomData<A>,
}

impl<A> EventGrant<A> {
    /// The only event whose data this grant opens.
    pub const fn event(&self) -> EventId {
        self.event
    }

    /// The organisation that the event belongs to.
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    pub const fn role(&self) -> EventRole {
        self.role
    }
}

/// An event's action as a type.
pub trait EventAct {
    const ACTION: EventAction;
}

macro_rules! event_actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal => [$($role:ident),*];)*) => {
        /// Everything that can be allowed or refused inside an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventAction {
            $($(#[$doc])* $name,)*
        }

        impl EventAction {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            const fn roles(self) -> &'static [EventRole] {
                match self {
                    $(Self::$name => &[$(EventRole::$role),*],)*
                }
            }
        }

        /// One type per action, so that a grant for one is no grant for another.
        pub mod action {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
            impl super::EventAct for $name {
                const ACTION: super::EventAction = super::EventAction::$name;
            })*
        }
    };
}

event_actions! {
    /// Votes, writes cards, asks and supports questions, says how the pace is, reads and deletes the own data.
    TakePart = "take_part" => [Participant, Table];
    /// Reads what the room sees.
    WatchScreen = "watch_screen" => [Screen, CoHost, Host];
    /// Reads counters, agenda and, as far as L8 lets, distributions.
    WatchConsole = "watch_console" => [CoHost, Host];
    /// Approves, hides, pins, merges and answers questions; shows and hides cards.
    Moderate = "moderate" => [Moderator, CountingModerator, CoHost, Host];
    /// Enters counted hands and paper sheets.
    Count = "count" => [CountingModerator, CoHost, Host];
    /// Commands to event, stage and rounds; the board; participants and companies.
    Run = "run" => [CoHost, Host];
    /// Title, agenda, polls, options, settings.
    Prepare = "prepare" => [CoHost, Host];
    /// Hands out and takes back keys and roles; seals and deletes.
    Own = "own" => [Host];
    /// Files and minutes.
    Export = "export" => [CoHost, Host];
}

/// Whether `role` may do the action `A` in `event` of `organisation`. `None` is somebody without any role there.
///
/// # Errors
/// [`Denied::NotFound`] without a role, since a stranger must not learn which events there are; else
/// [`Denied::Forbidden`].
pub fn decide<A: EventAct>(
    role: Option<EventRole>,
    event: EventId,
    organisation: OrganisationId,
) -> Result<EventGrant<A>, Denied> {
    let role = role.ok_or(Denied::NotFound)?;
    if A::ACTION.roles().contains(&role) {
        Ok(EventGrant { event, organisation, role, action: PhantomData })
    } else {
        Err(Denied::Forbidden)
    }
}

/// The whole matrix as lines `action role - event decision`, for the reviewed file of test S1.
pub fn matrix() -> Vec<String> {
    let decision = |action: EventAction, role: EventRole| {
        if action.roles().contains(&role) { "allow" } else { "forbid" }
    };
    let lines = EventAction::ALL.iter().flat_map(|&action| {
        EventRole::ALL
            .map(|role| format!("event.{}\t{}\t-\tevent\t{}", action.code(), role.code(), decision(action, role)))
    });
    lines.collect()
}
