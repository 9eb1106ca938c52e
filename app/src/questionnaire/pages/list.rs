use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::Page;
use crate::questionnaire::api::CopyQuestionnaire;
use crate::questionnaire::structure::summary;
use crate::survey::authoring::AreaTabs;
use crate::texts::language;
use crate::ui::{
    Badge, Empty, Icon, ListQuery, NothingFound, PAGE_SIZE, PageHead, SEARCHABLE, Search, Section, SortHead, pages,
};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_store::questionnaire::{self as store, Questionnaire, VersionState};

/// `/frageboegen`
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageSurveys>(Relation::Organisation).is_ok();
    let all = store::list(&mut *ctx.state.db.read().await?, &grant).await?;
    let (templates, own): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry.template);
    let cards = templates.iter().map(|template| card(template, manage)).collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("questionnaire.list.title") lead=t!("questionnaire.list.lead")/>
            <div class="stack" data-gap="5">
                <AreaTabs here="/frageboegen"/>
                <div class="stack" data-gap="section">
                    <Section id="eigene" title=t!("questionnaire.list.own")>
                        {if own.is_empty() {
                            view! { <Empty title=t!("questionnaire.list.empty_title") text=t!("questionnaire.list.empty_text")/> }.into_any()
                        } else {
                            listed(own)
                        }}
                    </Section>
                    <Section id="vorlagen" title=t!("questionnaire.list.templates") text=t!("questionnaire.list.templates_text")>
                        <ul class="grid" data-col="l">{cards}</ul>
                    </Section>
                </div>
            </div>
        </div>
    };
    Ok(Page::new(t!("questionnaire.list.title"), content))
}

/// Own questionnaires, with search and pages.
fn listed(own: Vec<Questionnaire>) -> AnyView {
    let list = ListQuery::of_request("eigene", &[]);
    let search = (own.len() >= SEARCHABLE).then(|| {
        view! { <Search list=list.clone() label=t!("questionnaire.list.search")/> }
    });
    let mut found: Vec<Questionnaire> =
        own.into_iter().filter(|entry| list.finds(&[entry.title.get(language())])).collect();
    list.order(&mut found, &[("name", |entry| entry.title.get(language()).to_owned())]);
    let part = list.part(found, PAGE_SIZE);
    let shown = if part.total == 0 {
        view! { <NothingFound list=list.clone()/> }.into_any()
    } else {
        table(&list, &part.items)
    };
    view! { {search} {shown} {pages(part.page, part.pages, |page| list.on_page(page))} }.into_any()
}

fn table(list: &ListQuery, own: &[Questionnaire]) -> AnyView {
    let name = view! { <SortHead list=list.clone() code="name" label=t!("questionnaire.title")/> };
    let rows = own
        .iter()
        .map(|entry| {
            let title = entry.title.get(language()).to_owned();
            let path = format!("/frageboegen/{}", entry.id);
            let used = if entry.surveys == 0 { t!("questionnaire.unused") } else { tn!("questionnaire.used", entry.surveys) };
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">
                        <span>
                            <a class="link-plain" href=path.clone()>{title.clone()}</a>
                            <span class="table__sub">{summary(&entry.newest.definition)}</span>
                        </span>
                    </th>
                    <td role="cell" data-label=t!("questionnaire.version")>{version_badge(entry.newest.number, entry.newest.state)}</td>
                    <td role="cell" data-label=t!("questionnaire.use")>{used}</td>
                    <td role="cell">
                        <a class="link-plain" href=format!("{path}/vorschau")>
                            {t!("questionnaire.preview.open")}<span class="visually-hidden">": "{title}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("questionnaire.list.own")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {name}
                        <th role="columnheader" scope="col">{t!("questionnaire.version")}</th>
                        <th role="columnheader" scope="col">{t!("questionnaire.use")}</th>
                        <th role="columnheader" scope="col">{t!("questionnaire.actions")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// "Version 1", with its state as icon and word.
pub fn version_badge(number: i64, state: VersionState) -> AnyView {
    let kind = match state {
        VersionState::Draft => "draft",
        VersionState::Frozen => "ok",
    };
    let text = t!(format!("questionnaire.version_{}", state.code()), number = number);
    view! { <Badge state=kind text=text/> }.into_any()
}

fn card(template: &Questionnaire, manage: bool) -> AnyView {
    let title = template.title.get(language()).to_owned();
    let path = format!("/frageboegen/{}", template.id);
    let copy = manage.then(|| {
        let (id, name) = (template.id.to_string(), title.clone());
        view! {
            <PostForm<CopyQuestionnaire> row=("questionnaire", id)>
                <button class="button" data-kind="secondary" data-size="s" type="submit">
                    <Icon name="copy"/>{t!("questionnaire.copy.action")}<span class="visually-hidden">": "{name}</span>
                </button>
            </PostForm<CopyQuestionnaire>>
        }
    });
    view! {
        <li class="panel stack" data-gap="3">
            <h3><a class="link-plain" href=path.clone()>{title.clone()}</a></h3>
            <p>{template.description.get(language()).to_owned()}</p>
            <p class="text-soft text-sm">{summary(&template.newest.definition)}</p>
            <div class="cluster" data-gap="3">
                {copy}
                <a class="link-plain" href=format!("{path}/vorschau")>
                    {t!("questionnaire.preview.open")}<span class="visually-hidden">": "{title}</span>
                </a>
            </div>
        </li>
    }
    .into_any()
}
