//! "Who sees my answer?": only what is true for this survey.

use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::survey::Mode;
use weiterblick_store::survey::Survey;

/// Who reads what, as a list. The last entry says who does not.
pub fn who_sees(survey: &Survey) -> impl IntoView + use<> {
    let k = survey.threshold.k();
    let entries: Vec<(&str, String)> = match survey.mode {
        Mode::Anonymous => {
            let groups = if survey.share_with_employees { "shared_groups" } else { "groups" };
            vec![
                ("check", t!("answering.who.anonymous.you")),
                ("check", t!(format!("answering.who.anonymous.{groups}"), k = k)),
                ("close", t!("answering.who.anonymous.nobody")),
            ]
        }
        Mode::Named => vec![
            ("check", t!("answering.who.named.you")),
            ("check", t!("answering.who.named.released")),
            ("close", t!("answering.who.named.nobody")),
        ],
    };
    let entries =
        entries.into_iter().map(|(icon, text)| view! { <li><Icon name=icon/><span>{text}</span></li> }).collect_view();
    view! { <ul class="ticklist text-sm">{entries}</ul> }
}

/// The list beside a question.
pub fn aside(survey: &Survey) -> impl IntoView + use<> {
    view! {
        <aside class="survey__aside" aria-label=t!("answering.who.label")>
            <details class="disclosure" open=true>
                <summary>
                    <Icon name="shield"/>{t!("answering.who.title")}<Icon name="chevron-down"/>
                </summary>
                {who_sees(survey)}
            </details>
            <p class="note"><Icon name="saved"/><span>{t!("answering.saving_note")}</span></p>
        </aside>
    }
}
