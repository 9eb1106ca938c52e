//! Server functions of accounts.

use crate::account::cookie;
use crate::account::password::{new_password, nfc};
use crate::context::{Ctx, Theme};
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::{lead_to, own_path};
use crate::secret::{Token, keyed_hash, sha256_hex, token_hash};
use crate::strict::Strict;
use crate::survey::answering::forget_account;
use crate::texts::translate;
use http::{HeaderName, HeaderValue};
use leptos::prelude::*;
use std::sync::PoisonError;
use weiterblick_domain::account::RECOVERY_LIFETIME;
use weiterblick_domain::ids::{AccountId, PersonId};
use weiterblick_domain::policy::action::ManageOwnAccount;
use weiterblick_domain::policy::{Relation, Role};
use weiterblick_domain::text::{Email, Language, Line};
use weiterblick_store::account as store;
use weiterblick_store::organisation::{self, NewOrganisation, NewPerson};
use weiterblick_store::{StoreError, outbox};

/// First start: creates the organisation and its first HR account. Guarded by the code that the server printed.
#[server(custom = Strict, endpoint = "account/set_up")]
pub async fn set_up(
    code: String,
    kind: String,
    organisation_name: String,
    first_name: String,
    last_name: String,
    email: String,
    password: String,
    password_repeat: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let expected = *ctx.state.setup_code.lock().unwrap_or_else(PoisonError::into_inner);
    let expected = expected.ok_or_else(Error::not_found)?;
    ctx.state.throttles.set_up(ctx.request.client, ctx.now)?;
    let mut fields = Vec::new();
    if crate::secret::sha256(code.trim().to_uppercase().replace([' ', '-'], "").as_bytes()) != expected {
        fields.push(FieldError::new("code", "account.set_up.wrong_code"));
    }
    let mut line =
        |field: &str, raw: &str| Line::<100>::parse(raw).map_err(|e| fields.push(FieldError::text(field, e)));
    let name = line("organisation_name", &organisation_name);
    let first = line("first_name", &first_name);
    let last = line("last_name", &last_name);
    let address = Email::parse(&email).map_err(|e| fields.push(FieldError::email("email", e)));
    let password = new_password("password", &password, &password_repeat, &email).map_err(|e| fields.push(e));
    let kind = kind.parse().map_err(|_| fields.push(FieldError::new("kind", "error.choose")));
    let (Ok(name), Ok(first), Ok(last), Ok(address), Ok(password), Ok(kind), true) =
        (name, first, last, address, password, kind, fields.is_empty())
    else {
        return Err(Error::invalid(fields));
    };
    let hash = ctx.state.passwords.hash(password, ctx.state.random()).await?;
    let mut tx = ctx.state.db.write().await?;
    if store::count(&mut tx).await? > 0 {
        return Err(Error::not_found());
    }
    let account: AccountId = ctx.state.new_id();
    store::create(&mut tx, account, &address, &hash, ctx.request.language, ctx.now).await?;
    let organisation_id = ctx.state.new_id();
    let organisation = NewOrganisation { id: organisation_id, kind, name: name.into_inner(), now: ctx.now };
    organisation::create(&mut tx, &organisation).await?;
    let person = NewPerson {
        first_name: first.into_inner(),
        last_name: last.into_inner(),
        email: address.to_string(),
        language: ctx.request.language,
        account: Some(account),
        roles: vec![Role::Hr],
        ..NewPerson::active(ctx.state.new_id(), organisation_id)
    };
    organisation::create_person(&mut tx, &person).await?;
    begin_session(&ctx, &mut tx, account, person.id).await?;
    tx.commit().await?;
    *ctx.state.setup_code.lock().unwrap_or_else(PoisonError::into_inner) = None;
    lead_to("/uebersicht", Some("account_set_up"));
    Ok(())
}

