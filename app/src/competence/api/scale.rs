use crate::competence::api::input::Fields;
use crate::competence::api::{LevelInput, TextInput};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::competence::Code;
use weiterblick_domain::ids::ScaleId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Language;
use weiterblick_store::competence::{self as store, NewScale};

/// Makes an own scale for skill.
#[server(custom = Strict, endpoint = "competence/create_scale")]
pub async fn create_scale(
    #[server(default)] title: TextInput,
    #[server(default)] code: String,
    #[server(default)] levels: BTreeMap<String, LevelInput>,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let title = fields.title("title", &title);
    let code = fields.code("code", &code);
    let levels = fields.levels(&levels);
    fields.done()?;
    let mut tx = ctx.state.db.write().await?;
    let known = store::scales(&mut tx, &read).await?;
    let taken = |code: &Code| known.iter().any(|summary| summary.scale.code == *code);
    let code = code.unwrap_or_else(|| Code::suggest(title.get(Language::De), taken));
    store::create_scale(&mut tx, &grant, &NewScale { id: ctx.state.new_id(), code, title, levels }).await?;
    tx.commit().await?;
    lead_to("/kompetenzen/skalen", Some("scale_created"));
    Ok(())
}

/// Deletes an own scale that no framework uses.
#[server(custom = Strict, endpoint = "competence/delete_scale")]
pub async fn delete_scale(scale: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: ScaleId = scale.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    store::delete_scale(&mut tx, &grant, id).await?;
    tx.commit().await?;
    lead_to("/kompetenzen/skalen", Some("scale_deleted"));
    Ok(())
}
