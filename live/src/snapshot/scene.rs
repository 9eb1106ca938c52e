//! `scene`: what is going on.

use super::Stamp;
use super::result::{self, Published};
use crate::View;
use crate::room::{LiveRound, State};
use serde::Serialize;
use weiterblick_domain::ids::{AgendaItemId, PollId, RoundId};
use weiterblick_domain::roundtable::agenda::AgendaState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::close::Integrity;
use weiterblick_domain::roundtable::poll::template::ItemKind;
use weiterblick_domain::roundtable::poll::{Kind, OptionNo, OptionState, Rules, Secrecy, VoiceRule, Wording};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Results, RoundState};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::agenda::AgendaItem;

const PROTOCOL: u8 = 1;

#[derive(Debug, Serialize)]
pub(super) struct Scene<'a> {
    proto: u8,
    r: Revision,
    build: &'a str,
    event: Event,
    stage: Stage,
    rounds: Vec<Round<'a>>,
    results: Vec<RoundResult<'a>>,
    agenda: Agenda<'a>,
    /// A word for everybody: the database is full.
    notice: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Event {
    state: EventState,
    join_open: bool,
}

#[derive(Debug, Serialize)]
struct Round<'a> {
    id: RoundId,
    poll: PollId,
    no: u32,
    #[serde(rename = "type")]
    kind: Kind,
    state: RoundState,
    title: &'a Wording,
    help: Option<&'a Wording>,
    options: Vec<Choice<'a>>,
    rules: &'a Rules,
    /// The last opening, from which more time is a share (L29).
    opened: UnixMillis,
    deadline: Option<UnixMillis>,
    /// Seconds.
    grace: u32,
    voice: VoiceRule,
    secrecy: Secrecy,
    results: Results,
    abstain: bool,
    shuffle: bool,
    /// The ballot page announces it (L8).
    host_sees: bool,
    /// For the console: why the round cannot be closed (L62).
    #[serde(skip_serializing_if = "Option::is_none")]
    integrity: Option<Numbers>,
}

#[derive(Debug, Serialize)]
struct Choice<'a> {
    o: OptionNo,
    label: &'a Wording,
}

#[derive(Debug, Serialize)]
struct RoundResult<'a> {
    round: RoundId,
    #[serde(flatten)]
    published: Published<'a>,
}

#[derive(Debug, Serialize)]
struct Agenda<'a> {
    current: Option<Item<'a>>,
    next: Option<Item<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    id: AgendaItemId,
    kind: ItemKind,
    title: &'a Wording,
    speaker: &'a str,
    /// Planned; 0: not planned.
    minutes: u32,
    started: Option<UnixMillis>,
}

/// Both numbers of a count that does not fit.
#[derive(Debug, Clone, Copy, Serialize)]
struct Numbers {
    counted: i64,
    expected: i64,
}

pub(super) fn of<'a>(state: &'a State, view: View, stamp: &Stamp<'a>) -> Scene<'a> {
    let present: Vec<&LiveRound> = state.rounds.iter().filter(|round| is_present(round, state, view)).collect();
    Scene {
        proto: PROTOCOL,
        r: state.event.r,
        build: stamp.build,
        event: Event { state: state.event.state, join_open: state.event.state.takes_joins(state.event.join_locked) },
        stage: state.event.stage,
        results: present.iter().filter_map(|round| settled(round, view)).collect(),
        rounds: present.into_iter().map(|round| round_of(round, view)).collect(),
        agenda: agenda(&state.agenda),
        notice: stamp.read_only.then_some("read_only"),
    }
}

/// Rounds that people are asked or shown now; the console also sees those that are prepared.
fn is_present(round: &LiveRound, state: &State, view: View) -> bool {
    let staged = state.event.stage == Stage::Round(round.id);
    match round.round.state {
        RoundState::Prepared => view == View::Console,
        RoundState::Reading | RoundState::Open | RoundState::Closing | RoundState::Locked => true,
        RoundState::Closed | RoundState::Void => staged,
    }
}

/// The result of a round that is locked or closed; while people vote it is in the counts.
fn settled(round: &LiveRound, view: View) -> Option<RoundResult<'_>> {
    if round.round.state.is_open() {
        return None;
    }
    result::of(round, view).map(|published| RoundResult { round: round.id, published })
}

fn round_of(round: &LiveRound, view: View) -> Round<'_> {
    let poll = &round.subject.poll;
    let active = poll.options.iter().filter(|option| option.state == OptionState::Active);
    Round {
        id: round.id,
        poll: poll.id,
        no: round.number,
        kind: round.subject.kind(),
        state: round.round.state,
        title: &poll.conduct.title,
        help: poll.conduct.help.as_ref(),
        options: active.map(|option| Choice { o: option.no, label: &option.label }).collect(),
        rules: round.subject.rules(),
        opened: round.round.timing.opened_at,
        deadline: round.round.timing.deadline,
        grace: poll.conduct.grace.seconds(),
        voice: round.subject.voice(),
        secrecy: round.subject.secrecy(),
        results: round.round.results,
        abstain: poll.terms.abstain,
        shuffle: poll.conduct.shuffle,
        host_sees: poll.conduct.host_sees,
        integrity: round.integrity.filter(|_| view == View::Console).map(numbers),
    }
}

fn numbers(integrity: Integrity) -> Numbers {
    match integrity {
        Integrity::Recount { memory, recount } => Numbers { counted: recount, expected: memory },
        Integrity::Voters { counted, persisted } => Numbers { counted, expected: persisted },
        Integrity::Sum => Numbers { counted: 0, expected: 0 },
    }
}

fn agenda(items: &[AgendaItem]) -> Agenda<'_> {
    let current = items.iter().position(|item| item.state == AgendaState::Current);
    let later = current.map_or(items, |at| &items[at..]);
    let next = later.iter().find(|item| item.state == AgendaState::Planned);
    Agenda { current: current.map(|at| item(&items[at])), next: next.map(item) }
}

fn item(item: &AgendaItem) -> Item<'_> {
    Item {
        id: item.id,
        kind: item.plan.kind,
        title: &item.plan.title,
        speaker: &item.plan.speaker,
        minutes: item.plan.planned_minutes,
        started: item.started_at,
    }
}
