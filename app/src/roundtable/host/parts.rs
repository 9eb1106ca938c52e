//! What several pages about an event show.

use crate::format::Format;
use crate::page::Page;
use crate::ui::{Badge, Icon, PageHead, SelectOption, TextArea, TextField};
use leptos::prelude::*;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_store::roundtable::event::{Basics, Event};

/// The pages about one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Agenda,
    Settings,
    Access,
    Results,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Agenda, Self::Settings, Self::Access, Self::Results];

    const fn word(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Settings => "settings",
            Self::Access => "access",
            Self::Results => "results",
        }
    }

    const fn below(self) -> &'static str {
        match self {
            Self::Agenda => "",
            Self::Settings => "/angaben",
            Self::Access => "/zugang",
            Self::Results => "/ergebnisse",
        }
    }
}

/// The address of an event's prepare page.
pub fn path(event: &Event) -> String {
    format!("/runde-tische/{}", event.id)
}

/// The list and the event above a page.
pub fn trail(event: &Event, format: &Format) -> Vec<(String, String)> {
    vec![
        (t!("host.list.title"), "/runde-tische".to_owned()),
        (event.basics.title.get(format.language()).to_owned(), path(event)),
    ]
}

/// A page about an event: its title, state, tabs, then `content`.
pub fn event_page(event: &Event, here: Tab, format: &Format, actions: AnyView, content: AnyView) -> Page {
    let title = event.basics.title.get(format.language()).to_owned();
    let trail = vec![(t!("host.list.title"), "/runde-tische".to_owned())];
    let tabs = Tab::ALL
        .into_iter()
        .map(|tab| {
            let href = format!("{}{}", path(event), tab.below());
            let label = t!(format!("host.tab.{}", tab.word()));
            view! { <li><a href=href aria-current=(tab == here).then_some("page")>{label}</a></li> }
        })
        .collect_view();
    let state = event.state;
    let view = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=when_and_where(&event.basics, format) trail=trail>
                <StateBadge state=state/>
                {actions}
            </PageHead>
            <div class="stack" data-gap="5">
                <nav class="tabs" aria-label=t!("host.tab.label")><ul>{tabs}</ul></nav>
                <div class="stack" data-gap="section">{content}</div>
            </div>
        </div>
    };
    Page::new(t!("host.tab.page", tab = t!(format!("host.tab.{}", here.word())), title = title), view)
}

/// "16. Oktober 2026, 9:00 Uhr bis 12:00 Uhr · Kantine"
pub fn when_and_where(basics: &Basics, format: &Format) -> String {
    let (start, end) = (basics.planned_start, basics.planned_end);
    let to = if format.date(start) == format.date(end) { format.time(end) } else { format.date_time(end) };
    let when = t!("host.when", from = format.date_time(start), to = to);
    if basics.place.is_empty() { when } else { format!("{when} · {}", basics.place) }
}

/// State as icon and word.
#[component]
pub fn StateBadge(state: EventState) -> impl IntoView {
    let kind = match state {
        EventState::Draft => "draft",
        EventState::Lobby | EventState::Running => "live",
        EventState::Ended | EventState::Sealed => "closed",
    };
    view! { <Badge state=kind text=t!(format!("host.state.{}", state.word()))/> }
}

/// A text of the organiser: German above, the other versions below it, folded while they are empty.
#[component]
pub fn WordingFields(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional)] value: Wording,
    max: usize,
    /// Several lines; may be left out.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let max = u32::try_from(max).unwrap_or(u32::MAX);
    let open = value.en.is_some() || value.plain.is_some();
    let others = [("en", value.en), ("plain", value.plain)]
        .into_iter()
        .map(|(version, text)| {
            let label = t!("host.version", label = label, version = t!(format!("host.version_{version}")));
            let (name, text) = (format!("{name}[{version}]"), text.unwrap_or_default());
            if long {
                view! { <TextArea name=name label=label value=text rows=3 maxlength=max optional=true/> }.into_any()
            } else {
                view! { <TextField name=name label=label value=text maxlength=max optional=true/> }.into_any()
            }
        })
        .collect_view();
    let german = if long {
        view! { <TextArea name=format!("{name}[de]") label=label hint=hint value=value.de rows=3 maxlength=max optional=true/> }
            .into_any()
    } else {
        view! { <TextField name=format!("{name}[de]") label=label hint=hint value=value.de maxlength=max/> }.into_any()
    };
    view! {
        {german}
        <details class="disclosure" open=open>
            <summary><Icon name="globe"/>{t!("host.versions")}<Icon name="chevron-down"/></summary>
            <div class="stack" data-gap="4">{others}</div>
        </details>
    }
}

/// Entries of a list by their words; `key` names the text of each.
pub fn options<'a>(words: impl IntoIterator<Item = &'a str>, key: impl Fn(&str) -> String) -> Vec<SelectOption> {
    words.into_iter().map(|word| SelectOption::new(word, t!(key(word)))).collect()
}
