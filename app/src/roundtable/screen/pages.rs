//! `/leinwand/{event}`: head with the time left, the stage, the way in, and how many have answered.

use super::stage;
use crate::chart::length;
use crate::context::{Ctx, Theme};
use crate::error::Error;
use crate::format::Format;
use crate::page::{Frame, Page, path_param, query};
use crate::roundtable::live::{Live, LivePage};
use crate::roundtable::scene::{Round, Told, told};
use crate::roundtable::words::{clock, live_texts};
use crate::roundtable::{access, ticket};
use crate::survey::answering::qr::qr;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::limits::WAITING_REFRESH_SECONDS;
use weiterblick_live::View;
use weiterblick_store::roundtable::{event, join};

/// The query that chooses the light look.
const LOOK: &str = "ansicht";
const LIGHT: &str = "hell";

pub async fn screen() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::screen(&ctx, &mut conn, id).await?;
    let found = event::load(&mut conn, id).await?;
    let told = told(&ctx, id, View::Screen).await?;
    let format = Format::of(&ctx);
    let title = found.basics.title.get(format.language()).to_owned();
    let code = join::code(&mut conn, &grant).await?.filter(|_| told.scene.event.join_open);
    let way_in = code.map(|code| {
        let link = ticket::link(&ctx, id, found.code_number);
        WayIn { code: code.in_groups(), address: ticket::short_address(&ctx), link }
    });
    let light = query(LOOK) == LIGHT;
    let live = LivePage {
        stream: format!("/live/{id}/screen"),
        r: told.scene.r.0,
        build: told.scene.build.clone(),
        spread: 0,
    };
    let other = if light {
        (format!("/leinwand/{id}"), "screen.dark")
    } else {
        (format!("/leinwand/{id}?{LOOK}={LIGHT}"), "screen.light")
    };
    let content = view! {
        <noscript><meta http-equiv="refresh" content=WAITING_REFRESH_SECONDS.to_string()/></noscript>
        <header class="projector__head">
            <svg class="projector__mark" aria-hidden="true"><use href="/icons.svg#logo-mark"></use></svg>
            <p>{title.clone()}</p>
            <Live page=live texts=live_texts()/>
            <div class="projector__timer-place" id="uhr" data-region="">{timer(&ctx, told.staged())}</div>
        </header>
        <section class="projector__poll" id="buehne" data-region="" aria-labelledby="frage">
            {stage::stage(&told, &title, &format)}
        </section>
        <aside class="projector__join" id="beitritt" data-region="" aria-label=t!("screen.join")>
            {way_in.map(WayIn::show)}
        </aside>
        <footer class="projector__foot">
            <div class="projector__count" id="fuss" data-region="">{foot(&told)}</div>
            <a class="projector__look" href=other.0>{t!(other.1)}</a>
        </footer>
    };
    let theme = if light { Theme::Light } else { Theme::Dark };
    Ok(Page::new(title, content).frame(Frame::Screen).class("projector").theme(theme))
}

/// Code, address and QR code.
struct WayIn {
    code: String,
    address: String,
    link: String,
}

impl WayIn {
    fn show(self) -> impl IntoView {
        view! {
            <h2>{t!("screen.join")}</h2>
            <div class="projector__qr">{qr(&self.link, t!("screen.qr"))}</div>
            <p class="projector__url">{self.address}</p>
            <p class="projector__code"><span class="visually-hidden">{t!("screen.code")}" "</span>{self.code}</p>
        }
    }
}

/// The time left of the round on stage.
fn timer(ctx: &Ctx, round: Option<&Round>) -> Option<AnyView> {
    let round = round.filter(|round| round.state.is_open())?;
    let deadline = round.deadline?;
    let left = clock(deadline.since(ctx.now));
    let timer = view! {
        <p class="projector__timer" role="timer">
            <Icon name="clock"/><span class="visually-hidden">{t!("screen.left")}" "</span>
            <span data-deadline=deadline.0.to_string()>{left}</span>
        </p>
    };
    Some(timer.into_any())
}

/// How many have answered the round on stage, else how many are here; the line under it grows with them.
fn foot(told: &Told) -> AnyView {
    let Some(count) = &told.count else { return ().into_any() };
    let connected = count.connected;
    let progress = told.staged().filter(|round| round.state.is_open()).and_then(|round| told.progress(round.id));
    let Some(progress) = progress else {
        return view! {
            <p><strong data-live="connected">{connected}</strong>" "{t!("screen.here")}</p>
            {horizon(None)}
        }
        .into_any();
    };
    let all = progress.all.then(|| view! { <p class="projector__all">{t!("screen.all")}</p> });
    let share = f64::from(progress.answered) / f64::from(connected.max(progress.answered).max(1));
    view! {
        <p>
            <strong data-live=format!("answered-{}", progress.id)>{progress.answered}</strong>" "{t!("screen.of")}" "
            <span data-live="connected">{connected}</span>" "{t!("screen.answered")}
        </p>
        {all}
        {horizon(Some(share))}
    }
    .into_any()
}

/// The sun travels along the horizon while people vote.
fn horizon(share: Option<f64>) -> impl IntoView {
    let sun = share.map(|share| {
        view! {
            <line class="projector__done" x1="0" y1="100%" x2=length(share) y2="100%"></line>
            <svg x=length(share) y="100%" overflow="visible">
                <path class="projector__arch" d="M-33 0a33 33 0 0 1 66 0h-16a17 17 0 0 0-34 0z"></path>
                <path class="projector__sun" d="M-11 0a11 11 0 0 1 22 0z"></path>
            </svg>
        }
    });
    view! {
        <svg class="projector__horizon" width="100%" height="100%" aria-hidden="true">
            <line class="projector__line" x1="0" y1="100%" x2="100%" y2="100%"></line>
            {sun}
        </svg>
    }
}
