//! Surveys: one wave of a questionnaire for an audience, from the first step of the wizard to sealed answers.
//!
//! Authoring lives in the modules of this list; what answering writes is in `answer*`.

pub mod answer_assessment;
pub mod answer_draft;
pub mod answer_invitation;
pub mod answer_open;
pub mod answer_release;
pub mod answer_target;
mod audience;
mod candidate;
mod closing;
mod draft;
mod invitation;
mod key_of;
mod list;
mod mail;
mod notice;
mod opening;
mod overview;
mod participation;
#[allow(clippy::module_inception)]
mod survey;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use audience::{ATTRIBUTE_PROFILE, Audience, Rules, Scope, generalise, in_scope, resolve};
pub use candidate::{Candidate, candidates};
pub use closing::{
    AssessmentAnswers, FrozenMember, delete_strays, finish, frozen_audience, frozen_targets, frozen_units,
    released_assessments, seal, strays, submitted_drafts,
};
pub use draft::{
    AudienceChoice, Council, NewSurvey, PeriodChoice, Privacy, create, delete, set_audience, set_basics, set_period,
    set_privacy, set_questionnaire,
};
pub use invitation::{
    NewSheet, Personal, SheetGroup, insert_sheets, personal, revoke_sheets, set_links_made, set_token, sheet_groups,
    taken_locators,
};
pub use key_of::competence_ids;
pub use list::{Listed, Participation, list};
pub use mail::{Mails, drop_waiting, link_mail, mails};
pub use notice::{Notice, default_notice, ensure_notice, notice};
pub use opening::{
    attributes, change_close, earlier, mark_open, mark_scheduled, open_count, refuse_start, unschedule, write_audience,
};
pub use overview::{AudienceSize, audience_size, chosen_units};
pub use participation::{
    CellParticipation, Redeemed, released_participation, set_redeemed_percent, stale_participation,
};
pub use survey::{Due, Survey, closed_of, due, load, lock, survey};
