//! The figures of a result as a table.

use crate::ui::Icon;
use leptos::prelude::*;

pub(super) struct Table {
    /// Heads, that of the row heads first.
    pub columns: Vec<String>,
    /// Row head first.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Behind "Als Tabelle".
    pub fn show(self) -> AnyView {
        let heads = self.columns.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
        let rows = self
            .rows
            .into_iter()
            .map(|row| {
                let mut cells = row.into_iter();
                let head = cells.next().unwrap_or_default();
                let cells = cells.map(|cell| view! { <td data-num="">{cell}</td> }).collect_view();
                view! { <tr><th scope="row">{head}</th>{cells}</tr> }
            })
            .collect_view();
        view! {
            <details class="disclosure result__table">
                <summary><Icon name="table"/>{t!("result.as_table")}<Icon name="chevron-down"/></summary>
                <div class="table-box" tabindex="0" role="region" aria-label=t!("result.as_table")>
                    <table class="table">
                        <thead><tr>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any()
    }
}
