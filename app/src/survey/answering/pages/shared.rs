//! `/freigaben`: results that employees have released to whoever signed in.

use super::own_result::section_names;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Page, path_param, query};
use crate::survey::answering::participant::content_language;
use crate::survey::answering::result::ResultView;
use crate::ui::{
    Alert, Column, Empty, ListQuery, NothingFound, PAGE_SIZE, PageHead, SEARCHABLE, Search, SortHead, pages,
};
use leptos::prelude::*;
use weiterblick_domain::ids::AssessmentId;
use weiterblick_domain::organisation::{Day, full_name};
use weiterblick_domain::policy::action::ReadReleasedResult;
use weiterblick_domain::policy::{Grant, Relation};
use weiterblick_domain::survey::Recipient;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::survey::answer_release::{self, Shared};
use weiterblick_store::survey::{self, answer_target};
use weiterblick_store::{Conn, StoreError};

/// What was released to this person: as HR, as lead, or both.
async fn readable(ctx: &Ctx, conn: &mut Conn) -> Result<(Grant<ReadReleasedResult>, Vec<Shared>), Error> {
    let as_hr = ctx.grant::<ReadReleasedResult>(Relation::Organisation);
    let grant = as_hr.clone().or_else(|_| ctx.grant::<ReadReleasedResult>(Relation::OwnTeam))?;
    let mut shared = if as_hr.is_ok() { answer_release::to_hr(conn, &grant).await? } else { Vec::new() };
    let format = Format::of(ctx);
    let day = |at: UnixMillis| format.stored_day(at).parse::<Day>();
    let today = day(ctx.now).map_err(|error| crate::context::incident(&error))?;
    shared.extend(answer_release::to_lead(conn, &grant, today, |at| day(at).unwrap_or(today)).await?);
    Ok((grant, shared))
}

fn name(shared: &Shared) -> String {
    full_name(&shared.first_name, &shared.last_name)
}

/// What the list can be ordered by.
const ORDERS: [Column<Shared>; 3] = [
    ("person", name),
    ("survey", |shared| shared.survey_title.clone()),
    ("since", |shared| format!("{:020}", shared.release.released_at.0)),
];

/// The list of those who have shown something.
pub async fn shared_list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (_, shared) = readable(&ctx, &mut *ctx.state.db.read().await?).await?;
    let format = Format::of(&ctx);
    let list = ListQuery::of_request("", &[]);
    let search = (shared.len() >= SEARCHABLE).then(|| {
        view! { <Search list=list.clone() label=t!("answering.shared.search")/> }
    });
    let body = if shared.is_empty() {
        view! { <Empty title=t!("answering.shared.none") text=t!("answering.shared.none_text")/> }.into_any()
    } else {
        let mut found: Vec<Shared> = shared.into_iter().filter(|shared| list.finds(&[&name(shared)])).collect();
        list.order(&mut found, &ORDERS);
        let part = list.part(found, PAGE_SIZE);
        if part.total == 0 {
            view! { <NothingFound list=list/> }.into_any()
        } else {
            view! {
                {table(&list, &part.items, &format)}
                {pages(part.page, part.pages, |page| list.on_page(page))}
            }
            .into_any()
        }
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("answering.shared.title") lead=t!("answering.shared.lead")/>
            <div class="stack" data-gap="5">{search}{body}</div>
        </div>
    };
    Ok(Page::new(t!("answering.shared.title"), content))
}

fn table(list: &ListQuery, shared: &[Shared], format: &Format) -> impl IntoView + use<> {
    let rows = shared.iter().map(|shared| row(shared, format)).collect_view();
    let heads = ["person", "survey", "recipient", "sections", "since"]
        .map(|column| {
            let label = t!(format!("answering.shared.column.{column}"));
            if ORDERS.iter().any(|(code, _)| *code == column) {
                view! { <SortHead list=list.clone() code=column label=label/> }.into_any()
            } else {
                view! { <th scope="col" role="columnheader">{label}</th> }.into_any()
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("answering.shared.title")}</caption>
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(shared: &Shared, format: &Format) -> AnyView {
    let recipient = shared.release.recipient;
    let place = format!("/freigaben/{}?als={recipient}", shared.assessment);
    let label = |column: &str| t!(format!("answering.shared.column.{column}"));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><a href=place>{name(shared)}</a></th>
            <td role="cell" data-label=label("survey")>
                {shared.survey_title.clone()}
                {(!shared.wave_label.is_empty()).then(|| view! { <span class="table__sub">{shared.wave_label.clone()}</span> })}
            </td>
            <td role="cell" data-label=label("recipient")>{t!(format!("answering.shared.as.{recipient}"))}</td>
            <td role="cell" data-label=label("sections")>{section_names(&shared.release.sections)}</td>
            <td role="cell" data-label=label("since")>{format.short_date(shared.release.released_at)}</td>
        </tr>
    }
    .into_any()
}

/// `/freigaben/{assessment}`: the released sections, and nothing else of the result.
pub async fn shared_result() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: AssessmentId = path_param("assessment")?;
    let mut conn = ctx.state.db.read().await?;
    let (grant, readable) = readable(&ctx, &mut conn).await?;
    let wanted = Recipient::from_code(&query("als"));
    let shared = readable
        .iter()
        .filter(|shared| shared.assessment == id)
        .find(|shared| wanted.is_none_or(|wanted| shared.release.recipient == wanted))
        .ok_or_else(Error::not_found)?;
    let assessment = answer_release::answers(&mut conn, &grant, shared).await?;
    let survey = survey::load(&mut conn, assessment.survey).await?;
    let version = survey.version.ok_or(StoreError::NotFound)?;
    let questions = ctx.state.frozen_versions.get(&mut conn, version).await?;
    let demand = answer_target::of_person(&mut conn, survey.id, assessment.person).await?;
    let language = content_language(&questions, ctx.request.language);
    let view = ResultView::new(&questions, &assessment.draft.answers(), &demand, language);
    let since = Format::of(&ctx).date(shared.release.released_at);
    let title = t!("answering.shared.result_title", name = name(shared));
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() kicker=shared.survey_title.clone()
                lead=t!("answering.shared.result_lead", since = since, sections = section_names(&shared.release.sections))
                trail=vec![(t!("answering.shared.title"), "/freigaben".to_owned())]/>
            <div class="stack" data-gap="section">
                <Alert><p>{t!("answering.shared.result_note")}</p></Alert>
                {view.shared(&shared.release.sections)}
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}
