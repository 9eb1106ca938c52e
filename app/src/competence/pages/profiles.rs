use crate::competence::parts::{Tab, Tabs, may_manage, plain, said};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::page::Page;
use crate::ui::{Empty, Icon, ListQuery, NothingFound, PageHead, Search};
use leptos::prelude::*;
use weiterblick_domain::organisation::fold;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadCompetences;
use weiterblick_domain::text::Language;
use weiterblick_store::competence::{self as store, ProfileSummary};

/// `/kompetenzen/profile`: all job profiles.
pub async fn profiles() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let manage = may_manage(&ctx);
    let all = store::profiles(&mut *ctx.state.db.read().await?, &grant, today(&ctx)?).await?;
    let query = ListQuery::of_request("", &[]);
    let none_yet = all.is_empty();
    let mut shown: Vec<ProfileSummary> = all.into_iter().filter(|summary| matches(summary, &query)).collect();
    shown.sort_by_cached_key(|summary| (fold(&plain(&summary.profile.title)), summary.profile.horizon));
    let new = || {
        view! {
            <a class="button" href="/kompetenzen/profile/neu"><Icon name="plus"/>{t!("competence.profile.new")}</a>
        }
    };
    let list = if none_yet {
        view! {
            <Empty title=t!("competence.profile.empty_title") text=t!("competence.profile.empty_text")>
                {manage.then(new)}
            </Empty>
        }
        .into_any()
    } else if shown.is_empty() {
        view! { <NothingFound list=query.clone()/> }.into_any()
    } else {
        table(&shown).into_any()
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.tab.profiles") lead=t!("competence.profile.lead") trail=super::trail(&[])>
                {(manage && !none_yet).then(new)}
            </PageHead>
            <div class="stack" data-gap="6">
                <Tabs here=Tab::Profiles manage=manage/>
                {(!none_yet).then(|| view! { <Search list=query label=t!("competence.profile.search")/> })}
                {list}
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.tab.profiles"), content))
}

fn matches(summary: &ProfileSummary, query: &ListQuery) -> bool {
    let title = &summary.profile.title;
    let mut hay: Vec<&str> = vec![&summary.profile.code];
    hay.extend(Language::ALL.map(|language| title.exact(language).unwrap_or_default()));
    query.finds(&hay)
}

fn table(list: &[ProfileSummary]) -> impl IntoView + use<> {
    let rows = list.iter().map(row).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack role="table">
                <caption class="visually-hidden">{t!("competence.tab.profiles")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("competence.profile.name")}</th>
                        <th role="columnheader" scope="col">{t!("competence.horizon.label")}</th>
                        <th role="columnheader" scope="col" data-num>{t!("competence.framework.competences")}</th>
                        <th role="columnheader" scope="col" data-num>{t!("competence.profile.teams")}</th>
                        <th role="columnheader" scope="col" data-num>{t!("competence.profile.people")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(summary: &ProfileSummary) -> impl IntoView + use<> {
    let profile = &summary.profile;
    let path = format!("/kompetenzen/profile/{}", profile.id);
    let horizon = t!(format!("competence.horizon.{}", profile.horizon));
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span><a href=path>{said(&profile.title)}</a><span class="table__sub">{profile.code.to_string()}</span></span>
            </th>
            <td role="cell" data-label=t!("competence.horizon.label")>{horizon}</td>
            <td role="cell" data-num data-label=t!("competence.framework.competences")>{summary.targets}</td>
            <td role="cell" data-num data-label=t!("competence.profile.teams")>{summary.units}</td>
            <td role="cell" data-num data-label=t!("competence.profile.people")>{summary.people}</td>
        </tr>
    }
}
