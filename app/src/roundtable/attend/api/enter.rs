use crate::code_device;
use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::roundtable::ticket;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::identity::Joining;
use weiterblick_store::roundtable::join;

/// Leads from a typed code, or a pasted link, to the page where somebody joins. Attempts count before they are looked
/// up (security.md E24); links are not throttled.
#[server(custom = Strict, endpoint = "live/enter")]
pub async fn live_enter(code: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let joining = Joining::parse(&code).map_err(|_| Error::field("code", "attend.error.code_form"))?;
    let ticket = match joining {
        Joining::Ticket(ticket) => ticket.reveal(),
        Joining::Code(code) => {
            ctx.state.throttles.code(&code_device::of(&ctx))?;
            let door = join::door_of_code(&mut *ctx.state.db.read().await?, code).await?;
            let door = door.filter(|door| door.mode == JoinMode::Open).ok_or_else(unknown_code)?;
            ticket::of(&ctx, door.event, door.code_number)
        }
    };
    lead_to(&format!("/t/{ticket}"), None);
    Ok(())
}

/// Unknown, ended and locked are one answer (live.md §9).
fn unknown_code() -> Error {
    let field = FieldError::new("code", "attend.error.unknown_code");
    Error { fields: vec![field], ..Error::new(ErrorKind::NotFound, "attend.error.unknown_code") }
}
