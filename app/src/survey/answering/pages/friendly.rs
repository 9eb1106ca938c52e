//! What stands there when there is nothing to answer: what happened, and what to do.

use crate::context::Ctx;
use crate::error::Error;
use crate::page::{Frame, Page};
use crate::survey::answering::device::Device;
use crate::survey::answering::participant::{Participant, org};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::survey::Mode;

/// One column for the few words of a page between two steps.
pub fn narrow(content: impl IntoView + 'static) -> AnyView {
    view! { <div class="wrap signin"><div class="signin__main stack" data-gap="5">{content}</div></div> }.into_any()
}

/// A link that opens nothing: unknown, used, replaced and closed look alike (needs-analysis.md §12.2).
pub fn dead_link(ctx: &Ctx) -> Page {
    let going_on = Device::of(&ctx.request).is_some();
    let content = view! {
        <h1>{t!("answering.dead_link.title")}</h1>
        <p class="lead">{t!("answering.dead_link.text")}</p>
        <ul class="ticklist">
            {going_on.then(|| view! {
                <li>
                    <Icon name="arrow-right" flip=true/>
                    <span>{t!("answering.dead_link.begun")}" "<a href="/fragebogen">{t!("answering.go_on")}</a></span>
                </li>
            })}
            <li>
                <Icon name="key"/>
                <span>{t!("answering.dead_link.code")}" "<a href="/code">{t!("answering.dead_link.code_link")}</a></span>
            </li>
            <li><Icon name="message"/><span>{t!("answering.dead_link.newest")}</span></li>
            <li><Icon name="help"/><span>{t!("answering.dead_link.ask")}</span></li>
        </ul>
    };
    Page::new(t!("answering.dead_link.title"), narrow(content)).frame(Frame::Survey)
}

/// Nobody answers on this device.
pub fn not_begun(ctx: &Ctx) -> Page {
    let account = ctx.request.viewer.is_some();
    let content = view! {
        <h1>{t!("answering.not_begun.title")}</h1>
        <p class="lead">{t!("answering.not_begun.text")}</p>
        <div class="cluster">
            <a class="button" href="/code">{t!("answering.not_begun.code")}</a>
            {account.then(|| view! { <a class="link-plain" href="/meine-ergebnisse">{t!("answering.not_begun.account")}</a> })}
        </div>
    };
    Page::new(t!("answering.not_begun.title"), narrow(content)).frame(Frame::Survey)
}

/// The survey takes no answers any more, or others may read them now.
pub fn no_changes(participant: &Participant) -> Page {
    let key = match (participant.mode(), participant.may_change()) {
        (Mode::Anonymous, _) => "answering.closed.anonymous",
        (Mode::Named, true) => "answering.closed.named",
        (Mode::Named, false) => "answering.closed.released",
    };
    let named = participant.mode() == Mode::Named;
    let content = view! {
        <h1>{t!(format!("{key}.title"))}</h1>
        <p class="lead">{t!(format!("{key}.text"))}</p>
        {named.then(|| view! {
            <p>
                <a class="link-next" href="/fragebogen/ergebnis">
                    {t!("answering.to_result")}<Icon name="arrow-right" flip=true/>
                </a>
            </p>
        })}
    };
    Page::new(t!(format!("{key}.title")), narrow(content)).frame(Frame::Survey).org(org(&participant.survey))
}

/// Whoever answers on this device, or the page that stands there instead.
///
/// # Errors
/// [`Error`] when a stored row cannot be read.
pub async fn participant_or_page(ctx: &Ctx) -> Result<Result<Participant, Page>, Error> {
    let found = crate::survey::answering::participant::participant(ctx).await?;
    Ok(found.ok_or_else(|| not_begun(ctx)))
}
