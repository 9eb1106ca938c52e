//! The link and QR code that lead into an event (security.md E22).

use crate::context::Ctx;
use crate::secret::subkey;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::identity::JoinTicket;

/// The key that join tokens are made with.
fn key(ctx: &Ctx) -> [u8; 32] {
    subkey(&ctx.state.installation_key, "join tokens")
}

/// The ticket of an event, valid as long as it keeps its present code.
pub fn of(ctx: &Ctx, event: EventId, code_number: u64) -> String {
    JoinTicket::new(&key(ctx), event, code_number).reveal()
}

/// The address for QR codes.
pub fn link(ctx: &Ctx, event: EventId, code_number: u64) -> String {
    format!("{}/t/{}", ctx.state.settings.public_url, of(ctx, event, code_number))
}

/// Whether a ticket belongs to the event's present code.
pub fn is_valid(ctx: &Ctx, ticket: &JoinTicket, code_number: u64) -> bool {
    ticket.is_valid(&key(ctx), code_number)
}

/// The address that people type: without the scheme.
pub fn short_address(ctx: &Ctx) -> String {
    let url = &ctx.state.settings.public_url;
    let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
    format!("{host}/beitreten")
}
