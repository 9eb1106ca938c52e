use crate::competence::api::TextInput;
use crate::competence::api::input::Fields;
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::competence::{Code, FrameworkState};
use weiterblick_domain::ids::{FrameworkId, ScaleId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Language;
use weiterblick_store::competence::{self as store, FrameworkTexts, NewCopy, NewFramework};

/// Makes an own framework as a draft.
#[server(custom = Strict, endpoint = "competence/create_framework")]
pub async fn create_framework(
    #[server(default)] title: TextInput,
    #[server(default)] description: TextInput,
    #[server(default)] code: String,
    scale: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let mut fields = Fields::default();
    let texts = FrameworkTexts {
        title: fields.title("title", &title),
        description: fields.description("description", &description),
        source: ctx.viewer()?.organisation_name.clone(),
        licence: String::new(),
    };
    let code = fields.code("code", &code);
    let scale: Option<ScaleId> = fields.chosen("scale", &scale);
    fields.done()?;
    let scale = scale.ok_or_else(|| Error::field("scale", "error.choose"))?;
    let mut tx = ctx.state.db.write().await?;
    let known = store::frameworks(&mut tx, &read).await?;
    let taken = |code: &Code| known.iter().any(|summary| summary.framework.code == *code);
    let code = code.unwrap_or_else(|| Code::suggest(texts.title.get(Language::De), taken));
    let version = weiterblick_domain::competence::Version::first();
    let new = NewFramework { id: ctx.state.new_id(), code, version, texts, scale };
    store::create(&mut tx, &grant, &new).await?;
    tx.commit().await?;
    lead_to(&path(new.id), Some("framework_created"));
    Ok(())
}

/// Copies a framework with everything in it into an own draft.
#[server(custom = Strict, endpoint = "competence/copy_framework")]
pub async fn copy_framework(
    framework: String,
    #[server(default)] title: TextInput,
    code: String,
    version: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let from: FrameworkId = framework.parse().map_err(|_| Error::not_found())?;
    let mut fields = Fields::default();
    let title = fields.title("title", &title);
    let code = required_code(&mut fields, &code);
    let version = fields.version("version", &version);
    fields.done()?;
    let code = code.ok_or_else(|| Error::field("code", "error.text.empty"))?;
    let new = NewCopy { id: ctx.state.new_id(), code, version, title };
    let mut tx = ctx.state.db.write().await?;
    store::copy(&mut tx, &grant, from, &new, &mut || ctx.state.new_id()).await?;
    tx.commit().await?;
    lead_to(&path(new.id), Some("framework_copied"));
    Ok(())
}

/// Changes what a draft says of itself.
#[server(custom = Strict, endpoint = "competence/edit_framework")]
pub async fn edit_framework(
    framework: String,
    #[server(default)] title: TextInput,
    #[server(default)] description: TextInput,
    code: String,
    version: String,
    #[server(default)] source: String,
    #[server(default)] licence: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: FrameworkId = framework.parse().map_err(|_| Error::not_found())?;
    let mut fields = Fields::default();
    let texts = FrameworkTexts {
        title: fields.title("title", &title),
        description: fields.description("description", &description),
        source: fields.line::<300>("source", &source),
        licence: fields.line::<300>("licence", &licence),
    };
    let code = required_code(&mut fields, &code);
    let version = fields.version("version", &version);
    fields.done()?;
    let code = code.ok_or_else(|| Error::field("code", "error.text.empty"))?;
    let mut tx = ctx.state.db.write().await?;
    store::update(&mut tx, &grant, id, &code, &version, &texts).await?;
    tx.commit().await?;
    lead_to(&path(id), Some("saved"));
    Ok(())
}

/// Publishes a draft: it may be used from now on and never changes.
#[server(custom = Strict, endpoint = "competence/publish_framework")]
pub async fn publish_framework(framework: String) -> Result<(), Error> {
    set_state(&framework, FrameworkState::Published).await
}

/// Offers a published framework to nobody any more.
#[server(custom = Strict, endpoint = "competence/retire_framework")]
pub async fn retire_framework(framework: String) -> Result<(), Error> {
    set_state(&framework, FrameworkState::Retired).await
}

async fn set_state(framework: &str, state: FrameworkState) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: FrameworkId = framework.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let notice = if state == FrameworkState::Published {
        store::publish(&mut tx, &grant, id).await?;
        "framework_published"
    } else {
        store::retire(&mut tx, &grant, id).await?;
        "framework_retired"
    };
    tx.commit().await?;
    lead_to(&path(id), Some(notice));
    Ok(())
}

/// Deletes a draft with everything in it.
#[server(custom = Strict, endpoint = "competence/delete_framework")]
pub async fn delete_framework(framework: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: FrameworkId = framework.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    store::delete_draft(&mut tx, &grant, id).await?;
    tx.commit().await?;
    lead_to("/kompetenzen", Some("framework_deleted"));
    Ok(())
}

fn required_code(fields: &mut Fields, raw: &str) -> Option<Code> {
    if raw.trim().is_empty() {
        fields.add(FieldError::new("code", "error.text.empty"));
    }
    fields.code("code", raw)
}

fn path(id: FrameworkId) -> String {
    format!("/kompetenzen/modelle/{id}")
}
