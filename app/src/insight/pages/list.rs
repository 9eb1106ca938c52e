use super::super::access::reading;
use super::super::parts::survey_name;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::Page;
use crate::ui::{
    Badge, Empty, Icon, ListQuery, NothingFound, PAGE_SIZE, PageHead, SEARCHABLE, Search, SortHead, pages,
};
use leptos::prelude::*;
use weiterblick_domain::policy::action::ReadRelease;
use weiterblick_domain::survey::Mode;
use weiterblick_store::insight::{Outcome, Sight, SurveyResult, results};

/// `/auswertung`: closed surveys and what came out of them, the latest first.
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = reading::<ReadRelease>(&ctx)?;
    let all = results(&mut *ctx.state.db.read().await?, &grant, &sight).await?;
    let format = Format::of(&ctx);
    let list = ListQuery::of_request("", &[]);
    let searchable = all.len() >= SEARCHABLE;
    let content = if all.is_empty() {
        let text = if sight == Sight::Shared { t!("insight.list.empty_shared") } else { t!("insight.list.empty_text") };
        view! { <Empty title=t!("insight.list.empty_title") text=text/> }.into_any()
    } else {
        let mut found: Vec<SurveyResult> =
            all.into_iter().filter(|result| list.finds(&[&survey_name(result)])).collect();
        list.order(&mut found, &[("name", survey_name), ("ende", closed_at)]);
        let part = list.part(found, PAGE_SIZE);
        let search = searchable.then(|| view! { <Search list=list.clone() label=t!("insight.list.find")/> });
        let shown = if part.total == 0 {
            view! { <NothingFound list=list.clone()/> }.into_any()
        } else {
            table(&format, &list, &part.items).into_any()
        };
        view! { {search} {shown} {pages(part.page, part.pages, |page| list.on_page(page))} }.into_any()
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

/// To order by.
fn closed_at(result: &SurveyResult) -> String {
    format!("{:020}", result.closed_at.map_or(0, |at| at.0))
}

fn table(format: &Format, list: &ListQuery, found: &[SurveyResult]) -> impl IntoView + use<> {
    let head = |code: &'static str, label: String| view! { <SortHead list=list.clone() code=code label=label/> };
    let lines = found.iter().map(|result| line(format, result)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack=true role="table">
                <caption class="visually-hidden">{t!("insight.list.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head("name", t!("insight.list.survey"))}
                        {head("ende", t!("insight.list.closed"))}
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
                    <span class="text-soft text-sm">{t!(format!("insight.mode.{}", result.mode.code()))}</span>
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
