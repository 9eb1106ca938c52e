use super::{join_first, room_path};
use crate::context::{Ctx, request};
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::format::Format;
use crate::roundtable::attend::posted::PostedBallot;
use crate::roundtable::scene::told_by;
use crate::roundtable::{access, streams};
use crate::strict::Strict;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::roundtable::identity::BallotKey;
use weiterblick_domain::roundtable::limits::BALLOT_BODY_MAX;
use weiterblick_domain::roundtable::poll::{self, BallotError};
use weiterblick_domain::roundtable::round::RoundRefusal;
use weiterblick_live::{CastRequest, Content, Refusal, Room, Status, View};

/// The answer to a stored ballot (live.md L11).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BallotStored {
    pub ok: bool,
    /// `stored` or `unchanged`.
    pub status: String,
    pub receipt: String,
    pub change_no: u64,
    pub w: u64,
}

/// Stores, changes or takes back a vote. What comes with script and without is the same.
#[server(custom = Strict, endpoint = "live/ballot")]
pub async fn live_ballot(
    event: String,
    round: String,
    key: String,
    #[server(default)] withdraw: Option<String>,
    #[server(default)] v: Option<String>,
    #[server(flatten)] answer: PostedBallot,
) -> Result<BallotStored, Error> {
    let ctx = Ctx::get()?;
    let event: EventId = event.parse().map_err(|_| Error::not_found())?;
    let round: RoundId = round.parse().map_err(|_| Error::not_found())?;
    let key = BallotKey::parse(&key).map_err(|_| malformed("key"))?;
    let token = access::token(&ctx, event).ok_or_else(join_first)?;
    let room = streams::room(&ctx, event).await?;
    let size = answer.0.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    fits(&room, round, size)?;
    let content = match (withdraw, v) {
        (Some(_), _) => Content::Withdraw,
        (None, Some(json)) if answer.0.is_empty() => Content::Json(json),
        (None, Some(_)) => return Err(malformed("v")),
        (None, None) => Content::Form(answer.0),
    };
    let notice = if content == Content::Withdraw { "ballot_withdrawn" } else { "ballot_stored" };
    let cast = CastRequest { round, token, key, content, arrival: ctx.arrival() };
    let ack = room.cast(cast).await.map_err(|refusal| refused(&ctx, round, refusal))?;
    lead_to(&room_path(event), Some(notice));
    let status = if ack.status == Status::Stored { "stored" } else { "unchanged" };
    Ok(BallotStored {
        ok: true,
        status: status.to_owned(),
        receipt: ack.receipt.to_string(),
        change_no: ack.change_no,
        w: ack.w,
    })
}

/// Only words and cards may be long.
fn fits(room: &Room, round: RoundId, size: usize) -> Result<(), Error> {
    if size <= BALLOT_BODY_MAX {
        return Ok(());
    }
    let told = told_by(room, View::Participant)?;
    let is_text = told.scene.rounds.iter().any(|known| known.id == round && known.kind.is_text());
    let too_large = || Error::new(ErrorKind::TooLarge, "error.too_large").with("limit_kib", BALLOT_BODY_MAX / 1024);
    if is_text { Ok(()) } else { Err(too_large()) }
}

fn malformed(field: &str) -> Error {
    let fields = vec![FieldError::new(field, "error.malformed")];
    Error { fields, ..Error::new(ErrorKind::Malformed, "error.malformed") }
}

/// What the room refuses, as the person reads it (live.md §14).
fn refused(ctx: &Ctx, round: RoundId, refusal: Refusal) -> Error {
    let key = format!("ballot.refused.{}", word(&refusal));
    match refusal {
        Refusal::Malformed(error) => malformed(&error.field),
        Refusal::Invalid(errors) => {
            let format = Format::of(ctx);
            Error::invalid(errors.iter().map(|error| field_error(round, error, &format)).collect())
        }
        Refusal::UnknownRound => Error::not_found(),
        Refusal::Round(_) => Error::new(ErrorKind::Conflict, key),
        Refusal::JoinFirst => join_first(),
        Refusal::Removed => Error::new(ErrorKind::Forbidden, "attend.error.removed"),
        Refusal::NoVoice(_) => Error::new(ErrorKind::Forbidden, key),
        Refusal::Busy { retry_after } => Error::new(ErrorKind::Busy, key).with("wait_seconds", retry_after),
        Refusal::ReadOnly | Refusal::Restart | Refusal::Unconfirmed => Error::new(ErrorKind::Busy, key),
        Refusal::Failed => Error::internal(&request().number),
    }
}

/// The refusals that have a sentence of their own; a command's are never told to a voter.
fn word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Round(
            RoundRefusal::NotLocked
            | RoundRefusal::NothingToShow
            | RoundRefusal::DeadlineTooFar
            | RoundRefusal::UseReopen
            | RoundRefusal::Integrity
            | RoundRefusal::TooManyOpen
            | RoundRefusal::Conflict,
        ) => "impossible",
        told => told.key(),
    }
}

/// One wrong field, named as the form on the page names it.
fn field_error(round: RoundId, error: &poll::FieldError, format: &Format) -> FieldError {
    let named = |key: &str| FieldError::new(format!("{round}.{}", error.field), format!("ballot.error.{key}"));
    match error.error {
        BallotError::NothingChosen => named("nothing_chosen"),
        BallotError::NotAnswered => named("not_answered"),
        BallotError::Empty => named("empty"),
        BallotError::TooLong { max } => named("too_long").with("max", max),
        BallotError::Control => named("control"),
        BallotError::NotANumber => named("not_a_number"),
        BallotError::TooPrecise { decimals } => named("too_precise").with("decimals", decimals),
        BallotError::OutOfRange { min, max } => {
            named("out_of_range").with("min", format.number(min)).with("max", format.number(max))
        }
        BallotError::NotAMultiple { step } => named("not_a_multiple").with("step", step),
        BallotError::UnknownOption => named("unknown_option"),
        BallotError::Repeated => named("repeated"),
        BallotError::TooFew { min, given } => named("too_few").with("min", min).with("given", given),
        BallotError::TooMany { max, given } => named("too_many").with("max", max).with("given", given),
        BallotError::SamePlace { place } => named("same_place").with("place", place),
        BallotError::PlaceMissing { place } => named("place_missing").with("place", place),
        BallotError::WrongSum { given, budget } => named("wrong_sum").with("given", given).with("budget", budget),
        BallotError::OverBudget { given, budget } => named("over_budget").with("given", given).with("budget", budget),
        BallotError::AxisMissing => named("axis_missing"),
        BallotError::NoAbstention => named("no_abstention"),
        BallotError::WrongKind => named("wrong_kind"),
    }
}
