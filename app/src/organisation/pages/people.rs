use crate::context::Ctx;
use crate::error::Error;
use crate::organisation::names::{person_name, role_name, state_badge, state_name, unit_options, with_none};
use crate::organisation::people_query::{link, parse, sorted, state_code, team_code};
use crate::organisation::tabs::Tabs;
use crate::organisation::{sight, today};
use crate::page::Page;
use crate::ui::{Badge, Empty, Icon, PageHead, Section, Select, SelectOption, pages};
use leptos::prelude::*;
use std::collections::HashSet;
use weiterblick_domain::organisation::Tree;
use weiterblick_domain::policy::{MemberState, Role};
use weiterblick_store::organisation::{self as store, PAGE_SIZE, PeopleFilter, PeoplePage, PersonRow, Sight, Sort};

const PATH: &str = "/organisation/personen";

/// `/organisation/personen`
pub async fn people() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = sight(&ctx)?;
    let day = today(&ctx)?;
    let mut filter = parse(&ctx.request.query);
    let mut conn = ctx.state.db.read().await?;
    let mut list = store::people(&mut conn, &grant, sight, day, &filter).await?;
    if list.rows.is_empty() && filter.page != Some(1) {
        filter.page = Some(1);
        list = store::people(&mut conn, &grant, sight, day, &filter).await?;
    }
    let all = sight == Sight::Whole;
    let tree = store::tree(&mut conn, &grant).await?;
    let led: HashSet<String> =
        store::led_units(&mut conn, &grant, day).await?.into_iter().map(|unit| unit.to_string()).collect();
    drop(conn);
    let teams: Vec<SelectOption> =
        unit_options(&tree).into_iter().filter(|option| all || led.contains(&option.value)).collect();
    let plain = link(
        PATH,
        &PeopleFilter { page: Some(1), sort: filter.sort, descending: filter.descending, ..PeopleFilter::default() },
    );
    let filtered = link(PATH, &PeopleFilter { page: Some(1), ..filter.clone() }) != plain;
    let export = link("/organisation/personen.csv", &PeopleFilter { page: None, ..filter.clone() });
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("organisation.people.title")
                lead=if all { t!("organisation.people.lead") } else { t!("organisation.people.lead_sight") }>
                {all.then(|| view! {
                    <a class="button" href="/organisation/personen/neu">
                        <Icon name="plus"/>{t!("organisation.people.new")}
                    </a>
                    <a class="button" data-kind="secondary" href=export download="">
                        <Icon name="download"/>{t!("organisation.export.csv")}
                    </a>
                })}
            </PageHead>
            <div class="stack" data-gap="section">
                <Tabs here="/organisation/personen"/>
                <Section id="liste" title=tn!("organisation.people.found", list.total)>
                    {filters(&filter, teams, filtered)}
                    {if !list.rows.is_empty() {
                        view! { {table(&tree, &filter, &list)} {page_links(&filter, list.total)} }.into_any()
                    } else if filtered {
                        view! {
                            <Empty title=t!("organisation.people.not_found") text=t!("organisation.people.not_found_text")>
                                <a class="link-plain" href=PATH>{t!("organisation.filter.reset")}</a>
                            </Empty>
                        }
                        .into_any()
                    } else {
                        nobody(all)
                    }}
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("organisation.people.title"), content))
}

fn nobody(all: bool) -> AnyView {
    view! {
        <Empty title=t!("organisation.people.empty") text=t!("organisation.people.empty_text")>
            {all.then(|| view! {
                <div class="cluster">
                    <a class="button" href="/organisation/personen/neu">{t!("organisation.people.new")}</a>
                    <a class="link-plain" href="/organisation/import">{t!("organisation.people.import")}</a>
                </div>
            })}
        </Empty>
    }
    .into_any()
}

fn filters(filter: &PeopleFilter, teams: Vec<SelectOption>, filtered: bool) -> AnyView {
    let mut teams = with_none(t!("organisation.filter.all_teams"), teams);
    teams.push(SelectOption::new("none", t!("organisation.filter.no_team")));
    let roles = Role::ALL.into_iter().map(|role| SelectOption::new(role, role_name(role))).collect();
    let states = MemberState::ALL.into_iter().map(|state| SelectOption::new(state, state_name(state)));
    let mut states = with_none(t!("organisation.filter.present"), states.collect());
    states.push(SelectOption::new("all", t!("organisation.filter.all_states")));
    let role = filter.role.map(|role| role.code()).unwrap_or_default();
    view! {
        <form class="filters" method="get" action=PATH aria-label=t!("organisation.filter.label")>
            <div class="field">
                <label class="label" for="f-q">{t!("organisation.people.search")}</label>
                <div class="search">
                    <Icon name="search"/>
                    <input class="input" id="f-q" type="search" name="q" value=filter.search.clone() maxlength="100"/>
                </div>
            </div>
            <Select name="team" label=t!("organisation.filter.team") options=teams value=team_code(filter.team)/>
            <Select name="rolle" label=t!("organisation.filter.role")
                options=with_none(t!("organisation.filter.all_roles"), roles) value=role/>
            <Select name="zustand" label=t!("organisation.filter.state") options=states value=state_code(filter.state)/>
            {sort_fields(filter)}
            <div class="cluster">
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.filter.apply")}</button>
                {filtered.then(|| view! { <a class="link-plain" href=PATH>{t!("organisation.filter.reset")}</a> })}
            </div>
        </form>
    }
    .into_any()
}

