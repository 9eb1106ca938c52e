use super::super::dashboard::Dashboard;
use super::super::words;
use super::switch::{CHART_TABLE, switch, switchable};
use crate::chart::{Axis as ChartAxis, Dot, Matrix as Chart, matrix as draw};
use crate::ui::Section;
use leptos::prelude::*;
use weiterblick_domain::insight::priority::{Ipa, Locus};
use weiterblick_domain::insight::view::{Axis, Matrix, MatrixPoint};
use weiterblick_domain::insight::{CutRule, Decimal, Displayed};

/// One priority matrix per scale and kind of importance; mostly exactly one.
pub fn matrices(dashboard: &Dashboard) -> impl IntoView {
    let mut matrices = dashboard.assessed.matrices();
    for matrix in &mut matrices {
        matrix.points.retain(|point| dashboard.listed.contains(&point.competence));
    }
    matrices.retain(|matrix| !matrix.points.is_empty());
    let several = matrices.len() > 1;
    let parts = matrices
        .iter()
        .enumerate()
        .map(|(index, matrix)| {
            let head = several.then(|| t!("insight.matrix.levels", levels = matrix.levels));
            view! {
                {head.map(|head| view! { <h3>{head}</h3> })}
                {one(dashboard, matrix, index)}
            }
        })
        .collect_view();
    let charted = matrices.iter().any(|matrix| matrix.importance_cut.is_some());
    (!matrices.is_empty()).then(|| {
        let print = dashboard.selection.print;
        let text = match dashboard.assessed.rule {
            _ if !charted => String::new(),
            CutRule::Target => t!("insight.matrix.text_target"),
            CutRule::Mean | CutRule::Median | CutRule::Mid => t!("insight.matrix.text"),
        };
        let section = if charted && !print {
            view! {
                <Section id="prioritaeten" title=t!("insight.matrix.title") text=text
                    tools=switch(dashboard, "prioritaeten", CHART_TABLE)>
                    {parts}
                </Section>
            }
            .into_any()
        } else {
            view! { <Section id="prioritaeten" title=t!("insight.matrix.title") text=text>{parts}</Section> }.into_any()
        };
        switchable(dashboard, CHART_TABLE, !charted, section)
    })
}

fn one(dashboard: &Dashboard, matrix: &Matrix, index: usize) -> AnyView {
    if matrix.importance_cut.is_none() {
        return view! { <p>{t!("insight.matrix.few")}</p> {key(dashboard, matrix)} }.into_any();
    }
    view! {
        <div class="switchable__chart">
            <div class="split" data-ratio="chart">
                {draw(chart(dashboard, matrix, index))}
                <div>{key(dashboard, matrix)}</div>
            </div>
        </div>
        <div class="switchable__table">{table(dashboard, matrix)}</div>
        {cuts(dashboard, matrix)}
    }
    .into_any()
}

