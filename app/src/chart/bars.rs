use super::length;
use leptos::prelude::*;

/// One bar with its name and value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub name: String,
    pub value: String,
    /// Of the common scale; `None` where there is no number to draw.
    pub share: Option<f64>,
}

/// Bars per group: name and value as text, the bar below.
pub fn bars(rows: Vec<Bar>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <span>{row.name}</span>
                    <span class="bars__value text-soft">{row.value}</span>
                    {row.share.map(|share| view! {
                        <svg class="plot" width="100%" height="10" aria-hidden="true">
                            <rect class="track" width="100%" height="10" rx="2"></rect>
                            <rect class="value" width=length(share) height="10" rx="2"></rect>
                        </svg>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="turnout__teams bars">{rows}</ul> }
}
