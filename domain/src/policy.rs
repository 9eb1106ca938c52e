//! Who may do what: one function, one table (security.md E5–E9).
//!
//! [`decide`] is the only maker of a [`Grant`]; functions of `store` that touch a tenant's data ask for one and use the
//! organisation inside it. A role, action or relation without a row in [`rule`] is refused.

pub mod event;

use crate::ids::{AccountId, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// What somebody is in an organisation. One person may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Personal
    Hr,
    /// Führungskraft: the own team and what is below it.
    TeamLead,
    /// Beschäftigte
    Employee,
    /// Betriebsrat: reads, never writes.
    WorksCouncil,
    /// Moderation of round tables.
    Facilitator,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Hr, Self::TeamLead, Self::Employee, Self::WorksCouncil, Self::Facilitator];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Hr => "hr",
            Self::TeamLead => "team_lead",
            Self::Employee => "employee",
            Self::WorksCouncil => "works_council",
            Self::Facilitator => "facilitator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(UnknownCode)
    }
}

/// A code that names nothing in this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown code")]
pub struct UnknownCode;

/// Where a person stands towards an organisation. Only `Active` counts as a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    Invited,
    Active,
    Suspended,
    Left,
}

impl MemberState {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Suspended, Self::Left];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Left => "left",
        }
    }
}

impl fmt::Display for MemberState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for MemberState {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(UnknownCode)
    }
}

/// Somebody who is signed in, in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub state: MemberState,
    pub roles: Vec<Role>,
}

/// How the object of an action stands to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The actor's own (account, answer, result).
    Own,
    /// Belongs to a unit that the actor leads, or to one below it.
    OwnTeam,
    /// The same organisation, nothing closer.
    Organisation,
    /// Another organisation.
    Other,
}

impl Relation {
    pub const ALL: [Self; 4] = [Self::Own, Self::OwnTeam, Self::Organisation, Self::Other];
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in, and the action needs somebody.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// Signed in, but not with a right to this.
    #[error("not allowed")]
    Forbidden,
    /// Of another organisation: answered like something that does not exist (E9).
    #[error("not found")]
    NotFound,
}

/// Proof that [`decide`] allowed the action `A`.
#[derive(Debug, Clone, Copy)]
pub struct Grant<A> {
    account: AccountId,
    person: PersonId,
    organisation: OrganisationId,
    action: PhantomData<A>,
}

impl<A> Grant<A> {
    pub const fn account(&self) -> AccountId {
        self.account
    }

    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The only organisation whose data this grant opens.
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }
}

/// What a role may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Own,
    OwnTeam,
    Organisation,
}

impl Reach {
    const fn covers(self, relation: Relation) -> bool {
        match (self, relation) {
            (_, Relation::Other) => false,
            (Self::Organisation, _)
            | (Self::OwnTeam, Relation::Own | Relation::OwnTeam)
            | (Self::Own, Relation::Own) => true,
            _ => false,
        }
    }
}

/// Who may: everybody, also signed out; or members by role.
enum Rule {
    Everybody,
    Members(&'static [(Role, Reach)]),
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal => $rule:expr;)*) => {
        /// Everything that can be allowed or refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }

        /// One type per action, so that a grant for one is no grant for another.
        pub mod action {
            $($(#[$doc])* #[derive(Debug, Clone, Copy)] pub struct $name;
            impl super::Act for $name {
                const ACTION: super::Action = super::Action::$name;
            })*
        }

        const fn rule(action: Action) -> Rule {
            match action {
                $(Action::$name => $rule,)*
            }
        }
    };
}

/// An action as a type.
pub trait Act {
    const ACTION: Action;
}

use Reach::{Organisation as Org, Own, OwnTeam};
use Role::{Employee, Facilitator, Hr, TeamLead, WorksCouncil};

const EVERY_MEMBER: Rule =
    Rule::Members(&[(Hr, Own), (TeamLead, Own), (Employee, Own), (WorksCouncil, Own), (Facilitator, Own)]);
const HR: Rule = Rule::Members(&[(Hr, Org)]);

