use super::place;
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::roundtable::host::input::{Fields, id};
use crate::roundtable::host::tell::tell;
use crate::strict::Strict;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weiterblick_domain::ids::{AccessKeyId, AccountId, EventId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Own, Run, WatchConsole};
use weiterblick_domain::roundtable::access::{FacilitatorRole, KeyKind};
use weiterblick_domain::roundtable::identity::{AccessKey, CodeKind, JoinCode, SeatToken};
use weiterblick_domain::roundtable::limits::TABLE_HEADS_MAX;
use weiterblick_domain::text::{Email, Line};
use weiterblick_live::Scope;
use weiterblick_store::roundtable::access_key::{self, NewKey};
use weiterblick_store::roundtable::{facilitator, join, seat, table};
use weiterblick_store::{StoreError, Tx};

/// Keys and seats that are made at once.
const TABLES: std::ops::RangeInclusive<u32> = 1..=60;
const SEATS: std::ops::RangeInclusive<u32> = 1..=500;
/// Keys that are made one by one; those of tables come in numbers.
pub const SINGLE: [KeyKind; 2] = [KeyKind::Display, KeyKind::Takeover];
/// Draws of a join code until one is free.
const DRAWS: usize = 5;

/// A key that was just made. Its link is shown in this answer only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyMade {
    pub kind: String,
    pub label: String,
    pub link: String,
}

/// Slips that were just made: what stands on each, and its link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SlipsMade {
    pub slips: Vec<(String, String)>,
}

async fn owned(ctx: &Ctx, event: &str) -> Result<EventGrant<Own>, Error> {
    let event: EventId = id(event)?;
    access::grant::<Own>(ctx, &mut *ctx.state.db.read().await?, event).await
}

fn page(event: EventId) -> String {
    format!("/runde-tische/{event}/zugang")
}

/// Makes a key of one kind; its secret leaves the server in this answer only.
#[server(custom = Strict, endpoint = "roundtable/make_key")]
pub async fn make_key(event: String, kind: String, #[server(default)] label: String) -> Result<KeyMade, Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let kind = KeyKind::from_word(&kind).filter(|kind| SINGLE.contains(kind)).ok_or_else(Error::not_found)?;
    let label = Line::<60>::parse_optional(&label).map_err(|e| Error::invalid(vec![FieldError::text("label", e)]))?;
    let mut tx = ctx.state.db.write().await?;
    let link = new_key(&ctx, &mut tx, &grant, kind, label.clone()).await?;
    tx.commit().await?;
    Ok(KeyMade { kind: kind.word().to_owned(), label: label.map(Line::into_inner).unwrap_or_default(), link })
}

async fn new_key(
    ctx: &Ctx,
    tx: &mut Tx,
    grant: &EventGrant<Own>,
    kind: KeyKind,
    label: Option<Line<60>>,
) -> Result<String, Error> {
    let secret = AccessKey::from_random(ctx.state.random());
    let new = NewKey { id: ctx.state.new_id(), kind, label, token: secret.digest() };
    access_key::create(tx, grant, &new).await?;
    Ok(format!("{}{}{}", ctx.state.settings.public_url, place(kind), secret.reveal()))
}

/// Makes keys for tables, numbered on from those that are there.
#[server(custom = Strict, endpoint = "roundtable/make_tables")]
pub async fn make_tables(event: String, count: String) -> Result<SlipsMade, Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let mut fields = Fields::default();
    let count = fields.number("count", &count, TABLES);
    fields.done()?;
    let mut tx = ctx.state.db.write().await?;
    let known = access_key::list(&mut tx, &grant).await?.iter().filter(|key| key.kind == KeyKind::Table).count();
    let mut slips = Vec::new();
    for number in (known + 1..).take(count as usize) {
        let label = t!("host.keys.table", number = number);
        let line = Line::parse(&label).map_err(|error| crate::context::incident(&error))?;
        slips.push((label, new_key(&ctx, &mut tx, &grant, KeyKind::Table, Some(line)).await?));
    }
    tx.commit().await?;
    Ok(SlipsMade { slips })
}

/// Ends a key, and the rights of the device that redeemed it.
#[server(custom = Strict, endpoint = "roundtable/revoke_key")]
pub async fn revoke_key(event: String, key: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let mut tx = ctx.state.db.write().await?;
    access_key::revoke(&mut tx, &grant, id(&key)?).await?;
    tx.commit().await?;
    tell(&ctx, grant.event(), Scope::People).await;
    lead_to(&page(grant.event()), Some("key_revoked"));
    Ok(())
}

/// Notes how many people are at each table: fields `heads[<key>]` (L23).
#[server(custom = Strict, endpoint = "roundtable/count_tables")]
pub async fn count_tables(event: String, #[server(default)] heads: BTreeMap<String, String>) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let mut tx = ctx.state.db.write().await?;
    let run = access::grant::<Run>(&ctx, &mut tx, event).await?;
    let watch = access::grant::<WatchConsole>(&ctx, &mut tx, event).await?;
    let mut fields = Fields::default();
    let mut counted: Vec<(AccessKeyId, String, u32)> = Vec::new();
    for known in table::list(&mut tx, &watch).await? {
        if let Some(typed) = heads.get(&known.key.to_string()) {
            let name = format!("heads[{}]", known.key);
            let count = fields.number_or_none(&name, typed, 0..=TABLE_HEADS_MAX).unwrap_or_default();
            counted.push((known.key, known.label, count));
        }
    }
    fields.done()?;
    for (key, label, count) in counted {
        table::update(&mut tx, &run, key, &label, count).await?;
    }
    tx.commit().await?;
    tell(&ctx, event, Scope::People).await;
    lead_to(&page(event), Some("saved"));
    Ok(())
}

