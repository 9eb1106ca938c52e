use super::id_or_none;
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::format::Format;
use crate::organisation::today;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::{JobProfileId, PersonId, UnitId};
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::organisation::{Day, Membership, PersonName, PersonnelRef, assign, end};
use weiterblick_domain::policy::action::{ManageAccess, ManageOrganisation, ReadOrganisation};
use weiterblick_domain::policy::{Grant, MemberState, Relation, Role};
use weiterblick_domain::text::{Email, Language, TextError};
use weiterblick_store::organisation::{self as store, NewPerson, Sight};
use weiterblick_store::{Conn, StoreError, Tx};

/// The fields of a person as they were typed.
struct Typed {
    personnel_ref: String,
    first_name: String,
    last_name: String,
    email: String,
    language: String,
    channel: String,
}

impl Typed {
    /// # Errors
    /// Every field that is wrong; somebody without name, number and address could never be found again.
    fn parse(&self) -> Result<PersonData, Error> {
        let mut fields = Vec::new();
        let mut text = |field: &str, parsed: Result<Option<String>, TextError>| {
            parsed.map_err(|error| fields.push(FieldError::text(field, error))).unwrap_or_default().unwrap_or_default()
        };
        let name = |raw: &str| PersonName::parse_optional(raw).map(|name| name.map(PersonName::into_inner));
        let number =
            PersonnelRef::parse_optional(&self.personnel_ref).map(|number| number.map(PersonnelRef::into_inner));
        let personnel_ref = text("personnel_ref", number);
        let first_name = text("first_name", name(&self.first_name));
        let last_name = text("last_name", name(&self.last_name));
        let email = if self.email.trim().is_empty() {
            String::new()
        } else {
            Email::parse(&self.email)
                .map_err(|error| fields.push(FieldError::email("email", error)))
                .map(String::from)
                .unwrap_or_default()
        };
        let language = Language::from_code(&self.language);
        let channel = self.channel.parse().ok();
        if language.is_none() {
            fields.push(FieldError::new("language", "error.choose"));
        }
        if channel.is_none() {
            fields.push(FieldError::new("channel", "error.choose"));
        }
        let typed = [&self.personnel_ref, &self.first_name, &self.last_name, &self.email];
        if typed.iter().all(|text| text.trim().is_empty()) {
            fields.push(FieldError::new("last_name", "organisation.person.error.nothing"));
        }
        let (Some(language), Some(channel), true) = (language, channel, fields.is_empty()) else {
            return Err(Error::invalid(fields));
        };
        Ok(PersonData { personnel_ref, first_name, last_name, email, language, channel })
    }
}

async fn check_free(
    conn: &mut Conn,
    grant: &Grant<ManageOrganisation>,
    except: Option<PersonId>,
    data: &PersonData,
) -> Result<(), Error> {
    let (number, email) = store::taken(conn, grant, except, &data.personnel_ref, &data.email).await?;
    let mut fields = Vec::new();
    if number {
        fields.push(FieldError::new("personnel_ref", "organisation.person.error.ref_taken"));
    }
    if email {
        fields.push(FieldError::new("email", "organisation.person.error.email_taken"));
    }
    if fields.is_empty() { Ok(()) } else { Err(Error::invalid(fields)) }
}

/// The place that a form names; `None`: no unit.
fn place(unit: &str, job_profile: &str, leads: bool, day: Day) -> Result<Option<Membership>, Error> {
    let job_profile = id_or_none::<JobProfileId>(job_profile)?;
    match id_or_none::<UnitId>(unit)? {
        Some(unit) => Ok(Some(Membership { unit, leads, job_profile, from: day, to: None })),
        None if leads || job_profile.is_some() => Err(Error::field("unit", "organisation.person.error.needs_unit")),
        None => Ok(None),
    }
}

async fn move_to(
    ctx: &Ctx,
    tx: &mut Tx,
    grants: (&Grant<ManageOrganisation>, &Grant<ReadOrganisation>),
    person: PersonId,
    new: Option<Membership>,
    day: Day,
) -> Result<(), Error> {
    let rows = store::memberships(tx, grants.1, person).await?;
    let history: Vec<Membership> = rows.into_iter().map(|row| row.membership).collect();
    let steps = match new {
        None => end(&history, day.before()),
        Some(mut new) => {
            // The same place goes on for as long as it was planned.
            let same = |row: &&Membership| {
                row.covers(day) && (row.unit, row.leads, row.job_profile) == (new.unit, new.leads, new.job_profile)
            };
            new.to = history.iter().find(same).and_then(|row| row.to);
            assign(&history, &new).map_err(|overlap| {
                let from = Format::of(ctx).day(&overlap.from.to_string());
                let error = FieldError::new("unit", "organisation.person.error.overlap").with("from", from);
                Error::invalid(vec![error])
            })?
        }
    };
    Ok(store::apply_steps(tx, grants.0, person, &steps).await?)
}

