//! Paper: the code of an event for a wall, and slips for seats and tables. Slips exist only in the answer that made
//! them.

use super::api::SlipsMade;
use crate::context::Ctx;
use crate::error::Error;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::host::parts::when_and_where;
use crate::roundtable::{access, ticket};
use crate::survey::answering::qr::qr;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::WatchConsole;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::{event, join};

const PER_PAGE: usize = 8;

/// `/runde-tische/{event}/zugang/aushang`: code and QR code for the wall.
pub async fn poster() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<WatchConsole>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    let code = join::code(&mut conn, &grant).await?.ok_or_else(Error::not_found)?;
    drop(conn);
    let title = event.basics.title.get(ctx.request.language).to_owned();
    let link = ticket::link(&ctx, id, event.code_number);
    let content = view! {
        {bar(id, t!("host.poster.print"))}
        <div class="poster">
            <h1>{title.clone()}</h1>
            <p>{when_and_where(&event.basics, &crate::format::Format::of(&ctx))}</p>
            {qr(&link, t!("host.code.qr"))}
            <p class="poster__code">{code.in_groups()}</p>
            <p>{t!("host.poster.how", address = ticket::short_address(&ctx))}</p>
        </div>
    };
    Ok(Page::new(t!("host.poster.title", title = title), content).frame(Frame::Print))
}

fn bar(event: EventId, hint: String) -> AnyView {
    view! {
        <div class="slips-bar no-print">
            <a class="link-plain" href=format!("/runde-tische/{event}/zugang")>
                <Icon name="arrow-left" flip=true/>{t!("host.slips.back")}
            </a>
            <p>{hint}</p>
        </div>
    }
    .into_any()
}

/// Slips with a QR code each. `kind`, `seats` or `tables`, says how they are used.
pub fn slips(event: &Event, made: SlipsMade, kind: &str) -> Page {
    let title = event.basics.title.get(crate::texts::language()).to_owned();
    let how = t!(format!("host.slips.{kind}"));
    let pages = made
        .slips
        .chunks(PER_PAGE)
        .map(|chunk| {
            let slips = chunk
                .iter()
                .map(|(label, link)| {
                    view! {
                        <li class="slip">
                            <div class="slip__text">
                                <p class="slip__title">{title.clone()}</p>
                                <p class="slip__code">{label.clone()}</p>
                                <p class="slip__how">{how.clone()}</p>
                            </div>
                            {qr(link, t!("host.slips.qr", label = label))}
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="slips">{slips}</ul> }
        })
        .collect_view();
    let content = view! {
        {bar(event.id, t!("host.slips.once"))}
        {pages}
    };
    Page::new(t!("host.slips.title", title = title), content).frame(Frame::Print)
}
