//! `/beitreten`: the way in for people who type the code from the projector.

use super::narrow;
use crate::code_device;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, query};
use crate::roundtable::attend::JoinCodeField;
use crate::roundtable::attend::api::LiveEnter;
use crate::ui::Icon;
use leptos::prelude::*;

pub async fn enter() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    code_device::mark(&ctx);
    let content = view! {
        <h1>{t!("attend.enter.title")}</h1>
        <p class="lead">{t!("attend.enter.text")}</p>
        <PostForm<LiveEnter> class="form">
            <JoinCodeField value=query("code")/>
            <button class="button" data-size="l" type="submit">
                {t!("attend.enter.action")}<Icon name="arrow-right" flip=true/>
            </button>
        </PostForm<LiveEnter>>
        <p class="note"><Icon name="qr"/><span>{t!("attend.enter.qr")}</span></p>
    };
    Ok(Page::new(t!("attend.enter.title"), narrow(content)).frame(Frame::Vote))
}
