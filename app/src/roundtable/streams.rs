//! Streams and snapshots of a room, and what a participant finds again (live.md §11). The credential decides what is
//! sent; the address chooses the view only.

use super::access::{self, Attendee};
use crate::context::{Ctx, incident};
use crate::error::{Error, ErrorKind};
use crate::page::{path_param, query};
use crate::routes::Stream;
use axum::body::Bytes;
use std::sync::Arc;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Denied;
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_live::{Room, RoomError, View};
use weiterblick_store::Conn;

/// The room of an event.
///
/// # Errors
/// `NotFound`, or `Busy` while the process stops.
pub async fn room(ctx: &Ctx, event: EventId) -> Result<Room, Error> {
    ctx.state.hub.room(event).await.map_err(|error| match error {
        RoomError::NotFound => Error::not_found(),
        RoomError::Restart => Error::busy(),
        RoomError::Store(error) => error.into(),
    })
}

/// Whoever asks may have this view; the digest tells listeners apart.
async fn listener(ctx: &Ctx, conn: &mut Conn, event: EventId, view: View) -> Result<Digest, Error> {
    let device = || Digest::of(format!("{event}{}", ctx.request.client).as_bytes());
    match view {
        View::Participant => {
            let attendee = access::attendee(ctx, conn, event).await?.ok_or(Denied::Forbidden)?;
            Ok(attendee.token.digest())
        }
        View::Screen => access::screen(ctx, conn, event).await.map(|_| device()),
        View::Console => {
            access::grant::<WatchConsole>(ctx, conn, event).await?;
            Ok(ctx.request.viewer.as_ref().map_or_else(device, |viewer| Digest::of(viewer.session_hash.as_bytes())))
        }
    }
    .map_err(refused)
}

/// A wrong credential and a missing one are one answer (live.md §11).
fn refused(error: Error) -> Error {
    match error.kind {
        ErrorKind::Unauthenticated | ErrorKind::NotFound => Error::forbidden(),
        _ => error,
    }
}

async fn stream(ctx: Ctx, view: View) -> Result<Stream, Error> {
    let event: EventId = path_param("event")?;
    let who = listener(&ctx, &mut *ctx.state.db.read().await?, event, view).await?;
    let room = room(&ctx, event).await?;
    let ctx = Arc::new(ctx);
    let may_listen = move || {
        let ctx = Arc::clone(&ctx);
        let asking = async move {
            let Ok(mut conn) = ctx.state.db.read().await else { return true };
            !listener(&ctx, &mut conn, event, view).await.is_err_and(|error| error.kind == ErrorKind::Forbidden)
        };
        Box::pin(asking) as std::pin::Pin<Box<dyn Future<Output = bool> + Send>>
    };
    Ok(Stream { frames: room.subscribe(view), presence: room.presence(view, who), may_listen: Box::new(may_listen) })
}

/// `/live/{event}/participant`
pub async fn participant(ctx: Ctx) -> Result<Stream, Error> {
    stream(ctx, View::Participant).await
}

/// `/live/{event}/screen`
pub async fn screen(ctx: Ctx) -> Result<Stream, Error> {
    stream(ctx, View::Screen).await
}

/// `/live/{event}/console`
pub async fn console(ctx: Ctx) -> Result<Stream, Error> {
    stream(ctx, View::Console).await
}

/// `/live/{event}/snapshot?view=…`: what the stream would say now, once.
pub async fn snapshot(ctx: Ctx) -> Result<Bytes, Error> {
    let event: EventId = path_param("event")?;
    let view = View::from_word(&query("view")).ok_or_else(Error::not_found)?;
    listener(&ctx, &mut *ctx.state.db.read().await?, event, view).await?;
    let frames = room(&ctx, event).await?.snapshot(view);
    let mut json = Vec::from(*b"{");
    for (name, frame) in [("scene", frames.scene), ("count", frames.count), ("board", frames.board)] {
        if json.len() > 1 {
            json.push(b',');
        }
        json.extend_from_slice(format!("\"{name}\":").as_bytes());
        json.extend_from_slice(&frame.map_or_else(|| Bytes::from_static(b"null"), |frame| frame.json()));
    }
    json.push(b'}');
    Ok(json.into())
}

/// `/live/{event}/me`: own ballots, receipts and extra time.
pub async fn me(ctx: Ctx) -> Result<Bytes, Error> {
    let event: EventId = path_param("event")?;
    let Attendee { token, .. } =
        access::attendee(&ctx, &mut *ctx.state.db.read().await?, event).await?.ok_or(Denied::Forbidden)?;
    let me = room(&ctx, event).await?.me(&token).await.map_err(|_| Error::forbidden())?;
    serde_json::to_vec(&me).map(Bytes::from).map_err(|error| incident(&error))
}
