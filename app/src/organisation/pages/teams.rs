use crate::context::Ctx;
use crate::error::Error;
use crate::organisation::tabs::Tabs;
use crate::organisation::{sight, today};
use crate::page::{Page, query};
use crate::ui::{Empty, Icon, PageHead, Section};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::organisation::{Tree, Unit, fold};
use weiterblick_store::organisation::{self as store, Sight, UnitPeople};

/// A line of the tree.
struct Line<'a> {
    level: usize,
    unit: &'a Unit,
    people: UnitPeople,
    /// With everything below.
    total: i64,
}

/// `/organisation`: the tree of units. A lead sees the own ones and what is below.
pub async fn teams() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = sight(&ctx)?;
    let day = today(&ctx)?;
    let mut conn = ctx.state.db.read().await?;
    let name = store::organisation(&mut conn, &grant).await?.name;
    let tree = store::tree(&mut conn, &grant).await?;
    let mut people = store::unit_people(&mut conn, &grant, day).await?;
    let led: HashSet<UnitId> = store::led_units(&mut conn, &grant, day).await?.into_iter().collect();
    drop(conn);
    let all = sight == Sight::Whole;
    people.retain(|unit, _| all || led.contains(unit));
    let search = query("q");
    let found = lines(&tree, &people, |unit| all || led.contains(&unit.id));
    let (units, count) = (found.len(), people.values().map(|unit| unit.count).sum::<i64>());
    let wanted = fold(search.trim());
    let shown: Vec<Line> = found
        .into_iter()
        .filter(|line| fold(&line.unit.name).contains(&wanted) || fold(&line.unit.code).contains(&wanted))
        .collect();
    let (units_text, people_text) = (tn!("organisation.teams.units", units), tn!("organisation.teams.people", count));
    let lead = t!("organisation.teams.lead", units = units_text, people = people_text);
    let body = if units == 0 {
        nothing(all)
    } else if shown.is_empty() {
        not_found()
    } else {
        table(&tree, shown, !wanted.is_empty())
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=name lead=if all { lead } else { t!("organisation.teams.lead_sight") }>
                {all.then(|| view! {
                    <a class="button" href="/organisation/teams/neu"><Icon name="plus"/>{t!("organisation.teams.new")}</a>
                    <a class="button" data-kind="secondary" href="/organisation/teams.csv" download="">
                        <Icon name="download"/>{t!("organisation.export.csv")}
                    </a>
                })}
            </PageHead>
            <div class="stack" data-gap="section">
                <Tabs here="/organisation"/>
                <Section id="teams" title=t!("organisation.teams.title")
                    tools=search_form("/organisation", &search, t!("organisation.teams.search"))>
                    {body}
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("organisation.teams.page"), content))
}

/// A search that works by address.
pub fn search_form(path: &'static str, search: &str, label: String) -> AnyView {
    view! {
        <form method="get" action=path role="search">
            <label class="visually-hidden" for="f-q">{label.clone()}</label>
            <div class="search">
                <Icon name="search"/>
                <input class="input" id="f-q" type="search" name="q" value=search.to_owned() placeholder=label maxlength="100"/>
            </div>
        </form>
    }
    .into_any()
}

fn nothing(all: bool) -> AnyView {
    if all {
        view! {
            <Empty title=t!("organisation.teams.empty") text=t!("organisation.teams.empty_text")>
                <div class="cluster">
                    <a class="button" href="/organisation/teams/neu">{t!("organisation.teams.new")}</a>
                    <a class="link-plain" href="/organisation/import?art=units">{t!("organisation.teams.import")}</a>
                </div>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!("organisation.teams.none_led") text=t!("organisation.teams.none_led_text")/> }
            .into_any()
    }
}

fn not_found() -> AnyView {
    view! {
        <Empty title=t!("organisation.teams.not_found") text=t!("organisation.teams.not_found_text")>
            <a class="link-plain" href="/organisation">{t!("organisation.filter.reset")}</a>
        </Empty>
    }
    .into_any()
}

/// The units that the reader sees, in reading order; levels count from the highest one that is seen.
fn lines<'a>(tree: &'a Tree, people: &HashMap<UnitId, UnitPeople>, seen: impl Fn(&Unit) -> bool) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (level, unit) in tree.walk() {
        if !seen(unit) {
            continue;
        }
        let hidden = tree.path(unit.id).into_iter().filter(|above| !seen(above)).count();
        let people = people.get(&unit.id).cloned().unwrap_or_default();
        lines.push(Line { level: level - hidden, unit, total: people.count, people });
    }
    // A line's total is its own people and those of the deeper lines that follow.
    for place in (0..lines.len()).rev() {
        let level = lines[place].level;
        let below = lines[place + 1..].iter().take_while(|line| line.level > level);
        lines[place].total += below.map(|line| line.people.count).sum::<i64>();
    }
    lines
}

fn table(tree: &Tree, lines: Vec<Line<'_>>, flat: bool) -> AnyView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let path: Vec<&str> = tree.path(line.unit.id).into_iter().map(|unit| unit.name.as_str()).collect();
            let path = (flat && !path.is_empty()).then(|| path.join(" › "));
            let level = if flat { 1 } else { line.level };
            let leads = line.people.leads.join(", ");
            let more = (line.total > line.people.count)
                .then(|| view! { <span class="table__sub">{tn!("organisation.teams.with_below", line.total)}</span> });
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">
                        <span class="tree__name" data-level=level.to_string()>
                            <span class="visually-hidden">{t!("organisation.teams.level", level = line.level)}" "</span>
                            <a class="link-plain" href=format!("/organisation/teams/{}", line.unit.id)>
                                {line.unit.name.clone()}
                            </a>
                            {path.map(|path| view! { <span class="table__sub">{path}</span> })}
                        </span>
                    </th>
                    <td role="cell" data-label=t!("organisation.unit.code")>{line.unit.code.clone()}</td>
                    <td role="cell" data-label=t!("organisation.teams.people_column")>
                        <span class="num">{line.people.count}{more}</span>
                    </td>
                    <td role="cell" data-label=t!("organisation.teams.leads")>
                        {if leads.is_empty() {
                            view! { <span class="text-soft">{t!("organisation.teams.no_lead")}</span> }.into_any()
                        } else {
                            leads.into_any()
                        }}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("organisation.teams.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("organisation.unit.name")}</th>
                        <th role="columnheader" scope="col">{t!("organisation.unit.code")}</th>
                        <th role="columnheader" scope="col">{t!("organisation.teams.people_column")}</th>
                        <th role="columnheader" scope="col">{t!("organisation.teams.leads")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
