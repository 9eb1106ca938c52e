use super::running::wave;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::Page;
use crate::survey::authoring::api::step_path;
use crate::survey::authoring::parts::{AreaTabs, StateBadge, horizon, participation_line};
use crate::survey::authoring::wizard::{STEPS, step_name};
use crate::ui::{Column, Empty, Icon, ListQuery, NothingFound, PAGE_SIZE, PageHead, Search, Section, SortHead, pages};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_domain::survey::State;
use weiterblick_store::survey::{self as store, Listed};

/// Which of the surveys that are not running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    All,
    Drafts,
    Closed,
}

impl Tab {
    const ALL: [Self; 3] = [Self::All, Self::Drafts, Self::Closed];

    const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Drafts => "drafts",
            Self::Closed => "closed",
        }
    }

    const fn fits(self, state: State) -> bool {
        match self {
            Self::All => true,
            Self::Drafts => matches!(state, State::Draft | State::Scheduled),
            Self::Closed => matches!(state, State::Closed | State::Archived),
        }
    }
}

/// `/umfragen`
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageSurveys>(Relation::Organisation).is_ok();
    let all = store::list(&mut *ctx.state.db.read().await?, &grant, None).await?;
    let format = Format::of(&ctx);
    let empty = all.is_empty();
    let (running, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|survey| survey.state == State::Open);
    let lead = tn!("survey.list.lead", running.len());
    let waves = running.iter().map(|survey| wave(survey, manage, &format, ctx.now)).collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("survey.list.title") lead=lead>
                {(manage && !empty).then(|| view! {
                    <a class="button" href="/umfragen/neu"><Icon name="plus"/>{t!("survey.list.new")}</a>
                })}
            </PageHead>
            <div class="stack" data-gap="5">
                <AreaTabs here="/umfragen"/>
                <div class="stack" data-gap="section">
                    {(!running.is_empty()).then(|| view! {
                        <Section id="laeuft" title=t!("survey.list.running")>
                            <ul class="grid waves" data-col="l">{waves}</ul>
                        </Section>
                    })}
                    {if empty { nothing_yet(manage) } else { prepared(others, manage, &format) }}
                </div>
            </div>
        </div>
    };
    Ok(Page::new(t!("survey.list.title"), content))
}

fn nothing_yet(manage: bool) -> AnyView {
    view! {
        <Empty title=t!("survey.list.empty_title") text=t!("survey.list.empty_text")>
            <div class="cluster">
                {manage.then(|| view! {
                    <a class="button" href="/umfragen/neu">
                        {t!("survey.list.first")}<Icon name="arrow-right" flip=true/>
                    </a>
                })}
                <a class="link-plain" href="/frageboegen">{t!("survey.list.templates")}</a>
            </div>
            {horizon()}
        </Empty>
    }
    .into_any()
}

/// What the list can be ordered by.
const ORDERS: [Column<Listed>; 2] = [
    ("name", |survey| survey.title.clone()),
    ("frist", |survey| {
        let at = survey.closed_at.or(survey.opens_at).or(survey.closes_at);
        format!("{:020}", at.map_or(0, |at| at.0))
    }),
];

