//! Server functions of authoring.

mod basics;
mod invitations;
mod period;
mod privacy;
mod run;
mod setup;

pub use basics::{CreateSurvey, SaveBasics, create_survey, save_basics};
pub use invitations::{
    LinkRow, LinksMade, MakeLinks, PrintSheets, RenewLink, SendMails, SheetsMade, Slip, make_links, print_sheets,
    renew_link, send_mails,
};
pub use period::{SavePeriod, save_period};
pub use privacy::{SavePrivacy, save_privacy};
pub use run::{
    ChangeEnd, CloseNow, DeleteSurvey, StartSurvey, UnscheduleSurvey, change_end, close_now, delete_survey,
    start_survey, unschedule_survey,
};
pub use setup::{SaveAudience, SaveQuestionnaire, save_audience, save_questionnaire};

use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use std::str::FromStr;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_store::survey::{self as store, Survey};

/// An id from a form; what is none belongs to nothing.
fn id<T: FromStr>(raw: &str) -> Result<T, Error> {
    raw.parse().map_err(|_| Error::not_found())
}

/// The survey that a form is about.
async fn survey(ctx: &Ctx, raw: &str) -> Result<Survey, Error> {
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    Ok(store::survey(&mut *ctx.state.db.read().await?, &read, id(raw)?).await?)
}

/// Which button of a step was pressed. Going back never waits for what is wrong: everything else that was typed is
/// saved, and what is wrong stays as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Go {
    Back,
    Stay,
    Next,
}

impl Go {
    fn from_form(raw: &str) -> Self {
        match raw {
            "back" => Self::Back,
            "stay" => Self::Stay,
            _ => Self::Next,
        }
    }

    /// The step that the draft has reached after step `here` was saved.
    const fn reached(self, here: u8) -> u8 {
        match self {
            Self::Back | Self::Stay => here,
            Self::Next => here + 1,
        }
    }

    /// Leads on from step `here`.
    fn lead(self, survey: SurveyId, here: u8) {
        match self {
            Self::Back => lead_to(&step_path(survey, here - 1), None),
            Self::Stay => lead_to(&step_path(survey, here), Some("survey_draft_saved")),
            Self::Next => lead_to(&step_path(survey, here + 1), None),
        }
    }
}

/// Address of a step of the wizard.
pub fn step_path(survey: SurveyId, step: u8) -> String {
    format!("/umfragen/{survey}/schritt/{step}")
}
