//! Typed identifiers: a team's id cannot be passed where a person's is wanted.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id of 16 bytes that the caller took from its random source.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<[u8; 16]> for $name {
            fn from(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )*};
}

ids! {
    /// Somebody who signs in.
    AccountId
    /// A company or a network: the tenant.
    OrganisationId
    /// A node of the organisation's tree (Bereich, Team).
    UnitId
    /// A person known to an organisation, with or without an account.
    PersonId
    /// A catalogue of competences.
    FrameworkId
    /// One competence or area of a framework version.
    CompetenceId
    /// An ordered set of levels.
    ScaleId
    /// Target levels for a kind of work.
    JobProfileId
    /// A questionnaire with all its versions.
    QuestionnaireId
    /// One version of a questionnaire.
    QuestionnaireVersionId
    /// One wave of a questionnaire for one audience.
    SurveyId
    /// A link or code that opens a survey once.
    InvitationId
    /// An unfinished or unsealed answer. Random: it must not tell when somebody began (needs-analysis §2).
    DraftId
    /// A sealed answer. Random, drawn anew at close (needs-analysis §12.6).
    SealedAnswerId
    /// A named answer of one person.
    AssessmentId
    /// A frozen, disclosure-controlled result.
    ReleaseId
    /// A mail waiting to be sent.
    MailId
    /// A round table.
    EventId
    /// One item of a round table's agenda.
    AgendaItemId
    /// A prepared question of a round table.
    PollId
    /// One collection of ballots for a poll.
    RoundId
    /// A card of a collection. Random: it must not tell when it was written (live.md L40).
    CardId
    /// A group of cards.
    ClusterId
    /// A question from the room.
    QuestionId
    /// A company that takes part in a round table.
    EventCompanyId
    /// A key for a screen, a table, a moderator or an emergency.
    AccessKeyId
    /// A need that a round table has handed on.
    NeedId
    /// A prepared poll or agenda to start from.
    TemplateId
}
