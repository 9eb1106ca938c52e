use crate::account::api::{ChangePassword, SignOutEverywhere, UpdateProfile};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::Page;
use crate::ui::{Confirm, PageHead, PasswordField, Section, Select, SelectOption, TextField};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOwnAccount;
use weiterblick_store::organisation;

/// `/profil`: name, language, password, sessions.
pub async fn profile() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let viewer = ctx.viewer()?;
    let (first_name, last_name) = organisation::own_name(&mut *ctx.state.db.read().await?, &grant).await?;
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("account.profile.title") lead=viewer.email.clone()/>
            <div class="stack" data-gap="section">
                <Section id="angaben" title=t!("account.profile.about")>
                    <PostForm<UpdateProfile> class="form">
                        <TextField name="first_name" label=t!("account.first_name") value=first_name
                            autocomplete="given-name" maxlength=100/>
                        <TextField name="last_name" label=t!("account.last_name") value=last_name
                            autocomplete="family-name" maxlength=100/>
                        <Select name="language" label=t!("account.profile.language") options=SelectOption::languages()
                            value=ctx.request.language.code()/>
                        <button class="button" type="submit">{t!("form.save")}</button>
                    </PostForm<UpdateProfile>>
                </Section>
                <Section id="passwort" title=t!("account.profile.password") text=t!("account.profile.password_text")>
                    <PostForm<ChangePassword> class="form">
                        <PasswordField name="password_now" label=t!("account.password.now")
                            autocomplete="current-password"/>
                        <PasswordField name="password" label=t!("account.password.new") hint=t!("account.password.hint")
                            autocomplete="new-password"/>
                        <PasswordField name="password_repeat" label=t!("account.password.repeat")
                            autocomplete="new-password"/>
                        <button class="button" type="submit">{t!("account.profile.change_password")}</button>
                    </PostForm<ChangePassword>>
                </Section>
                <Section id="sitzungen" title=t!("account.profile.sessions") text=t!("account.profile.sessions_text")>
                    <Confirm open=t!("account.profile.sign_out_everywhere")
                        question=t!("account.profile.sign_out_everywhere_question")
                        text=t!("account.profile.sign_out_everywhere_text")>
                        <PostForm<SignOutEverywhere>>
                            <button class="button" data-kind="danger" type="submit">
                                {t!("account.profile.sign_out_everywhere")}
                            </button>
                        </PostForm<SignOutEverywhere>>
                    </Confirm>
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("account.profile.title"), content))
}
