//! One round, from opening to its frozen result.

use super::answers;
use super::course::Course;
use super::seed::{Hands, numbered};
use crate::demo::DemoError;
use futures_util::future::try_join_all;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::policy::event::action::Count;
use weiterblick_domain::roundtable::identity::BallotKey;
use weiterblick_domain::roundtable::poll::{Mark, OptionNo};
use weiterblick_domain::roundtable::round::RoundCommand;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::SECOND;
use weiterblick_live::{CastRequest, Command, Content, Scope};
use weiterblick_store::roundtable::hand;

/// Until most have answered.
const ANSWERING: i64 = 90 * SECOND;

/// Holds round `number` of a poll.
///
/// # Errors
/// [`DemoError::Unknown`] where the seed says nothing about it; else of the room.
pub async fn hold(course: &Course<'_>, poll: usize, number: usize) -> Result<(), DemoError> {
    let Course { host, past, polls, audience } = course;
    let seed = past.round.iter().filter(|round| round.poll == poll).nth(number - 1);
    let seed = seed.ok_or_else(|| DemoError::Unknown(format!("poll {poll}")))?;
    let made = host.command(Command::NewRound { poll: *numbered(polls, poll)?, number }).await?;
    let round = made.round.ok_or_else(|| DemoError::Unknown(format!("poll {poll}")))?;
    course.show(Stage::Round(round)).await?;
    let command = async |command| host.command(Command::Round { round, command }).await;
    command(RoundCommand::Open { timer: None }).await?;

    let asked = numbered(&past.meeting.poll, poll)?;
    let voices = audience.voices(asked.voice);
    let cards: Vec<&str> = past.cards().collect();
    let ballots = answers::of_round(seed, &asked.rules, &voices, &cards)?;
    host.hall.pass(ANSWERING);
    let casts = ballots.into_iter().filter_map(|(at, answer)| {
        let token = voices.get(at)?.token.clone();
        let (key, content) = (BallotKey::from_bytes(host.state().random()), Content::Json(answer.to_string()));
        Some(host.room.cast(CastRequest { round, token, key, content, arrival: host.hall.now() }))
    });
    // Asked for in this order and by one task, so that the ids of cards are the same in every run.
    try_join_all(casts).await?;
    if let Some(hands) = &seed.hands {
        count(course, round, hands).await?;
    }

    command(RoundCommand::Lock).await?;
    command(RoundCommand::Reveal).await?;
    command(RoundCommand::Close).await?;
    Ok(())
}

async fn count(course: &Course<'_>, round: RoundId, hands: &Hands) -> Result<(), DemoError> {
    let option = |number: u8| OptionNo::try_from(number).map_err(|_| DemoError::Unknown(number.to_string()));
    let counts: Vec<(Mark, u32)> = (1_u8..)
        .zip(&hands.heads)
        .map(|(number, n)| Ok((Mark::Option(option(number)?), *n)))
        .collect::<Result<_, DemoError>>()?;
    let mut tx = course.host.begin().await?;
    hand::set(&mut tx, &course.host.grant::<Count>()?, round, &hands.area, &counts).await?;
    course.host.commit(tx, Scope::Plan).await
}
