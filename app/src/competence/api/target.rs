use crate::competence::api::TargetInput;
use crate::competence::api::input::Fields;
use crate::competence::api::profile::path;
use crate::competence::errors::{rule, target, target_field};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::competence::{RawTarget, Target};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, JobProfileId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::StoreError;
use weiterblick_store::competence as store;

/// Adds competences of one framework to a job profile; with `all` every one of them.
#[server(custom = Strict, endpoint = "competence/add_targets")]
pub async fn add_targets(
    profile: String,
    framework: String,
    #[server(default)] competences: Vec<String>,
    #[server(default)] all: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: JobProfileId = profile.parse().map_err(|_| Error::not_found())?;
    let framework: FrameworkId = framework.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let chosen: Vec<CompetenceId> = if all.is_empty() {
        competences.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| Error::not_found())?
    } else {
        store::framework(&mut tx, &read, framework).await?.tree.competences().map(|node| node.id).collect()
    };
    if chosen.is_empty() {
        return Err(rule("competence.add.none_chosen"));
    }
    let added = store::add_targets(&mut tx, &grant, id, framework, &chosen).await?;
    tx.commit().await?;
    lead_to(&path(id), Some(if added == 0 { "targets_known" } else { "targets_added" }));
    Ok(())
}

/// Sets the targets of a job profile, and takes out the rows that are ticked for it.
#[server(custom = Strict, endpoint = "competence/save_targets")]
pub async fn save_targets(
    profile: String,
    #[server(default)] targets: BTreeMap<String, TargetInput>,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: JobProfileId = profile.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let rows = store::profile(&mut tx, &read, id, today(&ctx)?).await?.targets;
    let mut fields = Fields::default();
    let mut changes: Vec<(CompetenceId, Option<Target>)> = Vec::new();
    // Somebody else may have taken a row out meanwhile.
    if targets.keys().any(|sent| rows.iter().all(|row| row.competence.to_string() != *sent)) {
        return Err(StoreError::Conflict.into());
    }
    for row in &rows {
        let competence = row.competence.to_string();
        let Some(input) = targets.get(&competence) else { continue };
        if !input.remove.is_empty() {
            changes.push((row.competence, None));
            continue;
        }
        let raw = RawTarget {
            soll_min: &input.soll_min,
            soll_max: &input.soll_max,
            weight: &input.weight,
            people_needed: &input.people_needed,
        };
        match Target::parse(raw, u8::try_from(row.levels.len()).unwrap_or(u8::MAX)) {
            Ok(target) => changes.push((row.competence, Some(target))),
            Err(wrong) => {
                for (field, problem) in wrong {
                    let name = format!("targets[{competence}][{}]", target_field(field));
                    fields.add(target(name, problem, row.title.get(ctx.request.language)));
                }
            }
        }
    }
    fields.done()?;
    store::change_targets(&mut tx, &grant, id, &changes).await?;
    tx.commit().await?;
    lead_to(&path(id), Some("targets_saved"));
    Ok(())
}
