use super::parts::{StateBadge, when_and_where};
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Page, encode, query};
use crate::survey::authoring::horizon;
use crate::ui::{Empty, Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageEvents, ReadEvents};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_store::roundtable::list::{EventFilter, Listed, list as load};

/// Which of the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    All,
    Coming,
    Running,
    Past,
}

impl Tab {
    const ALL: [Self; 4] = [Self::All, Self::Coming, Self::Running, Self::Past];

    const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Coming => "coming",
            Self::Running => "running",
            Self::Past => "past",
        }
    }

    const fn fits(self, state: EventState) -> bool {
        match self {
            Self::All => true,
            Self::Coming => matches!(state, EventState::Draft),
            Self::Running => matches!(state, EventState::Lobby | EventState::Running),
            Self::Past => matches!(state, EventState::Ended | EventState::Sealed),
        }
    }
}

/// `/runde-tische`
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadEvents>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageEvents>(Relation::Organisation).is_ok();
    let search = query("q");
    let filter = EventFilter { search: search.clone(), state: None };
    let found = load(&mut *ctx.state.db.read().await?, &grant, &filter).await?;
    let format = Format::of(&ctx);
    let new = manage.then(|| {
        view! { <a class="button" href="/runde-tische/neu"><Icon name="plus"/>{t!("host.list.new")}</a> }
    });
    let body = if found.is_empty() && search.is_empty() {
        nothing_yet(manage)
    } else {
        shown(&found, &search, manage, &format)
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("host.list.title") lead=t!("host.list.lead")>{new}</PageHead>
            {body}
        </div>
    };
    Ok(Page::new(t!("host.list.title"), content))
}

fn nothing_yet(manage: bool) -> AnyView {
    view! {
        <Empty title=t!("host.list.empty_title") text=t!("host.list.empty_text")>
            {manage.then(|| view! {
                <a class="button" href="/runde-tische/neu">
                    {t!("host.list.first")}<Icon name="arrow-right" flip=true/>
                </a>
            })}
            {horizon()}
        </Empty>
    }
    .into_any()
}

fn shown(found: &[Listed], search: &str, manage: bool, format: &Format) -> AnyView {
    let tab = Tab::ALL.into_iter().find(|tab| tab.word() == query("zustand")).unwrap_or(Tab::All);
    let rows: Vec<_> =
        found.iter().filter(|event| tab.fits(event.state)).map(|event| row(event, manage, format)).collect();
    let table = if rows.is_empty() {
        view! { <p class="text-soft">{t!("host.list.none_found")}</p> }.into_any()
    } else {
        let heads = ["event", "state", "polls", "joined", "actions"].map(
            |column| view! { <th role="columnheader" scope="col">{t!(format!("host.list.column_{column}"))}</th> },
        );
        view! {
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("host.list.title")}</caption>
                    <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="stack" data-gap="5">
            {search_form(search)}
            {tabs(tab, found, search)}
            {table}
        </div>
    }
    .into_any()
}

fn search_form(search: &str) -> AnyView {
    view! {
        <form method="get" action="/runde-tische" role="search">
            <div class="field">
                <label class="visually-hidden" for="suche">{t!("host.list.search")}</label>
                <div class="search">
                    <Icon name="search"/>
                    <input class="input" id="suche" type="search" name="q" value=search.to_owned() maxlength="100"
                        placeholder=t!("host.list.search_hint")/>
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn tabs(current: Tab, found: &[Listed], search: &str) -> AnyView {
    let searched = if search.is_empty() { String::new() } else { format!("&q={}", encode(search)) };
    let entries = Tab::ALL
        .into_iter()
        .map(|tab| {
            let count = found.iter().filter(|event| tab.fits(event.state)).count();
            let href = format!("/runde-tische?zustand={}{searched}", tab.word());
            view! {
                <li>
                    <a href=href aria-current=(tab == current).then_some("true")>
                        {t!(format!("host.list.tab_{}", tab.word()))}<span class="count">{count}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("host.list.filter")><ul>{entries}</ul></nav> }.into_any()
}

fn row(event: &Listed, manage: bool, format: &Format) -> AnyView {
    let title = event.title.get(format.language()).to_owned();
    let own = format!("/runde-tische/{}", event.id);
    let link = |below: &str, key: &str| {
        let (href, title) = (format!("{own}{below}"), title.clone());
        view! { <a class="link-plain" href=href>{t!(key)}<span class="visually-hidden">" "{title}</span></a> }
            .into_any()
    };
    let over = matches!(event.state, EventState::Ended | EventState::Sealed);
    let actions = [
        (manage && !over).then(|| link("", "host.list.prepare")),
        (manage && !over).then(|| link("/moderation", "host.list.run")),
        over.then(|| link("/ergebnisse", "host.list.results")),
        (manage && over).then(|| link("", "host.list.look")),
    ];
    let basics = weiterblick_store::roundtable::event::Basics {
        title: event.title.clone(),
        place: event.place.clone(),
        planned_start: event.planned_start,
        planned_end: event.planned_end,
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span>{title.clone()}<span class="table__sub">{when_and_where(&basics, format)}</span></span>
            </th>
            <td role="cell" data-label=t!("host.list.column_state")><StateBadge state=event.state/></td>
            <td role="cell" data-label=t!("host.list.column_polls")>{format.count(event.polls.into())}</td>
            <td role="cell" data-label=t!("host.list.column_joined")>{format.count(event.joined.into())}</td>
            <td role="cell"><div class="cluster" data-gap="5">{actions.into_iter().flatten().collect_view()}</div></td>
        </tr>
    }
    .into_any()
}
