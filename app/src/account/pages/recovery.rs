use crate::account::api::{RequestRecovery, ResetPassword};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page, path_param};
use crate::ui::{EmailField, PasswordField};
use leptos::prelude::*;

/// `/passwort-vergessen`
pub async fn forgotten_password() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let way = if ctx.state.settings.mail {
        view! {
            <p class="lead">{t!("account.recovery.by_mail")}</p>
            <PostForm<RequestRecovery> class="form">
                <EmailField name="email" label=t!("account.email") autocomplete="username"/>
                <button class="button" type="submit">{t!("account.recovery.action")}</button>
            </PostForm<RequestRecovery>>
        }
        .into_any()
    } else {
        view! { <p class="lead">{t!("account.recovery.by_hr")}</p> }.into_any()
    };
    let content = view! {
        <div class="wrap signin">
            <div class="signin__main stack" data-gap="5">
                <h1>{t!("account.recovery.title")}</h1>
                {way}
                <p><a class="link-plain" href="/anmelden">{t!("account.recovery.back")}</a></p>
            </div>
        </div>
    };
    Ok(Page::new(t!("account.recovery.title"), content).frame(Frame::Public))
}

/// `/passwort-neu/{token}`: looking at the page uses nothing up, mail scanners follow links too.
pub async fn new_password() -> Result<Page, Error> {
    let token: String = path_param("token")?;
    let content = view! {
        <div class="wrap signin">
            <div class="signin__main stack" data-gap="5">
                <h1>{t!("account.new_password.title")}</h1>
                <p class="lead">{t!("account.new_password.text")}</p>
                <PostForm<ResetPassword> class="form">
                    <input type="hidden" name="token" value=token/>
                    <PasswordField name="password" label=t!("account.password.new") hint=t!("account.password.hint")
                        autocomplete="new-password"/>
                    <PasswordField name="password_repeat" label=t!("account.password.repeat") autocomplete="new-password"/>
                    <button class="button" type="submit">{t!("account.new_password.action")}</button>
                </PostForm<ResetPassword>>
            </div>
        </div>
    };
    Ok(Page::new(t!("account.new_password.title"), content).frame(Frame::Public))
}
