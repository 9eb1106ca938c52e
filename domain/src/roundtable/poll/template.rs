//! Prepared polls and agendas to copy and edit (live.md §9): the content of `seeds/roundtable/*.toml` and of templates
//! that organisations keep.

use super::problem::{Found, RuleError, RuleProblem};
use super::{Kind, PollOption, Rules, Secrecy, VoiceRule, Wording};
use crate::questionnaire::{Code, words};
use crate::roundtable::limits::{NAME_MAX, OPTIONS, PLANNED_MINUTES_MAX, POLL_HELP_MAX, POLL_TITLE_MAX};
use crate::roundtable::round::Reveal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    pub code: Code,
    pub title: Wording,
    /// When it is of use.
    pub description: Wording,
    /// Companies of one sector meet: the moderation is reminded of the law against restraints of competition.
    #[serde(default)]
    pub antitrust_note: bool,
    pub poll: Vec<TemplatePoll>,
    /// In order; empty where the poll stands for itself.
    #[serde(default)]
    pub agenda: Vec<TemplateItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplatePoll {
    pub title: Wording,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Wording>,
    pub rules: Rules,
    #[serde(default = "person")]
    pub voice: VoiceRule,
    #[serde(default = "protected")]
    pub secrecy: Secrecy,
    #[serde(default = "manual")]
    pub reveal: Reveal,
    #[serde(default = "yes")]
    pub abstain: bool,
    #[serde(default)]
    pub shuffle: bool,
    #[serde(default)]
    pub option: Vec<PollOption>,
    /// Number of the poll of this template (the first is 1) whose clusters become the options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options_from: Option<usize>,
}

/// One item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateItem {
    pub kind: ItemKind,
    pub title: Wording,
    pub minutes: u32,
    /// Number of the poll of this template that it shows, or whose cards are put in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<usize>,
}

words! {
    /// What an item of an agenda is (live.md §2).
    ItemKind {
        Input = "input",
        Poll = "poll",
        Questions = "qa",
        Cards = "cards",
        Break = "break",
        Tables = "tables",
        Note = "note",
    }
}

const fn person() -> VoiceRule {
    VoiceRule::Person
}

const fn protected() -> Secrecy {
    Secrecy::Protected
}

const fn manual() -> Reveal {
    Reveal::Manual
}

const fn yes() -> bool {
    true
}

impl Template {
    /// Everything that stands against using it, with fields such as `poll.1.max` (numbers from 1).
    pub fn problems(&self) -> Vec<RuleError> {
        let mut found = Found(Vec::new());
        found.wording("title", &self.title, NAME_MAX);
        found.wording("description", &self.description, POLL_HELP_MAX);
        found.when(self.poll.is_empty(), "poll", RuleProblem::TooFew { min: 1 });
        for (number, poll) in (1..).zip(&self.poll) {
            self.poll_problems(number, poll, &mut found);
        }
        for (number, item) in (1..).zip(&self.agenda) {
            let field = format!("agenda.{number}");
            found.wording(&format!("{field}.title"), &item.title, POLL_TITLE_MAX);
            found.range(&format!("{field}.minutes"), item.minutes, 0, PLANNED_MINUTES_MAX);
            let known = item.poll.is_none_or(|poll| (1..=self.poll.len()).contains(&poll));
            found.when(!known, format!("{field}.poll"), RuleProblem::NotOffered);
        }
        found.0
    }

    fn poll_problems(&self, number: usize, poll: &TemplatePoll, found: &mut Found) {
        let field = format!("poll.{number}");
        found.wording(&format!("{field}.title"), &poll.title, POLL_TITLE_MAX);
        if let Some(help) = &poll.help {
            found.wording(&format!("{field}.help"), help, POLL_HELP_MAX);
        }
        let misplaced = poll.shuffle && !poll.rules.kind().may_shuffle();
        found.when(misplaced, format!("{field}.shuffle"), RuleProblem::NotOffered);
        let problems = match poll.options_from {
            None => poll.rules.problems(&poll.option),
            Some(source) => {
                let collection = source.checked_sub(1).and_then(|at| self.poll.get(at)).filter(|_| source < number);
                let fits = collection.is_some_and(|poll| poll.rules.kind() == Kind::Cards)
                    && poll.rules.kind().takes_cards()
                    && poll.option.is_empty();
                found.when(!fits, format!("{field}.options_from"), RuleProblem::NotOffered);
                // How many options the board will give is not known yet.
                poll.rules.problems_with(*OPTIONS.end()).0
            }
        };
        found
            .0
            .extend(problems.into_iter().map(|error| RuleError { field: format!("{field}.{}", error.field), ..error }));
    }
}

#[cfg(test)]
mod tests;
