//! `board`: cards and questions.

use crate::View;
use crate::room::{LiveRound, State};
use serde::Serialize;
use weiterblick_domain::ids::{CardId, ClusterId, PollId, QuestionId, RoundId};
use weiterblick_domain::roundtable::card::{CardState, HideRule};
use weiterblick_domain::roundtable::poll::Secrecy;
use weiterblick_domain::roundtable::question::{Listed, Order, QuestionState, sort};
use weiterblick_store::roundtable::card::StoredCard;
use weiterblick_store::roundtable::question::StoredQuestion;

#[derive(Debug, Serialize)]
pub(super) struct Board<'a> {
    b: u64,
    cards: Vec<Card<'a>>,
    clusters: Vec<Cluster<'a>>,
    questions: Vec<Question<'a>>,
    /// Hidden entries are counted for everybody (L10).
    hidden_cards: usize,
    hidden_questions: usize,
}

/// Instead of a board that is too large for a stream.
#[derive(Debug, Serialize)]
pub(super) struct Large {
    b: u64,
    fetch: bool,
}

impl Large {
    pub const fn new(b: u64) -> Self {
        Self { b, fetch: true }
    }
}

#[derive(Debug, Serialize)]
struct Card<'a> {
    id: CardId,
    round: RoundId,
    text: &'a str,
    cluster: Option<ClusterId>,
    state: CardState,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden_by: Option<HideRule>,
}

#[derive(Debug, Serialize)]
struct Cluster<'a> {
    id: ClusterId,
    poll: PollId,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct Question<'a> {
    id: QuestionId,
    no: u32,
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    nickname: &'a str,
    votes: u32,
    pinned: bool,
    state: QuestionState,
    #[serde(skip_serializing_if = "str::is_empty")]
    answer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden_by: Option<HideRule>,
}

/// `None` where the view shows neither cards nor questions.
pub(super) fn of(state: &State, view: View) -> Option<Board<'_>> {
    let rounds: Vec<&LiveRound> = state.rounds.iter().filter(|round| shows_cards(round, view)).collect();
    let asks = state.event.conditions.settings.questions;
    if rounds.is_empty() && !asks && view != View::Console {
        return None;
    }
    let cards: Vec<&StoredCard> =
        state.board.cards.iter().filter(|card| rounds.iter().any(|round| round.id == card.round)).collect();
    let clusters = state.board.clusters.iter().filter(|of| rounds.iter().any(|round| round.subject.poll.id == of.poll));
    let questions = &state.board.questions;
    Some(Board {
        b: state.board.b,
        hidden_cards: cards.iter().filter(|card| card.state == CardState::Hidden).count(),
        cards: cards.into_iter().filter(|card| is_read(card.state, view)).map(card_of).collect(),
        clusters: clusters.map(|of| Cluster { id: of.id, poll: of.poll, title: &of.title }).collect(),
        questions: listed(questions.iter().filter(|question| is_asked(question.state, view)).collect()),
        hidden_questions: questions.iter().filter(|question| question.state == QuestionState::Hidden).count(),
    })
}

/// The console reads cards at once, to moderate them; the room when they are revealed, and of a protected collection not
/// one by one while they are written (L34).
fn shows_cards(round: &LiveRound, view: View) -> bool {
    match view {
        View::Console => true,
        View::Participant | View::Screen => {
            let apart = round.subject.secrecy() == Secrecy::Protected && round.round.state.is_open();
            round.is_seen_in(view) && !apart && round.publication.shown().is_some()
        }
    }
}

const fn is_read(state: CardState, view: View) -> bool {
    matches!((state, view), (_, View::Console) | (CardState::Visible, _))
}

const fn is_asked(state: QuestionState, view: View) -> bool {
    matches!((state, view), (_, View::Console) | (QuestionState::Visible | QuestionState::Answered, _))
}

fn card_of(card: &StoredCard) -> Card<'_> {
    Card {
        id: card.id,
        round: card.round,
        text: &card.text,
        cluster: card.cluster,
        state: card.state,
        hidden_by: card.hidden_by,
    }
}

fn listed(mut questions: Vec<&StoredQuestion>) -> Vec<Question<'_>> {
    sort(&mut questions, Order::Votes, |question| Listed {
        number: question.number,
        votes: question.votes,
        pinned: question.pinned,
        state: question.state,
    });
    questions.into_iter().map(question_of).collect()
}

fn question_of(question: &StoredQuestion) -> Question<'_> {
    Question {
        id: question.id,
        no: question.number,
        text: &question.text,
        nickname: &question.nickname,
        votes: question.votes,
        pinned: question.pinned,
        state: question.state,
        answer: &question.answer,
        hidden_by: question.hidden_by,
    }
}