/// The order stays when the filter changes.
fn sort_fields(filter: &PeopleFilter) -> AnyView {
    let sort = match filter.sort {
        Sort::Name => None,
        Sort::Team => Some("team"),
        Sort::State => Some("zustand"),
    };
    view! {
        {sort.map(|sort| view! { <input type="hidden" name="sort" value=sort/> })}
        {filter.descending.then(|| view! { <input type="hidden" name="ab" value="1"/> })}
    }
    .into_any()
}

fn head(filter: &PeopleFilter, sort: Sort, key: &str) -> AnyView {
    let sorted_here = filter.sort == sort;
    let direction = match (sorted_here, filter.descending) {
        (false, _) => None,
        (true, false) => Some("ascending"),
        (true, true) => Some("descending"),
    };
    let icon = if filter.descending { "arrow-down" } else { "arrow-up" };
    view! {
        <th role="columnheader" scope="col" aria-sort=direction>
            <a class="table__sort" href=link(PATH, &sorted(filter, sort))>
                {t!(key)}{sorted_here.then(|| view! { <Icon name=icon/> })}
            </a>
        </th>
    }
    .into_any()
}

fn table(tree: &Tree, filter: &PeopleFilter, list: &PeoplePage) -> AnyView {
    let rows = list.rows.iter().map(|row| line(tree, row)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("organisation.people.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(filter, Sort::Name, "organisation.people.name")}
                        {head(filter, Sort::Team, "organisation.people.team")}
                        <th role="columnheader" scope="col">{t!("organisation.people.roles")}</th>
                        {head(filter, Sort::State, "organisation.people.state")}
                        <th role="columnheader" scope="col">{t!("organisation.people.access")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(tree: &Tree, row: &PersonRow) -> AnyView {
    let name = person_name(&row.data);
    let known_by =
        [&row.data.personnel_ref, &row.data.email].into_iter().find(|text| !text.is_empty() && **text != name);
    let known_by = known_by.map(|text| view! { <span class="table__sub">{text.clone()}</span> });
    let roles: Vec<String> = row.roles.iter().map(|role| role_name(*role)).collect();
    let above = row.unit.map(|unit| tree.path(unit)).unwrap_or_default();
    let above: Vec<&str> = above.into_iter().map(|unit| unit.name.as_str()).collect();
    let team = match row.unit {
        None => view! { <span class="text-soft">{t!("organisation.filter.no_team")}</span> }.into_any(),
        Some(_) => view! {
            <span>
                {row.unit_name.clone()}
                {row.leads.then(|| view! { " "<Badge state="ok" text=t!("organisation.people.leads")/> })}
                {(!above.is_empty()).then(|| view! { <span class="table__sub">{above.join(" › ")}</span> })}
            </span>
        }
        .into_any(),
    };
    let access = if row.has_account { "organisation.people.has_account" } else { "organisation.people.no_account" };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span><a class="link-plain" href=format!("{PATH}/{}", row.id)>{name}</a>{known_by}</span>
            </th>
            <td role="cell" data-label=t!("organisation.people.team")>{team}</td>
            <td role="cell" data-label=t!("organisation.people.roles")>{roles.join(", ")}</td>
            <td role="cell" data-label=t!("organisation.people.state")>
                <Badge state=state_badge(row.state) text=state_name(row.state)/>
            </td>
            <td role="cell" data-label=t!("organisation.people.access")>{t!(access)}</td>
        </tr>
    }
    .into_any()
}

fn page_links(filter: &PeopleFilter, total: i64) -> AnyView {
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let to = |page: usize| {
        link(PATH, &PeopleFilter { page: Some(i64::try_from(page).unwrap_or(i64::MAX)), ..filter.clone() })
    };
    pages(count(filter.page.unwrap_or(1)), count((total + PAGE_SIZE - 1) / PAGE_SIZE), to)
}
