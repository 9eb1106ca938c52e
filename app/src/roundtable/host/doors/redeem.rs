use super::RedeemKey;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, path_param};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::access::KeyKind;
use weiterblick_domain::roundtable::identity::AccessKey;
use weiterblick_store::roundtable::{access_key, event};

/// `/schluessel/{key}`: asks before the way in for an emergency is redeemed, since a GET changes nothing
/// (security.md E20).
pub async fn key() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let text: String = path_param("key")?;
    let secret = AccessKey::parse(&text).map_err(|_| Error::not_found())?;
    let mut conn = ctx.state.db.read().await?;
    let opens = access_key::find(&mut conn, &secret.digest()).await?;
    let opens = opens.filter(|opens| opens.key.kind == KeyKind::Takeover).ok_or_else(Error::not_found)?;
    let title = event::load(&mut conn, opens.event).await?.basics.title.get(ctx.request.language).to_owned();
    drop(conn);
    let content = view! {
        <div class="wrap" data-width="text">
            <div class="stack" data-gap="5">
                <p class="kicker">{title.clone()}</p>
                <h1>{t!("host.redeem.takeover")}</h1>
                <p class="lead">{t!("host.redeem.takeover_text")}</p>
                <PostForm<RedeemKey>>
                    <input type="hidden" name="key" value=text/>
                    <button class="button" data-size="l" type="submit"><Icon name="key"/>{t!("host.redeem.action")}</button>
                </PostForm<RedeemKey>>
            </div>
        </div>
    };
    Ok(Page::new(title, content).frame(Frame::Public))
}
