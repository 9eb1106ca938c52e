//! `/r/{event}/daten`: what can be deleted, and the button for it (live.md L42).

use super::{narrow, refused};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::access;
use crate::roundtable::attend::api::LiveForget;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;

pub async fn own_data() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let event: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    if access::attendee(&ctx, &mut conn, event).await?.is_none() {
        return Ok(refused::join_first());
    }
    let content = view! {
        <h1>{t!("attend.own.title")}</h1>
        <p class="lead">{t!("attend.own.text")}</p>
        <ul class="ticklist">
            {["profile", "questions", "ballots"].into_iter().map(|key| view! {
                <li><Icon name="trash"/><span>{t!(format!("attend.own.{key}"))}</span></li>
            }).collect_view()}
        </ul>
        <p>{t!("attend.own.stays")}</p>
        <PostForm<LiveForget>>
            <input type="hidden" name="event" value=event.to_string()/>
            <button class="button" data-kind="danger" data-block="" type="submit">{t!("attend.own.delete")}</button>
        </PostForm<LiveForget>>
        <p><a class="link-plain" href=format!("/r/{event}")>{t!("attend.back")}</a></p>
    };
    Ok(Page::new(t!("attend.own.title"), narrow(content)).frame(Frame::Vote))
}
