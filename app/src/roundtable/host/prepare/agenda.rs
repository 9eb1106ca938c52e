//! The items in their order, each with what can be done to it.

use super::api::{DeletePoll, DuplicatePoll, MoveItem};
use super::page::Prepared;
use crate::form::PostForm;
use crate::roundtable::host::parts::{WordingFields, path};
use crate::ui::{Confirm, Empty, Icon, Section, Select, SelectOption, TextField};
use leptos::prelude::*;
use weiterblick_domain::roundtable::limits::POLL_TITLE_MAX;
use weiterblick_domain::roundtable::poll::active_options;
use weiterblick_domain::roundtable::poll::template::ItemKind;
use weiterblick_store::roundtable::agenda::{AgendaItem, Plan};
use weiterblick_store::roundtable::poll::Poll;

pub fn agenda(prepared: &Prepared) -> AnyView {
    let minutes: u32 = prepared.agenda.iter().map(|item| item.plan.planned_minutes).sum();
    let text = if minutes > 0 { t!("host.agenda.minutes", minutes = minutes) } else { t!("host.agenda.text") };
    let list = if prepared.agenda.is_empty() {
        view! { <Empty title=t!("host.agenda.empty_title") text=t!("host.agenda.empty_text")/> }.into_any()
    } else {
        let items = prepared.agenda.iter().enumerate().map(|(place, item)| entry(prepared, place, item)).collect_view();
        view! { <ol class="plan">{items}</ol> }.into_any()
    };
    view! { <Section id="ablauf" title=t!("host.agenda.title") text=text>{list}</Section> }.into_any()
}

/// Polls that no item shows.
pub fn without_place(prepared: &Prepared) -> Option<AnyView> {
    let placed = |poll: &&Poll| prepared.agenda.iter().all(|item| item.plan.poll != Some(poll.id));
    let polls: Vec<&Poll> = prepared.polls.iter().filter(placed).collect();
    if polls.is_empty() {
        return None;
    }
    let items = polls
        .into_iter()
        .map(|poll| {
            view! {
                <li class="plan__item">
                    <div class="plan__text">
                        <p class="plan__title">{poll.conduct.title.get(prepared.format.language()).to_owned()}</p>
                        <p class="plan__meta">{about(poll)}</p>
                    </div>
                    {poll_tools(prepared, poll)}
                </li>
            }
        })
        .collect_view();
    let section = view! {
        <Section id="ohne-platz" title=t!("host.agenda.without_place") text=t!("host.agenda.without_place_text")>
            <ul class="plan">{items}</ul>
        </Section>
    };
    Some(section.into_any())
}

fn entry(prepared: &Prepared, place: usize, item: &AgendaItem) -> AnyView {
    let title = item.plan.title.get(prepared.format.language()).to_owned();
    let poll = prepared.poll(item);
    let meta = [
        Some(poll.map_or_else(|| t!(format!("host.item.{}", item.plan.kind.word())), about)),
        (item.plan.planned_minutes > 0).then(|| t!("host.agenda.planned", minutes = item.plan.planned_minutes)),
        (!item.plan.speaker.is_empty()).then(|| item.plan.speaker.clone()),
    ];
    let meta = meta.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let tools = prepared.is_open().then(|| {
        view! {
            <div class="cluster plan__tools" data-gap="2">
            {mover(prepared, place, item, &title)}
            {poll.map(|poll| poll_tools(prepared, poll))}
            <a class="button" data-kind="quiet" data-size="s" href=format!("{}/ablauf/{}", path(&prepared.event), item.id)>
                <Icon name="settings"/>{t!("host.agenda.change")}<span class="visually-hidden">": "{title.clone()}</span>
            </a>
            </div>
        }
    });
    view! {
        <li class="plan__item" id=format!("p-{}", item.id)>
            <span class="plan__no">{place + 1}</span>
            <div class="plan__text">
                <p class="plan__title">{title.clone()}</p>
                <p class="plan__meta">{meta}</p>
                {(!item.plan.link.is_empty()).then(|| view! { <p class="plan__meta">{item.plan.link.clone()}</p> })}
            </div>
            {tools}
        </li>
    }
    .into_any()
}

