use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::NeedId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageNeeds;
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_store::roundtable::need;

/// Notes what has become of a need.
#[server(custom = Strict, endpoint = "roundtable/set_need_state")]
pub async fn set_need_state(need: String, state: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageNeeds>(Relation::Organisation)?;
    let id: NeedId = need.parse().map_err(|_| Error::not_found())?;
    let state = NeedState::from_word(&state).ok_or_else(|| Error::field("state", "error.choose"))?;
    let mut tx = ctx.state.db.write().await?;
    need::set_state(&mut tx, &grant, id, state).await?;
    tx.commit().await?;
    lead_to("/bedarfe", Some("saved"));
    Ok(())
}