/// Signs in. Unknown account, wrong password and inactive membership answer alike and take the same time.
#[server(custom = Strict, endpoint = "account/sign_in")]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let mut fields = Vec::new();
    let address = Email::parse(&email).map_err(|e| fields.push(FieldError::email("email", e)));
    if password.is_empty() {
        fields.push(FieldError::new("password", "account.password.missing"));
    }
    let (Ok(address), true) = (address, fields.is_empty()) else { return Err(Error::invalid(fields)) };
    let known = ctx.request.cookie(cookie::KNOWN_DEVICE) == Some(known_device(&ctx, &address).as_str());
    let member = active_member(&ctx, &address).await?;
    let hash = member.as_ref().map(|(credential, _)| credential.password_hash.clone());
    let fits = password_fits(&ctx, &address, known, &password, hash).await?;
    let Some((credential, person)) = member.filter(|_| fits) else {
        return Err(Error::new(ErrorKind::Invalid, "account.sign_in.failed"));
    };
    let stronger = ctx.state.passwords.stronger(nfc(&password), &credential.password_hash, ctx.state.random()).await;
    let mut tx = ctx.state.db.write().await?;
    if let Some(hash) = stronger {
        store::rehash(&mut tx, credential.id, &hash).await?;
    }
    end_present_session(&ctx, &mut tx).await?;
    begin_session(&ctx, &mut tx, credential.id, person).await?;
    tx.commit().await?;
    cookie::set(cookie::KNOWN_DEVICE, &known_device(&ctx, &address), Some(cookie::KNOWN_DEVICE_SECONDS));
    cookie::set(cookie::LANGUAGE, credential.language.code(), Some(cookie::CHOICE_SECONDS));
    lead_to(if next.is_empty() { "/uebersicht" } else { own_path(&next) }, None);
    Ok(())
}

/// Enters the password again, for actions that need a fresh login. The session gets a new token.
#[server(custom = Strict, endpoint = "account/confirm")]
pub async fn confirm(password: String, #[server(default)] next: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let hash = store::by_id(&mut *ctx.state.db.read().await?, grant.account()).await?.password_hash;
    if !password_fits(&ctx, &ctx.viewer()?.email, true, &password, Some(hash)).await? {
        return Err(Error::field("password", "account.password.wrong"));
    }
    let mut tx = ctx.state.db.write().await?;
    end_present_session(&ctx, &mut tx).await?;
    begin_session(&ctx, &mut tx, grant.account(), grant.person()).await?;
    tx.commit().await?;
    lead_to(own_path(&next), None);
    Ok(())
}

#[server(custom = Strict, endpoint = "account/sign_out")]
pub async fn sign_out() -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let mut tx = ctx.state.db.write().await?;
    end_present_session(&ctx, &mut tx).await?;
    tx.commit().await?;
    signed_out(&ctx);
    Ok(())
}

/// Ends all sessions of the account, this one included.
#[server(custom = Strict, endpoint = "account/sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let mut tx = ctx.state.db.write().await?;
    store::end_all_sessions(&mut tx, grant.account()).await?;
    tx.commit().await?;
    signed_out(&ctx);
    Ok(())
}

/// Changes the password and ends all other sessions.
#[server(custom = Strict, endpoint = "account/change_password")]
pub async fn change_password(password_now: String, password: String, password_repeat: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let viewer = ctx.viewer()?;
    let hash = store::by_id(&mut *ctx.state.db.read().await?, grant.account()).await?.password_hash;
    let mut fields = Vec::new();
    if !password_fits(&ctx, &viewer.email, true, &password_now, Some(hash)).await? {
        fields.push(FieldError::new("password_now", "account.password.wrong"));
    }
    let checked = new_password("password", &password, &password_repeat, &viewer.email).map_err(|e| fields.push(e));
    let (Ok(password), true) = (checked, fields.is_empty()) else { return Err(Error::invalid(fields)) };
    let hash = ctx.state.passwords.hash(password, ctx.state.random()).await?;
    let mut tx = ctx.state.db.write().await?;
    store::change_password(&mut tx, grant.account(), &hash).await?;
    begin_session(&ctx, &mut tx, grant.account(), grant.person()).await?;
    tx.commit().await?;
    lead_to("/profil", Some("password_changed"));
    Ok(())
}

/// Asks for a link to a new password. Answers the same, and as fast, whether the account exists or not: what there is to
/// do is done after the answer.
#[server(custom = Strict, endpoint = "account/request_recovery")]
pub async fn request_recovery(email: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let address = Email::parse(&email).map_err(|e| Error::invalid(vec![FieldError::email("email", e)]))?;
    if ctx.state.settings.mail && ctx.state.throttles.recovery(&address, ctx.request.client, ctx.now) {
        tokio::spawn(async move {
            if let Err(error) = mail_recovery(&ctx, &address).await {
                tracing::error!(request = ctx.request.number, %error, "no mail for a forgotten password");
            }
        });
    }
    lead_to("/passwort-vergessen", Some("recovery_requested"));
    Ok(())
}

