//! What an import would change, or what has to be corrected first.

use crate::form::PostForm;
use crate::format::Format;
use crate::organisation::api::ConfirmImport;
use crate::organisation::import::Preview;
use crate::texts;
use crate::ui::{Alert, Badge, Section};
use leptos::prelude::*;
use weiterblick_domain::organisation::import::{Encoding, Param, Problem, Problems, Verdict};

pub fn preview(shown: Preview) -> AnyView {
    if shown.problems.is_empty() { changes(shown) } else { corrections(shown) }
}

/// Everything that is wrong, as far as it is listed. Nothing can be imported.
fn corrections(shown: Preview) -> AnyView {
    let Problems { listed, total } = shown.problems;
    let hidden = total - listed.len();
    let rows = listed.into_iter().map(problem_row).collect_view();
    view! {
        <Section id="vorschau" title=tn!("organisation.import.problems", total) text=t!("organisation.import.problems_text")>
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("organisation.import.problems_caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!("organisation.import.row")}</th>
                            <th role="columnheader" scope="col">{t!("organisation.import.column_label")}</th>
                            <th role="columnheader" scope="col">{t!("organisation.import.problem_label")}</th>
                            <th role="columnheader" scope="col">{t!("organisation.import.value")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            {(hidden > 0).then(|| view! { <p class="text-soft">{tn!("organisation.import.more_problems", hidden)}</p> })}
        </Section>
    }
    .into_any()
}

fn problem_row(problem: Problem) -> AnyView {
    let format = Format::of_language(texts::language());
    let written = |param| match param {
        Param::Count(count) => format.count(count),
        Param::Day(day) => format.day(&day.to_string()),
        Param::Text(text) => text,
    };
    let params = problem.kind.params().into_iter().map(|(name, param)| (name, written(param))).collect::<Vec<_>>();
    let key = format!("organisation.import.problem.{}", problem.kind.code());
    let text = texts::translate(texts::language(), &key, &params);
    let row = match problem.row {
        0 => t!("organisation.import.whole_file"),
        number => t!("organisation.import.row_number", row = number),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="nowrap">{row}</th>
            <td role="cell" data-label=t!("organisation.import.column_label")><code>{problem.column}</code></td>
            <td role="cell" data-label=t!("organisation.import.problem_label")>{text}</td>
            <td role="cell" data-label=t!("organisation.import.value")><code>{problem.value}</code></td>
        </tr>
    }
    .into_any()
}

fn changes(shown: Preview) -> AnyView {
    let counts = shown.counts;
    let nothing = counts.new + counts.changed == 0;
    let count = |value: usize, key: &str| {
        view! {
            <p class="stat"><span class="stat__value">{value}</span><span class="stat__label">{tn!(key, value)}</span></p>
        }
    };
    let read = t!(
        "organisation.import.read_as",
        encoding = t!(format!("organisation.import.encoding.{}", shown.encoding.code())),
        separator =
            shown.separator.map(|one| t!(format!("organisation.import.separator.{}", one.code()))).unwrap_or_default()
    );
    let samples = (shown.encoding == Encoding::Windows1252 && !shown.samples.is_empty())
        .then(|| t!("organisation.import.samples", cells = shown.samples.join(" · ")));
    view! {
        <Section id="vorschau" title=t!("organisation.import.preview_title") text=read>
            {shown.stale.then(|| view! { <Alert kind="warn"><p>{t!("organisation.import.stale")}</p></Alert> })}
            {samples.map(|text| view! { <Alert><p>{text}</p></Alert> })}
            <div class="grid" data-col="s">
                {count(counts.new, "organisation.import.new")}
                {count(counts.changed, "organisation.import.changed")}
                {count(counts.unchanged, "organisation.import.unchanged")}
            </div>
            {first_rows(&shown)}
            {if nothing {
                view! { <p class="measure">{t!("organisation.import.nothing_new")}</p> }.into_any()
            } else {
                view! {
                    <PostForm<ConfirmImport> class="cluster" upload=true>
                        <input type="hidden" name="kind" value=shown.kind.code()/>
                        <input type="hidden" name="expected" value=shown.expected/>
                        <input type="hidden" name="text" value=shown.text/>
                        <button class="button" type="submit">
                            {tn!("organisation.import.confirm", counts.new + counts.changed)}
                        </button>
                        <a class="link-plain" href="/organisation/import">{t!("organisation.import.cancel")}</a>
                    </PostForm<ConfirmImport>>
                }
                .into_any()
            }}
        </Section>
    }
    .into_any()
}

fn first_rows(shown: &Preview) -> AnyView {
    let header =
        shown.columns.iter().map(|column| view! { <th scope="col"><code>{column.clone()}</code></th> }).collect_view();
    let rows = shown
        .rows
        .iter()
        .map(|row| {
            let state = match row.verdict {
                Verdict::New => "ok",
                Verdict::Changed => "warn",
                Verdict::Unchanged => "closed",
            };
            let cells = row.cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row" class="num">{row.number}</th>
                    <td><Badge state=state text=t!(format!("organisation.import.verdict.{}", row.verdict.code()))/></td>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box scroll-x" tabindex="0" role="region" aria-label=t!("organisation.import.rows_caption")>
            <table class="table">
                <caption>{t!("organisation.import.rows_caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("organisation.import.row")}</th>
                        <th scope="col">{t!("organisation.import.effect")}</th>
                        {header}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
