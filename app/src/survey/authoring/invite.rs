//! Making links: each one is known only to the answer that shows it, or to the mail that carries it.

use crate::error::Error;
use crate::format::Format;
use crate::state::AppState;
use crate::survey::links;
use crate::texts::translate;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::survey::{Mode, Token};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::Tx;
use weiterblick_store::outbox::{self, NewMail};
use weiterblick_store::survey::{self as store, Personal, Survey};

/// A link with whom it is for.
pub struct Made {
    pub to: Personal,
    pub link: String,
}

/// Gives everybody, or one person, a new link; earlier ones end.
///
/// Whoever has redeemed theirs gets a link too, one that leads nowhere: a list with gaps would say who has begun, which
/// nobody may know (insight.md §9).
///
/// # Errors
/// Of the store.
pub async fn make_links(
    state: &AppState,
    tx: &mut Tx,
    survey: &Survey,
    only: Option<PersonId>,
) -> Result<Vec<Made>, Error> {
    let invited = store::personal(tx, survey.id).await?;
    let mut made = Vec::new();
    for to in invited.into_iter().filter(|to| only.is_none_or(|person| person == to.person)) {
        let token = Token::from_random(state.random());
        store::set_token(tx, to.invitation, &token.digest().to_string()).await?;
        made.push(Made { link: links::personal(state, &token), to });
    }
    Ok(made)
}

/// Sends everybody with an address a link in their language, through the outbox. Answers how many mails that are.
///
/// # Errors
/// Of the store.
pub async fn mail_links(state: &AppState, tx: &mut Tx, survey: &Survey, now: UnixMillis) -> Result<usize, Error> {
    let mut sent = 0;
    for to in store::personal(tx, survey.id).await?.into_iter().filter(|to| !to.redeemed && !to.email.is_empty()) {
        let token = Token::from_random(state.random());
        store::set_token(tx, to.invitation, &token.digest().to_string()).await?;
        let mail = mail(state, survey, &to, links::personal(state, &token), now);
        outbox::enqueue(tx, &mail).await?;
        store::link_mail(tx, survey.id, mail.id).await?;
        sent += 1;
    }
    Ok(sent)
}

fn mail(state: &AppState, survey: &Survey, to: &Personal, link: String, now: UnixMillis) -> NewMail {
    let format = Format::new(to.language, state.settings.time_zone.clone());
    let mode = match survey.mode {
        Mode::Anonymous => "mail.survey_invitation.anonymous",
        Mode::Named => "mail.survey_invitation.named",
    };
    let params = [
        ("title", survey.title.clone()),
        ("organisation", survey.organisation_name.clone()),
        ("link", link),
        ("day", survey.closes_at.map(|at| format.date(at)).unwrap_or_default()),
        ("mode", translate(to.language, mode, &[])),
    ];
    NewMail {
        id: state.new_id(),
        organisation: Some(survey.organisation),
        purpose: "survey_invitation",
        recipient: to.email.clone(),
        subject: translate(to.language, "mail.survey_invitation.subject", &params),
        body: translate(to.language, "mail.survey_invitation.body", &params),
        now,
    }
}
