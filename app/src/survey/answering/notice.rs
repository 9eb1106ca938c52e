//! The notice: what a survey is for, who reads what, and what cannot be undone (needs-analysis.md §4, §12.7, §12.8).

use super::markup::markup;
use super::participant::{content_language, org};
use super::who_sees::who_sees;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::questionnaire::Questions;
use crate::state::AppState;
use crate::ui::Icon;
use leptos::prelude::*;
use std::sync::Arc;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::questionnaire::progress;
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::Multilingual;
use weiterblick_store::survey::{self, Survey};
use weiterblick_store::{Conn, StoreError};

/// A survey as it is shown before somebody starts.
pub struct Notice {
    pub survey: Survey,
    questions: Arc<Questions>,
    text: Multilingual,
}

/// # Errors
/// [`Error`] when the survey is not there.
pub async fn load_notice(state: &AppState, conn: &mut Conn, survey: SurveyId) -> Result<Notice, Error> {
    let survey = survey::load(conn, survey).await?;
    let version = survey.version.ok_or(StoreError::NotFound)?;
    let questions = state.frozen_versions.get(conn, version).await?;
    let text = survey::notice(conn, &survey.notice_id).await?.text;
    Ok(Notice { survey, questions, text })
}

/// That there is more time than planned, and why; nothing where there is not (needs-analysis.md §11).
pub fn extended(reason: &str) -> Option<impl IntoView + use<>> {
    let text = t!("answering.notice.extended", reason = reason);
    (!reason.is_empty()).then(|| view! { <p class="note"><Icon name="calendar"/><span>{text}</span></p> })
}

impl Notice {
    pub fn org(&self) -> String {
        org(&self.survey)
    }

    /// The notice with the button that starts.
    pub fn show(&self, ctx: &Ctx, start: impl IntoView + 'static) -> AnyView {
        let language = content_language(&self.questions, ctx.request.language);
        let effort = progress(self.questions.pages(self.survey.layout), 0);
        let minutes = effort.map_or(1, |effort| effort.seconds_left.div_ceil(60).max(1));
        let questions = effort.map_or(0, |effort| effort.of);
        let until = self.survey.closes_at.map(|at| Format::of(ctx).date_time(at)).unwrap_or_default();
        let mode = match self.survey.mode {
            Mode::Anonymous => "anonymous",
            Mode::Named => "named",
        };
        let anonymous = self.survey.mode == Mode::Anonymous;
        let foreign = (language != ctx.request.language).then(|| language.code());
        view! {
            <div class="stack" data-gap="2">
                <p class="kicker">{self.survey.organisation_name.clone()}</p>
                <h1>{self.survey.title.clone()}</h1>
                <p class="lead">
                    {tn!("answering.notice.effort", questions, minutes = minutes)}" "
                    {t!("answering.notice.until", until = until)}
                </p>
                {extended(&self.survey.extension_reason)}
            </div>
            <section class="panel stack" data-kind="sand" data-gap="3" aria-labelledby="wer-t">
                <h2 class="panel__title" id="wer-t">{t!("answering.who.title")}</h2>
                <p><strong>{t!(format!("answering.notice.mode.{mode}"))}</strong></p>
                {who_sees(&self.survey)}
                <p class="text-sm">{t!(format!("answering.notice.after_text.{mode}"))}</p>
            </section>
            <section class="stack" data-gap="3" aria-labelledby="zweck-t">
                <h2 id="zweck-t">{t!("answering.notice.purpose")}</h2>
                <div class="prose" lang=foreign>{markup(self.text.get(language))}</div>
            </section>
            <details class="disclosure">
                <summary><Icon name="info"/>{t!("answering.notice.technical")}<Icon name="chevron-down"/></summary>
                <div class="stack" data-gap="3">
                    <p>{t!("answering.notice.cookie")}</p>
                    {anonymous.then(|| view! { <p>{t!("answering.notice.operator")}</p> })}
                </div>
            </details>
            <p class="note"><Icon name="info"/><span>{t!(format!("answering.notice.next.{mode}"))}</span></p>
            {start}
        }
        .into_any()
    }
}
