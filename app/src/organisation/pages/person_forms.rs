//! What HR changes about a person, one section each.

use crate::form::{self, PostForm};
use crate::organisation::api::{AssignPerson, DeletePerson, SetRoles, SetState, UpdatePerson};
use crate::organisation::names::{channel_options, role_name, state_name, with_none};
use crate::ui::{Alert, Check, Choice, Confirm, EmailField, Icon, Section, Select, SelectOption, TextField, message};
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::organisation::Membership;
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::policy::{MemberState, Role};
use weiterblick_store::organisation::Member;

/// Name, number, address, language, channel.
pub fn details_fields(data: &PersonData) -> AnyView {
    view! {
        <TextField name="first_name" label=t!("account.first_name") value=data.first_name.clone() autocomplete="off"
            maxlength=100 optional=true/>
        <TextField name="last_name" label=t!("account.last_name") value=data.last_name.clone() autocomplete="off"
            maxlength=100 optional=true/>
        <TextField name="personnel_ref" label=t!("organisation.person.personnel_ref")
            hint=t!("organisation.person.personnel_ref_hint") value=data.personnel_ref.clone() autocomplete="off" maxlength=40
            optional=true/>
        <EmailField name="email" label=t!("organisation.person.email") hint=t!("organisation.person.email_hint")
            value=data.email.clone() autocomplete="off" optional=true/>
        <Select name="language" label=t!("organisation.person.language") options=SelectOption::languages()
            value=data.language.code()/>
        <Select name="channel" label=t!("organisation.person.channel") hint=t!("organisation.person.channel_hint")
            options=channel_options() value=data.channel.code()/>
    }
    .into_any()
}

/// Unit, profile, lead.
pub fn assignment_fields(
    current: Option<Membership>,
    units: Vec<SelectOption>,
    profiles: Vec<SelectOption>,
) -> AnyView {
    let unit = current.as_ref().map(|row| row.unit.to_string()).unwrap_or_default();
    let profile = current.as_ref().and_then(|row| row.job_profile).map(|id| id.to_string()).unwrap_or_default();
    view! {
        <Select name="unit" label=t!("organisation.people.team")
            options=with_none(t!("organisation.filter.no_team"), units) value=unit/>
        <Select name="job_profile" label=t!("organisation.person.job_profile")
            hint=t!("organisation.person.job_profile_hint")
            options=with_none(t!("organisation.person.profile_of_unit"), profiles) value=profile/>
        <Check name="leads" label=t!("organisation.person.leads") hint=t!("organisation.person.leads_hint")
            checked=current.is_some_and(|row| row.leads)/>
    }
    .into_any()
}

pub fn details(member: &Member) -> AnyView {
    let (id, data) = (member.id.to_string(), member.data.clone());
    view! {
        <Section id="angaben" title=t!("organisation.person.details")>
            <PostForm<UpdatePerson> class="form">
                <input type="hidden" name="id" value=id/>
                {details_fields(&data)}
                <button class="button" type="submit">{t!("form.save")}</button>
            </PostForm<UpdatePerson>>
        </Section>
    }
    .into_any()
}

pub fn assignment(
    member: &Member,
    current: Option<Membership>,
    units: Vec<SelectOption>,
    profiles: Vec<SelectOption>,
) -> AnyView {
    let id = member.id.to_string();
    let form = if member.state == MemberState::Left {
        view! { <p class="text-soft">{t!("organisation.person.assign_left")}</p> }.into_any()
    } else {
        view! {
            <PostForm<AssignPerson> class="form">
                <input type="hidden" name="id" value=id/>
                {assignment_fields(current, units, profiles)}
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.person.assign")}</button>
            </PostForm<AssignPerson>>
        }
        .into_any()
    };
    view! {
        <Section id="team" title=t!("organisation.people.team") text=t!("organisation.person.assign_text")>{form}</Section>
    }
    .into_any()
}

pub fn roles(member: &Member, current: Option<&Membership>, itself: bool) -> AnyView {
    let leads = current.is_some_and(|row| row.leads);
    let hint = match (leads, member.roles.contains(&Role::TeamLead)) {
        (true, false) => Some(t!("organisation.person.leads_without_role")),
        (false, true) => Some(t!("organisation.person.role_without_unit")),
        _ => None,
    };
    let (id, held) = (member.id.to_string(), member.roles.clone());
    view! {
        <Section id="rollen" title=t!("organisation.people.roles") text=t!("organisation.person.roles_text")>
            {hint.map(|hint| view! { <Alert kind="warn"><p>{hint}</p></Alert> })}
            {itself.then(|| view! { <p class="text-soft">{t!("organisation.person.own_roles")}</p> })}
            <PostForm<SetRoles> class="form">
                <input type="hidden" name="id" value=id/>
                {role_checks(&held)}
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.person.save_roles")}</button>
            </PostForm<SetRoles>>
        </Section>
    }
    .into_any()
}

/// A list that several ticks answer has its message once, above all of them.
fn role_checks(held: &BTreeSet<Role>) -> AnyView {
    let checks = Role::ALL
        .into_iter()
        .map(|role| {
            view! {
                <Check name="roles[]" value=role.code() label=role_name(role)
                    hint=t!(format!("organisation.role_hint.{role}")) checked=held.contains(&role)/>
            }
        })
        .collect_view();
    view! {
        <RoleError/>
        <fieldset class="stack" data-gap="1" id="f-roles">
            <legend class="visually-hidden">{t!("organisation.people.roles")}</legend>
            {checks}
        </fieldset>
    }
    .into_any()
}

#[component]
fn RoleError() -> impl IntoView {
    form::error_at("roles").map(|error| view! { <span class="error-text"><Icon name="error"/>{message(&error)}</span> })
}

pub fn state(member: &Member) -> AnyView {
    let (id, now) = (member.id.to_string(), member.state);
    view! {
        <Section id="zustand" title=t!("organisation.people.state")>
            <PostForm<SetState> class="form">
                <input type="hidden" name="id" value=id/>
                <fieldset class="stack" data-gap="2" id="f-state">
                    <legend class="visually-hidden">{t!("organisation.people.state")}</legend>
                    {state_choices(now)}
                </fieldset>
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.person.save_state")}</button>
            </PostForm<SetState>>
        </Section>
    }
    .into_any()
}

/// Who is not invited any more cannot be invited again by a state; a link does that.
fn state_choices(now: MemberState) -> AnyView {
    MemberState::ALL
        .into_iter()
        .filter(|state| *state != MemberState::Invited || now == MemberState::Invited)
        .map(|state| {
            view! {
                <Choice name="state" value=state.code() title=state_name(state)
                    note=t!(format!("organisation.state_hint.{state}")) checked=now == state/>
            }
        })
        .collect_view()
        .into_any()
}

pub fn deletion(member: &Member, name: &str, itself: bool) -> AnyView {
    let id = member.id.to_string();
    let form = if itself {
        view! { <p class="text-soft">{t!("organisation.access.not_yourself")}</p> }.into_any()
    } else {
        view! {
            <Confirm open=t!("organisation.person.delete") question=t!("organisation.person.delete_question", name = name)
                text=t!("organisation.person.delete_text")>
                <PostForm<DeletePerson>>
                    <input type="hidden" name="id" value=id/>
                    <button class="button" data-kind="danger" type="submit">{t!("organisation.person.delete")}</button>
                </PostForm<DeletePerson>>
            </Confirm>
        }
        .into_any()
    };
    view! {
        <Section id="loeschen" title=t!("organisation.person.delete_title") text=t!("organisation.person.delete_lead")>
            {form}
        </Section>
    }
    .into_any()
}
