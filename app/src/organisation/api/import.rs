use crate::context::{Ctx, incident};
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::organisation::import::{ImportKind, Known, Plan, Preview, can_be_carried, plan};
use crate::organisation::today;
use crate::strict::Strict;
use crate::upload::{Upload, UploadForm};
use leptos::prelude::*;
use std::sync::Arc;
use weiterblick_domain::organisation::import::{Encoding, Problems, Table, decode};
use weiterblick_domain::policy::action::{ManageAccess, ManageOrganisation, ReadOrganisation};
use weiterblick_domain::policy::{Grant, Relation};
use weiterblick_store::Conn;
use weiterblick_store::organisation as store;

type Planned = Result<(Table, Plan), Problems>;

/// What an import is compared with.
async fn known(ctx: &Ctx, conn: &mut Conn, read: &Grant<ReadOrganisation>, kind: ImportKind) -> Result<Known, Error> {
    Ok(match kind {
        ImportKind::People => Known::People(store::known_people(conn, read, today(ctx)?).await?),
        ImportKind::Units => Known::Units(store::tree(conn, read).await?),
    })
}

/// What exists, and what `text` would make of it. Nobody waits for it: reading the text may take seconds and has a
/// thread of its own.
async fn planned(
    ctx: &Ctx,
    read: &Grant<ReadOrganisation>,
    kind: ImportKind,
    text: Arc<str>,
) -> Result<(Arc<Known>, Planned), Error> {
    let known = Arc::new(known(ctx, &mut *ctx.state.db.read().await?, read, kind).await?);
    let inner = Arc::clone(&known);
    let planned = tokio::task::spawn_blocking(move || plan(&text, &inner)).await.map_err(|error| incident(&error))?;
    Ok((known, planned))
}

fn parse_kind(kind: &str) -> Result<ImportKind, Error> {
    kind.parse().map_err(|()| Error::field("kind", "error.choose"))
}

/// The bytes that were uploaded or pasted, and whether they were pasted.
fn content(text: String, file: Vec<u8>) -> Result<(Vec<u8>, bool), Error> {
    let pasted = file.is_empty();
    if !pasted && !text.trim().is_empty() {
        return Err(Error::field("file", "organisation.import.error.both"));
    }
    if pasted && text.trim().is_empty() {
        return Err(Error::field("file", "organisation.import.error.nothing"));
    }
    Ok((if pasted { text.into_bytes() } else { file }, pasted))
}

/// Shows what a file would change. Nothing is written and nothing is kept.
#[server(custom = Strict, input = UploadForm, endpoint = "organisation/preview_import")]
pub async fn preview_import(
    kind: String,
    #[server(default)] text: String,
    #[server(default)] file: Upload,
) -> Result<Preview, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let kind = parse_kind(&kind)?;
    let (bytes, pasted) = content(text, file.0)?;
    let (text, encoding) = match decode(&bytes) {
        Ok(decoded) => decoded,
        Err(problem) => return Ok(Preview::new(kind, Encoding::Utf8, pasted, String::new(), &Err(problem.into()))),
    };
    if !can_be_carried(&text) {
        return Err(Error::invalid(vec![FieldError::new("file", "organisation.import.error.too_large")]));
    }
    let shared: Arc<str> = text.as_str().into();
    let (_, planned) = planned(&ctx, &read, kind, shared).await?;
    if planned.as_ref().is_ok_and(|(_, plan)| plan.changes_rights()) {
        // Asked for now, since the file would be lost on the way to the password later.
        ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    }
    Ok(Preview::new(kind, encoding, pasted, text, &planned))
}

/// Carries out what the preview showed: all of it or nothing. Shows a new preview when it would do something else by
/// now; so a second confirmation changes nothing.
#[server(custom = Strict, input = UploadForm, endpoint = "organisation/confirm_import")]
pub async fn confirm_import(kind: String, text: String, expected: String) -> Result<Option<Preview>, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let kind = parse_kind(&kind)?;
    let text = text.replace("\r\n", "\n");
    let (known, planned) = planned(&ctx, &read, kind, text.as_str().into()).await?;
    let as_shown = planned.as_ref().is_ok_and(|(_, plan)| plan.digest() == expected);
    let Some((_, plan)) = planned.as_ref().ok().filter(|_| as_shown) else {
        return Ok(Some(Preview::new(kind, Encoding::Utf8, false, text, &planned).stale()));
    };
    ctx.state.throttles.import(&grant.account().to_string(), ctx.now)?;
    let access = if plan.changes_rights() {
        ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?
    } else {
        ctx.grant::<ManageAccess>(Relation::Organisation)?
    };
    let mut tx = ctx.state.db.write().await?;
    store::lock(&mut tx, &grant).await?;
    // Planned outside the transaction, so what it was planned for must still be so.
    if self::known(&ctx, &mut tx, &read, kind).await? != *known {
        return Ok(Some(Preview::new(kind, Encoding::Utf8, false, text, &planned).stale()));
    }
    let target = match (plan, known.as_ref()) {
        (Plan::Units(plan), Known::Units(tree)) => {
            store::apply_units(&mut tx, &grant, tree, plan, || ctx.state.new_id()).await?;
            "/organisation"
        }
        (Plan::People(plan), _) => {
            store::apply_people(&mut tx, &grant, &access, plan, || ctx.state.new_id()).await?;
            "/organisation/personen"
        }
        (Plan::Units(_), Known::People(_)) => return Err(Error::not_found()),
    };
    tx.commit().await?;
    lead_to(target, Some("imported"));
    Ok(None)
}