/// A new person begins as employee and active; rights and account come on the person's own page.
#[allow(clippy::too_many_arguments, reason = "one argument per field of the form")]
#[server(custom = Strict, endpoint = "organisation/create_person")]
pub async fn create_person(
    personnel_ref: String,
    first_name: String,
    last_name: String,
    email: String,
    language: String,
    channel: String,
    #[server(default)] unit: String,
    #[server(default)] job_profile: String,
    #[server(default)] leads: bool,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let day = today(&ctx)?;
    let place = place(&unit, &job_profile, leads, day)?;
    let data = Typed { personnel_ref, first_name, last_name, email, language, channel }.parse()?;
    let mut tx = ctx.state.db.write().await?;
    check_free(&mut tx, &grant, None, &data).await?;
    let new = NewPerson {
        personnel_ref: data.personnel_ref,
        first_name: data.first_name,
        last_name: data.last_name,
        email: data.email,
        language: data.language,
        channel: data.channel,
        roles: vec![Role::Employee],
        ..NewPerson::active(ctx.state.new_id(), grant.organisation())
    };
    store::create_person(&mut tx, &new).await?;
    move_to(&ctx, &mut tx, (&grant, &read), new.id, place, day).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{}", new.id), Some("person_created"));
    Ok(())
}

/// Name, number, address, language, channel. The address of somebody with an account is how they sign in: changing it
/// needs a fresh login and signs them out (security.md §4).
#[server(custom = Strict, endpoint = "organisation/update_person")]
pub async fn update_person(
    id: String,
    personnel_ref: String,
    first_name: String,
    last_name: String,
    email: String,
    language: String,
    channel: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let person: PersonId = super::id(&id)?;
    let data = Typed { personnel_ref, first_name, last_name, email, language, channel }.parse()?;
    let mut tx = ctx.state.db.write().await?;
    let before = store::member(&mut tx, &read, Sight::Whole, today(&ctx)?, person).await?;
    check_free(&mut tx, &grant, Some(person), &data).await?;
    if let Some(account) = before.account.filter(|_| before.data.email != data.email) {
        let access = ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
        let address =
            Email::parse(&data.email).map_err(|_| Error::field("email", "organisation.person.error.email_needed"))?;
        if account.elsewhere {
            return Err(Error::field("email", "organisation.person.error.elsewhere"));
        }
        store::set_sign_in_address(&mut tx, &access, account.id, &address).await.map_err(|error| match error {
            StoreError::Conflict => Error::field("email", "organisation.person.error.email_taken"),
            other => other.into(),
        })?;
        store::end_access(&mut tx, &access, person).await?;
    } else if before.data.email != data.email {
        // An invitation is bound to the address that it was made for (security.md E20).
        let access = ctx.grant::<ManageAccess>(Relation::Organisation)?;
        store::revoke_invitation(&mut tx, &access, person).await?;
    }
    store::update_person(&mut tx, &grant, person, &data).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{person}"), Some("saved"));
    Ok(())
}

/// Unit, profile and lead from today on.
#[server(custom = Strict, endpoint = "organisation/assign_person")]
pub async fn assign_person(
    id: String,
    #[server(default)] unit: String,
    #[server(default)] job_profile: String,
    #[server(default)] leads: bool,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let person: PersonId = super::id(&id)?;
    let day = today(&ctx)?;
    let place = place(&unit, &job_profile, leads, day)?;
    let mut tx = ctx.state.db.write().await?;
    let member = store::member(&mut tx, &read, Sight::Whole, day, person).await?;
    if member.state == MemberState::Left && place.is_some() {
        return Err(Error::field("unit", "organisation.person.error.has_left"));
    }
    move_to(&ctx, &mut tx, (&grant, &read), person, place, day).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{person}"), Some("saved"));
    Ok(())
}
