//! What a room tells one view, read back from its frames (live.md §11).
//!
//! Pages are made of nothing else about rounds, results and the board: what a view may not see is not in its frames, so
//! it cannot get into a page either (L8, L34, T17).

use super::streams::room;
use crate::context::{Ctx, incident};
use crate::error::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use weiterblick_domain::ids::{AgendaItemId, CardId, ClusterId, EventId, PollId, QuestionId, RoundId};
use weiterblick_domain::roundtable::card::{CardState, HideRule};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::publish::Withheld;
use weiterblick_domain::roundtable::poll::template::ItemKind;
use weiterblick_domain::roundtable::poll::{
    Kind, OptionNo, Outcome, PollOption, Rules, Secrecy, VoiceRule, Wording, shift,
};
use weiterblick_domain::roundtable::question::QuestionState;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Results, RoundState};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::{Frame, Room, View};

/// Everything that a view is told now.
#[derive(Debug, Clone)]
pub struct Told {
    pub scene: Scene,
    /// `None` where the view gets no counts now.
    pub count: Option<Count>,
    /// `None` where the view shows neither cards nor questions.
    pub board: Option<Board>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Scene {
    pub r: Revision,
    pub build: String,
    pub event: EventTold,
    pub stage: Stage,
    pub rounds: Vec<Round>,
    pub results: Vec<RoundResult>,
    pub agenda: Agenda,
    pub notice: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct EventTold {
    pub state: EventState,
    pub join_open: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Round {
    pub id: RoundId,
    pub poll: PollId,
    pub no: u32,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub state: RoundState,
    pub title: Wording,
    pub help: Option<Wording>,
    pub options: Vec<Choice>,
    pub rules: Rules,
    /// The last opening, from which more time is a share (L29).
    pub opened: UnixMillis,
    pub deadline: Option<UnixMillis>,
    /// Seconds.
    pub grace: u32,
    pub voice: VoiceRule,
    pub secrecy: Secrecy,
    pub results: Results,
    pub abstain: bool,
    pub shuffle: bool,
    pub host_sees: bool,
    /// For the console: both numbers of a count that does not fit (L62).
    pub integrity: Option<Numbers>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    pub o: OptionNo,
    pub label: Wording,
}

impl From<&PollOption> for Choice {
    fn from(option: &PollOption) -> Self {
        Self { o: option.no, label: option.label.clone() }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Numbers {
    pub counted: i64,
    pub expected: i64,
}

/// The distribution of a round, or why it is withheld.
#[derive(Debug, Clone, Deserialize)]
pub struct Published {
    pub result: Option<Figures>,
    pub withheld: Option<Withheld>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Figures {
    /// The ballot writes that the figures contain (L44).
    pub w: u64,
    #[serde(flatten)]
    pub agreed: Outcome,
    /// Every voice counted once, where the agreed view counts otherwise and both may be shown (L22).
    pub plain: Option<Outcome>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct RoundResult {
    pub round: RoundId,
    #[serde(flatten)]
    pub published: Published,
    /// What changed since the round before (L17).
    pub shift: Option<shift::Shown>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Agenda {
    pub current: Option<Item>,
    pub next: Option<Item>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    pub id: AgendaItemId,
    pub kind: ItemKind,
    pub title: Wording,
    pub speaker: String,
    /// Planned; 0: not planned.
    pub minutes: u32,
    pub started: Option<UnixMillis>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Count {
    pub joined: u32,
    pub connected: u32,
    pub rounds: Vec<Progress>,
    /// Participants with more time; the console's.
    #[serde(default)]
    pub more_time: u32,
    /// The console's; `None`: too few (L27).
    pub pace: Option<Pace>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Progress {
    pub id: RoundId,
    pub answered: u32,
    /// Everybody who is connected has answered.
    pub all: bool,
    pub result: Option<Figures>,
    pub withheld: Option<Withheld>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Pace {
    pub too_fast: u32,
    pub right: u32,
    pub too_slow: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Board {
    pub b: u64,
    /// It was too large for a frame and is asked for by itself.
    #[serde(default)]
    fetch: bool,
    #[serde(default)]
    pub cards: Vec<Card>,
    #[serde(default)]
    pub clusters: Vec<Cluster>,
    #[serde(default)]
    pub questions: Vec<Question>,
    #[serde(default)]
    pub hidden_cards: u32,
    #[serde(default)]
    pub hidden_questions: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Card {
    pub id: CardId,
    pub round: RoundId,
    pub text: String,
    pub cluster: Option<ClusterId>,
    pub state: CardState,
    pub hidden_by: Option<HideRule>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Cluster {
    pub id: ClusterId,
    pub poll: PollId,
    pub title: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub no: u32,
    pub text: String,
    #[serde(default)]
    pub nickname: String,
    pub votes: u32,
    pub pinned: bool,
    pub state: QuestionState,
    #[serde(default)]
    pub answer: String,
    pub hidden_by: Option<HideRule>,
}

impl Told {
    pub fn round(&self, id: RoundId) -> Option<&Round> {
        self.scene.rounds.iter().find(|round| round.id == id)
    }

    /// The round on stage, if one is.
    pub fn staged(&self) -> Option<&Round> {
        match self.scene.stage {
            Stage::Round(id) => self.round(id),
            _ => None,
        }
    }

    /// The round on the stage first, then the others that take ballots (L7).
    pub fn rounds(&self) -> Vec<&Round> {
        let on_stage = |round: &Round| self.scene.stage == Stage::Round(round.id);
        let others = self.scene.rounds.iter().filter(|round| !on_stage(round) && round.state.is_open());
        self.staged().into_iter().chain(others).collect()
    }

    /// Whether this view may see the distribution of the round, if there is one.
    pub fn is_published(&self, id: RoundId) -> bool {
        self.result(id).is_some() || self.withheld(id).is_some()
    }

    /// What changed since the round before.
    pub fn shift(&self, id: RoundId) -> Option<&shift::Shown> {
        self.scene.results.iter().find(|result| result.round == id)?.shift.as_ref()
    }

    pub fn progress(&self, id: RoundId) -> Option<&Progress> {
        self.count.as_ref()?.rounds.iter().find(|progress| progress.id == id)
    }

    /// The distribution as far as this view may see it: settled, or growing while people vote.
    pub fn result(&self, id: RoundId) -> Option<&Figures> {
        let settled = self.scene.results.iter().find(|result| result.round == id);
        settled.and_then(|result| result.published.result.as_ref()).or_else(|| self.progress(id)?.result.as_ref())
    }

    /// Why the distribution is not shown although the view may see it.
    pub fn withheld(&self, id: RoundId) -> Option<Withheld> {
        let settled = self.scene.results.iter().find(|result| result.round == id);
        settled.and_then(|result| result.published.withheld).or_else(|| self.progress(id)?.withheld)
    }
}

/// What the room of `event` tells `view` now.
///
/// # Errors
/// `NotFound`; `Busy` while the process stops.
pub async fn told(ctx: &Ctx, event: EventId, view: View) -> Result<Told, Error> {
    told_by(&room(ctx, event).await?, view)
}

/// As [`told`], for whoever has the room already.
///
/// # Errors
/// `Busy` for a room that has no picture yet.
pub fn told_by(room: &Room, view: View) -> Result<Told, Error> {
    let frames = room.snapshot(view);
    let mut board: Option<Board> = frames.board.as_ref().map(read).transpose()?;
    if board.as_ref().is_some_and(|board| board.fetch) {
        board = Some(parse(&room.board(view))?);
    }
    Ok(Told {
        scene: read(&frames.scene.ok_or_else(Error::busy)?)?,
        count: frames.count.as_ref().map(read).transpose()?,
        board,
    })
}

fn read<T: DeserializeOwned>(frame: &Frame) -> Result<T, Error> {
    parse(&frame.json())
}

fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(json).map_err(|error| incident(&error))
}

#[cfg(test)]
pub mod testing {
    //! Rounds as a room tells them.

    use super::{Choice, Round};
    use serde_json::{Value, json};
    use weiterblick_domain::roundtable::poll::{Kind, number};

    /// Rules of every kind for four options.
    pub fn rules(kind: Kind) -> Value {
        let text = |text: &str| json!({ "de": text });
        let axis = |name: &str| json!({ "name": text(name), "low": text("wenig"), "high": text("viel") });
        let mut rules = match kind {
            Kind::Single => json!({}),
            Kind::Multi => json!({ "min": 1, "max": 2 }),
            Kind::Scale => json!({ "steps": 5, "labels": [text("nie"), text("immer")], "neutral": "separate" }),
            Kind::Number => {
                let edges = number::edges(0, 600, None).unwrap_or_default();
                json!({ "min": 0, "max": 600, "decimals": 0, "edges": edges, "unit": text("Minuten") })
            }
            Kind::Rank => json!({ "max_rank": 3 }),
            Kind::Points => json!({ "budget": 100, "step": 5, "spend": "exactly" }),
            Kind::Dots => json!({ "dots": 5, "max_per_option": 2 }),
            Kind::Grid => json!({ "x": axis("dringlich"), "y": axis("wirksam"), "steps": 4 }),
            Kind::Words => json!({ "max": 3 }),
            Kind::Cards => json!({ "max": 2 }),
            Kind::YesNo => json!({ "majority": "two_thirds" }),
        };
        rules["kind"] = kind.word().into();
        rules
    }

    /// An open round with four options named after compass points.
    pub fn round(kind: Kind) -> Round {
        let labels = ["Nord", "Ost", "Süd", "West"];
        let option = |(o, label): (u8, &str)| json!({ "o": o, "label": { "de": label } });
        let options: Vec<Value> =
            if kind.has_options() { (1_u8..).zip(labels).map(option).collect() } else { Vec::new() };
        serde_json::from_value(json!({
            "id": "0".repeat(31) + "1", "poll": "0".repeat(31) + "2", "no": 1, "type": kind.word(), "state": "open",
            "title": { "de": "Wohin zuerst?" }, "options": options, "rules": rules(kind), "voice": "person",
            "secrecy": "protected", "results": "hidden", "abstain": true, "shuffle": false, "host_sees": false,
            "opened": 0, "grace": 3,
        }))
        .unwrap()
    }

    pub fn choices() -> Vec<Choice> {
        round(Kind::Single).options
    }
}
