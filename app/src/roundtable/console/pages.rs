use super::api::{RunEvent, RunRound};
use super::{agenda, counters, poll, questions};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::access;
use crate::roundtable::live::{Live, LivePage};
use crate::roundtable::scene::{Told, told};
use crate::roundtable::ticket;
use crate::roundtable::words::live_texts;
use crate::ui::{Alert, Confirm, Icon};
use leptos::prelude::*;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::View;
use weiterblick_store::roundtable::agenda::AgendaItem;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::round::StoredRound;
use weiterblick_store::roundtable::{agenda as store_agenda, event, join, round};

/// An event in the eyes of its hosts.
pub struct Console {
    pub event: Event,
    pub told: Told,
    pub agenda: Vec<AgendaItem>,
    pub rounds: Vec<StoredRound>,
    /// Whether the room may ask questions.
    pub asks: bool,
    pub language: Language,
    pub format: Format,
    now: UnixMillis,
}

impl Console {
    /// The hidden fields of every command: the event, and the revision that this page shows.
    pub fn basis(&self) -> AnyView {
        view! {
            <input type="hidden" name="event" value=self.event.id.to_string()/>
            <input type="hidden" name="r" value=self.told.scene.r.0.to_string()/>
        }
        .into_any()
    }

    /// A form for commands to a round; its buttons are named `command`.
    pub fn round_form(&self, round: RoundId, buttons: AnyView) -> AnyView {
        view! {
            <PostForm<RunRound> live="">
                {self.basis()}
                <input type="hidden" name="round" value=round.to_string()/>
                {buttons}
            </PostForm<RunRound>>
        }
        .into_any()
    }

    /// Minutes and seconds until `deadline`, as of now.
    pub fn left(&self, deadline: UnixMillis) -> String {
        let seconds = (deadline.since(self.now).max(0) + 999) / 1_000;
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// `/runde-tische/{event}/moderation`: works with any number of consoles at once; none of them owns the event (L30).
pub async fn console() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<WatchConsole>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    let console = Console {
        told: told(&ctx, id, View::Console).await?,
        agenda: store_agenda::list(&mut conn, &grant).await?,
        rounds: round::list(&mut conn, &grant).await?,
        asks: event.conditions.settings.questions,
        language: ctx.request.language,
        format: Format::of(&ctx),
        now: ctx.now,
        event,
    };
    let code = join::code(&mut conn, &grant).await?.map(|code| code.in_groups());
    let link = ticket::link(&ctx, id, console.event.code_number);
    let title = console.event.basics.title.get(console.language).to_owned();
    let live = LivePage {
        stream: format!("/live/{id}/console"),
        r: console.told.scene.r.0,
        build: console.told.scene.build.clone(),
        spread: 0,
    };
    let integrity = console.told.scene.notice.is_some();
    let content = view! {
        <div class="wrap console__wrap">
            <div class="console__head">
                <div>
                    <p class="kicker">{t!("console.kicker")}</p>
                    <h1>{title.clone()}</h1>
                </div>
                <div class="cluster" id="zugang" data-region="">
                    {code.map(|code| view! {
                        <p class="joincode">
                            <span class="text-soft text-sm">{t!("console.code")}</span>" "<span class="receipt">{code}</span>
                        </p>
                        <a class="button" data-kind="quiet" data-size="s" href=link><Icon name="qr"/>{t!("console.link")}</a>
                    })}
                    <a class="button" data-kind="secondary" data-size="s" href=format!("/leinwand/{id}")>
                        <Icon name="screen"/>{t!("console.open_screen")}
                    </a>
                </div>
            </div>
            <Live page=live texts=live_texts()/>
            <div id="hinweis" data-region="">
                {integrity.then(|| view! { <Alert kind="error"><p>{t!("console.error.read_only")}</p></Alert> })}
            </div>
            {counters::counters(&console)}
            <div class="console__grid">
                {poll::panel(&console)}
                {agenda::agenda(&console)}
                {questions::questions(&console)}
            </div>
            {event_controls(&console)}
        </div>
    };
    Ok(Page::new(title, content).frame(Frame::App).class("console"))
}

/// What moves the event itself: letting people in, starting, ending.
fn event_controls(console: &Console) -> AnyView {
    let button = |command: &'static str, kind: &'static str, icon: &'static str| {
        view! {
            <button class="button" data-kind=kind type="submit" name="command" value=command>
                <Icon name=icon/>{t!(format!("console.event.{command}"))}
            </button>
        }
        .into_any()
    };
    let form = |buttons: Vec<AnyView>| {
        view! {
            <PostForm<RunEvent> live="">
                {console.basis()}
                <div class="cluster">{buttons}</div>
            </PostForm<RunEvent>>
        }
        .into_any()
    };
    let join = if console.event.join_locked { ("unlock_join", "unlock") } else { ("lock_join", "lock") };
    let content = match console.told.scene.event.state {
        EventState::Draft => form(vec![button("open_lobby", "", "unlock"), button("start", "secondary", "play")]),
        EventState::Lobby => form(vec![button("start", "", "play"), button(join.0, "secondary", join.1)]),
        EventState::Running => view! {
            {form(vec![button(join.0, "secondary", join.1)])}
            <Confirm open=t!("console.event.end") question=t!("console.event.end_question") text=t!("console.event.end_text")>
                {form(vec![button("end", "danger", "close"), button("force_end", "danger", "lock")])}
            </Confirm>
        }
        .into_any(),
        EventState::Ended => view! {
            <p>{t!("console.event.ended")}</p>
            {form(vec![button("resume", "secondary", "play")])}
        }
        .into_any(),
        EventState::Sealed => view! { <p>{t!("console.event.sealed")}</p> }.into_any(),
    };
    view! { <div class="stack" data-gap="4" id="veranstaltung" data-region="">{content}</div> }.into_any()
}
