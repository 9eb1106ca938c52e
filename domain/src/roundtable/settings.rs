//! What may happen in an event besides polls (live.md §5, L25, L27).

use super::limits::{OPEN_QUESTIONS_MAX, QUESTIONS_PER_PERSON};
use super::poll::words::Moderation;
use super::question::QuestionLimits;
use serde::{Deserialize, Serialize};

/// Questions, words and pace of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub questions: bool,
    /// When somebody reads a question: before the room can see it (the default), or after.
    pub moderation: Moderation,
    pub nicknames: bool,
    /// Questions of one person that have no answer yet.
    pub open_questions: usize,
    /// Questions of one person in the whole event.
    pub questions_per_person: usize,
    /// Words that the event shows nowhere, besides those of the installation.
    pub hidden_words: Vec<String>,
    pub pace: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            questions: true,
            moderation: Moderation::Before,
            nicknames: false,
            open_questions: OPEN_QUESTIONS_MAX,
            questions_per_person: QUESTIONS_PER_PERSON,
            hidden_words: Vec::new(),
            pace: true,
        }
    }
}

impl Settings {
    pub const fn question_limits(&self) -> QuestionLimits {
        QuestionLimits { open: self.open_questions, total: self.questions_per_person }
    }
}
