//! Current and expected level of every competence: as a chart and as a table.

use super::words::range;
use super::{ResultView, number};
use crate::chart::{Range, Ranges, ranges};
use crate::ui::{Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{Facet, Level, ScaleLevel};
use weiterblick_domain::survey::{Expected, OwnRow};

impl ResultView<'_> {
    /// What is below the expected level; with `others`, the rest folded under it.
    pub(super) fn gaps(&self, others: bool) -> AnyView {
        let mut below: Vec<&OwnRow> =
            self.result.rows.iter().filter(|row| row.gap.is_some_and(|gap| gap > 0)).collect();
        below.sort_by_key(|row| (std::cmp::Reverse(row.priority()), std::cmp::Reverse(row.gap)));
        // What was neither rated nor opted out of says nothing.
        let told = |row: &&OwnRow| row.gap.is_none_or(|gap| gap <= 0) && !row.current.is_missing();
        let rest: Vec<&OwnRow> = if others { self.result.rows.iter().filter(told).collect() } else { Vec::new() };
        if self.result.rows.iter().all(|row| row.gap.is_none()) {
            return ().into_any();
        }
        let none = below.is_empty().then(|| view! { <p class="text-soft">{t!("answering.result.no_gaps")}</p> });
        let chart = self.chart(&below, true);
        let more = self.chart(&rest, below.is_empty()).map(|chart| {
            let title = if below.is_empty() {
                tn!("answering.result.all_rows", rest.len())
            } else {
                tn!("answering.result.others", rest.len())
            };
            view! {
                <details class="disclosure no-print">
                    <summary><Icon name="chart"/>{title}<Icon name="chevron-down"/></summary>
                    {chart}
                </details>
            }
        });
        let all: Vec<&OwnRow> = below.into_iter().chain(rest).collect();
        let table = (!all.is_empty()).then(|| {
            view! {
                <details class="disclosure no-print">
                    <summary><Icon name="table"/>{t!("answering.result.as_table")}<Icon name="chevron-down"/></summary>
                    {self.table(&all)}
                </details>
                // What is folded up is not printed, so paper gets the table by itself.
                <div class="only-print">{self.table(&all)}</div>
            }
        });
        view! {
            <Section id="luecken" title=t!("answering.result.gaps") text=self.explain()>
                {none}
                {chart}
                {more}
                {table}
            </Section>
        }
        .into_any()
    }

    /// What the expected level is.
    fn explain(&self) -> String {
        let target = || match self.profile.is_empty() {
            false => t!("answering.result.explain.profile", profile = self.profile),
            true => t!("answering.result.explain.target"),
        };
        match self.kind() {
            "importance" => t!("answering.result.explain.importance"),
            "mixed" => format!("{} {}", target(), t!("answering.result.explain.mixed")),
            _ => target(),
        }
    }

    /// All rows on one scale; one with another number of levels is drawn on the longest. `None` without rows.
    fn chart(&self, rows: &[&OwnRow], legend: bool) -> Option<AnyView> {
        let scales = rows.iter().filter_map(|row| self.scale(row, Facet::Current));
        let scale = scales.max_by_key(|scale| scale.size())?;
        let label = |level: Option<&ScaleLevel>| level.map_or("", |level| level.label.get(self.language)).to_owned();
        let lines = rows
            .iter()
            .map(|row| Range {
                name: self.name(row),
                current: number(&row.current).map(f64::from),
                target: row.expected.map(ends),
                finding: self.finding(row),
                values: self.values(row),
            })
            .collect();
        let words = || (t!("answering.result.legend.current"), t!(format!("answering.result.legend.{}", self.kind())));
        let chart = Ranges {
            levels: u8::try_from(scale.size()).unwrap_or(Level::MAX),
            ends: (label(scale.levels.first()), label(scale.levels.last())),
            legend: legend.then(words),
            rows: lines,
        };
        Some(ranges(chart).into_any())
    }

    fn table(&self, rows: &[&OwnRow]) -> AnyView {
        let kind = self.kind();
        let expected = t!(format!("answering.result.column.{kind}"));
        let lines = rows
            .iter()
            .map(|row| {
                let dash = || "–".to_owned();
                let current = number(&row.current).map_or_else(dash, |level| level.to_string());
                let wanted = row.expected.map_or_else(dash, |wanted| match wanted {
                    Expected::Importance(level) => level.get().to_string(),
                    Expected::Target(target) => range(target.min, target.max),
                });
                view! {
                    <tr role="row">
                        <th scope="row" role="rowheader">{self.name(row)}</th>
                        <td role="cell" data-num="" data-label=t!("answering.result.column.current")>{current}</td>
                        <td role="cell" data-num="" data-label=expected.clone()>{wanted}</td>
                        <td role="cell" data-label=t!("answering.result.column.finding")>{self.finding(row)}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("answering.result.gaps")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">{t!("answering.result.column.competence")}</th>
                            <th scope="col" role="columnheader" data-num="">{t!("answering.result.column.current")}</th>
                            <th scope="col" role="columnheader" data-num="">{expected.clone()}</th>
                            <th scope="col" role="columnheader">{t!("answering.result.column.finding")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{lines}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

fn ends(expected: Expected) -> (f64, f64) {
    let float = |level: Level| f64::from(level.get());
    match expected {
        Expected::Importance(level) => (float(level), float(level)),
        Expected::Target(target) => (float(target.min), float(target.max)),
    }
}
