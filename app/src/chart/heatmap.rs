use leptos::prelude::*;

/// A heat map: rows of names, columns of groups, values as text in coloured fields.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    pub caption: String,
    /// Id of the key that explains the colours.
    pub key_id: &'static str,
    /// Head of the column with the names.
    pub corner: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Too many columns for a phone: stays a table and scrolls sideways.
    pub wide: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    /// For narrow screens.
    pub short: String,
    /// A line under the name, empty for none.
    pub note: String,
    /// Stands apart from the groups.
    pub total: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub name: String,
    /// One per column.
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Not asked here: a dash, and in words why.
    Empty { words: String },
    /// Hatched. No value reaches this type.
    Hidden { words: String, short: String, reason: String },
    Value {
        /// `data-step`; `None`: without colour.
        step: Option<&'static str>,
        value: String,
        /// Second line, and how it is read aloud.
        below: String,
        below_words: String,
    },
}

pub fn heat_map(map: HeatMap) -> impl IntoView {
    let totals: Vec<bool> = map.columns.iter().map(|column| column.total).collect();
    let heads = map
        .columns
        .into_iter()
        .map(|column| {
            view! {
                <th role="columnheader" scope="col">
                    <span class="heatmap__full">{column.name.clone()}</span>
                    <abbr class="heatmap__short" title=column.name>{column.short}</abbr>
                    {(!column.note.is_empty()).then(|| view! { <span class="heatmap__n">{column.note}</span> })}
                </th>
            }
        })
        .collect_view();
    let rows = map
        .rows
        .into_iter()
        .map(|row| {
            let fields =
                row.fields.into_iter().zip(totals.clone()).map(|(field, total)| cell(field, total)).collect_view();
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{row.name}</th>
                    {fields}
                </tr>
            }
        })
        .collect_view();
    let region = map.caption.clone();
    view! {
        <div class="heatmap-box" data-dense=map.wide role=map.wide.then_some("region")
            aria-label=map.wide.then_some(region) tabindex=map.wide.then_some("0")>
            <table class="heatmap" role="table" aria-describedby=map.key_id>
                <caption class="visually-hidden">{map.caption}</caption>
                <thead role="rowgroup">
                    <tr role="row"><th role="columnheader" scope="col">{map.corner}</th>{heads}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn cell(field: Field, total: bool) -> AnyView {
    match field {
        Field::Empty { words } => view! {
            <td role="cell" data-step="none" data-total=total>
                <span aria-hidden="true">"–"</span>
                <span class="visually-hidden">{words}</span>
            </td>
        }
        .into_any(),
        Field::Hidden { words, short, reason } => view! {
            <td role="cell" data-step="few" data-total=total title=reason>
                <span class="heatmap__few">
                    <span class="heatmap__full">{words.clone()}</span>
                    <span class="heatmap__short">
                        <span aria-hidden="true">{short}</span>
                        <span class="visually-hidden">{words}</span>
                    </span>
                </span>
            </td>
        }
        .into_any(),
        Field::Value { step, value, below, below_words } => view! {
            <td role="cell" data-step=step data-total=total>
                <span>{value}</span>
                <span class="heatmap__below">
                    <span aria-hidden="true">{below}</span>
                    <span class="visually-hidden">{below_words}</span>
                </span>
            </td>
        }
        .into_any(),
    }
}
