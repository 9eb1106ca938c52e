//! `seeds/demo-roundtable.toml` as types. What is counted there, polls, items, options and values, is counted from 1.

use crate::demo::DemoError;
use jiff::civil::Time;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use weiterblick_domain::organisation::Day;
use weiterblick_domain::questionnaire::Code;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion, ValueCode};
use weiterblick_domain::roundtable::limits::{AREA_MAX, NAME_MAX};
use weiterblick_domain::roundtable::need::NeedState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::roundtable::poll::template::{Template, TemplateItem, TemplatePoll};
use weiterblick_domain::roundtable::question::{QuestionState, QuestionText};
use weiterblick_domain::roundtable::round::Timer;
use weiterblick_domain::text::Line;

const FILE: &str = include_str!("../../../../seeds/demo-roundtable.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    pub past: Past,
    pub ready: Ready,
}

/// What every round table has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub code: Code,
    pub title: Wording,
    pub place: String,
    pub day: Day,
    #[serde(deserialize_with = "clock")]
    pub from: Time,
    #[serde(deserialize_with = "clock")]
    pub to: Time,
    pub poll: Vec<TemplatePoll>,
    pub agenda: Vec<TemplateItem>,
    pub speaker: Vec<Speaker>,
}

/// Who speaks, by number of the agenda's item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    pub item: usize,
    pub name: String,
}

/// One that is over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Past {
    pub meeting: Meeting,
    pub heads: u32,
    /// Minutes of each item.
    pub took: Vec<i64>,
    /// What has become of the needs, the first one first.
    pub needs: Vec<NeedState>,
    pub attribute: Vec<AttributeQuestion>,
    pub guests: Vec<Guests>,
    pub round: Vec<Round>,
    pub cluster: Vec<Cluster>,
    pub loose: Loose,
    pub question: Vec<Question>,
}

/// The people of one company.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guests {
    /// None: they are there for no company.
    #[serde(default)]
    pub name: Option<Line<NAME_MAX>>,
    pub size_class: ValueCode,
    pub sector: ValueCode,
    pub region: ValueCode,
    /// One person each.
    pub roles: Vec<ValueCode>,
}

/// What was answered in a round of the poll.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    pub poll: usize,
    #[serde(default)]
    pub abstain: usize,
    pub answers: Answers,
    #[serde(default)]
    pub hands: Option<Hands>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answers {
    /// People per option, or for yes and no.
    Heads(Vec<usize>),
    /// Everybody chooses what the own profile says.
    Profile(Attribute),
    /// People per step, by statement.
    Steps(Vec<Vec<usize>>),
    Values(Vec<i64>),
    /// People per word.
    Words(BTreeMap<String, usize>),
    /// The cards of the clusters, written by so many people.
    Cards {
        voices: usize,
    },
    /// How likely each option is chosen, compared with the others.
    Appeal {
        voices: usize,
        options: Vec<u32>,
    },
    /// Around which place the items are seen.
    Places {
        voices: usize,
        items: Vec<[u8; 2]>,
    },
}

/// Hands raised in one area, per option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hands {
    pub area: Line<AREA_MAX>,
    pub heads: Vec<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    pub title: Wording,
    pub cards: Vec<String>,
}

/// Cards in no cluster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loose {
    pub cards: Vec<String>,
    /// Those that the moderation does not publish.
    pub hidden: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub text: QuestionText,
    #[serde(default)]
    pub votes: usize,
    pub outcome: QuestionState,
    #[serde(default)]
    pub answer: String,
    #[serde(default)]
    pub pinned: bool,
    /// Number of the question that a merged one became part of.
    #[serde(default)]
    pub into: Option<usize>,
}

/// One that can begin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ready {
    pub meeting: Meeting,
    /// Polls of the past one that are asked again.
    pub keeps: Vec<usize>,
    pub timer: Vec<PollTimer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollTimer {
    pub poll: usize,
    pub seconds: Timer,
}

impl Seed {
    /// # Errors
    /// [`DemoError::Unreadable`], which a test rules out.
    pub fn read() -> Result<Self, DemoError> {
        toml::from_str(FILE).map_err(|error| DemoError::Unreadable("demo-roundtable.toml", error))
    }
}

impl Meeting {
    /// Its polls and agenda, to be copied into an event.
    pub fn template(&self) -> Template {
        Template {
            code: self.code.clone(),
            title: self.title.clone(),
            description: self.title.clone(),
            antitrust_note: false,
            poll: self.poll.clone(),
            agenda: self.agenda.clone(),
        }
    }
}

impl Past {
    /// The text of every card.
    pub fn cards(&self) -> impl Iterator<Item = &str> {
        let sorted = self.cluster.iter().flat_map(|cluster| &cluster.cards);
        sorted.chain(&self.loose.cards).chain(&self.loose.hidden).map(String::as_str)
    }
}

/// What `number`, counted from 1, names in a list.
///
/// # Errors
/// [`DemoError::Unknown`].
pub fn numbered<T>(list: &[T], number: usize) -> Result<&T, DemoError> {
    let found = number.checked_sub(1).and_then(|at| list.get(at));
    found.ok_or_else(|| DemoError::Unknown(number.to_string()))
}

fn clock<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use weiterblick_domain::roundtable::poll::Kind;

    #[test]
    fn both_round_tables_ask_every_kind_of_poll_in_two_languages() {
        let seed = Seed::read().unwrap();
        let kinds =
            |meeting: &Meeting| -> BTreeSet<Kind> { meeting.poll.iter().map(|poll| poll.rules.kind()).collect() };
        let every: BTreeSet<Kind> = Kind::ALL.iter().copied().collect();
        assert_eq!(kinds(&seed.past.meeting), every);
        let mut ready = kinds(&seed.ready.meeting);
        for number in &seed.ready.keeps {
            ready.insert(numbered(&seed.past.meeting.poll, *number).unwrap().rules.kind());
        }
        assert_eq!(ready, every);
        for meeting in [&seed.past.meeting, &seed.ready.meeting] {
            assert_eq!(meeting.template().problems(), []);
            assert!(meeting.poll.iter().flat_map(|poll| &poll.option).all(|option| option.label.en.is_some()));
            assert!(meeting.poll.iter().all(|poll| poll.title.en.is_some()));
            assert!(meeting.agenda.iter().all(|item| item.title.en.is_some()));
        }
    }

    #[test]
    fn the_past_one_has_a_length_for_each_item_and_every_card_once() {
        let past = Seed::read().unwrap().past;
        assert_eq!(past.took.len(), past.meeting.agenda.len());
        let cards: BTreeSet<&str> = past.cards().collect();
        assert_eq!(cards.len(), past.cards().count());
        assert_eq!(past.guests.iter().map(|guests| guests.roles.len()).sum::<usize>(), 52);
    }
}
