//! `/l/{key}`: asks before the key is redeemed, since a GET changes nothing.

use super::api::LiveScreen;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, path_param};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::roundtable::identity::AccessKey;
use weiterblick_store::roundtable::{access_key, event};

pub async fn key() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let text: String = path_param("key")?;
    let key = AccessKey::parse(&text).map_err(|_| Error::not_found())?;
    let mut conn = ctx.state.db.read().await?;
    let opens = access_key::find(&mut conn, &key.digest()).await?;
    let opens = opens.filter(|opens| opens.key.kind == KeyKind::Display).ok_or_else(Error::not_found)?;
    let title = event::load(&mut conn, opens.event).await?.basics.title.get(ctx.request.language).to_owned();
    let content = view! {
        <div class="wrap vote__live" data-width="text">
            <div class="stack" data-gap="5">
                <p class="kicker">{title.clone()}</p>
                <h1>{t!("screen.key.title")}</h1>
                <p class="lead">{t!("screen.key.text")}</p>
                <PostForm<LiveScreen>>
                    <input type="hidden" name="key" value=text/>
                    <button class="button" data-size="l" type="submit"><Icon name="screen"/>{t!("screen.key.action")}</button>
                </PostForm<LiveScreen>>
            </div>
        </div>
    };
    Ok(Page::new(title, content).frame(Frame::Public))
}
