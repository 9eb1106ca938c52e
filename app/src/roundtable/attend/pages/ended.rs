//! After the event: thanks, own receipts, own data. Nothing here listens or asks again (live.md §9, T28).

use super::narrow;
use crate::context::Ctx;
use crate::error::Error;
use crate::page::{Frame, Page};
use crate::roundtable::access::Attendee;
use crate::roundtable::streams;
use crate::ui::Icon;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_store::Conn;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::{poll, round};

pub async fn ended(ctx: &Ctx, conn: &mut Conn, event: &Event, attendee: &Attendee) -> Result<Page, Error> {
    let me = streams::room(ctx, event.id).await?.me(&attendee.token).await.map_err(|_| Error::busy())?;
    let titles: BTreeMap<PollId, String> = poll::of_event(conn, event.id)
        .await?
        .into_iter()
        .map(|poll| (poll.id, poll.conduct.title.get(ctx.request.language).to_owned()))
        .collect();
    let rounds: BTreeMap<RoundId, (PollId, u32)> = round::of_event(conn, event.id)
        .await?
        .into_iter()
        .map(|round| (round.id, (round.poll, round.number)))
        .collect();
    let receipts = me.ballots.iter().filter_map(|own| {
        let (poll, number) = rounds.get(&own.round)?;
        let title = titles.get(poll)?.clone();
        let title = if *number > 1 { t!("attend.ended.round", title = title, number = number) } else { title };
        Some(view! { <li>{title}": "<span class="receipt">{own.receipt.to_string()}</span></li> })
    });
    let receipts = receipts.collect_view();
    let title = event.basics.title.get(ctx.request.language).to_owned();
    let content = view! {
        <p class="kicker">{title.clone()}</p>
        <h1>{t!("attend.ended.title")}</h1>
        <p class="lead">{t!("attend.ended.text")}</p>
        {(!me.ballots.is_empty()).then(|| view! {
            <section class="stack" data-gap="3">
                <h2>{t!("attend.ended.receipts")}</h2>
                <ul class="stack" data-gap="2">{receipts}</ul>
            </section>
        })}
        <p>
            <a class="link-next" href=format!("/r/{}/daten", event.id)>
                {t!("attend.own.link")}<Icon name="arrow-right" flip=true/>
            </a>
        </p>
    };
    Ok(Page::new(title, narrow(content)).frame(Frame::Vote))
}
