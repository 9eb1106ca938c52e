use super::super::dashboard::Dashboard;
use super::super::words;
use super::ranking::places;
use crate::ui::{Badge, Icon};
use leptos::prelude::*;
use weiterblick_domain::insight::Displayed;
use weiterblick_domain::insight::view::{Assessment, Axis, Method, RankRow, Ranking};

/// Every method side by side; the head of a column orders by it.
pub fn table(dashboard: &Dashboard, ranking: &Ranking) -> impl IntoView + use<> {
    let has_target = ranking.rows.iter().any(|row| row.assessment.target.is_shown());
    let by_weight = ranking.rows.iter().all(|row| row.assessment.reason.axis == Axis::Weight);
    let importance = if by_weight { "insight.ranking.weight" } else { "insight.ranking.importance" };
    let heads = ranking.methods.iter().map(|method| head(dashboard, ranking, Some(*method))).collect_view();
    let rows = ranking.rows.iter().zip(places(dashboard, ranking));
    let lines = rows.map(|(row, place)| line(dashboard, ranking, row, place, has_target)).collect_view();
    view! {
        <div class="table-box scroll-x" role="region" aria-label=t!("insight.ranking.table_label") tabindex="0">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("insight.ranking.rank")}</th>
                        <th scope="col">{t!("insight.ranking.competence")}</th>
                        {head(dashboard, ranking, None)}
                        <th scope="col" data-num=true>{t!(importance)}</th>
                        <th scope="col" data-num=true>{t!("insight.ranking.ist")}</th>
                        {has_target.then(|| view! { <th scope="col" data-num=true>{t!("insight.ranking.target")}</th> })}
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

fn head(dashboard: &Dashboard, ranking: &Ranking, method: Option<Method>) -> impl IntoView + use<> {
    let name = words::method_name(method, dashboard.score_kind());
    let path = format!("{}#rangliste", dashboard.link(|selection| selection.method = method));
    let current = method == ranking.method;
    let sort = current.then_some("descending");
    let hint = t!("insight.ranking.sort_by", method = name);
    let icon = current.then(|| view! { <Icon name="arrow-down" size="s"/> });
    view! {
        <th scope="col" data-num=method.is_some() aria-sort=sort>
            <a class="table__sort" href=path title=hint>{name}{icon}</a>
        </th>
    }
}

fn line(
    dashboard: &Dashboard,
    ranking: &Ranking,
    row: &RankRow,
    place: Option<usize>,
    has_target: bool,
) -> impl IntoView + use<> {
    let Assessment { competence, ist, target, reason, band, disagree, .. } = &row.assessment;
    let figure = |displayed: Displayed| words::compact(dashboard.format, displayed);
    let band = band.map_or_else(|| t!("insight.hidden.words"), |band| t!(format!("insight.band.{}", band.code())));
    let values = ranking
        .methods
        .iter()
        .map(|method| {
            let value = words::value(dashboard.format, *method, row.assessment.value(*method));
            let place = row.assessment.ranks.by(*method).map(|rank| format!("{rank}."));
            let text = if Some(*method) == ranking.method {
                view! { <strong>{value}</strong> }.into_any()
            } else {
                value.into_any()
            };
            view! { <td data-num=true>{text}{place.map(|place| view! { " "<span class="text-soft">{place}</span> })}</td> }
        })
        .collect_view();
    view! {
        <tr>
            <td class="num">{place}</td>
            <th scope="row">
                {dashboard.name(*competence)}
                {disagree.then(|| view! { " "<Badge state="warn" text=t!("insight.ranking.disagree")/> })}
            </th>
            <td>{band}</td>
            <td data-num=true>{figure(reason.importance)}</td>
            <td data-num=true>{figure(*ist)}</td>
            {has_target.then(|| view! { <td data-num=true>{figure(*target)}</td> })}
            {values}
        </tr>
    }
}
