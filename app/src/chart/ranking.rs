use super::length;
use crate::ui::Badge;
use leptos::prelude::*;

/// One line of a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankBar {
    /// Empty: without a rank.
    pub rank: String,
    pub name: String,
    /// A second figure that must not be missing beside the value.
    pub note: Option<String>,
    pub value: String,
    /// Of the common scale; `None` where there is no number to draw.
    pub share: Option<f64>,
    /// More than asked for, or nothing missing.
    pub surplus: bool,
    /// A remark beside the name.
    pub badge: Option<String>,
}

pub fn ranking(rows: Vec<RankBar>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let class = if row.surplus { "value-surplus" } else { "value-need" };
            view! {
                <li>
                    <span class="ranking__no">{row.rank}</span>
                    <span class="ranking__name">
                        {row.name}
                        {row.note.map(|note| view! { " "<span class="text-soft nowrap">{note}</span> })}
                        {row.badge.map(|text| view! { " "<Badge state="warn" text=text/> })}
                    </span>
                    <svg class="plot" width="100%" height="14" aria-hidden="true">
                        <rect class="track" width="100%" height="14" rx="2"></rect>
                        {row.share.map(|share| view! {
                            <rect class=class width=length(share) height="14" rx="2"></rect>
                        })}
                    </svg>
                    <span class="ranking__value">{row.value}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="ranking">{rows}</ol> }
}
