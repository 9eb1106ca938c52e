//! The response code, shown once: in the answer to the POST that made it, and nowhere else.

use super::friendly::{narrow, no_changes, participant_or_page};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, result_of};
use crate::page::{Frame, Page, encode};
use crate::survey::answering::api::AnswerNewCode;
use crate::survey::answering::qr::qr;
use crate::ui::{CopyButton, Icon, PrintButton};
use leptos::prelude::*;
use weiterblick_domain::survey::{Mode, ResponseCode};

/// The page with the code. `first`: the person has just started.
pub fn code_shown(ctx: &Ctx, code: &str, first: bool) -> Page {
    let compact = ResponseCode::parse(code).map(|code| code.reveal_compact()).unwrap_or_default();
    // Behind the `#`: browsers do not send it, so no server log can hold it.
    let address = format!("{}/code#{compact}", ctx.state.settings.public_url);
    // In the page itself: the code leaves the server once.
    let file =
        t!("answering.code_shown.file_text", code = code, address = format!("{}/code", ctx.state.settings.public_url));
    let file = format!("data:text/plain;charset=utf-8,{}", encode(&file));
    let groups = code.split(' ').map(|group| view! { <span>{group.to_owned()}" "</span> }).collect_view();
    let title = if first { t!("answering.code_shown.title") } else { t!("answering.code_shown.title_again") };
    let content = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{t!("answering.code_shown.text")}</p>
        <div class="panel response-code" data-kind="tint">
            <p class="response-code__text receipt" aria-label=t!("answering.code_shown.label")>{groups}</p>
            {qr(&address, t!("answering.code_shown.qr"))}
        </div>
        <div class="cluster no-print" data-gap="2">
            <a class="button" data-kind="secondary" href=file download=t!("answering.code_shown.file")>
                <Icon name="download"/>{t!("answering.code_shown.save")}
            </a>
            <CopyButton text=code.to_owned() label=t!("answering.code_shown.copy_action")
                done=t!("answering.code_shown.copied")/>
            <PrintButton label=t!("answering.code_shown.print_action")/>
        </div>
        <ul class="ticklist">
            <li><Icon name="edit"/><span>{t!("answering.code_shown.write")}</span></li>
            <li><Icon name="copy"/><span>{t!("answering.code_shown.copy")}</span></li>
            <li><Icon name="print"/><span>{t!("answering.code_shown.print")}</span></li>
        </ul>
        <p class="note"><Icon name="key"/><span>{t!("answering.code_shown.keep")}</span></p>
        <p>
            <a class="button" data-size="l" href="/fragebogen">
                {t!("answering.code_shown.noted")}<Icon name="arrow-right" flip=true/>
            </a>
        </p>
    };
    Page::new(title, narrow(content)).frame(Frame::Survey)
}

/// `/fragebogen/code`: a new response code for whoever answers on this device.
pub async fn new_code() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    if let Some(code) = result_of::<AnswerNewCode>() {
        return Ok(code_shown(&ctx, &code, false));
    }
    let participant = match participant_or_page(&ctx).await? {
        Ok(participant) if participant.mode() == Mode::Anonymous && participant.is_open(&ctx) => participant,
        Ok(participant) => return Ok(no_changes(&participant)),
        Err(page) => return Ok(page),
    };
    let content = view! {
        <h1>{t!("answering.new_code.title")}</h1>
        <p class="lead">{t!("answering.new_code.text")}</p>
        <PostForm<AnswerNewCode>>
            <button class="button" type="submit">{t!("answering.new_code.action")}</button>
        </PostForm<AnswerNewCode>>
        <p><a class="link-plain" href="/fragebogen/pruefen">{t!("answering.back_to_review")}</a></p>
    };
    Ok(Page::new(t!("answering.new_code.title"), narrow(content)).frame(Frame::Survey).org(participant.org()))
}
