use crate::account::api::SetUp;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page};
use crate::ui::{CodeField, EmailField, PasswordField, Select, SelectOption, TextField};
use leptos::prelude::*;
use std::sync::PoisonError;
use weiterblick_domain::organisation::OrganisationKind;

/// `/einrichten`: organisation and first HR account of a new installation. Gone once there is an account.
pub async fn set_up() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    if ctx.state.setup_code.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
        return Err(Error::not_found());
    }
    let kinds = OrganisationKind::ALL
        .iter()
        .map(|kind| SelectOption::new(kind, t!(format!("organisation.kind.{kind}"))))
        .collect();
    let content = view! {
        <div class="wrap signin">
            <div class="signin__main stack" data-gap="5">
                <h1>{t!("account.set_up.title")}</h1>
                <p class="lead">{t!("account.set_up.lead")}</p>
                <PostForm<SetUp> class="form">
                    <CodeField name="code" label=t!("account.set_up.code") hint=t!("account.set_up.code_hint")/>
                    <Select name="kind" label=t!("account.set_up.kind") options=kinds value="company"/>
                    <TextField name="organisation_name" label=t!("account.set_up.organisation") autocomplete="organization"
                        maxlength=100/>
                    <TextField name="first_name" label=t!("account.first_name") autocomplete="given-name" maxlength=100/>
                    <TextField name="last_name" label=t!("account.last_name") autocomplete="family-name" maxlength=100/>
                    <EmailField name="email" label=t!("account.email") hint=t!("account.set_up.email_hint")/>
                    <PasswordField name="password" label=t!("account.password.new") hint=t!("account.password.hint")
                        autocomplete="new-password"/>
                    <PasswordField name="password_repeat" label=t!("account.password.repeat") autocomplete="new-password"/>
                    <button class="button" type="submit">{t!("account.set_up.action")}</button>
                </PostForm<SetUp>>
            </div>
        </div>
    };
    Ok(Page::new(t!("account.set_up.title"), content).frame(Frame::Public))
}
