//! What is done with an event as a whole: sealing and deleting it (live.md §3, L41). Both take their turn in its room.

use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::roundtable::host::input::id;
use crate::roundtable::streams::room;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_live::CommandRefusal;

/// Deletes a draft, or an event that has ended, with everything in it. `r` is the revision that the page showed.
#[server(custom = Strict, endpoint = "roundtable/delete_event")]
pub async fn delete_event(event: String, r: u64) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Own>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    room(&ctx, event).await?.delete(&grant, Revision(r)).await.map_err(refused)?;
    lead_to("/runde-tische", Some("event_deleted"));
    Ok(())
}

/// Makes sure that nothing can be attributed to a voice any more.
#[server(custom = Strict, endpoint = "roundtable/seal_event")]
pub async fn seal_event(event: String, r: u64) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Own>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    room(&ctx, event).await?.seal(&grant, Revision(r)).await.map_err(refused)?;
    lead_to(&format!("/runde-tische/{event}/ergebnisse"), Some("event_sealed"));
    Ok(())
}

fn refused(refusal: CommandRefusal) -> Error {
    match refusal {
        CommandRefusal::Event { refusal, .. } => Error::conflict(&format!("host.refused.{}", refusal.word())),
        CommandRefusal::Round { .. } => Error::conflict("host.refused.round_open"),
        CommandRefusal::NotFound => Error::not_found(),
        CommandRefusal::Forbidden => Error::forbidden(),
        CommandRefusal::Busy { .. } | CommandRefusal::Restart | CommandRefusal::Unconfirmed => Error::busy(),
        CommandRefusal::ReadOnly => Error::new(ErrorKind::Busy, "error.busy"),
        CommandRefusal::Failed => Error::internal("–"),
    }
}
