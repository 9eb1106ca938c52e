use super::{MakeKey, MakeSeats, MakeTables, RenewCode, keys, people, seats, sheet};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, result_of};
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::roundtable::host::parts::{Tab, event_page};
use crate::roundtable::{access, ticket};
use crate::survey::answering::qr::qr;
use crate::ui::{Confirm, Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::{Own, WatchConsole};
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::JoinCode;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::{access_key, event, facilitator, join, seat, table};

/// `/runde-tische/{event}/zugang`: the code for all who run the event; keys, seats and roles for its hosts.
pub async fn doors() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<WatchConsole>(&ctx, &mut conn, id).await?;
    let own = access::grant::<Own>(&ctx, &mut conn, id).await.ok();
    let event = event::granted(&mut conn, &grant).await?;
    if own.is_some() {
        if let Some(made) = result_of::<MakeTables>() {
            return Ok(sheet::slips(&event, made, "tables"));
        }
        if let Some(made) = result_of::<MakeSeats>() {
            return Ok(sheet::slips(&event, made, "seats"));
        }
    }
    let code = join::code(&mut conn, &grant).await?;
    let owned = match own.filter(|_| !matches!(event.state, EventState::Ended | EventState::Sealed)) {
        None => ().into_any(),
        Some(own) => {
            let known = access_key::list(&mut conn, &own).await?;
            let coupled = table::list(&mut conn, &grant).await?;
            let places = seat::list(&mut conn, &own).await?;
            let team = facilitator::list(&mut conn, &grant).await?;
            let in_seats = event.conditions.join_mode == JoinMode::Seat;
            view! {
                {keys::section(id, &known)}
                {keys::tables(id, &known, &coupled)}
                {in_seats.then(|| seats::section(id, &places))}
                {people::section(id, &team)}
            }
            .into_any()
        }
    };
    drop(conn);
    let content = view! {
        {result_of::<MakeKey>().map(keys::made)}
        {code_section(&ctx, &event, code)}
        {owned}
    };
    Ok(event_page(&event, Tab::Access, &Format::of(&ctx), ().into_any(), content.into_any()))
}

fn code_section(ctx: &Ctx, event: &Event, code: Option<JoinCode>) -> AnyView {
    let Some(code) = code else {
        let text = match event.state {
            EventState::Ended | EventState::Sealed => t!("host.code.over"),
            EventState::Draft | EventState::Lobby | EventState::Running => t!("host.code.later"),
        };
        return view! { <Section id="code" title=t!("host.code.title")><p>{text}</p></Section> }.into_any();
    };
    let id = event.id.to_string();
    let poster = format!("/runde-tische/{id}/zugang/aushang");
    let image = qr(&ticket::link(ctx, event.id, event.code_number), t!("host.code.qr"));
    let text = t!("host.code.text", address = ticket::short_address(ctx));
    view! {
        <Section id="code" title=t!("host.code.title") text=text>
            <div class="door">
                {image}
                <div class="stack" data-gap="4">
                    <p class="joincode"><span class="receipt">{code.in_groups()}</span></p>
                    <a class="button" data-kind="secondary" href=poster><Icon name="print"/>{t!("host.code.poster")}</a>
                    <Confirm open=t!("host.code.renew") kind="quiet" question=t!("host.code.renew_question") text=t!("host.code.renew_text")>
                        <PostForm<RenewCode>>
                            <input type="hidden" name="event" value=id/>
                            <button class="button" data-kind="danger" type="submit">{t!("host.code.renew")}</button>
                        </PostForm<RenewCode>>
                    </Confirm>
                </div>
            </div>
        </Section>
    }
    .into_any()
}
