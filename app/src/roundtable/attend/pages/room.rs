//! `/r/{event}`: the room on a phone. What is on the stage first, then everything else that takes votes.

use super::ended::ended;
use super::refused;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::access::{self, Attendee};
use crate::roundtable::attend::help::BallotHelp;
use crate::roundtable::attend::{questions, round};
use crate::roundtable::live::{Live, LivePage};
use crate::roundtable::scene::{Told, told_by};
use crate::roundtable::words::live_texts;
use crate::roundtable::{result, streams};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::limits::WAITING_REFRESH_SECONDS;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_live::View;
use weiterblick_store::Conn;
use weiterblick_store::roundtable::{event, participant};

/// Phones spread their requests over so many milliseconds for each participant …
const SPREAD_EACH: u64 = 2;
/// … within these limits.
const SPREAD: (u64, u64) = (300, 10_000);

pub async fn room() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let attendee = match access::attendee(&ctx, &mut conn, id).await? {
        Some(attendee) => attendee,
        None if was_removed(&ctx, &mut conn, id).await? => return Ok(refused::removed()),
        None => return Ok(refused::join_first()),
    };
    let found = event::load(&mut conn, id).await?;
    if matches!(found.state, EventState::Ended | EventState::Sealed) {
        return ended(&ctx, &mut conn, &found, &attendee).await;
    }
    access::keep_participant(id, &attendee.token);
    let room = streams::room(&ctx, id).await?;
    let told = told_by(&room, View::Participant)?;
    let me = room.me(&attendee.token).await.map_err(|_| Error::busy())?;
    let format = Format::of(&ctx);
    let title = found.basics.title.get(format.language()).to_owned();
    let mut parts = Vec::new();
    for round in told.rounds() {
        let seat = round::Seat { ctx: &ctx, attendee: &attendee, me: &me, format: &format, told: &told };
        parts.push(seat.region(&mut conn, round).await?);
    }
    let waits = parts.is_empty();
    if waits {
        parts.push(waiting(&told, &format));
    }
    let questions = if found.conditions.settings.questions && found.state == EventState::Running {
        Some(questions::section(&mut conn, &attendee, &found, told.board.as_ref()).await?)
    } else {
        None
    };
    let pace = (found.conditions.settings.pace && found.state == EventState::Running).then(|| questions::pace(id));
    let content = view! {
        {waits.then(|| view! {
            <noscript><meta http-equiv="refresh" content=WAITING_REFRESH_SECONDS.to_string()/></noscript>
        })}
        <div class="vote__live wrap" data-width="text">
            <p class="vote__meta"><span>{title.clone()}</span></p>
            <Live page=live_page(id, &told) texts=live_texts()/>
            <BallotHelp/>
            <div id="runden" class="stack" data-gap="6" data-regions="">{parts}</div>
        </div>
        <div class="vote__variants">
            <div class="wrap stack" data-gap="6" data-width="text">
                {questions}
                {pace}
                {own(&attendee)}
            </div>
        </div>
    };
    Ok(Page::new(title, content).frame(Frame::Vote))
}

/// Somebody who has the cookie and was put out.
async fn was_removed(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<bool, Error> {
    let Some(token) = access::token(ctx, event) else { return Ok(false) };
    Ok(participant::find(conn, event, &token.digest()).await?.is_some_and(|known| known.removed))
}

fn live_page(event: EventId, told: &Told) -> LivePage {
    let joined = told.count.as_ref().map_or(0, |count| u64::from(count.joined));
    let spread = joined.saturating_mul(SPREAD_EACH).clamp(SPREAD.0, SPREAD.1);
    LivePage {
        stream: format!("/live/{event}/participant"),
        r: told.scene.r.0,
        build: told.scene.build.clone(),
        spread: u32::try_from(spread).unwrap_or(u32::MAX),
    }
}

/// Between two votes: what goes on, and that nothing has to be done.
fn waiting(told: &Told, format: &Format) -> AnyView {
    let word = |wording: &weiterblick_domain::roundtable::poll::Wording| wording.get(format.language()).to_owned();
    let current = told.scene.agenda.current.as_ref().map(|item| {
        let speaker = (!item.speaker.is_empty()).then(|| format!(" – {}", item.speaker));
        view! { <p class="vote__now">{word(&item.title)}{speaker}</p> }
    });
    let next = told.scene.agenda.next.as_ref();
    let next = next.map(|item| view! { <p class="text-soft">{t!("attend.wait.next", title = word(&item.title))}</p> });
    let board = match (told.scene.stage, &told.board) {
        (Stage::Board(poll), Some(board)) => Some(result::board(board, poll, &told.scene.rounds)),
        _ => None,
    };
    let running = told.scene.event.state == EventState::Running;
    let key = if running { "attend.wait.running" } else { "attend.wait.lobby" };
    view! {
        <section class="stack" data-gap="3" id="warten" data-region="" aria-labelledby="warten-t">
            <h1 id="warten-t">{t!(format!("{key}.title"))}</h1>
            {current}
            <p>{t!(format!("{key}.text"))}</p>
            {next}
            {board}
        </section>
    }
    .into_any()
}

/// The own part of the page: protection and data.
fn own(attendee: &Attendee) -> impl IntoView + use<> {
    let event = attendee.grant.event();
    view! {
        <ul class="stack" data-gap="2">
            <li>
                <a class="link-next" href=format!("/r/{event}/schutz")>
                    <Icon name="shield"/>{t!("attend.protection.title")}
                </a>
            </li>
            <li><a class="link-next" href=format!("/r/{event}/daten")><Icon name="trash"/>{t!("attend.own.link")}</a></li>
        </ul>
    }
}
