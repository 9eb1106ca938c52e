use super::labels::{Space, place, shortened};
use super::length;
use crate::ui::Icon;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A field of points with lines through it. Positions run from 0 at the start or bottom to 1 at the end or top.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// What the picture shows, in a sentence, and the id under which it stands.
    pub alt: String,
    pub id: String,
    pub x: Axis,
    pub y: Axis,
    /// Names of the quadrants: top start, top end, bottom start, bottom end; the first is tinted. Empty without lines.
    pub fields: Vec<String>,
    /// In the order of importance.
    pub dots: Vec<Dot>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub title: String,
    /// Values at both ends.
    pub low: String,
    pub high: String,
    /// Where the line runs, with its value.
    pub cut: Option<(f64, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    pub number: u32,
    pub x: f64,
    pub y: f64,
    pub label: String,
    /// Of the tinted quadrant.
    pub first: bool,
}

/// The field for which labels are placed: as small as it gets where labels are shown at all (style: 40rem).
const SIZE: (f64, f64) = (590.0, 528.0);
const LABEL_LETTERS: usize = 26;

/// Points at exactly the same place: one mark with all their numbers.
struct Mark {
    x: f64,
    y: f64,
    numbers: String,
    label: String,
    first: bool,
}

fn marks(dots: Vec<Dot>) -> Vec<Mark> {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut marks: Vec<Mark> = Vec::new();
    for dot in dots {
        let index = *places.entry((length(dot.x), length(dot.y))).or_insert(marks.len());
        match marks.get_mut(index) {
            Some(mark) => {
                mark.numbers.push_str(&format!(" · {}", dot.number));
                mark.label.clear();
                mark.first |= dot.first;
            }
            None => marks.push(Mark {
                x: dot.x,
                y: dot.y,
                numbers: dot.number.to_string(),
                label: shortened(&dot.label, LABEL_LETTERS),
                first: dot.first,
            }),
        }
    }
    marks
}

/// Where the names of the quadrants stand.
fn corners(fields: &[String]) -> Vec<Space> {
    let (width, height) = SIZE;
    let side = |name: &String| f64::from(u16::try_from(name.chars().count()).unwrap_or(u16::MAX)) * 8.0 + 16.0;
    let spaces = fields.iter().enumerate().map(|(index, name)| {
        let (left, right) = if index % 2 == 0 { (0.0, side(name)) } else { (width - side(name), width) };
        let (top, bottom) = if index < 2 { (0.0, 34.0) } else { (height - 34.0, height) };
        Space { left, top, right, bottom }
    });
    spaces.collect()
}

pub fn matrix(matrix: Matrix) -> impl IntoView {
    let marks = marks(matrix.dots);
    let points: Vec<((f64, f64), &str)> =
        marks.iter().map(|mark| ((mark.x * SIZE.0, (1.0 - mark.y) * SIZE.1), mark.label.as_str())).collect();
    let spots = place(&points, SIZE, &corners(&matrix.fields));
    let dots = marks
        .iter()
        .zip(spots)
        .map(|(mark, spot)| {
            let label = spot.map(|spot| {
                let class = if mark.first { "dot-label dot-label-first" } else { "dot-label" };
                view! { <text class=class x=spot.dx y=spot.dy text-anchor=spot.anchor>{mark.label.clone()}</text> }
            });
            dot(mark, label)
        })
        .collect_view();
    let tint = matrix.x.cut.as_ref().zip(matrix.y.cut.as_ref()).filter(|_| !matrix.fields.is_empty()).map(|(x, y)| {
        view! { <rect class="field-first" width=length(x.0) height=length(1.0 - y.0)></rect> }
    });
    view! {
        <figure class="figure matrix">
            <p class="visually-hidden" id=matrix.id.clone()>{matrix.alt}</p>
            <div class="matrix__frame">
                <p class="matrix__y">{matrix.y.title.clone()}<Icon name="arrow-up"/></p>
                <svg class="plot matrix__plot" width="100%" role="img" aria-labelledby=matrix.id>
                    <rect class="field" width="100%" height="100%"></rect>
                    {tint}
                    {matrix.x.cut.as_ref().map(|(at, _)| view! {
                        <line class="cross" x1=length(*at) y1="0" x2=length(*at) y2="100%"></line>
                    })}
                    {matrix.y.cut.as_ref().map(|(at, _)| view! {
                        <line class="cross" x1="0" y1=length(1.0 - at) x2="100%" y2=length(1.0 - at)></line>
                    })}
                    {field_names(matrix.fields)}
                    {ticks_y(&matrix.y)}
                    {ticks_x(&matrix.x)}
                    {dots}
                </svg>
                <p class="matrix__x">{matrix.x.title.clone()}<Icon name="arrow-right" flip=true/></p>
            </div>
        </figure>
    }
}

