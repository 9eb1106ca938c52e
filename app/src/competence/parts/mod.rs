//! What several pages of this noun show.

mod cell;
mod text_pair;

pub use cell::{CellInput, CellSelect};
pub use text_pair::{CodeInput, TextPair};

use crate::context::Ctx;
use crate::texts::language;
use crate::ui::Badge;
use leptos::prelude::*;
use weiterblick_domain::competence::{FrameworkState, Node};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageCompetences;
use weiterblick_domain::text::Multilingual;

/// The lists of this area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Frameworks,
    Profiles,
    Assignment,
    Scales,
}

const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Frameworks, "/kompetenzen", "competence.tab.frameworks"),
    (Tab::Profiles, "/kompetenzen/profile", "competence.tab.profiles"),
    (Tab::Assignment, "/kompetenzen/zuordnung", "competence.tab.assignment"),
    (Tab::Scales, "/kompetenzen/skalen", "competence.tab.scales"),
];

/// Whether whoever asks may change competences and profiles.
pub fn may_manage(ctx: &Ctx) -> bool {
    ctx.grant::<ManageCompetences>(Relation::Organisation).is_ok()
}

/// Links between the lists; who has which profile is a list of people and for those only who manage it.
#[component]
pub fn Tabs(here: Tab, manage: bool) -> impl IntoView {
    let entries = TABS
        .into_iter()
        .filter(|(tab, _, _)| manage || *tab != Tab::Assignment)
        .map(|(tab, path, key)| {
            view! { <li><a href=path aria-current=(tab == here).then_some("page")>{t!(key)}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=t!("competence.tab.label")><ul>{entries}</ul></nav> }
}

/// A text in the language of the page; marked where only German is there.
pub fn said(text: &Multilingual) -> AnyView {
    let shown = text.get(language()).to_owned();
    let other = text.exact(language()).is_none() && !shown.is_empty();
    if other { view! { <span lang="de">{shown}</span> }.into_any() } else { shown.into_any() }
}

/// The same as plain text, for attributes and sentences.
pub fn plain(text: &Multilingual) -> String {
    text.get(language()).to_owned()
}

/// Code and title, where the code is a number like 1.1; other codes only repeat the title.
pub fn numbered(node: &Node) -> String {
    let title = plain(&node.title);
    if has_number(node) { format!("{} {title}", node.code) } else { title }
}

pub fn has_number(node: &Node) -> bool {
    node.code.starts_with(|c: char| c.is_ascii_digit())
}

#[component]
pub fn StateBadge(state: FrameworkState) -> impl IntoView {
    let kind = match state {
        FrameworkState::Draft => "draft",
        FrameworkState::Published => "ok",
        FrameworkState::Retired => "closed",
    };
    view! { <Badge state=kind text=t!(format!("competence.state.{state}"))/> }
}

/// The line that ESCO's terms ask for, on every page that shows its ids (needs-analysis §5).
#[component]
pub fn EscoLine() -> impl IntoView {
    view! { <p class="text-soft text-sm" lang="en">{t!("competence.esco.line")}</p> }
}