/// Puts a link to a new password into the outbox, if there is an account with this address.
async fn mail_recovery(ctx: &Ctx, address: &Email) -> Result<(), Error> {
    let Some(credential) = store::by_email(&mut *ctx.state.db.read().await?, address).await? else { return Ok(()) };
    let mut tx = ctx.state.db.write().await?;
    let link = recovery_link(ctx, &mut tx, &credential, RECOVERY_LIFETIME).await?;
    let language = credential.language;
    let mail = outbox::NewMail {
        id: ctx.state.new_id(),
        organisation: None,
        purpose: "recovery",
        recipient: credential.email,
        subject: translate(language, "mail.recovery.subject", &[]),
        body: translate(language, "mail.recovery.body", &[("link", link)]),
        now: ctx.now,
    };
    outbox::enqueue(&mut tx, &mail).await?;
    Ok(tx.commit().await?)
}

/// Sets a new password by a one-time link.
#[server(custom = Strict, endpoint = "account/reset_password")]
pub async fn reset_password(token: String, password: String, password_repeat: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    ctx.state.throttles.reset(ctx.request.client, ctx.now)?;
    let dead = || Error::new(ErrorKind::Invalid, "account.link.dead");
    // Before the password: nobody without a link may cost a hash.
    if !store::recovery_exists(&mut *ctx.state.db.read().await?, &token_hash(&token), ctx.now).await? {
        return Err(dead());
    }
    let password = new_password("password", &password, &password_repeat, "").map_err(|e| Error::invalid(vec![e]))?;
    let hash = ctx.state.passwords.hash(password, ctx.state.random()).await?;
    let mut tx = ctx.state.db.write().await?;
    let (account, made_for) = store::redeem_recovery(&mut tx, &token_hash(&token), ctx.now).await?.ok_or_else(dead)?;
    let credential = store::by_id(&mut tx, account).await?;
    if made_for != sha256_hex(credential.password_hash.as_bytes()) {
        return Err(dead());
    }
    store::change_password(&mut tx, account, &hash).await?;
    tx.commit().await?;
    lead_to("/anmelden", Some("password_changed"));
    Ok(())
}

/// Redeems an invitation: the invited person chooses a password and is signed in.
#[server(custom = Strict, endpoint = "account/accept_invitation")]
pub async fn accept_invitation(token: String, password: String, password_repeat: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let hash = token_hash(&token);
    let dead = || Error::new(ErrorKind::Invalid, "account.link.dead");
    let invited = organisation::invited(&mut *ctx.state.db.read().await?, &hash, ctx.now).await?.ok_or_else(dead)?;
    let address = Email::parse(&invited.email).map_err(|_| dead())?;
    let password =
        new_password("password", &password, &password_repeat, &address).map_err(|e| Error::invalid(vec![e]))?;
    let password_hash = ctx.state.passwords.hash(password, ctx.state.random()).await?;
    let mut tx = ctx.state.db.write().await?;
    let invited = organisation::redeem_invitation(&mut tx, &hash, ctx.now).await?.ok_or_else(dead)?;
    let account = ctx.state.new_id();
    store::create(&mut tx, account, &address, &password_hash, invited.language, ctx.now).await.map_err(|error| {
        match error {
            StoreError::Conflict => Error::conflict("account.invitation.account_exists"),
            other => other.into(),
        }
    })?;
    organisation::link_account(&mut tx, invited.person, account).await?;
    end_present_session(&ctx, &mut tx).await?;
    begin_session(&ctx, &mut tx, account, invited.person).await?;
    tx.commit().await?;
    lead_to("/uebersicht", Some("welcome"));
    Ok(())
}

/// Own name and language.
#[server(custom = Strict, endpoint = "account/update_profile")]
pub async fn update_profile(first_name: String, last_name: String, language: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnAccount>(Relation::Own)?;
    let mut fields = Vec::new();
    let first = Line::<100>::parse(&first_name).map_err(|e| fields.push(FieldError::text("first_name", e)));
    let last = Line::<100>::parse(&last_name).map_err(|e| fields.push(FieldError::text("last_name", e)));
    let chosen = Language::from_code(&language);
    if chosen.is_none() {
        fields.push(FieldError::new("language", "error.choose"));
    }
    let (Ok(first), Ok(last), Some(language)) = (first, last, chosen) else { return Err(Error::invalid(fields)) };
    let mut tx = ctx.state.db.write().await?;
    organisation::rename_self(&mut tx, &grant, &first, &last).await?;
    store::set_language(&mut tx, grant.account(), language).await?;
    tx.commit().await?;
    cookie::set(cookie::LANGUAGE, language.code(), Some(cookie::CHOICE_SECONDS));
    lead_to("/profil", Some("saved"));
    Ok(())
}

