use super::super::dashboard::Dashboard;
use super::super::words;
use super::ranking_table::table;
use super::switch::{CHART_TABLE, switch, switchable};
use crate::chart::{RankBar, ranking as draw};
use crate::ui::Section;
use leptos::prelude::*;
use weiterblick_domain::insight::Displayed;
use weiterblick_domain::insight::view::{Method, RankRow, Ranking};

/// Needs in order, by the method of choice.
pub fn ranking(dashboard: &Dashboard) -> impl IntoView {
    let method = dashboard.selection.method;
    let mut ranking = dashboard.assessed.ranking(method);
    let text = stability(dashboard, &ranking);
    ranking.rows.retain(|row| dashboard.listed.contains(&row.assessment.competence));
    if ranking.rows.is_empty() {
        return ().into_any();
    }
    let print = dashboard.selection.print;
    let tools = view! { {methods(dashboard, &ranking)} {switch(dashboard, "rangliste", CHART_TABLE)} }.into_any();
    let drawn = words::method_name(method.or(Some(Method::Score)), dashboard.score_kind());
    let unit = t!("insight.ranking.unit", name = drawn);
    let body = view! {
        <div class="split" data-ratio="chart">
            <div class="switchable__chart stack" data-gap="3">
                <p class="text-soft text-sm">{unit}</p>
                {draw(chart(dashboard, &ranking))}
            </div>
            <div class="switchable__table">{table(dashboard, &ranking)}</div>
            {explanations(dashboard, &ranking)}
        </div>
    };
    let section = if print {
        view! { <Section id="rangliste" title=t!("insight.ranking.title") text=text>{body}</Section> }.into_any()
    } else {
        view! { <Section id="rangliste" title=t!("insight.ranking.title") text=text tools=tools>{body}</Section> }
            .into_any()
    };
    switchable(dashboard, CHART_TABLE, false, section)
}

/// The default order, then the methods that have values here.
fn offered(ranking: &Ranking) -> Vec<Option<Method>> {
    std::iter::once(None).chain(ranking.methods.iter().copied().map(Some)).collect()
}

/// The method switch: links, so that a choice can be sent on.
fn methods(dashboard: &Dashboard, ranking: &Ranking) -> impl IntoView + use<> {
    let links = offered(ranking)
        .into_iter()
        .map(|method| {
            let path = format!("{}#rangliste", dashboard.link(|selection| selection.method = method));
            let current = (method == ranking.method).then_some("true");
            let name = words::method_name(method, dashboard.score_kind());
            view! { <li><a href=path aria-current=current>{name}</a></li> }
        })
        .collect_view();
    view! { <nav class="segmented" aria-label=t!("insight.ranking.method")><ul>{links}</ul></nav> }
}

/// Whether the first three are the same by every method; nothing where there are not three.
fn stability(dashboard: &Dashboard, ranking: &Ranking) -> String {
    if ranking.methods.len() < 2 {
        return t!("insight.ranking.single");
    }
    let top = |method: Option<Method>| {
        let rows = dashboard.assessed.ranking(method).rows.into_iter();
        let mut top: Vec<_> = rows.filter(|r| !r.value.is_hidden()).take(3).map(|r| r.assessment.competence).collect();
        top.sort_unstable();
        top
    };
    let first = top(None);
    if first.len() < 3 {
        return String::new();
    }
    if ranking.methods.iter().all(|method| top(Some(*method)) == first) {
        t!("insight.ranking.same")
    } else {
        t!("insight.ranking.differs")
    }
}

fn chart(dashboard: &Dashboard, ranking: &Ranking) -> Vec<RankBar> {
    let method = ranking.method.unwrap_or(Method::Score);
    let places = places(dashboard, ranking);
    let scale = scale(ranking.rows.iter().filter_map(|row| need(method, row.value)));
    let bar = |(row, place): (&RankRow, Option<usize>)| {
        let need = need(method, row.value);
        RankBar {
            rank: place.map_or_else(String::new, |place| place.to_string()),
            name: dashboard.name(row.assessment.competence),
            note: (method == Method::Gap && row.value.is_shown()).then(|| {
                t!("insight.reason.below", share = words::figure(dashboard.format, row.assessment.reason.below))
            }),
            value: words::value(dashboard.format, method, row.value),
            share: need.map(|need| need.abs() / scale),
            surplus: need.is_some_and(|need| need < 0.0),
            badge: row.assessment.disagree.then(|| t!("insight.ranking.disagree")),
        }
    };
    ranking.rows.iter().zip(places).map(bar).collect()
}

/// The number before each line: the rank by the chosen method; in default order the place in the list, which is also
/// the number in the priority matrix. What is hidden has none.
pub(super) fn places(dashboard: &Dashboard, ranking: &Ranking) -> Vec<Option<usize>> {
    let place = |row: &RankRow| match ranking.method {
        Some(_) => row.rank.and_then(|rank| usize::try_from(rank).ok()),
        None => {
            let list = dashboard.assessed.list.iter().filter(|a| a.band.is_some());
            list.map(|a| a.competence).position(|id| id == row.assessment.competence).map(|index| index + 1)
        }
    };
    ranking.rows.iter().map(place).collect()
}

/// How far a value says that something is missing: for RDS the sign is the other way round.
fn need(method: Method, value: Displayed) -> Option<f64> {
    let position = words::position(value)?;
    Some(if method == Method::Rds { -position } else { position })
}

/// The end of the common scale: the largest value rounded up to a half, from 5 on to a whole number.
fn scale(needs: impl Iterator<Item = f64>) -> f64 {
    let largest = needs.fold(0.0_f64, |largest, need| largest.max(need.abs()));
    let step = if largest > 5.0 { 1.0 } else { 0.5 };
    ((largest / step).ceil() * step).max(0.5)
}

fn explanations(dashboard: &Dashboard, ranking: &Ranking) -> impl IntoView + use<> {
    let score = dashboard.score_kind();
    let score_name = words::method_name(Some(Method::Score), score);
    let entries = offered(ranking)
        .into_iter()
        .map(|method| {
            let text =
                t!(format!("insight.method.{}.text", words::method_key(method, score)), score = score_name.clone());
            view! {
                <div aria-current=(method == ranking.method).then_some("true")>
                    <dt>{words::method_name(method, score)}</dt>
                    <dd>{text}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="methods">{entries}</dl> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::insight::{Bound, Decimal};

    #[test]
    fn scales_end_at_a_round_number() {
        fn check(needs: &[f64], expected: f64) {
            assert_eq!(scale(needs.iter().copied()), expected, "{needs:?}");
        }
        check(&[1.2, 0.4, -0.9], 1.5);
        check(&[-2.1, 0.2], 2.5);
        check(&[8.28, 2.5], 9.0);
        check(&[0.0], 0.5);
        check(&[], 0.5);
    }

    #[test]
    fn a_negative_rds_is_a_need() {
        let rds = Displayed::Percent { value: Decimal::new(-75, 0), bound: Bound::Exact };
        assert_eq!(need(Method::Rds, rds), Some(0.75));
        assert_eq!(need(Method::ShareBelow, Displayed::Hidden), None);
    }
}
