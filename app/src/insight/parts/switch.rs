//! Chart or table: radio buttons that work by style alone, without script and without a new page.

use crate::ui::Icon;
use leptos::prelude::*;

/// What can be switched to: value, locale key and icon. The first one stands at first; style knows the values.
pub const CHART_TABLE: &[(&str, &str, &str)] =
    &[("chart", "insight.ranking.chart", "chart"), ("table", "insight.ranking.table", "table")];
pub const CHART_LEVELS_TABLE: &[(&str, &str, &str)] = &[
    ("chart", "insight.ranking.chart", "chart"),
    ("levels", "insight.ranking.levels", "grid"),
    ("table", "insight.ranking.table", "table"),
];

/// The switch of the section `name`.
pub fn switch(name: &'static str, views: &'static [(&'static str, &'static str, &'static str)]) -> AnyView {
    let group = format!("sicht-{name}");
    let options = views
        .iter()
        .enumerate()
        .map(|(index, (value, key, icon))| {
            view! {
                <label>
                    <input type="radio" name=group.clone() value=*value checked=index == 0/>
                    <Icon name=*icon/>{t!(*key)}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{t!("insight.ranking.view")}</legend>
            {options}
        </fieldset>
    }
    .into_any()
}

/// Around a section with a switch. On paper every view stands, one below the other.
pub fn switchable(print: bool, section: impl IntoView + 'static) -> AnyView {
    view! { <div class=if print { "printed" } else { "switchable" }>{section}</div> }.into_any()
}