/// "Rangfolge, 5 Optionen"
fn about(poll: &Poll) -> String {
    let kind = poll.terms.rules.kind();
    let name = t!(format!("poll.kind.{}", kind.word()));
    if kind.has_options() {
        let options = tn!("host.agenda.options", active_options(&poll.options).len());
        t!("host.agenda.about", kind = name, options = options)
    } else {
        name
    }
}

fn mover(prepared: &Prepared, place: usize, item: &AgendaItem, title: &str) -> AnyView {
    let last = place + 1 == prepared.agenda.len();
    let button = |direction: &'static str, icon: &'static str| {
        let label = t!(format!("host.agenda.{direction}"), title = title);
        view! {
            <button class="button" data-kind="quiet" data-size="s" data-icon-only="" type="submit" name="direction" value=direction>
                <Icon name=icon/><span class="visually-hidden">{label}</span>
            </button>
        }
    };
    let (event, up, down) = (
        prepared.event.id.to_string(),
        (place > 0).then(|| button("up", "arrow-up")),
        (!last).then(|| button("down", "arrow-down")),
    );
    view! {
        <PostForm<MoveItem> class="cluster" row=("item", item.id.to_string())>
            <input type="hidden" name="event" value=event/>
            {up}
            {down}
        </PostForm<MoveItem>>
    }
    .into_any()
}

fn poll_tools(prepared: &Prepared, poll: &Poll) -> AnyView {
    let title = poll.conduct.title.get(prepared.format.language()).to_owned();
    let event = prepared.event.id.to_string();
    let delete = (!poll.has_ballots).then(|| {
        let (event, id) = (event.clone(), poll.id.to_string());
        view! {
            <Confirm open=t!("host.poll.delete") kind="quiet" question=t!("host.poll.delete_question", title = title.clone())
                text=t!("host.poll.delete_text")>
                <PostForm<DeletePoll> row=("poll", id)>
                    <input type="hidden" name="event" value=event/>
                    <button class="button" data-kind="danger" type="submit">{t!("host.poll.delete")}</button>
                </PostForm<DeletePoll>>
            </Confirm>
        }
    });
    view! {
        <div class="cluster" data-gap="2">
            <a class="button" data-kind="secondary" data-size="s" href=format!("{}/abstimmungen/{}", path(&prepared.event), poll.id)>
                <Icon name="edit"/>{t!("host.poll.edit")}<span class="visually-hidden">": "{title.clone()}</span>
            </a>
            <PostForm<DuplicatePoll> row=("poll", poll.id.to_string())>
                <input type="hidden" name="event" value=event/>
                <button class="button" data-kind="quiet" data-size="s" type="submit">
                    <Icon name="copy"/>{t!("host.poll.duplicate")}<span class="visually-hidden">": "{title}</span>
                </button>
            </PostForm<DuplicatePoll>>
            {delete}
        </div>
    }
    .into_any()
}

/// What an item says.
#[component]
pub fn ItemFields(#[prop(optional_no_strip)] plan: Option<Plan>) -> impl IntoView {
    let kinds =
        ItemKind::ALL.iter().map(|kind| SelectOption::new(kind.word(), t!(format!("host.item.{}", kind.word()))));
    let kind = plan.as_ref().map_or(ItemKind::Input, |plan| plan.kind);
    let title = plan.as_ref().map(|plan| plan.title.clone()).unwrap_or_default();
    let minutes = plan.as_ref().map(|plan| plan.planned_minutes).filter(|minutes| *minutes > 0);
    let minutes = minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let speaker = plan.as_ref().map(|plan| plan.speaker.clone()).unwrap_or_default();
    let link = plan.map(|plan| plan.link).unwrap_or_default();
    view! {
        <Select name="item[kind]" label=t!("host.item.kind") options=kinds.collect() value=kind.word()/>
        <WordingFields name="item[title]" label=t!("host.item.title") value=title max=POLL_TITLE_MAX/>
        <TextField name="item[minutes]" label=t!("host.item.minutes") value=minutes inputmode="numeric" maxlength=3 optional=true/>
        <TextField name="item[speaker]" label=t!("host.item.speaker") value=speaker maxlength=200 optional=true/>
        <TextField name="item[link]" label=t!("host.item.link") hint=t!("host.item.link_hint") value=link maxlength=500 optional=true/>
    }
}
