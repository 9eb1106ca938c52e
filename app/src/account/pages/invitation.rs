use crate::account::api::AcceptInvitation;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, path_param};
use crate::secret::token_hash;
use crate::ui::PasswordField;
use leptos::prelude::*;
use weiterblick_domain::organisation::full_name;
use weiterblick_store::organisation;

/// `/einladung/{token}`: an invitation to work with an organisation. A dead link says what to do.
pub async fn invitation() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let token: String = path_param("token")?;
    let invited = organisation::invited(&mut *ctx.state.db.read().await?, &token_hash(&token), ctx.now).await?;
    let content = match invited {
        None => view! {
            <h1>{t!("account.invitation.dead_title")}</h1>
            <p class="lead">{t!("account.invitation.dead_text")}</p>
            <p><a class="link-plain" href="/anmelden">{t!("account.recovery.back")}</a></p>
        }
        .into_any(),
        Some(invited) => view! {
            <h1>{welcome(&full_name(&invited.first_name, &invited.last_name))}</h1>
            <p class="lead">
                {t!("account.invitation.text", organisation = invited.organisation_name, email = invited.email)}
            </p>
            <PostForm<AcceptInvitation> class="form">
                <input type="hidden" name="token" value=token/>
                <input class="visually-hidden" type="text" autocomplete="username" value=invited.email tabindex="-1"
                    readonly aria-hidden="true"/>
                <PasswordField name="password" label=t!("account.password.new") hint=t!("account.password.hint")
                    autocomplete="new-password"/>
                <PasswordField name="password_repeat" label=t!("account.password.repeat") autocomplete="new-password"/>
                <button class="button" type="submit">{t!("account.invitation.action")}</button>
            </PostForm<AcceptInvitation>>
        }
        .into_any(),
    };
    let content = view! { <div class="wrap signin"><div class="signin__main stack" data-gap="5">{content}</div></div> };
    Ok(Page::new(t!("account.invitation.page"), content).frame(Frame::Public))
}

/// HR need not have entered a name.
fn welcome(name: &str) -> String {
    if name.is_empty() { t!("account.invitation.title_nameless") } else { t!("account.invitation.title", name = name) }
}
