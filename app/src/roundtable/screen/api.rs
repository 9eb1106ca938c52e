use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::roundtable::identity::AccessKey;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::access_key;

/// Makes this device the projector of the event that the key opens (security.md E20, E21).
#[server(custom = Strict, endpoint = "live/screen")]
pub async fn live_screen(key: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let key = AccessKey::parse(&key).map_err(|_| dead())?;
    let device = AccessKey::from_random(ctx.state.random());
    let mut tx = ctx.state.db.write().await?;
    let opens = access_key::redeem(&mut tx, &key.digest(), &device.digest()).await.map_err(|error| match error {
        StoreError::NotFound => dead(),
        other => other.into(),
    })?;
    if opens.key.kind != KeyKind::Display {
        return Err(dead());
    }
    tx.commit().await?;
    access::keep_device(opens.event, &device);
    lead_to(&format!("/leinwand/{}", opens.event), None);
    Ok(())
}

/// Unknown, taken back and of an event that is over: one answer.
fn dead() -> Error {
    Error::new(ErrorKind::NotFound, "screen.dead")
}
