use super::{attendee, room_path, tell};
use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::roundtable::access::Attendee;
use crate::roundtable::streams;
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::QuestionId;
use weiterblick_domain::roundtable::card::HideRule;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::AuthorRef;
use weiterblick_domain::roundtable::poll::words::WordKey;
use weiterblick_domain::roundtable::question::{Nickname, QuestionState, QuestionText};
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_live::Scope;
use weiterblick_store::roundtable::event;
use weiterblick_store::roundtable::question::{self, NewQuestion, QuestionError};

/// Asks the room a question (live.md L25).
#[server(custom = Strict, endpoint = "live/ask")]
pub async fn live_ask(event: String, text: String, #[server(default)] nickname: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let found = event::load(&mut *ctx.state.db.read().await?, grant.event()).await?;
    let settings = found.conditions.settings;
    if !settings.questions || found.state != EventState::Running {
        return Err(Error::conflict("attend.error.no_questions"));
    }
    let text = QuestionText::parse(&text).map_err(|error| FieldError::text("text", error));
    let nickname = if settings.nicknames { nickname } else { String::new() };
    let nickname = Nickname::parse_optional(&nickname).map_err(|error| FieldError::text("nickname", error));
    let (text, nickname) = match (text, nickname) {
        (Ok(text), Ok(nickname)) => (text, nickname),
        (text, nickname) => return Err(Error::invalid(text.err().into_iter().chain(nickname.err()).collect())),
    };
    let banned = holds_hidden_word(&text, &settings);
    let new = NewQuestion {
        id: ctx.state.new_id(),
        author: AuthorRef::of(grant.event(), &token),
        nickname,
        text,
        state: if banned { QuestionState::Hidden } else { QuestionState::when_asked(settings.moderation) },
        hidden_by: banned.then_some(HideRule::BanList),
    };
    let mut tx = ctx.state.db.write().await?;
    question::ask(&mut tx, &grant, &new, settings.question_limits()).await.map_err(refused)?;
    tx.commit().await?;
    tell(&streams::room(&ctx, grant.event()).await?, Scope::Board).await;
    lead_to(&room_path(grant.event()), Some("question_asked"));
    Ok(())
}

/// Gives a question the own vote, or takes it back.
#[server(custom = Strict, endpoint = "live/support")]
pub async fn live_support(event: String, question: String, support: bool) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let question: QuestionId = question.parse().map_err(|_| Error::not_found())?;
    let author = AuthorRef::of(grant.event(), &token);
    let mut tx = ctx.state.db.write().await?;
    if support {
        question::vote(&mut tx, &grant, question, author).await.map_err(refused)?;
    } else {
        question::unvote(&mut tx, &grant, question, author).await.map_err(refused)?;
    }
    tx.commit().await?;
    tell(&streams::room(&ctx, grant.event()).await?, Scope::Board).await;
    lead_to(&room_path(grant.event()), None);
    Ok(())
}

/// Withdraws an own question that has no answer yet.
#[server(custom = Strict, endpoint = "live/withdraw_question")]
pub async fn live_withdraw_question(event: String, question: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let Attendee { grant, token } = attendee(&ctx, &event).await?;
    let question: QuestionId = question.parse().map_err(|_| Error::not_found())?;
    let author = AuthorRef::of(grant.event(), &token);
    let mut tx = ctx.state.db.write().await?;
    question::withdraw(&mut tx, &grant, question, author).await.map_err(refused)?;
    tx.commit().await?;
    tell(&streams::room(&ctx, grant.event()).await?, Scope::Board).await;
    lead_to(&room_path(grant.event()), Some("question_withdrawn"));
    Ok(())
}

fn refused(error: QuestionError) -> Error {
    match error {
        QuestionError::Ask(refusal) => Error::new(ErrorKind::Conflict, format!("question.refused.{refusal}")),
        QuestionError::Refused(refusal) => Error::new(ErrorKind::Conflict, format!("question.refused.{refusal}")),
        QuestionError::Store(error) => error.into(),
    }
}

/// Whether one of the words is on the event's list.
fn holds_hidden_word(text: &str, settings: &Settings) -> bool {
    let hidden: Vec<WordKey> = settings.hidden_words.iter().map(|word| WordKey::of(word)).collect();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| hidden.contains(&WordKey::of(word)))
}
