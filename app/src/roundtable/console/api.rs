//! What a console asks for. Every command names its target and the revision it was made for (live.md L5).

use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::roundtable::access;
use crate::roundtable::streams::room;
use crate::strict::Strict;
use leptos::prelude::*;
use std::str::FromStr;
use weiterblick_domain::ids::{EventId, PollId, QuestionId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Moderate, Run};
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_domain::roundtable::poll::typed;
use weiterblick_domain::roundtable::question::QuestionCommand;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{RoundCommand, Timer, VoidReason};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::{Command, CommandRefusal, Done, Scope};
use weiterblick_store::Tx;
use weiterblick_store::roundtable::question::QuestionError;
use weiterblick_store::roundtable::question_moderation;

/// Characters of an answer that is noted to a question.
const ANSWER_MAX: usize = 2_000;

fn target<T: FromStr>(text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// Commands to the event: `open_lobby`, `start`, `lock_join`, `unlock_join`, `end`, `force_end`, `resume`.
#[server(custom = Strict, endpoint = "roundtable/run_event")]
pub async fn run_event(event: String, r: u64, command: String) -> Result<(), Error> {
    let command = EventCommand::from_word(&command).ok_or_else(malformed)?;
    carry_out(&Ctx::get()?, target(&event)?, r, Command::Event(command)).await.map(drop)
}

/// Commands to a round: `show`, `open`, `extend`, `lock`, `reopen`, `reveal`, `hide`, `close`, `void`, `recount`.
///
/// `timer` are the seconds of an opened round, empty for none; `deadline` is the new one of an extension in
/// milliseconds; `reason` is why a round is void.
#[server(custom = Strict, endpoint = "roundtable/run_round")]
pub async fn run_round(
    event: String,
    r: u64,
    round: String,
    command: String,
    #[server(default)] timer: String,
    #[server(default)] deadline: i64,
    #[server(default)] reason: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let round: RoundId = target(&round)?;
    let timer = || match timer.trim() {
        "" => Ok(None),
        seconds => {
            let timer = seconds.parse::<u32>().ok().and_then(|seconds| Timer::try_from(seconds).ok());
            timer.map(Some).ok_or_else(|| Error::field("timer", "console.error.timer"))
        }
    };
    let command = match command.as_str() {
        "show" => RoundCommand::Show,
        "open" => RoundCommand::Open { timer: timer()? },
        "extend" => RoundCommand::Extend { deadline: UnixMillis(deadline) },
        "lock" => RoundCommand::Lock,
        "reopen" => RoundCommand::Reopen { timer: timer()? },
        "reveal" => RoundCommand::Reveal,
        "hide" => RoundCommand::Hide,
        "close" => RoundCommand::Close,
        "void" => RoundCommand::Void {
            reason: VoidReason::parse(&reason).map_err(|_| Error::field("reason", "console.error.reason"))?,
        },
        "recount" => return carry_out(&ctx, target(&event)?, r, Command::Recount { round }).await.map(drop),
        _ => return Err(malformed()),
    };
    carry_out(&ctx, target(&event)?, r, Command::Round { round, command }).await.map(drop)
}

/// Shows something to the room. A poll is shown with its round of this number, which is prepared if need be (L6, L7);
/// everything else by the kind and id of the stage.
#[server(custom = Strict, endpoint = "roundtable/put_on_stage")]
pub async fn put_on_stage(
    event: String,
    r: u64,
    #[server(default)] kind: String,
    #[server(default)] id: String,
    #[server(default)] poll: String,
    #[server(default)] number: u32,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = target(&event)?;
    if poll.is_empty() {
        let stage = Stage::read(&kind, &id).ok_or_else(Error::not_found)?;
        return carry_out(&ctx, event, r, Command::Stage(stage)).await.map(drop);
    }
    let poll: PollId = target(&poll)?;
    let made = carry_out(&ctx, event, r, Command::NewRound { poll, number: number as usize }).await?;
    let round = made.round.ok_or_else(Error::not_found)?;
    let shown = carry_out(&ctx, event, made.r.0, Command::Round { round, command: RoundCommand::Show }).await?;
    carry_out(&ctx, event, shown.r.0, Command::Stage(Stage::Round(round))).await.map(drop)
}

async fn carry_out(ctx: &Ctx, event: EventId, r: u64, command: Command) -> Result<Done, Error> {
    let grant = access::grant::<Run>(ctx, &mut *ctx.state.db.read().await?, event).await?;
    room(ctx, event).await?.command(&grant, Revision(r), command).await.map_err(refused)
}

/// A refusal as the console's reader understands it; the page that comes back shows the present state.
fn refused(refusal: CommandRefusal) -> Error {
    match refusal {
        CommandRefusal::Event { refusal, .. } => Error::conflict(&format!("console.refused.event.{}", refusal.word())),
        CommandRefusal::Round { refusal, .. } => Error::conflict(&format!("console.refused.round.{}", refusal.word())),
        CommandRefusal::NotFound => Error::not_found(),
        CommandRefusal::Forbidden => Error::forbidden(),
        CommandRefusal::Busy { .. } | CommandRefusal::Restart | CommandRefusal::Unconfirmed => Error::busy(),
        CommandRefusal::ReadOnly => Error::new(ErrorKind::Busy, "console.error.read_only"),
        CommandRefusal::Failed => Error::internal("–"),
    }
}

fn malformed() -> Error {
    Error::new(ErrorKind::Malformed, "error.malformed")
}

/// `show`, `hide`, `answer`, `merge` (with the question it becomes part of), `pin` or `unpin` (live.md L10, L25, L26).
#[server(custom = Strict, endpoint = "roundtable/moderate_question")]
pub async fn moderate_question(
    event: String,
    question: String,
    command: String,
    #[server(default)] into: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = target(&event)?;
    let question: QuestionId = target(&question)?;
    let grant = access::grant::<Moderate>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let mut tx = ctx.state.db.write().await?;
    match command.as_str() {
        "pin" | "unpin" => question_moderation::pin(&mut tx, &grant, question, command == "pin").await?,
        "show" => moderate(&mut tx, &grant, question, QuestionCommand::Show).await?,
        "hide" => moderate(&mut tx, &grant, question, QuestionCommand::Hide).await?,
        "answer" => moderate(&mut tx, &grant, question, QuestionCommand::Answer).await?,
        "merge" => moderate(&mut tx, &grant, question, QuestionCommand::Merge { into: target(&into)? }).await?,
        _ => return Err(malformed()),
    }
    tx.commit().await?;
    tell(&ctx, event).await
}

async fn moderate(
    tx: &mut Tx,
    grant: &EventGrant<Moderate>,
    question: QuestionId,
    command: QuestionCommand,
) -> Result<(), Error> {
    match question_moderation::moderate(tx, grant, question, command).await {
        Ok(_) => Ok(()),
        Err(QuestionError::Refused(refusal)) => Err(Error::conflict(&format!("console.refused.question.{}", refusal.word()))),
        Err(QuestionError::Store(error)) => Err(error.into()),
    }
}

/// Notes what was answered to a question.
#[server(custom = Strict, endpoint = "roundtable/answer_question")]
pub async fn answer_question(event: String, question: String, answer: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = target(&event)?;
    let question: QuestionId = target(&question)?;
    let grant = access::grant::<Moderate>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let answer = typed::<ANSWER_MAX>(&answer, true)
        .map_err(|_| Error::invalid(vec![FieldError::new("answer", "console.error.answer").with("max", ANSWER_MAX)]))?;
    let mut tx = ctx.state.db.write().await?;
    question_moderation::note_answer(&mut tx, &grant, question, &answer.text).await?;
    tx.commit().await?;
    tell(&ctx, event).await
}

/// Streams show what was changed outside the room.
async fn tell(ctx: &Ctx, event: EventId) -> Result<(), Error> {
    room(ctx, event).await?.refresh(Scope::Board).await.map_err(refused)
}
