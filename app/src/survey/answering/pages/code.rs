//! `/code`: the way in for people who type a code.

use super::code_shown::code_shown;
use super::friendly::narrow;
use crate::code_device;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, result_of, value};
use crate::page::{Frame, Page, path_param, query};
use crate::survey::answering::api::{AnswerCheckCode, AnswerRedeemCode};
use crate::survey::answering::device::Device;
use crate::survey::answering::fragment::CodeFromAddress;
use crate::survey::answering::notice::{Notice, load_notice};
use crate::ui::{CodeField, Icon};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;

/// `/code`, with the code filled in from `?code=`.
pub async fn code() -> Result<Page, Error> {
    page(query("code")).await
}

/// `/c/{code}`: from the QR code of a printed slip. It fills the code in and nothing else.
pub async fn sheet_code() -> Result<Page, Error> {
    page(path_param("code")?).await
}

async fn page(typed: String) -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    if let Some(Some(code)) = result_of::<AnswerRedeemCode>() {
        return Ok(code_shown(&ctx, &code, true));
    }
    if let Some(Some(checked)) = result_of::<AnswerCheckCode>() {
        return notice(&ctx, checked.survey).await;
    }
    code_device::mark(&ctx);
    let going_on = Device::of(&ctx.request).is_some();
    let content = view! {
        <h1>{t!("answering.code.title")}</h1>
        <p class="lead">{t!("answering.code.text")}</p>
        <PostForm<AnswerCheckCode> class="form">
            <CodeField name="code" label=t!("answering.code.label") hint=t!("answering.code.hint") value=typed/>
            <button class="button" type="submit">{t!("answering.code.action")}<Icon name="arrow-right" flip=true/></button>
        </PostForm<AnswerCheckCode>>
        <CodeFromAddress field="f-code".to_owned()/>
        {going_on.then(|| view! {
            <p>
                {t!("answering.code.begun")}" "
                <a class="link-next" href="/fragebogen">{t!("answering.go_on")}<Icon name="arrow-right" flip=true/></a>
            </p>
        })}
        <details class="disclosure">
            <summary><Icon name="help"/>{t!("answering.code.lost")}<Icon name="chevron-down"/></summary>
            <div class="stack" data-gap="3">
                <p>{t!("answering.code.lost_sheet")}</p>
                <p>{t!("answering.code.lost_response")}</p>
            </div>
        </details>
    };
    Ok(Page::new(t!("answering.code.title"), narrow(content)).frame(Frame::Public))
}

/// The notice of the survey that a code from paper opens, with the code in the form that starts it.
async fn notice(ctx: &Ctx, survey: SurveyId) -> Result<Page, Error> {
    let notice = load_notice(&mut *ctx.state.db.read().await?, survey).await?;
    let typed = ctx.request.form.as_ref().and_then(|form| form.values.iter().find(|(name, _)| name == "code"));
    let typed = typed.map(|(_, code)| code.clone()).unwrap_or_default();
    let start = view! {
        <PostForm<AnswerRedeemCode>>
            <input type="hidden" name="code" value=value("code", &typed)/>
            <button class="button" data-size="l" type="submit">
                {t!("answering.start")}<Icon name="arrow-right" flip=true/>
            </button>
        </PostForm<AnswerRedeemCode>>
    };
    let (title, org) = (notice.survey.title.clone(), notice.org());
    Ok(Page::new(title, narrow(Notice::show(&notice, ctx, start))).frame(Frame::Survey).org(org))
}
