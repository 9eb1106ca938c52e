//! `/r/{event}/schutz`: how votes are protected, and the limits of that, honestly (live.md §10).

use super::{narrow, refused};
use crate::context::Ctx;
use crate::error::Error;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::access;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_store::roundtable::event;

pub async fn protection() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    if access::attendee(&ctx, &mut conn, id).await?.is_none() {
        return Ok(refused::join_first());
    }
    let open = event::load(&mut conn, id).await?.conditions.join_mode == JoinMode::Open;
    let part = |key: &str| view! { <li>{t!(format!("attend.protection.{key}"))}</li> };
    let kept = ["cookie", "five", "times", "sealed"].map(part).collect_view();
    let limits = ["operator", "profile"].map(part).collect_view();
    let content = view! {
        <h1>{t!("attend.protection.title")}</h1>
        <h2>{t!("attend.protection.kept")}</h2>
        <ul class="prose stack" data-gap="2">{kept}</ul>
        <h2>{t!("attend.protection.limits")}</h2>
        <ul class="prose stack" data-gap="2">
            {open.then(|| part("open"))}
            {limits}
        </ul>
        <p><a class="link-plain" href=format!("/r/{id}")>{t!("attend.back")}</a></p>
    };
    Ok(Page::new(t!("attend.protection.title"), narrow(content)).frame(Frame::Vote))
}
