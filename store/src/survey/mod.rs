//! Surveys: one wave of a questionnaire for an audience, from the first step of the wizard to sealed answers.
//!
//! Authoring lives in the modules of this list; what answering writes is in `answer*`.

mod draft;
mod list;
mod notice;
#[allow(clippy::module_inception)]
mod survey;

#[cfg(test)]
pub(crate) mod fixture;

pub use draft::{
    AudienceChoice, Council, NewSurvey, PeriodChoice, Privacy, create, delete, set_audience, set_basics, set_period,
    set_privacy, set_questionnaire,
};
pub use list::{Listed, Participation, list};
pub use notice::{Notice, ensure_notice, notice};
pub use survey::{Due, Survey, closed_of, due, load, lock, survey};
