//! Chart or table: links, so that a choice can be sent on. One choice holds for the whole page.

use super::super::dashboard::Dashboard;
use super::super::selection::View;
use crate::ui::Icon;
use leptos::prelude::*;

/// What a section can show, each with its icon; the first one stands at first.
pub const CHART_TABLE: &[(View, &str)] = &[(View::Chart, "chart"), (View::Table, "table")];
pub const CHART_LEVELS_TABLE: &[(View, &str)] =
    &[(View::Chart, "chart"), (View::Levels, "grid"), (View::Table, "table")];

/// What is chosen, as far as the section has it.
fn current(dashboard: &Dashboard, views: &[(View, &str)]) -> View {
    let chosen = dashboard.selection.view;
    views.iter().map(|(view, _)| *view).find(|view| *view == chosen).unwrap_or_default()
}

/// The switch of the section `id`.
pub fn switch(dashboard: &Dashboard, id: &'static str, views: &'static [(View, &'static str)]) -> AnyView {
    let shown = current(dashboard, views);
    let links = views
        .iter()
        .map(|(view, icon)| {
            let path = format!("{}#{id}", dashboard.link(|selection| selection.view = *view));
            let here = (*view == shown).then_some("true");
            let name = t!(format!("insight.ranking.{}", view.key()));
            view! { <li><a href=path aria-current=here><Icon name=*icon/>{name}</a></li> }
        })
        .collect_view();
    view! { <nav class="segmented" aria-label=t!("insight.ranking.view")><ul>{links}</ul></nav> }.into_any()
}

/// Around a section with a switch. On paper, and with `all`, every view stands, one below the other.
pub fn switchable(
    dashboard: &Dashboard,
    views: &'static [(View, &'static str)],
    all: bool,
    section: impl IntoView + 'static,
) -> AnyView {
    let view = current(dashboard, views).key();
    let class = if all || dashboard.selection.print { "printed" } else { "switchable" };
    view! { <div class=class data-view=view>{section}</div> }.into_any()
}
