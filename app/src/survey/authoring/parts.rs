//! What several pages of this area show.

use crate::form;
use crate::format::Format;
use crate::ui::{Badge, Icon, message};
use leptos::prelude::*;
use weiterblick_domain::insight::{Decimal, Participation as Released};
use weiterblick_domain::survey::{Mode, State, Threshold};
use weiterblick_store::survey::{Listed, Participation};

/// The lists of the area.
#[component]
pub fn AreaTabs(
    /// Path of the list that is shown.
    here: &'static str,
) -> impl IntoView {
    let entries = [("/umfragen", "survey.area.surveys"), ("/frageboegen", "survey.area.questionnaires")]
        .into_iter()
        .map(|(path, key)| view! { <li><a href=path aria-current=(path == here).then_some("page")>{t!(key)}</a></li> })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("survey.area.label")><ul>{entries}</ul></nav> }
}

/// State as icon and word.
#[component]
pub fn StateBadge(state: State) -> impl IntoView {
    let kind = match state {
        State::Draft => "draft",
        State::Scheduled => "ok",
        State::Open => "live",
        State::Closed | State::Archived | State::Deleted => "closed",
    };
    view! { <Badge state=kind text=t!(format!("survey.state.{state}"))/> }
}

/// "Anonym, ab 5 Antworten" or "Namentlich, mit Freigabe".
pub fn mode_line(mode: Mode, threshold: Threshold) -> String {
    match mode {
        Mode::Anonymous => t!("survey.mode_line.anonymous", k = threshold.k()),
        Mode::Named => t!("survey.mode_line.named"),
    }
}

/// Participation in one line, and the share for a bar where a number may be shown.
pub fn participation_line(listed: &Listed, format: &Format) -> (String, Option<u8>) {
    match listed.participation {
        Participation::None => (String::new(), None),
        Participation::Exact { answered, invited } => {
            let text =
                t!("survey.participation.exact", answered = format.count(answered), invited = format.count(invited));
            (text, share(answered, invited))
        }
        Participation::Rounded(Some(percent)) => {
            let shown = format.percent(Decimal::new(i64::from(percent), 0));
            (t!("survey.participation.rounded", percent = shown), Some(percent))
        }
        Participation::Rounded(None) => (t!("survey.participation.not_shown"), None),
        Participation::Released(Released::Percent { value }) => {
            let whole = value.to_string().parse().ok();
            (t!("survey.participation.released", percent = format.percent(value)), whole)
        }
        Participation::Released(Released::High) => (t!("survey.participation.high"), None),
        Participation::Released(Released::Hidden) => (t!("survey.participation.not_shown"), None),
        Participation::TooFew => (t!("survey.participation.too_few", k = listed.threshold.k()), None),
    }
}

/// Whole percent; `None` without anybody invited.
pub fn share(answered: i64, invited: i64) -> Option<u8> {
    if invited <= 0 {
        return None;
    }
    u8::try_from((200 * answered.clamp(0, invited) + invited) / (2 * invited)).ok()
}

/// Several radio buttons or check boxes with one question above them.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional)] hidden_legend: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let error = form::error_at(&name).as_ref().map(message);
    let id = format!("f-{}", name.trim_end_matches("[]"));
    let (hint_id, error_id) = (format!("{id}-h"), format!("{id}-e"));
    let described: Vec<String> = [hint.as_ref().map(|_| hint_id.clone()), error.as_ref().map(|_| error_id.clone())]
        .into_iter()
        .flatten()
        .collect();
    view! {
        <fieldset class="question" id=id tabindex="-1" aria-describedby=(!described.is_empty()).then(|| described.join(" "))>
            <legend class=hidden_legend.then_some("visually-hidden")>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|text| view! { <p class="error-text" id=error_id><Icon name="error"/>{text}</p> })}
            <div class=if class.is_empty() { "stack".to_owned() } else { class } data-gap="2">{children()}</div>
        </fieldset>
    }
}

/// A radio button with its sentence, for short answers.
#[component]
pub fn Radio(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let checked = form::chosen(&name, &value, checked);
    view! {
        <label class="check">
            <input class="tick" type="radio" name=name value=value checked=checked/>
            <span>{label}{hint.map(|hint| view! { <br/><span class="hint">{hint}</span> })}</span>
        </label>
    }
}

/// The rising sun of an empty list.
pub fn horizon() -> AnyView {
    let rings = [("68", "52", "104"), ("46", "74", "148"), ("24", "96", "192"), ("2", "118", "236")]
        .map(|(x, radius, width)| {
            view! { <path class="empty__ring" d=format!("M{x} 124a{radius} {radius} 0 0 1 {width} 0")></path> }
        })
        .collect_view();
    view! {
        <svg class="empty__art" viewBox="0 0 240 130" aria-hidden="true">
            {rings}
            <path fill="currentColor" d="M84 124a36 36 0 0 1 72 0h-18a18 18 0 0 0-36 0z"></path>
            <path class="empty__sun" d="M108 124a12 12 0 0 1 24 0z"></path>
            <path class="empty__line" d="M0 125h240"></path>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_to_whole_percent_and_needs_somebody_invited() {
        for (answered, invited, expected) in
            [(0, 0, None), (0, 7, Some(0)), (7, 18, Some(39)), (6, 7, Some(86)), (7, 7, Some(100)), (9, 7, Some(100))]
        {
            assert_eq!(share(answered, invited), expected, "{answered}/{invited}");
        }
    }
}
