use super::api::SetNeedState;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, encode, query};
use crate::ui::{Empty, Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageNeeds, ReadEvents, ReadNeeds};
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_store::roundtable::need::{Need, NeedFilter, list as load};

/// What of the list the reader may do.
#[derive(Debug, Clone, Copy)]
struct May {
    /// Set the state.
    manage: bool,
    /// Open the event that a need comes from.
    open: bool,
}

/// `/bedarfe`
pub async fn list() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadNeeds>(Relation::Organisation)?;
    let may = May {
        manage: ctx.grant::<ManageNeeds>(Relation::Organisation).is_ok(),
        open: ctx.grant::<ReadEvents>(Relation::Organisation).is_ok(),
    };
    let filter = NeedFilter { search: query("q"), state: NeedState::from_word(&query("zustand")) };
    let found = load(&mut *ctx.state.db.read().await?, &grant, &filter).await?;
    let format = Format::of(&ctx);
    let everything = filter.search.is_empty() && filter.state.is_none();
    let body = match (found.is_empty(), everything) {
        (true, true) => view! { <Empty title=t!("needs.empty_title") text=t!("needs.empty_text")/> }.into_any(),
        (true, false) => view! { {tools(&filter)} <p class="text-soft">{t!("needs.none_found")}</p> }.into_any(),
        (false, _) => {
            let rows = found.iter().map(|need| row(need, may, &format)).collect_view();
            view! { {tools(&filter)} {table(rows.into_any())} }.into_any()
        }
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("needs.title") lead=t!("needs.lead")/>
            <div class="stack" data-gap="5">{body}</div>
        </div>
    };
    Ok(Page::new(t!("needs.title"), content))
}

/// Search and states.
fn tools(filter: &NeedFilter) -> AnyView {
    let searched = if filter.search.is_empty() { String::new() } else { format!("q={}", encode(&filter.search)) };
    let state = filter.state;
    let all = std::iter::once(None).chain(NeedState::ALL.iter().copied().map(Some));
    let entries = all
        .map(|entry| {
            let (label, chosen) = match entry {
                None => (t!("needs.all"), String::new()),
                Some(state) => (t!(format!("host.need_state.{}", state.word())), format!("zustand={}", state.word())),
            };
            let parts: Vec<&str> = [chosen.as_str(), &searched].into_iter().filter(|part| !part.is_empty()).collect();
            let href = format!("/bedarfe?{}", parts.join("&"));
            view! { <li><a href=href aria-current=(entry == state).then_some("true")>{label}</a></li> }
        })
        .collect_view();
    view! {
        <form method="get" action="/bedarfe" role="search">
            {state.map(|state| view! { <input type="hidden" name="zustand" value=state.word()/> })}
            <div class="field">
                <label class="visually-hidden" for="suche">{t!("needs.search")}</label>
                <div class="search">
                    <Icon name="search"/>
                    <input class="input" id="suche" type="search" name="q" value=filter.search.clone() maxlength="100"
                        placeholder=t!("needs.search_hint")/>
                </div>
            </div>
        </form>
        <nav class="tabs" aria-label=t!("needs.filter")><ul>{entries}</ul></nav>
    }
    .into_any()
}

fn table(rows: AnyView) -> AnyView {
    let heads = ["need", "evidence", "source", "state"]
        .map(|column| view! { <th role="columnheader" scope="col">{t!(format!("needs.column_{column}"))}</th> });
    view! {
        <div class="table-box">
            <table class="table" data-stack="" role="table">
                <caption class="visually-hidden">{t!("needs.title")}</caption>
                <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(need: &Need, may: May, format: &Format) -> AnyView {
    let title = need.title.get(format.language()).to_owned();
    let standing = need.evidence.standing;
    let evidence = t!("needs.evidence", rank = standing.rank, voices = format.count(standing.n));
    let source = need.event_title.as_ref().map(|event| event.get(format.language()).to_owned());
    let source = match source {
        None => t!("needs.event_gone").into_any(),
        Some(event) if may.open => {
            let href = format!("/runde-tische/{}/ergebnisse#a-{}", need.evidence.event, need.evidence.poll);
            view! { <a class="link-plain" href=href>{event}</a> }.into_any()
        }
        Some(event) => event.into_any(),
    };
    let cards = need.evidence.cards.iter().map(|card| view! { <li>{card.clone()}</li> }).collect_view();
    let cards = (!need.evidence.cards.is_empty()).then(|| {
        view! {
            <details>
                <summary>{tn!("needs.cards", need.evidence.cards.len())}</summary>
                <ul class="prose">{cards}</ul>
            </details>
        }
    });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span>{title.clone()}<span class="table__sub">{format.date(need.captured_at)}</span></span>
            </th>
            <td role="cell" data-label=t!("needs.column_evidence")>{evidence}{cards}</td>
            <td role="cell" data-label=t!("needs.column_source")>{source}</td>
            <td role="cell" data-label=t!("needs.column_state")>{state(need, may, title)}</td>
        </tr>
    }
    .into_any()
}

fn state(need: &Need, may: May, title: String) -> AnyView {
    if !may.manage {
        return t!(format!("host.need_state.{}", need.state.word())).into_any();
    }
    let current = need.state;
    let options = NeedState::ALL
        .iter()
        .map(|state| {
            view! {
                <option value=state.word() selected=*state == current>{t!(format!("host.need_state.{}", state.word()))}</option>
            }
        })
        .collect_view();
    let field = format!("z-{}", need.id);
    let id = field.clone();
    view! {
        <PostForm<SetNeedState> class="input-row" row=("need", need.id.to_string())>
            <label class="visually-hidden" for=field>{t!("needs.state_of", title = title)}</label>
            <select class="input" id=id name="state">{options}</select>
            <button class="button" data-kind="secondary" data-size="s" type="submit">{t!("form.save")}</button>
        </PostForm<SetNeedState>>
    }
    .into_any()
}
