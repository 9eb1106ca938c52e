//! How people, units and codes are called on pages.

use crate::ui::SelectOption;
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::organisation::{Channel, Tree, display_name};
use weiterblick_domain::policy::{MemberState, Role};

/// The name on pages, where nobody is nameless.
pub fn person_name(data: &PersonData) -> String {
    let name = display_name(&data.first_name, &data.last_name, &data.email, &data.personnel_ref);
    if name.is_empty() { t!("organisation.person.nameless") } else { name }
}

pub fn role_name(role: Role) -> String {
    t!(format!("organisation.role.{role}"))
}

pub fn state_name(state: MemberState) -> String {
    t!(format!("organisation.state.{state}"))
}

/// The badge that fits a state.
pub const fn state_badge(state: MemberState) -> &'static str {
    match state {
        MemberState::Invited => "draft",
        MemberState::Active => "ok",
        MemberState::Suspended => "warn",
        MemberState::Left => "closed",
    }
}

pub fn channel_options() -> Vec<SelectOption> {
    Channel::ALL
        .iter()
        .map(|channel| SelectOption::new(channel, t!(format!("organisation.channel.{channel}"))))
        .collect()
}

/// All units in reading order; deeper ones are set off, since options cannot be nested.
pub fn unit_options(tree: &Tree) -> Vec<SelectOption> {
    tree.walk()
        .into_iter()
        .map(|(level, unit)| SelectOption::new(unit.id, format!("{}{}", "\u{2003}".repeat(level - 1), unit.name)))
        .collect()
}

/// The empty choice in front of `options`.
pub fn with_none(label: String, options: Vec<SelectOption>) -> Vec<SelectOption> {
    std::iter::once(SelectOption::new("", label)).chain(options).collect()
}