/// The language of the interface on this device; for whoever is signed in also of the account.
#[server(custom = Strict, endpoint = "account/set_language")]
pub async fn set_language(language: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let language = Language::from_code(&language).ok_or_else(|| Error::field("language", "error.choose"))?;
    cookie::set(cookie::LANGUAGE, language.code(), Some(cookie::CHOICE_SECONDS));
    if let Ok(grant) = ctx.grant::<ManageOwnAccount>(Relation::Own) {
        let mut tx = ctx.state.db.write().await?;
        store::set_language(&mut tx, grant.account(), language).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Light, dark, or as the device says.
#[server(custom = Strict, endpoint = "account/set_theme")]
pub async fn set_theme(theme: String) -> Result<(), Error> {
    match Theme::from_code(&theme) {
        Theme::Device => cookie::remove(cookie::THEME),
        chosen => cookie::set(cookie::THEME, chosen.code(), Some(cookie::CHOICE_SECONDS)),
    }
    Ok(())
}

/// A link to a new password, bound to the present one.
pub async fn recovery_link(
    ctx: &Ctx,
    tx: &mut weiterblick_store::Tx,
    credential: &store::Credential,
    lifetime: i64,
) -> Result<String, Error> {
    let token = Token::new(&ctx.state);
    let bound_to = sha256_hex(credential.password_hash.as_bytes());
    store::create_recovery(tx, credential.id, &token.hash(), &bound_to, ctx.now.plus(lifetime)).await?;
    Ok(format!("{}/passwort-neu/{}", ctx.state.settings.public_url, token.as_str()))
}

/// The account with this address and its person, if that is an active member of an organisation. The connection goes
/// back at once: whoever waits for a hash must not hold one of the few readers.
async fn active_member(ctx: &Ctx, address: &Email) -> Result<Option<(store::Credential, PersonId)>, Error> {
    let mut conn = ctx.state.db.read().await?;
    let Some(credential) = store::by_email(&mut conn, address).await? else { return Ok(None) };
    Ok(organisation::active_person_of(&mut conn, credential.id).await?.map(|person| (credential, person)))
}

/// Whether a typed password is right. Wrong ones are counted, and after too many it is not looked at.
async fn password_fits(
    ctx: &Ctx,
    email: &str,
    known_device: bool,
    password: &str,
    hash: Option<String>,
) -> Result<bool, Error> {
    let attempt = ctx.state.throttles.login(email, ctx.request.client, known_device, ctx.now)?;
    let fits = ctx.state.passwords.verify(nfc(password), hash).await;
    match fits {
        Ok(true) => attempt.succeeded(),
        Ok(false) => {}
        Err(_) => attempt.undone(),
    }
    fits
}

async fn begin_session(
    ctx: &Ctx,
    tx: &mut weiterblick_store::Tx,
    account: AccountId,
    person: PersonId,
) -> Result<(), Error> {
    let token = Token::new(&ctx.state);
    let session = store::NewSession { token_hash: token.hash(), account, person, now: ctx.now };
    store::create_session(tx, &session).await?;
    cookie::set(cookie::SESSION, token.as_str(), Some(cookie::SESSION_SECONDS));
    Ok(())
}

async fn end_present_session(ctx: &Ctx, tx: &mut weiterblick_store::Tx) -> Result<(), Error> {
    if let Some(token) = ctx.request.cookie(cookie::SESSION) {
        store::end_session(tx, &token_hash(token)).await?;
    }
    Ok(())
}

fn signed_out(ctx: &Ctx) {
    cookie::remove(cookie::SESSION);
    forget_account(&ctx.request);
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    }
    lead_to("/anmelden", Some("signed_out"));
}

/// Marks a device on which this account has signed in; only this installation can make it.
fn known_device(ctx: &Ctx, email: &str) -> String {
    keyed_hash(&ctx.state.installation_key, "known device", email.as_bytes())
}
