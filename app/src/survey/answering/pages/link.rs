//! `/u/{token}`: the notice of a survey, before anything is redeemed.

use super::code_shown::code_shown;
use super::friendly::{dead_link, narrow};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, result_of};
use crate::page::{Frame, Page, path_param};
use crate::survey::answering::api::AnswerRedeem;
use crate::survey::answering::notice::{Notice, load_notice};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::survey::Token;
use weiterblick_store::survey::answer_invitation;

/// The notice of the survey that a personal link opens. A GET redeems nothing: mail scanners follow links.
pub async fn link() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    if let Some(Some(code)) = result_of::<AnswerRedeem>() {
        return Ok(code_shown(&ctx, &code, true));
    }
    let token: String = path_param("token")?;
    let Ok(digest) = Token::parse(&token).map(|token| token.digest()) else { return Ok(dead_link(&ctx)) };
    let mut conn = ctx.state.db.read().await?;
    let Some(survey) = answer_invitation::survey_of_link(&mut conn, digest, ctx.now).await? else {
        return Ok(dead_link(&ctx));
    };
    let notice = load_notice(&ctx.state, &mut conn, survey).await?;
    let (title, org) = (notice.survey.title.clone(), notice.org());
    let start = view! {
        <PostForm<AnswerRedeem>>
            <input type="hidden" name="token" value=token/>
            <button class="button" data-size="l" type="submit">
                {t!("answering.start")}<Icon name="arrow-right" flip=true/>
            </button>
        </PostForm<AnswerRedeem>>
    };
    let content = narrow(Notice::show(&notice, &ctx, start));
    Ok(Page::new(title, content).frame(Frame::Survey).org(org))
}
