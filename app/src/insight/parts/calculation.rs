use super::super::dashboard::Dashboard;
use super::super::words;
use crate::ui::{Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::insight::view::ScoreKind;

/// The method line and "Wie wird das berechnet?" (insight.md §7).
pub fn calculation(dashboard: &Dashboard) -> impl IntoView {
    let rules = &dashboard.head.rules;
    let n = match dashboard.cell_row(dashboard.assessed.cell).and_then(|row| row.n_class) {
        Some(n) => t!("insight.calculation.n_at_least", n = dashboard.format.count(i64::from(n))),
        None => t!("insight.hidden.words"),
    };
    let day = dashboard.format.day(&dashboard.head.day);
    let line =
        t!("insight.calculation.line", k = rules.k, n = n, rule = words::rule(dashboard.assessed.rule), day = day);
    let soll = match rules.gap_source {
        GapSource::Importance => t!("insight.calculation.soll_importance"),
        GapSource::Profile => t!("insight.calculation.soll_profile"),
    };
    let score = match dashboard.score_kind() {
        ScoreKind::Mwds => "mwds",
        ScoreKind::WeightedGap => "weighted_gap",
    };
    let large = dashboard.format.count(i64::from(2 * rules.k));
    let terms = ["gap", "below", score, "rds", "pni", "band", "quadrant", "steps", "rounding"]
        .into_iter()
        .filter(|term| *term != "pni" || dashboard.score_kind() == ScoreKind::Mwds)
        .map(|term| {
            view! {
                <div>
                    <dt>{t!(format!("insight.calculation.{term}_term"))}</dt>
                    <dd>{t!(format!("insight.calculation.{term}_text"), large = large.clone())}</dd>
                </div>
            }
        })
        .collect_view();
    let hash: String = dashboard.head.rules_hash.chars().take(12).collect();
    let version = t!("insight.calculation.version", version = dashboard.head.engine_version, hash = hash);
    let print = dashboard.selection.print;
    view! {
        <Section id="rechnung" title=t!("insight.calculation.title") text=line>
            <details class="disclosure" open=print>
                <summary><Icon name="help"/>{t!("insight.calculation.open")}<Icon name="chevron-down"/></summary>
                <div class="stack" data-gap="4">
                    <p class="measure">{t!("insight.calculation.base")}" "{soll}</p>
                    <dl class="methods">{terms}</dl>
                    <p class="measure">{t!("insight.calculation.frozen")}</p>
                    <p class="text-soft text-sm">{version}</p>
                </div>
            </details>
        </Section>
    }
}
