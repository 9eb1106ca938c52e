use crate::account::api::{Confirm, SignIn};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{CONFIRM_PASSWORD, PostForm, SentForm};
use crate::page::{Frame, Page, query};
use crate::ui::{EmailField, Icon, PasswordField};
use leptos::prelude::*;
use std::sync::PoisonError;

/// `/anmelden`. Leads to the set-up while the installation has no account.
pub async fn sign_in() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let fresh_installation = ctx.state.setup_code.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    if fresh_installation {
        leptos_axum::redirect("/einrichten", false);
    }
    let next = query("next");
    let content = view! {
        <div class="wrap signin">
            <div class="signin__main stack" data-gap="5">
                <h1>{t!("account.sign_in.title")}</h1>
                <PostForm<SignIn> class="form">
                    {(!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next/> })}
                    <EmailField name="email" label=t!("account.email") autocomplete="username"/>
                    <PasswordField name="password" label=t!("account.password.label") autocomplete="current-password"/>
                    <div class="cluster">
                        <button class="button" type="submit">{t!("account.sign_in.action")}</button>
                        <a class="link-plain" href="/passwort-vergessen">{t!("account.recovery.link")}</a>
                    </div>
                </PostForm<SignIn>>
            </div>
            <aside class="signin__aside" aria-labelledby="ohne-t">
                <h2 id="ohne-t">{t!("account.sign_in.code_title")}</h2>
                <p>{t!("account.sign_in.code_text")}</p>
                <ul class="stack" data-gap="1">
                    <li>
                        <a class="link-next" href="/#einstieg">
                            {t!("account.sign_in.code_survey")}<Icon name="arrow-right" flip=true/>
                        </a>
                    </li>
                </ul>
                <hr/>
                <h2>{t!("account.sign_in.help_title")}</h2>
                <p>{t!("account.sign_in.help_text")}</p>
            </aside>
        </div>
    };
    Ok(Page::new(t!("account.sign_in.title"), content).frame(Frame::Public))
}

/// `/bestaetigen`: the password again, before something that needs a fresh login.
pub async fn confirm() -> Result<Page, Error> {
    let email = Ctx::get()?.viewer()?.email.clone();
    Ok(confirmation(view! {
        <PostForm<Confirm> class="form">
            <input type="hidden" name="next" value=query("next")/>
            <PasswordAgain name="password" email=email/>
        </PostForm<Confirm>>
    }))
}

/// The same in the place of a form's answer: what was typed is sent again with the password, and nothing is lost.
pub fn confirm_action() -> Result<Page, Error> {
    let email = Ctx::get()?.viewer()?.email.clone();
    Ok(confirmation(view! { <SentForm><PasswordAgain name=CONFIRM_PASSWORD email=email/></SentForm> }))
}

#[component]
fn PasswordAgain(name: &'static str, email: String) -> impl IntoView {
    view! {
        <input class="visually-hidden" type="text" autocomplete="username" value=email tabindex="-1" readonly
            aria-hidden="true"/>
        <PasswordField name=name label=t!("account.password.label") autocomplete="current-password"/>
        <button class="button" type="submit">{t!("account.confirm.action")}</button>
    }
}

fn confirmation(form: impl IntoView + 'static) -> Page {
    let content = view! {
        <div class="wrap signin">
            <div class="signin__main stack" data-gap="5">
                <h1>{t!("account.confirm.title")}</h1>
                <p class="lead">{t!("account.confirm.text")}</p>
                {form}
            </div>
        </div>
    };
    Page::new(t!("account.confirm.title"), content)
}
