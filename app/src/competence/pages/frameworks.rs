use crate::competence::parts::{StateBadge, Tab, Tabs, may_manage, plain, said};
use crate::context::Ctx;
use crate::error::Error;
use crate::page::Page;
use crate::ui::{Empty, Icon, ListQuery, PageHead, Search, Section};
use leptos::prelude::*;
use weiterblick_domain::organisation::fold;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadCompetences;
use weiterblick_domain::text::Language;
use weiterblick_store::competence::{self as store, FrameworkSummary};

/// `/kompetenzen`: all frameworks, own ones first.
pub async fn frameworks() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let manage = may_manage(&ctx);
    let all = store::frameworks(&mut *ctx.state.db.read().await?, &grant).await?;
    let query = ListQuery::of_request("", &[]);
    let (mut own, mut shipped): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|summary| matches(summary, &query)).partition(|summary| summary.framework.own);
    for list in [&mut own, &mut shipped] {
        list.sort_by_cached_key(|summary| (summary.framework.state, fold(&plain(&summary.framework.title))));
    }
    let new = || {
        view! {
            <a class="button" href="/kompetenzen/modelle/neu"><Icon name="plus"/>{t!("competence.framework.new")}</a>
        }
    };
    let own_list = match (own.is_empty(), query.q.is_empty()) {
        (false, _) => table(own, manage, t!("competence.frameworks.own")).into_any(),
        (true, false) => view! { <p>{t!("list.nothing")}</p> }.into_any(),
        (true, true) => view! {
            <Empty title=t!("competence.frameworks.empty_title") text=t!("competence.frameworks.empty_text")>
                {manage.then(|| view! {
                    <div class="cluster">
                        {new()}
                        <a class="link-plain" href="#mitgeliefert">{t!("competence.frameworks.see_shipped")}</a>
                    </div>
                })}
            </Empty>
        }
        .into_any(),
    };
    let shipped_list = if shipped.is_empty() {
        view! { <p>{t!("list.nothing")}</p> }.into_any()
    } else {
        table(shipped, manage, t!("competence.frameworks.shipped")).into_any()
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("nav.competences") lead=t!("competence.frameworks.lead")>
                {manage.then(new)}
            </PageHead>
            <div class="stack" data-gap="6">
                <Tabs here=Tab::Frameworks manage=manage/>
                <Search list=query label=t!("competence.frameworks.search")/>
                <div class="stack" data-gap="section">
                    <Section id="eigene" title=t!("competence.frameworks.own")>{own_list}</Section>
                    <Section id="mitgeliefert" title=t!("competence.frameworks.shipped")
                        text=t!("competence.frameworks.shipped_text")>
                        {shipped_list}
                    </Section>
                </div>
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.tab.frameworks"), content))
}

fn matches(summary: &FrameworkSummary, query: &ListQuery) -> bool {
    let framework = &summary.framework;
    let texts = [&framework.title, &framework.description];
    let mut hay: Vec<&str> = vec![&framework.code, &framework.version];
    hay.extend(texts.iter().flat_map(|text| Language::ALL.map(|language| text.exact(language).unwrap_or_default())));
    query.finds(&hay)
}

fn table(list: Vec<FrameworkSummary>, manage: bool, caption: String) -> impl IntoView {
    let rows = list.into_iter().map(|summary| row(&summary, manage)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack role="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("competence.framework.name")}</th>
                        <th role="columnheader" scope="col">{t!("competence.state.label")}</th>
                        <th role="columnheader" scope="col" data-num>{t!("competence.framework.competences")}</th>
                        <th role="columnheader" scope="col">{t!("competence.scale.name")}</th>
                        {manage.then(|| view! { <th role="columnheader" scope="col">{t!("competence.actions")}</th> })}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(summary: &FrameworkSummary, manage: bool) -> impl IntoView + use<> {
    use weiterblick_domain::competence::FrameworkState;
    let framework = &summary.framework;
    let path = format!("/kompetenzen/modelle/{}", framework.id);
    let copy = format!("{path}/kopieren");
    let name = plain(&framework.title);
    let version = t!("competence.framework.version_of", code = framework.code, version = framework.version);
    let copyable = framework.state != FrameworkState::Draft;
    let label = if framework.own { t!("competence.copy.new_version") } else { t!("competence.copy.action") };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span><a href=path>{said(&framework.title)}</a><span class="table__sub">{version}</span></span>
            </th>
            <td role="cell" data-label=t!("competence.state.label")><StateBadge state=framework.state/></td>
            <td role="cell" data-num data-label=t!("competence.framework.competences")>{summary.competences}</td>
            <td role="cell" data-label=t!("competence.scale.name")>{said(&framework.scale.title)}</td>
            {manage.then(|| view! {
                <td role="cell">
                    {copyable.then(|| view! {
                        <a class="link-plain" href=copy>
                            {label}<span class="visually-hidden">" "{name}</span>
                        </a>
                    })}
                </td>
            })}
        </tr>
    }
}
