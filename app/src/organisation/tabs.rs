use crate::context::request;
use leptos::prelude::*;
use weiterblick_domain::policy::{Action, Relation, may};

const TABS: [(&str, &str, Action); 4] = [
    ("/organisation", "organisation.tab.teams", Action::ReadOrganisation),
    ("/organisation/personen", "organisation.tab.people", Action::ReadOrganisation),
    ("/organisation/import", "organisation.tab.import", Action::ManageOrganisation),
    ("/organisation/einstellungen", "organisation.tab.settings", Action::ManageOrganisation),
];

/// The parts of the area that the viewer may open.
#[component]
pub fn Tabs(here: &'static str) -> impl IntoView {
    let request = request();
    let actor = request.viewer.as_ref().map(|viewer| &viewer.actor);
    let entries = TABS
        .into_iter()
        .filter(|(_, _, action)| {
            [Relation::Organisation, Relation::OwnTeam].into_iter().any(|relation| may(actor, *action, relation).is_ok())
        })
        .map(|(path, key, _)| view! { <li><a href=path aria-current=(path == here).then_some("page")>{t!(key)}</a></li> })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=t!("organisation.tab.label")>
            <ul>{entries}</ul>
        </nav>
    }
}
