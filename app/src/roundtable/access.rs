//! Who somebody is in one event: by account, by a device that redeemed a key, or by having joined.

use crate::account::cookie;
use crate::context::Ctx;
use crate::error::Error;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::action::{TakePart, WatchScreen};
use weiterblick_domain::policy::event::{EventAct, EventGrant};
use weiterblick_domain::policy::{Denied, Relation};
use weiterblick_domain::roundtable::identity::{AccessKey, ParticipantToken, cookie_name};
use weiterblick_store::roundtable::standing::{self, Standing};
use weiterblick_store::{Conn, StoreError};

/// Cookie of a device that redeemed a key of the event: a screen, a moderator, an emergency console.
fn device_cookie(event: EventId) -> String {
    let id = event.to_string();
    format!("__Host-wbx-{}", &id[..8])
}

/// Seconds that a device stays what its key made it; the key ends with the event anyway.
const DEVICE_SECONDS: i64 = 2 * 86_400;
/// Seconds that somebody stays in the event, renewed on use (L1).
const PARTICIPANT_SECONDS: i64 = 2 * 86_400;

pub fn keep_device(event: EventId, token: &AccessKey) {
    cookie::set(&device_cookie(event), &token.reveal(), Some(DEVICE_SECONDS));
}

pub fn keep_participant(event: EventId, token: &ParticipantToken) {
    cookie::set(&cookie_name(event), &token.reveal(), Some(PARTICIPANT_SECONDS));
}

pub fn forget_participant(event: EventId) {
    cookie::remove(&cookie_name(event));
}

/// What the person or device that asks is in `event`, apart from having joined: whoever may manage the organisation's
/// events is their host, then comes the role that the account was given, then the key of the device.
async fn standing(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<Option<Standing>, StoreError> {
    if let Ok(grant) = ctx.grant::<ManageEvents>(Relation::Organisation) {
        match standing::of_manager(conn, &grant, event).await {
            Err(StoreError::NotFound) => {}
            found => return found.map(Some),
        }
    }
    if let Some(actor) = ctx.actor()
        && let Some(standing) = standing::of_account(conn, event, actor.account).await?
    {
        return Ok(Some(standing));
    }
    let token = ctx.request.cookie(&device_cookie(event)).and_then(|token| AccessKey::parse(token).ok());
    match token {
        Some(token) => standing::of_device(conn, event, &token.digest()).await,
        None => Ok(None),
    }
}

/// May the person or device that asks do `A` in `event`?
///
/// # Errors
/// `Unauthenticated` for a visitor without any role there, so that a host is led to the sign-in; `NotFound` for somebody
/// who is signed in; `Forbidden` with a role that may not.
pub async fn grant<A: EventAct>(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<EventGrant<A>, Error> {
    match standing(ctx, conn, event).await? {
        Some(standing) => Ok(standing.decide::<A>()?),
        None if ctx.actor().is_none() => Err(Denied::Unauthenticated.into()),
        None => Err(Denied::NotFound.into()),
    }
}

/// As [`grant`] for the projector: a stranger is told nothing, since a screen has no sign-in.
///
/// # Errors
/// `NotFound` without a role, `Forbidden` with one that may not.
pub async fn screen(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<EventGrant<WatchScreen>, Error> {
    let standing = standing(ctx, conn, event).await?.ok_or(Denied::NotFound)?;
    Ok(standing.decide::<WatchScreen>()?)
}

/// The token that the device has for `event`, of whatever standing.
pub fn token(ctx: &Ctx, event: EventId) -> Option<ParticipantToken> {
    ctx.request.cookie(&cookie_name(event)).and_then(|token| ParticipantToken::parse(token).ok())
}

/// Somebody who joined.
pub struct Attendee {
    pub grant: EventGrant<TakePart>,
    pub token: ParticipantToken,
}

/// The participant that asks; `None` for whoever has not joined this event, or was removed from it.
///
/// # Errors
/// [`Error`] when the database does not answer.
pub async fn attendee(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<Option<Attendee>, Error> {
    let Some(token) = token(ctx, event) else { return Ok(None) };
    let Some(standing) = standing::of_participant(conn, event, &token.digest()).await? else { return Ok(None) };
    Ok(Some(Attendee { grant: standing.decide::<TakePart>()?, token }))
}
