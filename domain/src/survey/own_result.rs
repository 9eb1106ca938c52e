//! What a person sees about their own answers (needs-analysis §14.1). Nobody else's answers enter it.

use crate::questionnaire::{AnswerKey, Answers, Cell, Code, CompetenceKey, Definition, Facet, Level, Question, Value};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Own needs that are named, the largest first (needs-analysis §1.3, §14.1).
const TOP_NEEDS: usize = 3;

/// What the work demands of one competence (needs-analysis §3.2, `ProfileTarget`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Not above `max`.
    pub min: Level,
    pub max: Level,
    /// 1 to 5.
    pub weight: u8,
}

/// The targets of a person's job profile.
pub type Targets = BTreeMap<CompetenceKey, Target>;

/// What the current level is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The job profile's target.
    Target(Target),
    /// The importance that the person gave, where no target is set.
    Importance(Level),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Below,
    On,
    Above,
}

/// One rated competence, in the order of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRow {
    pub question: Code,
    pub competence: Code,
    pub current: Cell<Level>,
    pub importance: Cell<Level>,
    pub wish: Cell<Level>,
    /// `None` without a target and without an importance.
    pub expected: Option<Expected>,
    /// Levels that are missing; negative above the expected level (`insight` §3.2). `None` when there is nothing to
    /// compare: an opt-out is never a number.
    pub gap: Option<i16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub below: usize,
    pub on: usize,
    pub above: usize,
    /// Nothing to compare.
    pub open: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnResult {
    pub rows: Vec<OwnRow>,
}

/// The own result from one person's answers; `targets` is empty where no job profile is known.
pub fn own_result(definition: &Definition, answers: &Answers, targets: &Targets) -> OwnResult {
    let rows = definition.rated_competences().map(|(question, competence)| {
        let level = |facet| level_at(answers, &question.rating_key(&competence.code, facet));
        let target = targets.get(&competence.key).copied();
        OwnRow::new(question, &competence.code, level, target)
    });
    OwnResult { rows: rows.collect() }
}

fn level_at(answers: &Answers, key: &AnswerKey) -> Cell<Level> {
    answers.get(key).and_then(Value::level)
}

impl OwnRow {
    fn new(
        question: &Question,
        competence: &Code,
        level: impl Fn(Facet) -> Cell<Level>,
        target: Option<Target>,
    ) -> Self {
        let (current, importance) = (level(Facet::Current), level(Facet::Importance));
        let expected =
            target.map(Expected::Target).or_else(|| importance.answered().map(|level| Expected::Importance(*level)));
        let gap = current.answered().zip(expected.as_ref()).map(|(current, expected)| expected.gap(*current));
        let (question, competence) = (question.code.clone(), competence.clone());
        Self { question, competence, wish: level(Facet::Wish), current, importance, expected, gap }
    }

    pub fn standing(&self) -> Option<Standing> {
        self.gap.map(|gap| match gap {
            1.. => Standing::Below,
            0 => Standing::On,
            _ => Standing::Above,
        })
    }

    /// Gap × importance; where importance was not answered, gap × the target's weight.
    pub fn priority(&self) -> Option<i16> {
        let weight = match (self.importance.answered(), self.expected) {
            (Some(importance), _) => importance.get(),
            (None, Some(Expected::Target(target))) => target.weight,
            (None, Some(Expected::Importance(_)) | None) => return None,
        };
        self.gap.map(|gap| gap * i16::from(weight))
    }
}

impl Expected {
    fn gap(self, current: Level) -> i16 {
        let (current, to) = (i16::from(current.get()), |level: Level| i16::from(level.get()));
        match self {
            Self::Importance(importance) => to(importance) - current,
            Self::Target(target) if current < to(target.min) => to(target.min) - current,
            Self::Target(target) if current > to(target.max) => to(target.max) - current,
            Self::Target(_) => 0,
        }
    }
}

impl OwnResult {
    /// Competences at or above what is expected: the highest level first, then the farthest above, then as asked.
    pub fn strengths(&self) -> Vec<&OwnRow> {
        let mut strengths: Vec<_> = self.rows.iter().filter(|row| row.gap.is_some_and(|gap| gap <= 0)).collect();
        strengths.sort_by_key(|row| (Reverse(row.current.answered().copied()), row.gap));
        strengths
    }

    /// The up to three largest positive gaps by gap × importance, then as asked (needs-analysis §1.3).
    pub fn top_needs(&self) -> Vec<&OwnRow> {
        let mut needs: Vec<_> = self.rows.iter().filter(|row| row.gap.is_some_and(|gap| gap > 0)).collect();
        needs.sort_by_key(|row| Reverse(row.priority()));
        needs.truncate(TOP_NEEDS);
        needs
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            match row.standing() {
                Some(Standing::Below) => counts.below += 1,
                Some(Standing::On) => counts.on += 1,
                Some(Standing::Above) => counts.above += 1,
                None => counts.open += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests;
