//! Distributions: around the target line, and level by level.

use super::length;
use leptos::prelude::*;

/// A part of a bar: its share of everybody (0 to 1) and the number that stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub share: f64,
    pub text: String,
}

/// One line: who is below, at and above the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    pub name: String,
    pub note: String,
    /// `None`: nothing to draw.
    pub parts: Option<[Part; 3]>,
}

/// One line: shares of the levels, lowest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    pub name: String,
    pub note: String,
    pub parts: Vec<Part>,
}

/// Room at both ends, as a share of the width.
const MARGIN: f64 = 0.01;
/// Narrower parts carry no number.
const WRITABLE: f64 = 0.055;

/// Bars around a common line; all rows share one scale.
pub fn spread(rows: Vec<Spread>) -> impl IntoView {
    let drawn = || rows.iter().filter_map(|row| row.parts.as_ref());
    let left = drawn().map(|[below, ..]| below.share).fold(0.0, f64::max);
    let right = drawn().map(|[_, at, above]| at.share + above.share).fold(0.0, f64::max);
    let unit = (1.0 - 2.0 * MARGIN) / (left + right).max(f64::EPSILON);
    let line = MARGIN + left * unit;
    let rows = rows
        .into_iter()
        .map(|row| {
            let plot = row.parts.map(|[below, at, above]| {
                let start = line - below.share * unit;
                let end = line + at.share * unit;
                view! {
                    <svg class="plot" width="100%" height="32" aria-hidden="true">
                        {segment("seg-need-1", "seg-text seg-text-need-1", start, below.share * unit, below.text)}
                        {segment("seg-even", "seg-text", line, at.share * unit, at.text)}
                        {segment("seg-surplus", "seg-text seg-text-surplus", end, above.share * unit, above.text)}
                        <line class="mark" x1=length(line) y1="0" x2=length(line) y2="32"></line>
                    </svg>
                }
            });
            view! {
                <li class="spread__row">
                    <p class="spread__name">{row.name}" "<span class="text-soft nowrap">{row.note}</span></p>
                    {plot}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="spread">{rows}</ul> }
}

/// Bars of equal length, one part per level. Rounded shares that do not add up to 1 are stretched to do so.
pub fn stacks(rows: Vec<Stack>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| stack(row, 0.0, 1.0)).collect_view();
    view! { <ul class="spread">{rows}</ul> }
}

/// As [`stacks`], around the middle of the middle level: all rows share one scale, so that the longer side tells where
/// people lean. Needs an odd number of levels.
pub fn diverging(rows: Vec<Stack>) -> impl IntoView {
    let left = |row: &Stack| {
        let middle = row.parts.len() / 2;
        let below: f64 = row.parts.iter().take(middle).map(|part| part.share).sum();
        below + row.parts.get(middle).map_or(0.0, |part| part.share / 2.0)
    };
    let whole = |row: &Stack| row.parts.iter().map(|part| part.share).sum::<f64>();
    let most_left = rows.iter().map(left).fold(0.0, f64::max);
    let most_right = rows.iter().map(|row| whole(row) - left(row)).fold(0.0, f64::max);
    let unit = 1.0 / (most_left + most_right).max(f64::EPSILON);
    let rows = rows
        .into_iter()
        .map(|row| {
            let (from, width) = ((most_left - left(&row)) * unit, whole(&row) * unit);
            stack(row, from, width)
        })
        .collect_view();
    view! { <ul class="spread">{rows}</ul> }
}

/// One bar of its levels, from `from` on `width` wide.
fn stack(row: Stack, from: f64, width: f64) -> impl IntoView {
    let levels = row.parts.len();
    let total: f64 = row.parts.iter().map(|part| part.share).sum();
    let mut start = from;
    let parts = row
        .parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let part_width = part.share / total.max(f64::EPSILON) * width;
            let at = start;
            start += part_width;
            let text = format!("seg-text seg-text-level-{}", tone(index, levels));
            segment(&level_class(index, levels), &text, at, part_width, part.text)
        })
        .collect_view();
    view! {
        <li class="spread__row">
            <p class="spread__name">{row.name}" "<span class="text-soft nowrap">{row.note}</span></p>
            {(levels > 0).then(|| view! { <svg class="plot" width="100%" height="32" aria-hidden="true">{parts}</svg> })}
        </li>
    }
}

/// The class that colours a level in [`stacks`], for legends.
pub fn level_class(index: usize, levels: usize) -> String {
    format!("seg-level-{}", tone(index, levels))
}

/// The tone of a level, the higher the stronger: 1 to 4, and 0 below them where a scale has more than four levels.
fn tone(index: usize, levels: usize) -> usize {
    if levels > 4 { (index * 5 / levels).min(4) } else { (index * 4 / levels.max(1)).min(3) + 1 }
}

fn segment(class: &str, text_class: &str, start: f64, width: f64, text: String) -> AnyView {
    let (class, text_class) = (class.to_owned(), text_class.to_owned());
    let text = (width >= WRITABLE).then(|| {
        view! { <text class=text_class x=length(start + width / 2.0) y="20.5" text-anchor="middle">{text}</text> }
    });
    (width > 0.0)
        .then(|| view! { <rect class=class x=length(start) y="4" width=length(width) height="24"></rect> {text} })
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::tone;

    #[test]
    fn the_tones_cover_scales_of_any_length() {
        fn check(levels: usize, expected: &[usize]) {
            assert_eq!((0..levels).map(|index| tone(index, levels)).collect::<Vec<_>>(), expected);
        }
        check(3, &[1, 2, 3]);
        check(4, &[1, 2, 3, 4]);
        check(5, &[0, 1, 2, 3, 4]);
        check(8, &[0, 0, 1, 1, 2, 3, 3, 4]);
    }
}