actions! {
    /// Landing page, help, sign-in, set-up, recovery, redeeming of links and codes: the token or code decides.
    Visit = "visit" => Rule::Everybody;
    /// Answering a survey: the invitation, code or device cookie decides, not a role.
    AnswerSurvey = "answer_survey" => Rule::Everybody;
    /// Own profile, password, sessions.
    ManageOwnAccount = "manage_own_account" => EVERY_MEMBER;
    /// Own named results, and whom they are shown to.
    ManageOwnResult = "manage_own_result" => EVERY_MEMBER;
    /// Team tree, people, roles, import and export.
    ReadOrganisation = "read_organisation" => Rule::Members(&[(Hr, Org), (TeamLead, OwnTeam)]);
    ManageOrganisation = "manage_organisation" => HR;
    /// Role invitations and one-time links for forgotten passwords.
    ManageAccess = "manage_access" => HR;
    ReadCompetences = "read_competences" =>
        Rule::Members(&[(Hr, Org), (TeamLead, Org), (WorksCouncil, Org), (Facilitator, Org)]);
    ManageCompetences = "manage_competences" => HR;
    /// Questionnaires, rules and notices before the start.
    ReadSurveys = "read_surveys" => Rule::Members(&[(Hr, Org), (WorksCouncil, Org)]);
    ManageSurveys = "manage_surveys" => HR;
    /// Invitation links and code sheets.
    HandOutInvitations = "hand_out_invitations" => HR;
    /// Release rows: the whole organisation for HR and works council, own unit and below for a lead (insight.md §9).
    ReadRelease = "read_release" => Rule::Members(&[(Hr, Org), (WorksCouncil, Org), (TeamLead, OwnTeam)]);
    ExportRelease = "export_release" => Rule::Members(&[(Hr, Org), (WorksCouncil, Org), (TeamLead, OwnTeam)]);
    /// Named results that their author has released to the own lead or to HR.
    ReadReleasedResult = "read_released_result" => Rule::Members(&[(Hr, Org), (TeamLead, OwnTeam)]);
    /// Which questions had figures hidden, and how many (insight.md §9).
    ReadSuppressionLog = "read_suppression_log" => Rule::Members(&[(Hr, Org), (WorksCouncil, Org)]);
    /// Joining, voting, screens and keys of a round table: the code, cookie or key decides (`policy::event`).
    AttendEvent = "attend_event" => Rule::Everybody;
    /// Round tables of the organisation: list, results, minutes.
    ReadEvents = "read_events" => Rule::Members(&[(Hr, Org), (Facilitator, Org)]);
    /// Making, preparing and running round tables; whoever may is their host.
    ManageEvents = "manage_events" => Rule::Members(&[(Facilitator, Org)]);
    /// Needs that round tables have handed on.
    ReadNeeds = "read_needs" => Rule::Members(&[(Hr, Org), (Facilitator, Org), (WorksCouncil, Org)]);
    ManageNeeds = "manage_needs" => Rule::Members(&[(Hr, Org), (Facilitator, Org)]);
}

/// Whether the action is open to people who are not signed in.
pub const fn is_public(action: Action) -> bool {
    matches!(rule(action), Rule::Everybody)
}

/// Whether `actor` may do `action` on something that stands to them as `relation`.
///
/// # Errors
/// [`Denied`]: `NotFound` for anything of another organisation, whatever the role.
pub fn may(actor: Option<&Actor>, action: Action, relation: Relation) -> Result<(), Denied> {
    let Rule::Members(rows) = rule(action) else { return Ok(()) };
    let actor = actor.filter(|actor| actor.state == MemberState::Active).ok_or(Denied::Unauthenticated)?;
    if relation == Relation::Other {
        return Err(Denied::NotFound);
    }
    let allowed = rows.iter().any(|(role, reach)| actor.roles.contains(role) && reach.covers(relation));
    if allowed { Ok(()) } else { Err(Denied::Forbidden) }
}

/// [`may`], with a [`Grant`] as the proof that `store` asks for.
///
/// # Errors
/// [`Denied`]; also `Unauthenticated` for a public action without an actor, since a grant opens one organisation's data.
pub fn decide<A: Act>(actor: Option<&Actor>, relation: Relation) -> Result<Grant<A>, Denied> {
    may(actor, A::ACTION, relation)?;
    let actor = actor.ok_or(Denied::Unauthenticated)?;
    Ok(Grant { account: actor.account, person: actor.person, organisation: actor.organisation, action: PhantomData })
}

/// The whole matrix as lines `action role state relation decision`, for the reviewed file of test S1.
pub fn matrix() -> Vec<String> {
    let id = [7; 16];
    let actor = |role, state| Actor {
        account: id.into(),
        person: id.into(),
        organisation: id.into(),
        state,
        roles: vec![role],
    };
    let mut lines = Vec::new();
    for &action in Action::ALL {
        let word = |decision: Result<(), Denied>| match decision {
            Ok(()) => "allow",
            Err(Denied::Unauthenticated) => "sign-in",
            Err(Denied::Forbidden) => "forbid",
            Err(Denied::NotFound) => "not-found",
        };
        for relation in Relation::ALL {
            let relation_code = match relation {
                Relation::Own => "own",
                Relation::OwnTeam => "own-team",
                Relation::Organisation => "organisation",
                Relation::Other => "other",
            };
            lines.push(format!(
                "{}\tvisitor\t-\t{relation_code}\t{}",
                action.code(),
                word(may(None, action, relation))
            ));
            for role in Role::ALL {
                for state in MemberState::ALL {
                    let decision = word(may(Some(&actor(role, state)), action, relation));
                    lines.push(format!("{}\t{role}\t{state}\t{relation_code}\t{decision}", action.code()));
                }
            }
        }
    }
    lines.extend(event::matrix());
    lines
}
