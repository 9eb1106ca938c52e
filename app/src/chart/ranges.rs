use super::length;
use leptos::prelude::*;

/// Target and current level of several competences on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranges {
    /// Number of levels of the scale.
    pub levels: u8,
    /// Names of the lowest and of the highest level.
    pub ends: (String, String),
    /// Words for current level and target; `None` where a legend stands elsewhere.
    pub legend: Option<(String, String)>,
    pub rows: Vec<Range>,
}

/// One line. Levels count from 1; a fraction lies between two levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    pub name: String,
    pub current: Option<f64>,
    /// Lowest and highest level asked for; equal for a single one.
    pub target: Option<(f64, f64)>,
    /// What the line says, in words: "2 Stufen unter Soll".
    pub finding: String,
    /// The values: "Ist 2 · Soll 4".
    pub values: String,
}

/// Room for half a point at both ends.
const EDGE: f64 = 0.05;

/// Where a level stands on a scale with `levels` levels.
fn at(level: f64, levels: u8) -> f64 {
    let steps = f64::from(levels.saturating_sub(1)).max(1.0);
    EDGE + (level - 1.0) / steps * (1.0 - 2.0 * EDGE)
}

/// The line between current level and target: where it starts, where it ends, and whether something is missing.
fn gap(current: f64, (lo, hi): (f64, f64)) -> Option<(f64, f64, bool)> {
    if current < lo {
        Some((current, lo, true))
    } else if current > hi {
        Some((current, hi, false))
    } else {
        None
    }
}

pub fn ranges(chart: Ranges) -> impl IntoView {
    let levels = chart.levels;
    let rows = chart.rows.into_iter().map(|row| line(row, levels)).collect_view();
    let numbers = (1..=levels)
        .map(|level| {
            view! {
                <text class="axis-text" x=length(at(f64::from(level), levels)) y="14" text-anchor="middle">{level}</text>
            }
        })
        .collect_view();
    view! {
        <figure class="figure ranges">
            {chart.legend.map(|(current, target)| view! { <figcaption>{legend(current, target)}</figcaption> })}
            <div>
                <div class="ranges__row ranges__axis" aria-hidden="true">
                    <span></span>
                    <svg class="plot" width="100%" height="42">
                        {numbers}
                        <text class="axis-text" x="0" y="32">{chart.ends.0}</text>
                        <text class="axis-text" x="100%" y="32" text-anchor="end">{chart.ends.1}</text>
                    </svg>
                    <span></span>
                </div>
                <ol>{rows}</ol>
            </div>
        </figure>
    }
}

fn legend(current: String, target: String) -> impl IntoView {
    view! {
        <ul class="legend">
            <li>
                <svg class="plot-key" width="20" height="20" aria-hidden="true">
                    <circle class="current" cx="10" cy="10" r="7.5"></circle>
                </svg>
                {current}
            </li>
            <li>
                <svg class="plot-key" width="20" height="20" aria-hidden="true">
                    <circle class="target" cx="10" cy="10" r="7.5"></circle>
                </svg>
                {target}
            </li>
        </ul>
    }
}

fn line(row: Range, count: u8) -> impl IntoView {
    let grid = (1..=count)
        .map(|level| {
            let x = length(at(f64::from(level), count));
            view! { <line class="grid-line" x1=x.clone() y1="0" x2=x y2="40"></line> }
        })
        .collect_view();
    let gap = row.current.zip(row.target).and_then(|(current, target)| gap(current, target)).map(|(from, to, need)| {
        let class = if need { "gap-need" } else { "gap-surplus" };
        view! { <line class=class x1=length(at(from, count)) y1="20" x2=length(at(to, count)) y2="20"></line> }
    });
    let target = row.target.map(|(lo, hi)| {
        let (from, to) = (at(lo, count), at(hi, count));
        if lo < hi {
            // A range of levels is a long ring.
            view! {
                <svg x=length(from) y="11" width=length(to - from) height="18" overflow="visible">
                    <rect class="target" width="100%" height="18" rx="9"></rect>
                </svg>
            }
            .into_any()
        } else {
            view! { <circle class="target" cx=length(from) cy="20" r="9"></circle> }.into_any()
        }
    });
    // A dot inside the ring where both are equal.
    let met = row.current.zip(row.target).is_some_and(|(current, target)| self::gap(current, target).is_none());
    let current = row.current.map(|level| {
        let radius = if met { "5" } else { "9" };
        view! { <circle class="current" cx=length(at(level, count)) cy="20" r=radius></circle> }
    });
    view! {
        <li class="ranges__row">
            <span class="ranges__name">{row.name}</span>
            <svg class="plot" width="100%" height="40" aria-hidden="true">
                {grid}
                <line class="axis-line" x1=length(EDGE) y1="20" x2=length(1.0 - EDGE) y2="20"></line>
                {gap}{target}{current}
            </svg>
            <p class="ranges__values"><strong>{row.finding}</strong><span>{row.values}</span></p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_spread_over_the_width() {
        fn check(level: f64, levels: u8, expected: &str) {
            assert_eq!(length(at(level, levels)), expected);
        }
        check(1.0, 5, "5%");
        check(2.0, 5, "27.5%");
        check(5.0, 5, "95%");
        check(8.0, 8, "95%");
        check(2.5, 4, "50%");
    }

    #[test]
    fn a_range_is_met_anywhere_inside() {
        fn check(current: f64, target: (f64, f64), expected: Option<(f64, f64, bool)>) {
            assert_eq!(gap(current, target), expected, "{current}");
        }
        check(2.0, (4.0, 4.0), Some((2.0, 4.0, true)));
        check(5.0, (3.0, 4.0), Some((5.0, 4.0, false)));
        check(3.0, (3.0, 4.0), None);
        check(4.0, (3.0, 4.0), None);
    }
}
