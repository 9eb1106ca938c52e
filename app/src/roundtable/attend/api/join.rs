use super::room_path;
use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::roundtable::attend::extra;
use crate::roundtable::{access, streams, ticket};
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::ids::EventCompanyId;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion, Profile, ValueCode};
use weiterblick_domain::roundtable::identity::{AccessKey, JoinTicket, ParticipantToken, ProfileRef, SeatToken};
use weiterblick_domain::roundtable::limits::NAME_MAX;
use weiterblick_domain::text::Line;
use weiterblick_store::roundtable::company::CompanyData;
use weiterblick_store::roundtable::join::{self, Door};
use weiterblick_store::roundtable::participant::{self, NewParticipant};
use weiterblick_store::roundtable::{company, event, profile, seat, table};
use weiterblick_store::{Conn, StoreError, Tx};

/// Lets somebody in by ticket or by seat: the profile is asked once and stays (live.md L1, L33).
#[server(custom = Strict, endpoint = "live/join")]
pub async fn live_join(
    #[server(default)] ticket: String,
    #[server(default)] seat: String,
    #[server(default)] extra: String,
    #[server(default)] company: String,
    #[server(default)] profile: BTreeMap<String, String>,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let (door, way) = {
        let mut conn = ctx.state.db.read().await?;
        find_door(&ctx, &mut conn, &ticket, &seat).await?
    };
    let asked = event::load(&mut *ctx.state.db.read().await?, door.event).await?.conditions.attributes;
    let mut errors = Vec::new();
    let stated = stated(&asked, &profile, &mut errors);
    let company = Line::<NAME_MAX>::parse_optional(&company)
        .map_err(|error| errors.push(FieldError::text("company", error)))
        .unwrap_or_default();
    let extra = extra::read(&extra).map_err(|error| errors.push(error)).unwrap_or_default();
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let token = token(&ctx, &door, &way);
    let mut tx = ctx.state.db.write().await?;
    if let Way::Seat(seat) = &way {
        seat::redeem(&mut tx, &seat.digest()).await.map_err(closed)?;
    }
    let company = named(&ctx, &mut tx, &door, company, &stated).await?;
    let new = NewParticipant { token: token.digest(), language: ctx.request.language, extra, company };
    let joined = participant::join(&mut tx, &door, &new).await.map_err(closed)?;
    if joined.removed {
        return Err(Error::new(ErrorKind::Forbidden, "attend.error.removed"));
    }
    let of = ProfileRef::of(door.event, &token);
    profile::state(&mut tx, &door, of, &stated).await?;
    tx.commit().await?;
    streams::room(&ctx, door.event).await?.joined(joined, Some((of, stated)));
    access::keep_participant(door.event, &token);
    lead_to(&room_path(door.event), None);
    Ok(())
}

/// Couples this device with a table (L23).
#[server(custom = Strict, endpoint = "live/table")]
pub async fn live_table(key: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let key = AccessKey::parse(&key).map_err(|_| dead_link())?;
    let voice = SeatToken::parse(&key.reveal()).map_err(|_| dead_link())?;
    let event = weiterblick_store::roundtable::access_key::find(&mut *ctx.state.db.read().await?, &key.digest())
        .await?
        .ok_or_else(dead_link)?
        .event;
    let token = ParticipantToken::of_seat(&voice, event);
    let mut tx = ctx.state.db.write().await?;
    table::join(&mut tx, &key.digest(), &token.digest(), ctx.request.language).await.map_err(closed)?;
    let joined = participant::find(&mut tx, event, &token.digest()).await?.ok_or_else(dead_link)?;
    tx.commit().await?;
    streams::room(&ctx, event).await?.joined(joined, None);
    access::keep_participant(event, &token);
    lead_to(&room_path(event), None);
    Ok(())
}

/// What somebody came with.
enum Way {
    Ticket,
    Seat(SeatToken),
}

async fn find_door(ctx: &Ctx, conn: &mut Conn, ticket: &str, seat: &str) -> Result<(Door, Way), Error> {
    if let Ok(seat) = SeatToken::parse(seat) {
        let door = seat::find(conn, &seat.digest()).await?.ok_or_else(dead_link)?;
        return Ok((door, Way::Seat(seat)));
    }
    let ticket = JoinTicket::parse(ticket).map_err(|_| dead_link())?;
    let door = join::door(conn, ticket.event).await?;
    let opens = |door: &Door| door.mode == JoinMode::Open && ticket::is_valid(ctx, &ticket, door.code_number);
    Ok((door.filter(opens).ok_or_else(dead_link)?, Way::Ticket))
}

/// The token of a seat is the same on every device; else the device keeps the one that it has.
fn token(ctx: &Ctx, door: &Door, way: &Way) -> ParticipantToken {
    match way {
        Way::Seat(seat) => ParticipantToken::of_seat(seat, door.event),
        Way::Ticket => {
            access::token(ctx, door.event).unwrap_or_else(|| ParticipantToken::from_random(ctx.state.random()))
        }
    }
}

/// What was stated; every question wants an answer, and "keine Angabe" is one.
fn stated(asked: &[AttributeQuestion], sent: &BTreeMap<String, String>, errors: &mut Vec<FieldError>) -> Profile {
    let field = |attribute: Attribute| format!("profile[{attribute}]");
    let mut stated = Vec::new();
    for question in asked {
        let attribute = question.attribute;
        let value = sent.get(attribute.word()).and_then(|text| text.parse::<u8>().ok());
        match value.and_then(|code| ValueCode::try_from(code).ok()) {
            Some(code) => stated.push((attribute, code)),
            None => errors.push(FieldError::new(field(attribute), "attend.error.profile")),
        }
    }
    Profile::stated(asked, &stated).unwrap_or_else(|unknown| {
        errors.push(FieldError::new(field(unknown.attribute), "attend.error.profile"));
        Profile::NOTHING_STATED
    })
}

/// The company of this name: one of the list, or a new one.
async fn named(
    ctx: &Ctx,
    tx: &mut Tx,
    door: &Door,
    name: Option<Line<NAME_MAX>>,
    stated: &Profile,
) -> Result<Option<EventCompanyId>, Error> {
    let Some(name) = name else { return Ok(None) };
    let data = CompanyData { name, size_class: stated.get(Attribute::SizeClass) };
    Ok(Some(company::typed(tx, door.event, ctx.state.new_id(), &data).await?))
}

/// The door closed while somebody filled in the form.
fn closed(error: StoreError) -> Error {
    match error {
        StoreError::Conflict | StoreError::NotFound => dead_link(),
        other => other.into(),
    }
}

/// Unknown, ended and locked are one answer.
fn dead_link() -> Error {
    Error::new(ErrorKind::NotFound, "attend.error.dead_link")
}
