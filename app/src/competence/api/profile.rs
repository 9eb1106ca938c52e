use crate::competence::api::TextInput;
use crate::competence::api::input::Fields;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::competence::Horizon;
use weiterblick_domain::ids::JobProfileId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageCompetences;
use weiterblick_store::competence::{self as store, NewProfile, ProfileTexts};

/// Makes a job profile, empty or with the targets of another one.
#[server(custom = Strict, endpoint = "competence/create_profile")]
pub async fn create_profile(
    #[server(default)] title: TextInput,
    #[server(default)] code: String,
    #[server(default)] horizon: String,
    #[server(default)] copy_from: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let texts = texts(&mut fields, &title, &code, &horizon);
    let copy_from = fields.chosen_or_none("copy_from", &copy_from);
    fields.done()?;
    let new = NewProfile { id: ctx.state.new_id(), texts, copy_from };
    let mut tx = ctx.state.db.write().await?;
    store::create_profile(&mut tx, &grant, &new).await?;
    tx.commit().await?;
    lead_to(&path(new.id), Some("profile_created"));
    Ok(())
}

/// Changes title, code and horizon of a job profile.
#[server(custom = Strict, endpoint = "competence/edit_profile")]
pub async fn edit_profile(
    profile: String,
    #[server(default)] title: TextInput,
    #[server(default)] code: String,
    #[server(default)] horizon: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: JobProfileId = profile.parse().map_err(|_| Error::not_found())?;
    let mut fields = Fields::default();
    let texts = texts(&mut fields, &title, &code, &horizon);
    fields.done()?;
    let mut tx = ctx.state.db.write().await?;
    store::update_profile(&mut tx, &grant, id, &texts).await?;
    tx.commit().await?;
    lead_to(&path(id), Some("saved"));
    Ok(())
}

/// Deletes a job profile; teams and people who had it have none afterwards.
#[server(custom = Strict, endpoint = "competence/delete_profile")]
pub async fn delete_profile(profile: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: JobProfileId = profile.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    store::delete_profile(&mut tx, &grant, id).await?;
    tx.commit().await?;
    lead_to("/kompetenzen/profile", Some("profile_deleted"));
    Ok(())
}

fn texts(fields: &mut Fields, title: &TextInput, code: &str, horizon: &str) -> ProfileTexts {
    ProfileTexts {
        title: fields.title("title", title),
        code: fields.code("code", code),
        horizon: fields.chosen("horizon", horizon).unwrap_or(Horizon::Today),
    }
}

pub(super) fn path(id: JobProfileId) -> String {
    format!("/kompetenzen/profile/{id}")
}
