use super::{attendee, room_path, tell};
use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::roundtable::access::{self, Attendee};
use crate::roundtable::attend::extra;
use crate::roundtable::streams;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::roundtable::identity::{AuthorRef, ProfileRef, VoterRef};
use weiterblick_domain::roundtable::pace::Pace;
use weiterblick_live::Scope;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::own_data::{self, OwnRefs};
use weiterblick_store::roundtable::{participant, poll};

/// Takes more time to answer, or gives it back (live.md L29).
#[server(custom = Strict, endpoint = "live/extra_time")]
pub async fn live_extra_time(event: String, extra: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let extra = extra::read(&extra).map_err(|error| Error::invalid(vec![error]))?;
    let mut tx = ctx.state.db.write().await?;
    participant::set_extra(&mut tx, &grant, &token.digest(), extra).await?;
    let known = participant::find(&mut tx, grant.event(), &token.digest()).await?.ok_or_else(super::join_first)?;
    tx.commit().await?;
    streams::room(&ctx, grant.event()).await?.joined(known, None);
    lead_to(&room_path(grant.event()), Some("extra_time"));
    Ok(())
}

/// Says how the pace is; without a value it is taken back (live.md L27).
#[server(custom = Strict, endpoint = "live/pace")]
pub async fn live_pace(event: String, #[server(default)] pace: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let pace = match pace.as_str() {
        "" => None,
        word => Some(Pace::from_word(word).ok_or_else(|| Error::field("pace", "attend.error.pace"))?),
    };
    let room = streams::room(&ctx, grant.event()).await?;
    room.pace(&token, pace).await.map_err(|_| Error::busy())?;
    lead_to(&room_path(grant.event()), Some("pace_told"));
    Ok(())
}

/// "Meine Daten löschen" (live.md L42).
#[server(custom = Strict, endpoint = "live/forget")]
pub async fn live_forget(event: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let polls = poll::of_event(&mut *ctx.state.db.read().await?, grant.event()).await?;
    let own = OwnRefs {
        token: token.digest(),
        profile: ProfileRef::of(grant.event(), &token),
        author: AuthorRef::of(grant.event(), &token),
        voices: polls.iter().map(|poll| (poll.id, VoterRef::of(poll.id, &token))).collect(),
    };
    let mut tx = ctx.state.db.write().await?;
    own_data::delete(&mut tx, &grant, &own).await.map_err(sealed)?;
    tx.commit().await?;
    let room = streams::room(&ctx, grant.event()).await?;
    for scope in [Scope::Plan, Scope::People, Scope::Board] {
        tell(&room, scope).await;
    }
    access::forget_participant(grant.event());
    lead_to("/beitreten", Some("participant_forgotten"));
    Ok(())
}

fn sealed(error: StoreError) -> Error {
    match error {
        StoreError::Conflict => Error::new(ErrorKind::Conflict, "attend.error.sealed"),
        other => other.into(),
    }
}
