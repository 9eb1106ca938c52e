use super::access::{access, new_link};
use super::person_forms::{assignment, assignment_fields, deletion, details, details_fields, roles, state};
use super::trail;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::organisation::api::CreatePerson;
use crate::organisation::names::{person_name, role_name, state_badge, state_name, unit_options};
use crate::organisation::{sight, today};
use crate::page::{Page, path_param};
use crate::ui::{Badge, PageHead, Section, SelectOption};
use leptos::prelude::*;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::organisation::{Channel, Day, Membership};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageOrganisation, ReadOrganisation};
use weiterblick_domain::text::Language;
use weiterblick_store::organisation::{self as store, JobProfile, Member, MembershipRow, Sight};

fn profile_options(profiles: &[JobProfile], language: Language) -> Vec<SelectOption> {
    profiles.iter().map(|profile| SelectOption::new(profile.id, profile.title.get(language))).collect()
}

/// `/organisation/personen/neu`
pub async fn new_person() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let mut conn = ctx.state.db.read().await?;
    let tree = store::tree(&mut conn, &read).await?;
    let profiles = store::job_profiles(&mut conn, &read).await?;
    drop(conn);
    let empty = PersonData {
        personnel_ref: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        email: String::new(),
        language: Language::De,
        channel: Channel::Mail,
    };
    let (units, profiles) = (unit_options(&tree), profile_options(&profiles, ctx.request.language));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("organisation.person.new_title") lead=t!("organisation.person.new_lead")
                trail=trail(("organisation.tab.people", "/organisation/personen"))/>
            <PostForm<CreatePerson> class="form">
                {details_fields(&empty)}
                {assignment_fields(None, units, profiles)}
                <div class="cluster">
                    <button class="button" type="submit">{t!("organisation.person.create")}</button>
                    <a class="link-plain" href="/organisation/personen">{t!("organisation.back")}</a>
                </div>
            </PostForm<CreatePerson>>
        </div>
    };
    Ok(Page::new(t!("organisation.person.new_title"), content))
}

/// `/organisation/personen/{id}`: forms for HR, facts for a lead.
pub async fn person() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = sight(&ctx)?;
    let (id, day) = (path_param::<PersonId>("id")?, today(&ctx)?);
    let mut conn = ctx.state.db.read().await?;
    let member = store::member(&mut conn, &grant, sight, day, id).await?;
    let history = store::memberships(&mut conn, &grant, id).await?;
    let tree = store::tree(&mut conn, &grant).await?;
    let profiles = store::job_profiles(&mut conn, &grant).await?;
    drop(conn);
    let name = person_name(&member.data);
    let now = history.iter().find(|row| row.membership.covers(day));
    let title_of = |profile: &JobProfile| profile.title.get(ctx.request.language).to_owned();
    let profile =
        now.and_then(|row| profiles.iter().find(|one| Some(one.id) == row.membership.job_profile)).map(title_of);
    let itself = member.id == grant.person();
    let forms = (sight == Sight::Whole).then(|| {
        let current = now.map(|row| row.membership.clone());
        let options = profile_options(&profiles, ctx.request.language);
        let roles = roles(&member, current.as_ref(), itself);
        view! {
            {details(&member)}
            {assignment(&member, current, unit_options(&tree), options)}
            {past(&Format::of(&ctx), &history, day)}
            {roles}
            {access(&ctx, &member)}
            {state(&member)}
            {deletion(&member, &name, itself)}
        }
    });
    let content = view! {
        <div class="wrap">
            <PageHead title=name.clone() trail=trail(("organisation.tab.people", "/organisation/personen"))>
                <Badge state=state_badge(member.state) text=state_name(member.state)/>
            </PageHead>
            <div class="stack" data-gap="section">
                {new_link(&ctx)}
                {facts(&member, now, profile)}
                {forms}
            </div>
        </div>
    };
    Ok(Page::new(name, content))
}

fn facts(member: &Member, now: Option<&MembershipRow>, profile: Option<String>) -> AnyView {
    let roles: Vec<String> = member.roles.iter().map(|role| role_name(*role)).collect();
    let unit = now.map_or_else(|| t!("organisation.filter.no_team"), |row| row.unit_name.clone());
    let leads = now.is_some_and(|row| row.membership.leads);
    let fact = |label: String, value: String| {
        (!value.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
    };
    view! {
        <dl class="facts measure">
            {fact(t!("organisation.person.personnel_ref"), member.data.personnel_ref.clone())}
            {fact(t!("organisation.person.email"), member.data.email.clone())}
            {fact(t!("organisation.people.team"), if leads { t!("organisation.person.leads_unit", unit = unit) } else { unit })}
            {fact(t!("organisation.person.job_profile"), profile.unwrap_or_default())}
            {fact(t!("organisation.people.roles"), roles.join(", "))}
        </dl>
    }
    .into_any()
}

/// Where somebody was before, or will be.
fn past(format: &Format, history: &[MembershipRow], day: Day) -> Option<AnyView> {
    let others: Vec<&MembershipRow> = history.iter().filter(|row| !row.membership.covers(day)).collect();
    (!others.is_empty()).then(|| {
        let lines =
            others.into_iter().map(|row| view! { <li>{row.unit_name.clone()}", "{span(format, &row.membership)}</li> });
        let lines = lines.collect_view();
        view! {
            <Section id="verlauf" title=t!("organisation.person.history")>
                <ul class="stack" data-gap="1">{lines}</ul>
            </Section>
        }
        .into_any()
    })
}

fn span(format: &Format, row: &Membership) -> String {
    let from = format.short_day(&row.from.to_string());
    match row.to {
        Some(to) => t!("organisation.person.from_to", from = from, to = format.short_day(&to.to_string())),
        None => t!("organisation.person.from_on", from = from),
    }
}
