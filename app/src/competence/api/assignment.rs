use crate::competence::api::input::Fields;
use crate::competence::errors::rule;
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{lead_to, own_path};
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::{JobProfileId, PersonId, UnitId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageCompetences;
use weiterblick_store::competence as store;

const PAGE: &str = "/kompetenzen/zuordnung";

/// Gives units their job profile: `profiles[<unit>]` is a profile, or empty for none.
#[server(custom = Strict, endpoint = "competence/assign_units")]
pub async fn assign_units(#[server(default)] profiles: BTreeMap<String, String>) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let mut changes: Vec<(UnitId, Option<JobProfileId>)> = Vec::new();
    for (unit, profile) in &profiles {
        let unit = unit.parse().map_err(|_| Error::not_found())?;
        changes.push((unit, fields.chosen_or_none(&format!("profiles[{unit}]"), profile)));
    }
    fields.done()?;
    let mut tx = ctx.state.db.write().await?;
    store::assign_units(&mut tx, &grant, &changes).await?;
    tx.commit().await?;
    lead_to(PAGE, Some("profiles_assigned"));
    Ok(())
}

/// Gives people a job profile of their own from today on; an empty one leaves them that of their unit. `back` is the
/// query of the list, so that search and page stay.
#[server(custom = Strict, endpoint = "competence/assign_people")]
pub async fn assign_people(
    #[server(default)] people: Vec<String>,
    #[server(default)] profile: String,
    #[server(default)] back: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let profile: Option<JobProfileId> = fields.chosen_or_none("profile", &profile);
    fields.done()?;
    let people: BTreeSet<PersonId> =
        people.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| Error::not_found())?;
    if people.is_empty() {
        return Err(rule("competence.assign.none_chosen"));
    }
    let mut tx = ctx.state.db.write().await?;
    store::assign_people(&mut tx, &grant, &people, profile, today(&ctx)?).await?;
    tx.commit().await?;
    let back = if back.starts_with(PAGE) { own_path(&back) } else { PAGE };
    lead_to(back, Some("profiles_assigned"));
    Ok(())
}
