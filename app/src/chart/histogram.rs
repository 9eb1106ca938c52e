use super::length;
use leptos::prelude::*;

/// One bar: its height of the tallest one (0 to 1) and the number above it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pillar {
    pub height: f64,
    pub value: String,
}

/// Bars side by side, all equally wide.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    pub pillars: Vec<Pillar>,
    /// What stands at both ends of the axis.
    pub from: String,
    pub to: String,
    /// A line at a share of the width, with its name.
    pub mark: Option<(f64, String)>,
}

/// Room above the tallest bar for its number, as a share of the height.
const HEAD: f64 = 0.14;

pub fn histogram(histogram: Histogram) -> AnyView {
    #[allow(clippy::cast_precision_loss, reason = "a drawing needs no more")]
    let width = 1.0 / histogram.pillars.len().max(1) as f64;
    let mut from = 0.0;
    let columns = histogram.pillars.into_iter().map(|column| {
        let left = from;
        from += width;
        let height = column.height * (1.0 - HEAD);
        view! {
            <rect class="histogram__bar" x=length(left + width * 0.04) y=length(1.0 - height) width=length(width * 0.92)
                height=length(height)></rect>
            <text class="histogram__value" x=length(left + width / 2.0) y=length(1.0 - height) dy="-5"
                text-anchor="middle">{column.value}</text>
        }
    });
    let columns = columns.collect_view();
    let (line, name) = histogram.mark.unzip();
    view! {
        <div class="histogram">
            <svg class="histogram__plot" width="100%" height="100%" aria-hidden="true">
                {columns}
                <line class="pbars__base" x1="0" y1="100%" x2="100%" y2="100%"></line>
                {line.map(|at| view! {
                    <line class="histogram__mark" x1=length(at) y1="0" x2=length(at) y2="100%"></line>
                })}
            </svg>
            <p class="histogram__ends"><span>{histogram.from}</span><span>{histogram.to}</span></p>
            {name.map(|name| view! { <p class="histogram__name">{name}</p> })}
        </div>
    }
    .into_any()
}