fn dot(mark: &Mark, label: Option<impl IntoView + 'static>) -> AnyView {
    let (class, text) = if mark.first { ("dot dot-first", "dot-text dot-text-first") } else { ("dot", "dot-text") };
    let letters = u16::try_from(mark.numbers.chars().count()).unwrap_or(u16::MAX);
    let half = if letters <= 2 { 13.0 } else { f64::from(letters) * 3.6 + 8.0 };
    view! {
        <svg x=length(mark.x) y=length(1.0 - mark.y) overflow="visible">
            {label}
            <rect class=class x=-half y="-13" width=2.0 * half height="26" rx="13"></rect>
            <text class=text y="4.5">{mark.numbers.clone()}</text>
        </svg>
    }
    .into_any()
}

fn field_names(fields: Vec<String>) -> impl IntoView {
    let names = fields.into_iter().enumerate().map(|(index, name)| {
        let class = if index == 0 { "field-label field-label-first" } else { "field-label" };
        let (x, dx, anchor) = if index % 2 == 0 { ("12", "0", "start") } else { ("100%", "-12", "end") };
        let (y, dy) = if index < 2 { ("24", "0") } else { ("100%", "-14") };
        view! { <text class=class x=x y=y dx=dx dy=dy text-anchor=anchor>{name}</text> }
    });
    names.collect_view()
}

/// End values that would run into the value of the line are left out.
const TOO_CLOSE: f64 = 0.07;

fn ticks(axis: &Axis) -> Vec<(f64, String)> {
    let mut ticks: Vec<(f64, String)> = vec![(0.0, axis.low.clone()), (1.0, axis.high.clone())];
    if let Some((at, value)) = &axis.cut {
        ticks.retain(|(end, _)| (end - at).abs() > TOO_CLOSE);
        ticks.push((*at, value.clone()));
    }
    ticks
}

fn ticks_y(axis: &Axis) -> impl IntoView + use<> {
    let texts = ticks(axis).into_iter().map(|(at, value)| {
        view! { <text class="axis-text" x="-8" y=length(1.0 - at) dy="4" text-anchor="end" aria-hidden="true">{value}</text> }
    });
    texts.collect_view()
}

fn ticks_x(axis: &Axis) -> impl IntoView + use<> {
    let texts = ticks(axis).into_iter().map(|(at, value)| {
        let anchor = if at < TOO_CLOSE { "start" } else if at > 1.0 - TOO_CLOSE { "end" } else { "middle" };
        view! { <text class="axis-text" x=length(at) y="100%" dy="20" text-anchor=anchor aria-hidden="true">{value}</text> }
    });
    texts.collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(number: u32, x: f64, y: f64) -> Dot {
        Dot { number, x, y, label: format!("Thema {number}"), first: false }
    }

    #[test]
    fn points_at_one_place_become_one_mark_with_all_numbers() {
        let marks = marks(vec![dot(1, 0.5, 0.5), dot(2, 0.2, 0.5), dot(3, 0.5, 0.5)]);
        let seen: Vec<_> = marks.iter().map(|mark| (mark.numbers.as_str(), mark.label.as_str())).collect();
        assert_eq!(seen, [("1 · 3", ""), ("2", "Thema 2")]);
    }

    #[test]
    fn an_end_value_gives_way_to_the_value_of_the_line() {
        let axis = |at| Axis { title: String::new(), low: "2".into(), high: "5".into(), cut: Some((at, "c".into())) };
        let shown = |at| ticks(&axis(at)).into_iter().map(|tick| tick.1).collect::<Vec<_>>();
        assert_eq!(shown(0.5), ["2", "5", "c"]);
        assert_eq!(shown(0.03), ["5", "c"]);
        assert_eq!(shown(0.97), ["2", "c"]);
    }

    #[test]
    fn names_keep_away_from_the_names_of_the_quadrants() {
        let corners = corners(&["Zuerst schulen".to_owned(), "Stärke halten".to_owned()]);
        let spot = place(&[((60.0, 60.0), "Prüfprotokolle")], SIZE, &corners)[0].unwrap();
        assert_eq!(spot.anchor, "start");
        let above = place(&[((60.0, 46.0), "Prüfprotokolle")], SIZE, &corners)[0].unwrap();
        assert!(above.dy > 0.0, "{above:?}");
    }
}
