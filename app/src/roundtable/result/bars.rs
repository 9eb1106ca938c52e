//! Horizontal bars, longest first.

use super::figures::part;
use crate::chart::length;
use leptos::prelude::*;

/// One bar with its label and its value as text.
pub(super) struct Bar {
    pub label: String,
    pub value: String,
    /// What else is to be said, for example how many gave something.
    pub note: String,
    pub amount: i64,
}

/// Bars by amount; equal ones stay in their order. `whole` is the end of the scale.
pub(super) fn bars(mut bars: Vec<Bar>, whole: i64) -> AnyView {
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.amount));
    let most = bars.first().map_or(0, |bar| bar.amount);
    in_order(bars, most, whole)
}

/// Bars as they come; those with `most` lead.
pub(super) fn in_order(bars: Vec<Bar>, most: i64, whole: i64) -> AnyView {
    let rows = bars
        .into_iter()
        .map(|bar| {
            let leads = most > 0 && bar.amount == most;
            view! {
                <li data-first=leads>
                    <span class="pbars__label">{bar.label}</span>
                    <span class="pbars__value">
                        {bar.value}
                        {(!bar.note.is_empty()).then(|| view! { " "<span class="pbars__note">{bar.note}</span> })}
                    </span>
                    <svg class="pbars__plot" width="100%" height="100%" aria-hidden="true">
                        <rect class="pbars__bar" width=length(part(bar.amount, whole)) height="100%" rx="4"></rect>
                        <line class="pbars__base" x1="1" y1="-10%" x2="1" y2="110%"></line>
                    </svg>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="pbars">{rows}</ol> }.into_any()
}

/// The end of a scale of per cents: the next ten above the longest bar (look.md §7).
pub(super) fn next_ten(percent: i64) -> i64 {
    (percent.div_euclid(10) + i64::from(percent % 10 != 0)).max(1) * 10
}

#[cfg(test)]
mod tests {
    use super::next_ten;

    #[test]
    fn a_scale_ends_at_the_next_ten() {
        assert_eq!([0, 1, 10, 34, 91, 100].map(next_ten), [10, 10, 10, 40, 100, 100]);
    }
}
