use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::organisation::today;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::organisation::{Membership, check_hr_remains, end};
use weiterblick_domain::policy::action::{ManageAccess, ManageOrganisation, ReadOrganisation};
use weiterblick_domain::policy::{Grant, MemberState, Relation, Role};
use weiterblick_store::Tx;
use weiterblick_store::organisation as store;

/// Refuses what would leave nobody who may manage the organisation; `stays`: whether `person` still does afterwards.
async fn keep_hr(tx: &mut Tx, access: &Grant<ManageAccess>, person: PersonId, stays: bool) -> Result<(), Error> {
    store::lock(tx, access).await?;
    let in_charge = store::hr_in_charge(tx, access).await?;
    let remaining = in_charge.iter().filter(|id| stays || **id != person).count();
    check_hr_remains(!in_charge.is_empty(), remaining).map_err(|_| Error::conflict("organisation.access.last_hr"))
}

/// Replaces the roles and signs the person out, so that the new rights hold at once.
#[server(custom = Strict, endpoint = "organisation/set_roles")]
pub async fn set_roles(id: String, #[server(default)] roles: Vec<String>) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let access = ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    let person: PersonId = super::id(&id)?;
    let parsed: Result<BTreeSet<Role>, _> = roles.iter().map(|code| code.parse()).collect();
    let roles = parsed.map_err(|_| Error::field("roles", "error.choose"))?;
    let mut tx = ctx.state.db.write().await?;
    keep_hr(&mut tx, &access, person, roles.contains(&Role::Hr)).await?;
    store::set_roles(&mut tx, &access, person, &roles).await?;
    store::end_access(&mut tx, &access, person).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{person}"), Some("roles_saved"));
    Ok(())
}

/// Active, suspended or left. Whoever is not active is signed out; whoever leaves also leaves their unit.
#[server(custom = Strict, endpoint = "organisation/set_state")]
pub async fn set_state(id: String, #[server(default)] state: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let access = ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let person: PersonId = super::id(&id)?;
    let state: MemberState = state.parse().map_err(|_| Error::field("state", "error.choose"))?;
    let mut tx = ctx.state.db.write().await?;
    keep_hr(&mut tx, &access, person, state == MemberState::Active).await?;
    store::set_state(&mut tx, &access, person, state).await?;
    if state != MemberState::Active {
        store::end_access(&mut tx, &access, person).await?;
    }
    if matches!(state, MemberState::Suspended | MemberState::Left) {
        store::revoke_invitation(&mut tx, &access, person).await?;
    }
    if state == MemberState::Left {
        let rows = store::memberships(&mut tx, &read, person).await?;
        let history: Vec<Membership> = rows.into_iter().map(|row| row.membership).collect();
        store::apply_steps(&mut tx, &manage, person, &end(&history, today(&ctx)?.before())).await?;
    }
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{person}"), Some("saved"));
    Ok(())
}

/// Deletes a person for good. Nobody deletes themselves: the page they would land on is gone for them.
#[server(custom = Strict, endpoint = "organisation/delete_person")]
pub async fn delete_person(id: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let access = ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    let person: PersonId = super::id(&id)?;
    if person == access.person() {
        return Err(Error::conflict("organisation.access.not_yourself"));
    }
    let mut tx = ctx.state.db.write().await?;
    keep_hr(&mut tx, &access, person, false).await?;
    store::remove_person(&mut tx, &access, person).await?;
    tx.commit().await?;
    lead_to("/organisation/personen", Some("person_deleted"));
    Ok(())
}