/// Adds seats, one printed slip each.
#[server(custom = Strict, endpoint = "roundtable/make_seats")]
pub async fn make_seats(event: String, seats: String) -> Result<SlipsMade, Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let mut fields = Fields::default();
    let count = fields.number("seats", &seats, SEATS);
    fields.done()?;
    let secrets: Vec<SeatToken> = (0..count).map(|_| SeatToken::from_random(ctx.state.random())).collect();
    let digests: Vec<_> = secrets.iter().map(SeatToken::digest).collect();
    let mut tx = ctx.state.db.write().await?;
    let first = seat::add(&mut tx, &grant, &digests).await?;
    tx.commit().await?;
    let slip = |(number, secret): (u32, &SeatToken)| {
        let link = format!("{}/platz/{}", ctx.state.settings.public_url, secret.reveal());
        (t!("host.seats.seat", number = number), link)
    };
    Ok(SlipsMade { slips: (first..).zip(&secrets).map(slip).collect() })
}

/// Ends a seat by the number on its slip.
#[server(custom = Strict, endpoint = "roundtable/revoke_seat")]
pub async fn revoke_seat(event: String, number: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let unknown = || Error::field("number", "host.error.seat");
    let number: u32 = number.trim().parse().map_err(|_| unknown())?;
    let mut tx = ctx.state.db.write().await?;
    match seat::revoke(&mut tx, &grant, number).await {
        Err(StoreError::NotFound) => return Err(unknown()),
        revoked => revoked?,
    }
    tx.commit().await?;
    lead_to(&page(grant.event()), Some("seat_revoked"));
    Ok(())
}

/// Gives the event another join code; whoever has joined stays (security.md E22).
#[server(custom = Strict, endpoint = "roundtable/renew_code")]
pub async fn renew_code(event: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Run>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let watch = access::grant::<WatchConsole>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    if join::code(&mut *ctx.state.db.read().await?, &watch).await?.is_none() {
        return Err(Error::conflict("host.refused.not_open"));
    }
    for _ in 0..DRAWS {
        let mut tx = ctx.state.db.write().await?;
        match join::renew_code(&mut tx, &grant, JoinCode::from_random(CodeKind::Digits, ctx.state.random())).await {
            // Another event has this code.
            Err(StoreError::Conflict) => continue,
            renewed => renewed?,
        }
        tx.commit().await?;
        tell(&ctx, event, Scope::Plan).await;
        lead_to(&page(event), Some("code_renewed"));
        return Ok(());
    }
    Err(Error::busy())
}

/// Gives somebody of the organisation a role in the event.
#[server(custom = Strict, endpoint = "roundtable/put_facilitator")]
pub async fn put_facilitator(event: String, email: String, role: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let mut fields = Fields::default();
    let role = fields.chosen("role", FacilitatorRole::from_word(&role), FacilitatorRole::Moderator);
    let email = Email::parse(&email).map_err(|error| fields.add(FieldError::email("email", error)));
    fields.done()?;
    let Ok(email) = email else { return Err(Error::field("email", "error.text.email")) };
    let mut tx = ctx.state.db.write().await?;
    let account = match facilitator::find(&mut tx, &grant, &email).await {
        Err(StoreError::NotFound) => return Err(Error::field("email", "host.error.no_account")),
        found => found?,
    };
    match facilitator::put(&mut tx, &grant, account, role).await {
        Err(StoreError::InUse) => return Err(Error::field("role", "host.error.last_host")),
        put => put?,
    }
    tx.commit().await?;
    lead_to(&page(grant.event()), Some("saved"));
    Ok(())
}

#[server(custom = Strict, endpoint = "roundtable/remove_facilitator")]
pub async fn remove_facilitator(event: String, account: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = owned(&ctx, &event).await?;
    let account: AccountId = id(&account)?;
    let mut tx = ctx.state.db.write().await?;
    match facilitator::remove(&mut tx, &grant, account).await {
        Err(StoreError::InUse) => return Err(Error::conflict("host.error.last_host")),
        removed => removed?,
    }
    tx.commit().await?;
    lead_to(&page(grant.event()), Some("facilitator_removed"));
    Ok(())
}

/// Makes this device a console by the way in for an emergency (L30).
#[server(custom = Strict, endpoint = "roundtable/redeem_key")]
pub async fn redeem_key(key: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let secret = AccessKey::parse(&key).map_err(|_| Error::not_found())?;
    let device = AccessKey::from_random(ctx.state.random());
    let mut tx = ctx.state.db.write().await?;
    let opens = access_key::redeem(&mut tx, &secret.digest(), &device.digest()).await?;
    // Screens and tables have pages of their own.
    if opens.key.kind != KeyKind::Takeover {
        return Err(Error::not_found());
    }
    tx.commit().await?;
    access::keep_device(opens.event, &device);
    lead_to(&format!("/runde-tische/{}/moderation", opens.event), None);
    Ok(())
}
