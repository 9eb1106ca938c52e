use crate::account::api::recovery_link;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::lead_to;
use crate::organisation::today;
use crate::secret::Token;
use crate::strict::Strict;
use crate::texts::translate;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::account::INVITATION_LIFETIME;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::policy::action::{ManageAccess, ReadOrganisation};
use weiterblick_domain::policy::{MemberState, Relation};
use weiterblick_domain::time::{DAY, UnixMillis};
use weiterblick_store::organisation::{self as store, Member, Sight};
use weiterblick_store::outbox::{self, NewMail};
use weiterblick_store::{Tx, account};

/// A link for a forgotten password that HR hands over by itself: it may reach the person only the next working day.
const PASSWORD_LINK_LIFETIME: i64 = DAY;

/// A link that is shown this once and never again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OneTimeLink {
    pub link: String,
    pub expires_at: UnixMillis,
    /// Whether it is on its way by mail too.
    pub mailed: bool,
}

async fn member(ctx: &Ctx, tx: &mut Tx, id: &str) -> Result<Member, Error> {
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    let person: PersonId = super::id(id)?;
    Ok(store::member(tx, &read, Sight::Whole, today(ctx)?, person).await?)
}

/// Invites somebody without account: a one-time link for 14 days, shown once and mailed where mail is set up. The
/// person acts with the roles that they hold when they accept. A new link ends the old one.
#[server(custom = Strict, endpoint = "organisation/invite_person")]
pub async fn invite_person(id: String) -> Result<OneTimeLink, Error> {
    let ctx = Ctx::get()?;
    let access = ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    let viewer = ctx.viewer()?;
    let mut tx = ctx.state.db.write().await?;
    let member = member(&ctx, &mut tx, &id).await?;
    let can_join = matches!(member.state, MemberState::Invited | MemberState::Active);
    if member.account.is_some() || !can_join || member.data.email.is_empty() {
        return Err(Error::conflict("organisation.access.cannot_invite"));
    }
    let token = Token::new(&ctx.state);
    let expires_at = ctx.now.plus(INVITATION_LIFETIME);
    store::create_invitation(&mut tx, &access, member.id, &token.hash(), expires_at).await?;
    let link = format!("{}/einladung/{}", ctx.state.settings.public_url, token.as_str());
    let mailed = ctx.state.settings.mail;
    if mailed {
        let language = member.data.language;
        let params = [("organisation", viewer.organisation_name.clone()), ("link", link.clone())];
        let mail = NewMail {
            id: ctx.state.new_id(),
            organisation: Some(access.organisation()),
            purpose: "role_invitation",
            recipient: member.data.email,
            subject: translate(language, "mail.role_invitation.subject", &params[..1]),
            body: translate(language, "mail.role_invitation.body", &params),
            now: ctx.now,
        };
        outbox::enqueue(&mut tx, &mail).await?;
    }
    tx.commit().await?;
    Ok(OneTimeLink { link, expires_at, mailed })
}

#[server(custom = Strict, endpoint = "organisation/revoke_invitation")]
pub async fn revoke_invitation(id: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let access = ctx.grant::<ManageAccess>(Relation::Organisation)?;
    let mut tx = ctx.state.db.write().await?;
    let member = member(&ctx, &mut tx, &id).await?;
    store::revoke_invitation(&mut tx, &access, member.id).await?;
    tx.commit().await?;
    lead_to(&format!("/organisation/personen/{}", member.id), Some("invitation_revoked"));
    Ok(())
}

/// A one-time link for somebody who has forgotten their password; 24 hours, handed over by HR.
///
/// Not for an account that also acts in another organisation: whoever sets its password acts there too.
#[server(custom = Strict, endpoint = "organisation/make_password_link")]
pub async fn make_password_link(id: String) -> Result<OneTimeLink, Error> {
    let ctx = Ctx::get()?;
    ctx.fresh_grant::<ManageAccess>(Relation::Organisation)?;
    let mut tx = ctx.state.db.write().await?;
    let member = member(&ctx, &mut tx, &id).await?;
    let known = member.account.ok_or_else(Error::not_found)?;
    if known.elsewhere {
        return Err(Error::conflict("organisation.access.elsewhere"));
    }
    if member.state != MemberState::Active {
        return Err(Error::conflict("organisation.access.not_active"));
    }
    let credential = account::by_id(&mut tx, known.id).await?;
    let link = recovery_link(&ctx, &mut tx, &credential, PASSWORD_LINK_LIFETIME).await?;
    tx.commit().await?;
    Ok(OneTimeLink { link, expires_at: ctx.now.plus(PASSWORD_LINK_LIFETIME), mailed: false })
}
