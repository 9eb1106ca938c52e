use crate::competence::api::input::Fields;
use crate::competence::api::{NodeInto, TextInput};
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::competence::{Direction, NodeKind};
use weiterblick_domain::ids::{CompetenceId, FrameworkId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::competence::{self as store, EditedNode, NewNode};

/// Adds an area or competence to an own draft. With `again` the form for the next one follows.
#[server(custom = Strict, endpoint = "competence/add_node")]
pub async fn add_node(
    into: NodeInto,
    #[server(default)] parent: String,
    #[server(default)] title: TextInput,
    #[server(default)] description: TextInput,
    #[server(default)] code: String,
    #[server(default)] anchors: BTreeMap<String, TextInput>,
    #[server(default)] again: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: FrameworkId = into.framework.parse().map_err(|_| Error::not_found())?;
    let kind: NodeKind = into.kind.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let levels = store::framework(&mut tx, &read, id).await?.framework.scale.size();
    let mut fields = Fields::default();
    let new = NewNode {
        id: ctx.state.new_id(),
        kind,
        parent: fields.chosen_or_none("parent", &parent),
        code: fields.code("code", &code),
        title: fields.title("title", &title),
        description: fields.description("description", &description),
        anchors: fields.anchors(&anchors, levels),
    };
    fields.done()?;
    let (node, parent) = (new.id, new.parent.map(|id| id.to_string()).unwrap_or_default());
    store::add_node(&mut tx, &grant, id, new).await?;
    tx.commit().await?;
    let notice = match kind {
        NodeKind::Area => "area_added",
        NodeKind::Competence => "competence_added",
    };
    if again.is_empty() {
        lead_to(&place(id, node, notice), None);
    } else {
        lead_to(&format!("/kompetenzen/modelle/{id}/neu?art={kind}&in={parent}"), Some(notice));
    }
    Ok(())
}

/// Changes texts, code, place and anchors of an area or competence in an own draft.
#[server(custom = Strict, endpoint = "competence/edit_node")]
pub async fn edit_node(
    competence: String,
    #[server(default)] parent: String,
    #[server(default)] title: TextInput,
    #[server(default)] description: TextInput,
    code: String,
    #[server(default)] anchors: BTreeMap<String, TextInput>,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: CompetenceId = competence.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let levels = store::by_competence(&mut tx, &read, id).await?.framework.scale.size();
    let mut fields = Fields::default();
    let parent = fields.chosen_or_none("parent", &parent);
    if code.trim().is_empty() {
        fields.add(FieldError::new("code", "error.text.empty"));
    }
    let code = fields.code("code", &code);
    let title = fields.title("title", &title);
    let description = fields.description("description", &description);
    let anchors = fields.anchors(&anchors, levels);
    fields.done()?;
    let code = code.ok_or_else(|| Error::field("code", "error.text.empty"))?;
    let edited = EditedNode { parent, code, title, description, anchors };
    let framework = store::edit_node(&mut tx, &grant, id, edited).await?;
    tx.commit().await?;
    lead_to(&place(framework, id, "saved"), None);
    Ok(())
}

/// One step up or down.
#[server(custom = Strict, endpoint = "competence/move_node")]
pub async fn move_node(competence: String, direction: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: CompetenceId = competence.parse().map_err(|_| Error::not_found())?;
    let direction = match direction.as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(Error::field("direction", "error.choose")),
    };
    let mut tx = ctx.state.db.write().await?;
    let framework = store::move_node(&mut tx, &grant, id, direction).await?;
    tx.commit().await?;
    lead_to(&place(framework, id, "node_moved"), None);
    Ok(())
}

/// Deletes a competence, or an area with everything in it.
#[server(custom = Strict, endpoint = "competence/delete_node")]
pub async fn delete_node(competence: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let id: CompetenceId = competence.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    let framework = store::delete_node(&mut tx, &grant, id).await?;
    tx.commit().await?;
    lead_to(&format!("/kompetenzen/modelle/{framework}"), Some("node_deleted"));
    Ok(())
}

/// The row of the node in its tree, with a notice.
fn place(framework: FrameworkId, node: CompetenceId, notice: &str) -> String {
    format!("/kompetenzen/modelle/{framework}?m={notice}#k-{node}")
}
