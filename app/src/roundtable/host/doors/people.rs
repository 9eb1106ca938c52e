//! People of the organisation with a role in the event.

use super::{PutFacilitator, RemoveFacilitator};
use crate::form::PostForm;
use crate::roundtable::host::parts::options;
use crate::ui::{EmailField, Section, Select};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::access::FacilitatorRole;
use weiterblick_store::roundtable::facilitator::Facilitator;

pub fn section(event: EventId, people: &[Facilitator]) -> AnyView {
    let id = event.to_string();
    let rows = people.iter().map(|person| row(event, person)).collect_view();
    let roles = options(FacilitatorRole::ALL.iter().map(|role| role.word()), |word| format!("host.role.{word}"));
    view! {
        <Section id="moderation" title=t!("host.people.title") text=t!("host.people.text")>
            <ul class="plan">{rows}</ul>
            <PostForm<PutFacilitator> class="form">
                <input type="hidden" name="event" value=id/>
                <EmailField name="email" label=t!("host.people.email") hint=t!("host.people.email_hint") autocomplete="off"/>
                <Select name="role" label=t!("host.people.role") options=roles value=FacilitatorRole::CoHost.word()/>
                <button class="button" data-kind="secondary" type="submit">{t!("host.people.put")}</button>
            </PostForm<PutFacilitator>>
        </Section>
    }
    .into_any()
}

fn row(event: EventId, person: &Facilitator) -> AnyView {
    let name = format!("{} {}", person.first_name, person.last_name);
    let name = if name.trim().is_empty() { person.email.clone() } else { name };
    view! {
        <li>
            <div class="plan__text">
                <p class="plan__title">{name.clone()}</p>
                <p class="plan__meta">{t!(format!("host.role.{}", person.role.word()))}</p>
            </div>
            <PostForm<RemoveFacilitator> row=("account", person.account.to_string())>
                <input type="hidden" name="event" value=event.to_string()/>
                <button class="button" data-kind="quiet" data-size="s" type="submit">
                    {t!("host.people.remove")}<span class="visually-hidden">": "{name}</span>
                </button>
            </PostForm<RemoveFacilitator>>
        </li>
    }
    .into_any()
}
