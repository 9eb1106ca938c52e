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
/// Whoever has redeemed theirs gets a link too, in an anonymous survey one that leads nowhere: a list with gaps would say
/// who has begun, which nobody may know (insight.md §9).
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
    store::set_links_made(tx, survey.id).await?;
    Ok(made)
}

/// Mails everybody with an address in their language, through the outbox. Answers whether anybody has one.
///
/// In a named survey everybody gets a link, which leads back to answers that were begun. In an anonymous one only whoever
/// has not begun does; where these are fewer than k, everybody gets the same text without a link, because who gets a
/// link would be few enough to guess (needs-analysis §11.8).
///
/// # Errors
/// Of the store.
pub async fn mail_links(state: &AppState, tx: &mut Tx, survey: &Survey, now: UnixMillis) -> Result<bool, Error> {
    let invited = store::personal(tx, survey.id).await?;
    let few = i64::from(survey.threshold.k());
    let not_begun = i64::try_from(invited.iter().filter(|to| !to.redeemed).count()).unwrap_or(i64::MAX);
    let with_links = survey.mode == Mode::Named || not_begun >= few;
    let addressed: Vec<Personal> = invited.into_iter().filter(|to| !to.email.is_empty()).collect();
    for to in &addressed {
        let mail = if !with_links {
            mail(state, survey, to, None, now)
        } else if survey.mode == Mode::Named || !to.redeemed {
            let token = Token::from_random(state.random());
            store::set_token(tx, to.invitation, &token.digest().to_string()).await?;
            mail(state, survey, to, Some(links::personal(state, &token)), now)
        } else {
            continue;
        };
        outbox::enqueue(tx, &mail).await?;
        store::link_mail(tx, survey.id, mail.id).await?;
    }
    store::set_links_made(tx, survey.id).await?;
    Ok(!addressed.is_empty())
}

/// `link`: none for the text that everybody gets.
fn mail(state: &AppState, survey: &Survey, to: &Personal, link: Option<String>, now: UnixMillis) -> NewMail {
    let format = Format::new(to.language, state.settings.time_zone.clone());
    let mode = match survey.mode {
        Mode::Anonymous => "mail.survey_invitation.anonymous",
        Mode::Named => "mail.survey_invitation.named",
    };
    let body = if link.is_some() { "mail.survey_invitation.body" } else { "mail.survey_invitation.reminder" };
    let params = [
        ("title", survey.title.clone()),
        ("organisation", survey.organisation_name.clone()),
        ("link", link.unwrap_or_default()),
        ("day", survey.closes_at.map(|at| format.date(at)).unwrap_or_default()),
        ("mode", translate(to.language, mode, &[])),
    ];
    NewMail {
        id: state.new_id(),
        organisation: Some(survey.organisation),
        purpose: "survey_invitation",
        recipient: to.email.clone(),
        subject: translate(to.language, "mail.survey_invitation.subject", &params),
        body: translate(to.language, body, &params),
        now,
    }
}
