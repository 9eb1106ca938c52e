//! The stage: what projector and phones show now (live.md §1). Setting it changes no round (L7).

use crate::ids::{AgendaItemId, PollId, RoundId};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Stage {
    /// Title, code and QR: what everybody sees before the first item.
    #[default]
    Welcome,
    Agenda(AgendaItemId),
    /// A question, and its result once that is revealed.
    Round(RoundId),
    /// The cards of a collection.
    Board(PollId),
    /// Questions from the room.
    Questions,
}

impl Stage {
    /// The stable word of what is shown.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Agenda(_) => "agenda",
            Self::Round(_) => "round",
            Self::Board(_) => "board",
            Self::Questions => "questions",
        }
    }

    /// The id of what is shown; empty where there is only one.
    pub fn id(&self) -> String {
        match self {
            Self::Welcome | Self::Questions => String::new(),
            Self::Agenda(id) => id.to_string(),
            Self::Round(id) => id.to_string(),
            Self::Board(id) => id.to_string(),
        }
    }

    /// Reads what [`Self::kind`] and [`Self::id`] wrote.
    pub fn read(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "welcome" => id.is_empty().then_some(Self::Welcome),
            "questions" => id.is_empty().then_some(Self::Questions),
            "agenda" => AgendaItemId::from_str(id).ok().map(Self::Agenda),
            "round" => RoundId::from_str(id).ok().map(Self::Round),
            "board" => PollId::from_str(id).ok().map(Self::Board),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_comes_back_from_its_columns_and_nothing_else_is_one() {
        let id = [7; 16];
        for stage in [
            Stage::Welcome,
            Stage::Agenda(id.into()),
            Stage::Round(id.into()),
            Stage::Board(id.into()),
            Stage::Questions,
        ] {
            assert_eq!(Stage::read(stage.kind(), &stage.id()), Some(stage));
            let json = serde_json::to_value(stage).unwrap();
            assert_eq!(json["kind"], stage.kind());
        }
        for (kind, id) in [("", ""), ("welcome", "x"), ("round", ""), ("round", "x"), ("poll", "")] {
            assert_eq!(Stage::read(kind, id), None, "{kind} {id}");
        }
    }
}
