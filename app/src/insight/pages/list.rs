use super::super::access::reading;
use super::super::parts::survey_name;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Page, query};
use crate::ui::{Badge, Empty, Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::policy::action::ReadRelease;
use weiterblick_domain::survey::Mode;
use weiterblick_store::insight::{Outcome, Sight, SurveyResult, results};

/// From here on a list can be searched.
const SEARCHABLE: usize = 8;

/// `/auswertung`: closed surveys and what came out of them, the latest first.
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = reading::<ReadRelease>(&ctx)?;
    let all = results(&mut *ctx.state.db.read().await?, &grant, &sight).await?;
    let format = Format::of(&ctx);
    let search = query("q");
    let wanted = search.trim().to_lowercase();
    let found: Vec<&SurveyResult> =
        all.iter().filter(|result| survey_name(result).to_lowercase().contains(&wanted)).collect();
    let content = if all.is_empty() {
        let text = if sight == Sight::Shared { t!("insight.list.empty_shared") } else { t!("insight.list.empty_text") };
        view! { <Empty title=t!("insight.list.empty_title") text=text/> }.into_any()
    } else if found.is_empty() {
        view! {
            {field(&search)}
            <Empty title=t!("insight.list.nothing_title") text=t!("insight.list.nothing_text", q = search)>
                <p><a class="link-plain" href="/auswertung">{t!("insight.list.show_all")}</a></p>
            </Empty>
        }
        .into_any()
    } else {
        let searchable = all.len() >= SEARCHABLE || !wanted.is_empty();
        view! { {searchable.then(|| field(&search))} {table(&format, &found)} }.into_any()
    };
    let lead = if sight == Sight::Shared { t!("insight.list.lead_shared") } else { t!("insight.list.lead") };
    let page = view! {
        <div class="wrap">
            <PageHead title=t!("insight.title") lead=lead/>
            <div class="stack" data-gap="5">{content}</div>
        </div>
    };
    Ok(Page::new(t!("insight.title"), page))
}

fn field(search: &str) -> impl IntoView + use<> {
    let search = search.to_owned();
    view! {
        <form class="input-row" method="get" action="/auswertung" role="search">
            <label class="visually-hidden" for="f-q">{t!("insight.list.find")}</label>
            <input class="input" id="f-q" type="search" name="q" value=search placeholder=t!("insight.list.find")/>
            <button class="button" data-kind="secondary" type="submit">{t!("insight.list.search")}</button>
        </form>
    }
}

fn table(format: &Format, found: &[&SurveyResult]) -> impl IntoView + use<> {
    let lines = found.iter().map(|result| line(format, result)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack=true role="table">
                <caption class="visually-hidden">{t!("insight.list.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("insight.list.survey")}</th>
                        <th role="columnheader" scope="col">{t!("insight.list.closed")}</th>
                        <th role="columnheader" scope="col">{t!("insight.list.result")}</th>
                        <th role="columnheader" scope="col">{t!("insight.list.actions")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines}</tbody>
            </table>
        </div>
    }
}

fn line(format: &Format, result: &SurveyResult) -> impl IntoView + use<> {
    let (state, key) = match result.outcome {
        Outcome::Published(_) => ("ok", "published"),
        Outcome::Withdrawn => ("error", "withdrawn"),
        Outcome::TooFew if result.mode == Mode::Named => ("closed", "too_few_shared"),
        Outcome::TooFew => ("closed", "too_few"),
        Outcome::Pending => ("warn", "pending"),
    };
    let name = survey_name(result);
    let path = format!("/auswertung/{}", result.survey);
    let closed = result.closed_at.map_or_else(String::new, |at| format.date(at));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span>
                    {name.clone()}<br/>
                    <span class="text-soft text-sm">{t!(format!("insight.mode.{}", result.mode.word()))}</span>
                </span>
            </th>
            <td role="cell" data-label=t!("insight.list.closed")>{closed}</td>
            <td role="cell" data-label=t!("insight.list.result")>
                <Badge state=state text=t!(format!("insight.outcome.{key}"))/>
            </td>
            <td role="cell">
                <a class="link-next" href=path aria-label=t!("insight.list.open_of", name = name)>
                    {t!("insight.list.open")}<Icon name="arrow-right" flip=true/>
                </a>
            </td>
        </tr>
    }
}
