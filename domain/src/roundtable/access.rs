//! Ways into an event: for people with an account, by key, code or seat (live.md §2, §9).

use crate::policy::event::EventRole;
use crate::questionnaire::words;

words! {
    /// How people join.
    JoinMode {
        /// Whoever has the code: more than one voice per human is possible, and said so.
        Open = "open",
        /// With a personal QR each.
        Seat = "seat",
    }
}

words! {
    /// What an account can be in an event.
    FacilitatorRole {
        Host = "host",
        CoHost = "co_host",
        /// Questions and cards (L26).
        Moderator = "moderator",
        /// As a moderator, and enters hands and paper (L24).
        CountingModerator = "counting_moderator",
    }
}

impl From<FacilitatorRole> for EventRole {
    fn from(role: FacilitatorRole) -> Self {
        match role {
            FacilitatorRole::Host => Self::Host,
            FacilitatorRole::CoHost => Self::CoHost,
            FacilitatorRole::Moderator => Self::Moderator,
            FacilitatorRole::CountingModerator => Self::CountingModerator,
        }
    }
}

words! {
    /// What a key of 128 bits opens (security.md E21).
    KeyKind {
        /// The projector.
        Display = "display",
        /// The way in for an emergency (L30).
        Takeover = "takeover",
        /// A device for a whole table (L23).
        Table = "table",
        Moderator = "moderator",
    }
}

impl KeyKind {
    /// What the device that redeemed the key is. A table takes part like a person: its role comes from its own token.
    pub const fn role(self) -> Option<EventRole> {
        match self {
            Self::Display => Some(EventRole::Screen),
            Self::Takeover => Some(EventRole::CoHost),
            Self::Moderator => Some(EventRole::Moderator),
            Self::Table => None,
        }
    }

    /// Whether the key ends with the first device. The others go on with the device that came last.
    pub const fn is_single_use(self) -> bool {
        matches!(self, Self::Takeover)
    }
}

words! {
    /// Who joined.
    ParticipantKind {
        Person = "person",
        Table = "table",
    }
}

impl From<ParticipantKind> for EventRole {
    fn from(kind: ParticipantKind) -> Self {
        match kind {
            ParticipantKind::Person => Self::Participant,
            ParticipantKind::Table => Self::Table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// L26, L30: no key makes a host, and only the way in for an emergency runs the event.
    #[test]
    fn a_key_opens_no_more_than_its_kind_says() {
        let roles = KeyKind::ALL.iter().map(|kind| (kind.role(), kind.is_single_use())).collect::<Vec<_>>();
        let expected = [
            (Some(EventRole::Screen), false),
            (Some(EventRole::CoHost), true),
            (None, false),
            (Some(EventRole::Moderator), false),
        ];
        assert_eq!(roles, expected);
    }
}
