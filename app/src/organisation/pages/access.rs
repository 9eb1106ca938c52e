//! How a person comes to an account, and back to it.

use crate::context::Ctx;
use crate::form::{PostForm, result_of};
use crate::format::Format;
use crate::organisation::api::{InvitePerson, MakePasswordLink, OneTimeLink, RevokeInvitation};
use crate::ui::{Alert, Section};
use leptos::prelude::*;
use weiterblick_domain::policy::MemberState;
use weiterblick_store::organisation::{Account, Member};

pub fn access(ctx: &Ctx, member: &Member) -> AnyView {
    let format = Format::of(ctx);
    let id = member.id.to_string();
    let way = match &member.account {
        Some(account) => with_account(id, account, member.state),
        None if !matches!(member.state, MemberState::Invited | MemberState::Active) => {
            explain("organisation.access.not_active")
        }
        None if member.data.email.is_empty() => explain("organisation.access.needs_email"),
        None => without_account(&format, id, member),
    };
    view! {
        <Section id="zugang" title=t!("organisation.people.access") text=t!("organisation.access.text")>
            {way}
        </Section>
    }
    .into_any()
}

/// The link that was just made, on top of the page.
pub fn new_link(ctx: &Ctx) -> Option<AnyView> {
    let made = result_of::<InvitePerson>().or_else(result_of::<MakePasswordLink>)?;
    Some(one_time_link(&Format::of(ctx), made))
}

fn explain(key: &str) -> AnyView {
    view! { <p class="text-soft measure">{t!(key)}</p> }.into_any()
}

/// Shown this once; nobody can read it again, not even here.
fn one_time_link(format: &Format, made: OneTimeLink) -> AnyView {
    let until = format.date_time(made.expires_at);
    view! {
        <Alert kind="ok" title=t!("organisation.access.link_title")>
            <p>{t!("organisation.access.link_text", until = until)}</p>
            {made.mailed.then(|| view! { <p>{t!("organisation.access.link_mailed")}</p> })}
            <div class="field">
                <label class="label" for="f-link">{t!("organisation.access.link")}</label>
                <input class="input" id="f-link" type="text" readonly autocomplete="off" spellcheck="false" value=made.link/>
            </div>
        </Alert>
    }
    .into_any()
}

fn with_account(id: String, account: &Account, state: MemberState) -> AnyView {
    let way = if account.elsewhere {
        explain("organisation.access.elsewhere")
    } else if state == MemberState::Active {
        view! {
            <p class="measure">{t!("organisation.access.password_text")}</p>
            <PostForm<MakePasswordLink>>
                <input type="hidden" name="id" value=id/>
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.access.password_link")}</button>
            </PostForm<MakePasswordLink>>
        }
        .into_any()
    } else {
        explain("organisation.access.not_active")
    };
    view! { <p>{t!("organisation.access.signs_in", email = account.email)}</p> {way} }.into_any()
}

fn without_account(format: &Format, id: String, member: &Member) -> AnyView {
    let pending = member.invitation_expires.map(|expires| {
        let id = id.clone();
        view! {
            <p>{t!("organisation.access.pending", until = format.date_time(expires))}</p>
            <PostForm<RevokeInvitation>>
                <input type="hidden" name="id" value=id/>
                <button class="button" data-kind="quiet" type="submit">{t!("organisation.access.revoke")}</button>
            </PostForm<RevokeInvitation>>
        }
    });
    let key = if pending.is_some() { "organisation.access.invite_again" } else { "organisation.access.invite" };
    view! {
        <p class="measure">{t!("organisation.access.invite_text", email = member.data.email)}</p>
        <PostForm<InvitePerson>>
            <input type="hidden" name="id" value=id/>
            <button class="button" data-kind="secondary" type="submit">{t!(key)}</button>
        </PostForm<InvitePerson>>
        {pending}
    }
    .into_any()
}