/// Drafts and closed surveys, with tabs, search and pages.
fn prepared(others: Vec<Listed>, manage: bool, format: &Format) -> AnyView {
    let list = ListQuery::of_request("alle", &["zustand"]);
    let mut found: Vec<Listed> =
        others.into_iter().filter(|survey| list.finds(&[&*survey.title, &survey.wave_label])).collect();
    list.order(&mut found, &ORDERS);
    let tab = Tab::ALL.into_iter().find(|tab| tab.code() == list.value("zustand")).unwrap_or(Tab::All);
    let tabs = tabs(&list, tab, &found);
    let part = list.part(found.into_iter().filter(|survey| tab.fits(survey.state)).collect(), PAGE_SIZE);
    let rows = part.items.iter().map(|survey| row(survey, manage, format)).collect_view();
    let head = |code: &'static str, label: String| view! { <SortHead list=list.clone() code=code label=label/> };
    let table = if part.total == 0 {
        view! { <NothingFound list=list.clone()/> }.into_any()
    } else {
        view! {
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("survey.list.caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            {head("name", t!("survey.list.survey"))}
                            <th role="columnheader" scope="col">{t!("survey.list.state")}</th>
                            <th role="columnheader" scope="col">{t!("survey.list.participation")}</th>
                            {head("frist", t!("survey.list.date"))}
                            <th role="columnheader" scope="col">{t!("survey.list.actions")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let links = pages(part.page, part.pages, |page| list.on_page(page));
    let search = view! { <Search list=list label=t!("survey.list.search")/> }.into_any();
    view! { <Section id="alle" title=t!("survey.list.others") tools=search>{tabs}{table}{links}</Section> }.into_any()
}

fn tabs(list: &ListQuery, current: Tab, found: &[Listed]) -> AnyView {
    let entries = Tab::ALL
        .into_iter()
        .map(|tab| {
            let count = found.iter().filter(|survey| tab.fits(survey.state)).count();
            let path = list.with("zustand", if tab == Tab::All { "" } else { tab.code() });
            view! {
                <li>
                    <a href=path aria-current=(tab == current).then_some("true")>
                        {t!(format!("survey.list.tab_{}", tab.code()))}<span class="count">{count}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("survey.list.filter")><ul>{entries}</ul></nav> }.into_any()
}

fn row(survey: &Listed, manage: bool, format: &Format) -> AnyView {
    let (line, share) = participation_line(survey, format);
    let draft = survey.state == State::Draft;
    let participation = match share {
        _ if draft => {
            let name = step_name(survey.step);
            view! { <span class="text-soft">{t!("survey.wizard.short", number = survey.step, of = STEPS.len(), name = name)}</span> }
                .into_any()
        }
        Some(share) => {
            let label = t!("survey.participation.of", title = survey.title);
            view! {
                <div class="meter-line">
                    <progress class="progress" max="100" value=share.to_string() aria-label=label></progress>
                    <span>{line}</span>
                </div>
            }
            .into_any()
        }
        None => view! { <span class="text-soft">{line}</span> }.into_any(),
    };
    let date = match survey.state {
        State::Draft | State::Scheduled => match survey.opens_at {
            _ if !survey.start_refusal.is_empty() => t!("survey.list.refused"),
            Some(at) => t!("survey.list.planned", day = format.date(at)),
            None => survey.closes_at.map_or_else(
                || t!("survey.review.open_value"),
                |at| t!("survey.list.planned_end", day = format.date(at)),
            ),
        },
        _ => survey.closed_at.map(|at| t!("survey.list.closed_at", day = format.date(at))).unwrap_or_default(),
    };
    let own = format!("/umfragen/{}", survey.id);
    let actions = match survey.state {
        State::Draft if manage => Some((step_path(survey.id, survey.step), "survey.list.continue")),
        State::Closed | State::Archived => Some((format!("/auswertung/{}", survey.id), "survey.list.results")),
        _ => None,
    };
    let actions = actions.map(|(path, key)| {
        view! { <a class="link-plain" href=path>{t!(key)}<span class="visually-hidden">" "{survey.title.clone()}</span></a> }
    });
    let sub = if survey.wave_label.is_empty() {
        t!(format!("survey.mode.{}", survey.mode))
    } else {
        format!("{} · {}", t!(format!("survey.mode.{}", survey.mode)), survey.wave_label)
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span><a href=own>{survey.title.clone()}</a><span class="table__sub">{sub}</span></span>
            </th>
            <td role="cell" data-label=t!("survey.list.state")><StateBadge state=survey.state/></td>
            <td role="cell" data-label=t!("survey.list.participation")>{participation}</td>
            <td role="cell" data-label=t!("survey.list.date")>{date}</td>
            <td role="cell">{actions}</td>
        </tr>
    }
    .into_any()
}