/// A stretch of an axis that holds all values and the line, in half levels, at least one and a half long.
fn stretch(values: impl Iterator<Item = f64>, levels: u8) -> (f64, f64) {
    let (mut low, mut high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let top = f64::from(levels);
    low = (((low - 0.2) * 2.0).floor() / 2.0).max(1.0);
    high = (((high + 0.2) * 2.0).ceil() / 2.0).min(top);
    while high - low < 1.5 && (low > 1.0 || high < top) {
        low = (low - 0.5).max(1.0);
        high = (high + 0.5).min(top);
    }
    (low, high)
}

fn axis(dashboard: &Dashboard, title: String, (low, high): (f64, f64), cut: Option<Decimal>) -> ChartAxis {
    let end = |value: f64| dashboard.format.number(Decimal::new((value * 10.0).round() as i64, 1));
    let at = |cut: Decimal| ((words::float(cut) - low) / (high - low), dashboard.format.number(cut));
    ChartAxis { title, low: end(low), high: end(high), cut: cut.map(at) }
}

fn chart(dashboard: &Dashboard, matrix: &Matrix, index: usize) -> Chart {
    let ist = |point: &MatrixPoint| words::position(point.ist).unwrap_or(1.0);
    let importance = |point: &MatrixPoint| words::position(point.importance).unwrap_or(1.0);
    let cut = |cut: Option<Decimal>| cut.map(words::float);
    let x = stretch(matrix.points.iter().map(ist).chain(cut(matrix.ist_cut)), matrix.levels);
    let top = if matrix.axis == Axis::Weight { 5 } else { matrix.levels };
    let y = stretch(matrix.points.iter().map(importance).chain(cut(matrix.importance_cut)), top);
    let place = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
    let fields = ["first", "keep", "watch", "enough"].map(|field| t!(format!("insight.matrix.{field}")));
    let y_title = if matrix.axis == Axis::Weight { "insight.matrix.weight" } else { "insight.matrix.y" };
    let (x_axis, y_axis) = (
        axis(dashboard, t!("insight.matrix.x"), x, matrix.ist_cut),
        axis(dashboard, t!(y_title), y, matrix.importance_cut),
    );
    Chart {
        alt: alternative(dashboard, matrix, &x_axis, &y_axis),
        id: format!("matrix-alt-{index}"),
        x: x_axis,
        y: y_axis,
        fields: if matrix.ist_cut.is_some() { fields.to_vec() } else { Vec::new() },
        dots: matrix
            .points
            .iter()
            .map(|point| Dot {
                number: point.number,
                x: place(ist(point), x),
                y: place(importance(point), y),
                label: dashboard.name(point.competence),
                first: point.ipa == Some(Ipa::FocusHere),
            })
            .collect(),
    }
}

fn alternative(dashboard: &Dashboard, matrix: &Matrix, x: &ChartAxis, y: &ChartAxis) -> String {
    let first = matrix.points.iter().filter(|point| point.ipa == Some(Ipa::FocusHere));
    let names: Vec<String> = first.map(|point| dashboard.name(point.competence)).collect();
    let finding = if names.is_empty() {
        t!("insight.matrix.alt_none")
    } else {
        t!("insight.matrix.alt_first", names = words::listed(&names))
    };
    let frame = t!("insight.matrix.alt", x_low = x.low, x_high = x.high, y_low = y.low, y_high = y.high);
    format!("{frame} {finding}")
}

/// The list beside the chart: number, name, importance and current level.
fn key(dashboard: &Dashboard, matrix: &Matrix) -> impl IntoView + use<> {
    let entries = matrix
        .points
        .iter()
        .map(|point| {
            let first = point.ipa == Some(Ipa::FocusHere);
            view! {
                <li data-first=first>
                    <span class="dot-no">{point.number}</span>
                    <span>{dashboard.name(point.competence)}</span>
                    <span class="num text-soft">
                        <span class="visually-hidden">{t!("insight.matrix.key_importance")}</span>
                        {words::figure(dashboard.format, point.importance)}
                        <span aria-hidden="true">" · "</span>
                        <span class="visually-hidden">{t!("insight.matrix.key_ist")}</span>
                        {words::figure(dashboard.format, point.ist)}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="matrix__key-head" aria-hidden="true">
            <span>{t!("insight.matrix.competence")}</span><span>{t!("insight.matrix.key_head")}</span>
        </p>
        <ol class="matrix__key">{entries}</ol>
    }
}

fn table(dashboard: &Dashboard, matrix: &Matrix) -> impl IntoView + use<> {
    let with_locus = matrix.points.iter().any(|point| point.locus.is_some());
    let importance = if matrix.axis == Axis::Weight { "insight.matrix.weight" } else { "insight.matrix.importance" };
    let lines = matrix
        .points
        .iter()
        .map(|point| {
            let field = point.ipa.map_or_else(String::new, |ipa| t!(field_key(ipa)));
            let locus = point.locus.map_or_else(String::new, |locus| t!(locus_key(locus)));
            let gap = if point.gap.is_hidden() {
                words::figure(dashboard.format, Displayed::Hidden)
            } else {
                words::distance(dashboard.format, point.gap)
            };
            view! {
                <tr>
                    <td class="num">{point.number}</td>
                    <th scope="row">{dashboard.name(point.competence)}</th>
                    <td data-num=true>{words::figure(dashboard.format, point.importance)}</td>
                    <td data-num=true>{words::figure(dashboard.format, point.ist)}</td>
                    <td data-num=true>{gap}</td>
                    <td data-num=true>{words::compact(dashboard.format, point.below)}</td>
                    <td>{field}</td>
                    {with_locus.then(|| view! { <td>{locus}</td> })}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box scroll-x" role="region" aria-label=t!("insight.matrix.table") tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"#"</th>
                        <th scope="col">{t!("insight.matrix.competence")}</th>
                        <th scope="col" data-num=true>{t!(importance)}</th>
                        <th scope="col" data-num=true>{t!("insight.matrix.ist")}</th>
                        <th scope="col" data-num=true>{t!("insight.matrix.gap")}</th>
                        <th scope="col" data-num=true>{t!("insight.matrix.below")}</th>
                        <th scope="col">{t!("insight.matrix.field")}</th>
                        {with_locus.then(|| view! { <th scope="col">{t!("insight.matrix.locus")}</th> })}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

const fn locus_key(locus: Locus) -> &'static str {
    match locus {
        Locus::HighHigh => "insight.locus.high_high",
        Locus::HighLow => "insight.locus.high_low",
        Locus::LowHigh => "insight.locus.low_high",
        Locus::LowLow => "insight.locus.low_low",
    }
}

const fn field_key(ipa: Ipa) -> &'static str {
    match ipa {
        Ipa::FocusHere => "insight.matrix.first",
        Ipa::KeepUp => "insight.matrix.keep",
        Ipa::LowPriority => "insight.matrix.watch",
        Ipa::Excess => "insight.matrix.enough",
    }
}

/// Where the lines run, by which rule, and how many competences other rules would move.
fn cuts(dashboard: &Dashboard, matrix: &Matrix) -> impl IntoView + use<> {
    let rule = words::rule(matrix.rule);
    let importance = matrix.importance_cut.map_or_else(String::new, |cut| dashboard.format.number(cut));
    let line = match matrix.ist_cut {
        Some(ist) => t!("insight.matrix.cut", rule = rule, importance = importance, ist = dashboard.format.number(ist)),
        None => t!("insight.matrix.cut_target", rule = rule, importance = importance),
    };
    let moved: Vec<String> = matrix
        .moved
        .iter()
        .map(|moved| t!("insight.matrix.moved_one", rule = words::rule(moved.rule), count = moved.competences))
        .collect();
    view! { <p class="text-soft text-sm">{line}" "{t!("insight.matrix.moved", list = moved.join(", "))}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_shows_all_values_in_half_levels() {
        fn check(values: &[f64], levels: u8, expected: (f64, f64)) {
            assert_eq!(stretch(values.iter().copied(), levels), expected, "{values:?}");
        }
        check(&[2.4, 4.4, 3.1], 5, (2.0, 5.0));
        check(&[2.7, 2.9], 5, (2.0, 4.0));
        check(&[1.0, 1.0], 5, (1.0, 2.5));
        check(&[3.0], 3, (1.5, 3.0));
        check(&[1.2, 4.8], 5, (1.0, 5.0));
    }
}
