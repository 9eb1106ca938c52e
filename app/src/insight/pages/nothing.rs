use super::super::parts::survey_name;
use crate::page::Page;
use crate::ui::{Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::survey::Mode;
use weiterblick_store::insight::{Outcome, SurveyResult};

/// A survey without results: why, and what to do.
pub fn nothing(survey: &SurveyResult) -> Page {
    let (title, text, next) = match survey.outcome {
        Outcome::Withdrawn => (t!("insight.none.withdrawn_title"), t!("insight.none.withdrawn_text"), None),
        Outcome::Pending | Outcome::Published(_) => {
            (t!("insight.none.pending_title"), t!("insight.none.pending_text"), None)
        }
        Outcome::TooFew => {
            let text = match survey.mode {
                Mode::Anonymous => t!("insight.none.too_few_text", k = survey.k),
                Mode::Named => t!("insight.none.too_few_named_text", k = survey.k),
            };
            (t!("insight.none.too_few_title"), text, Some(t!("insight.none.too_few_next")))
        }
    };
    let name = survey_name(survey);
    let content = view! {
        <div class="wrap">
            <PageHead title=name.clone() trail=vec![(t!("insight.title"), "/auswertung".to_owned())]/>
            <div class="empty">
                <h2>{title}</h2>
                <p>{text}</p>
                {next.map(|next| view! { <p>{next}</p> })}
                <p>
                    <a class="link-next" href="/auswertung">
                        {t!("insight.none.back")}<Icon name="arrow-right" flip=true/>
                    </a>
                </p>
            </div>
        </div>
    };
    Page::new(name, content)
}
