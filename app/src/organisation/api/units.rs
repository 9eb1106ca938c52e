use super::id_or_none;
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::organisation::today;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::organisation::{MAX_DEPTH, MAX_UNITS, OrganisationName, TreeError, UnitCode, UnitName};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOrganisation;
use weiterblick_store::StoreError;
use weiterblick_store::organisation as store;

/// Name and code of a unit, or every field that is wrong.
fn parse(name: &str, code: &str) -> Result<(UnitName, UnitCode), Error> {
    let mut fields = Vec::new();
    let name = UnitName::parse(name).map_err(|e| fields.push(FieldError::text("name", e)));
    let code = UnitCode::parse(code).map_err(|e| fields.push(FieldError::text("code", e)));
    match (name, code) {
        (Ok(name), Ok(code)) => Ok((name, code)),
        _ => Err(Error::invalid(fields)),
    }
}

/// What is wrong with the place in the tree, at the field that names it.
fn at(field: &str, error: TreeError) -> Error {
    let key = match error {
        TreeError::Unknown => return Error::not_found(),
        TreeError::Cycle => "organisation.unit.error.cycle",
        TreeError::TooDeep => "organisation.unit.error.too_deep",
        TreeError::TooMany => "organisation.unit.error.too_many",
    };
    let max = if error == TreeError::TooDeep { MAX_DEPTH } else { MAX_UNITS };
    Error::invalid(vec![FieldError::new(field, key).with("max", max)])
}

/// A code that another unit has is the person's to change.
fn code_taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict => Error::field("code", "organisation.unit.error.code_taken"),
        other => other.into(),
    }
}

#[server(custom = Strict, endpoint = "organisation/create_unit")]
pub async fn create_unit(name: String, code: String, #[server(default)] parent: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let (name, code) = parse(&name, &code)?;
    let parent = id_or_none::<UnitId>(&parent)?;
    let mut tx = ctx.state.db.write().await?;
    store::lock(&mut tx, &grant).await?;
    store::tree(&mut tx, &grant).await?.check_add(parent).map_err(|e| at("parent", e))?;
    let new = store::NewUnit { id: ctx.state.new_id(), code, name, parent };
    store::create_unit(&mut tx, &grant, &new).await.map_err(code_taken)?;
    tx.commit().await?;
    lead_to("/organisation", Some("unit_created"));
    Ok(())
}

#[server(custom = Strict, endpoint = "organisation/update_unit")]
pub async fn update_unit(id: String, name: String, code: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let unit: UnitId = super::id(&id)?;
    let (name, code) = parse(&name, &code)?;
    let mut tx = ctx.state.db.write().await?;
    store::update_unit(&mut tx, &grant, unit, &code, &name).await.map_err(code_taken)?;
    tx.commit().await?;
    lead_to(&format!("/organisation/teams/{unit}"), Some("saved"));
    Ok(())
}

/// Hangs a unit with everything below it somewhere else; without parent at the top.
#[server(custom = Strict, endpoint = "organisation/move_unit")]
pub async fn move_unit(id: String, #[server(default)] parent: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let (unit, parent) = (super::id::<UnitId>(&id)?, id_or_none::<UnitId>(&parent)?);
    let mut tx = ctx.state.db.write().await?;
    store::lock(&mut tx, &grant).await?;
    store::tree(&mut tx, &grant).await?.check_move(unit, parent).map_err(|e| at("parent", e))?;
    store::move_unit(&mut tx, &grant, unit, parent).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/teams/{unit}"), Some("unit_moved"));
    Ok(())
}

/// Dissolves a unit into another one.
#[server(custom = Strict, endpoint = "organisation/merge_unit")]
pub async fn merge_unit(id: String, #[server(default)] into: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let unit: UnitId = super::id(&id)?;
    let into = id_or_none::<UnitId>(&into)?.ok_or_else(|| Error::field("into", "error.choose"))?;
    let mut tx = ctx.state.db.write().await?;
    store::lock(&mut tx, &grant).await?;
    store::tree(&mut tx, &grant).await?.check_merge(unit, into).map_err(|e| at("into", e))?;
    store::merge_unit(&mut tx, &grant, unit, into).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/teams/{into}"), Some("unit_merged"));
    Ok(())
}

/// Removes a unit without people and without units below it.
#[server(custom = Strict, endpoint = "organisation/delete_unit")]
pub async fn delete_unit(id: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let unit: UnitId = super::id(&id)?;
    let mut tx = ctx.state.db.write().await?;
    store::delete_unit(&mut tx, &grant, unit, today(&ctx)?).await.map_err(|error| match error {
        StoreError::InUse => Error::conflict("organisation.unit.error.in_use"),
        other => other.into(),
    })?;
    tx.commit().await?;
    lead_to("/organisation", Some("unit_deleted"));
    Ok(())
}

#[server(custom = Strict, endpoint = "organisation/rename")]
pub async fn rename_organisation(name: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let name = OrganisationName::parse(&name).map_err(|e| Error::invalid(vec![FieldError::text("name", e)]))?;
    let mut tx = ctx.state.db.write().await?;
    store::rename(&mut tx, &grant, &name).await?;
    tx.commit().await?;
    lead_to("/organisation/einstellungen", Some("saved"));
    Ok(())
}
