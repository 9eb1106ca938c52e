//! More time to answer, no reason asked (live.md L29).

use crate::error::FieldError;
use crate::ui::Choice;
use leptos::prelude::*;
use weiterblick_domain::roundtable::round::ExtraTime;

/// Reads the field `extra`; nothing means no more time.
///
/// # Errors
/// The message at the field, for anything that is not offered.
pub fn read(text: &str) -> Result<ExtraTime, FieldError> {
    if text.is_empty() {
        return Ok(ExtraTime::None);
    }
    let extra = text.parse().ok().and_then(ExtraTime::from_percent);
    extra.ok_or_else(|| FieldError::new("extra", "attend.error.extra"))
}

/// The three choices.
pub fn choices(current: ExtraTime) -> impl IntoView {
    let choices = ExtraTime::ALL.map(|extra| {
        let percent = extra.percent();
        view! {
            <Choice name="extra" value=percent.to_string() title=t!(format!("attend.extra.percent_{percent}"))
                checked=extra == current/>
        }
    });
    view! { <div class="vote__options">{choices.collect_view()}</div> }
}
