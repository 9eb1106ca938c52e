//! The ways into an event: code, keys, seats, and people with a role (live.md §2, L23, L26, L30; security.md E20–E22).

mod api;
mod keys;
mod page;
mod people;
mod redeem;
mod seats;
mod sheet;

pub use api::{
    CountTables, MakeKey, MakeSeats, MakeTables, PutFacilitator, RedeemKey, RemoveFacilitator, RenewCode, RevokeKey,
    RevokeSeat,
};
pub use page::doors;
pub use redeem::key;
pub use sheet::poster;

use weiterblick_domain::roundtable::access::KeyKind;

/// Where a key is redeemed, below the address of the installation.
const fn place(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Display => "/l/",
        KeyKind::Table => "/tisch/",
        KeyKind::Takeover | KeyKind::Moderator => "/schluessel/",
    }
}
