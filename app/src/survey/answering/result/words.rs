//! Sentences about a result.

use super::{ResultView, number};
use weiterblick_domain::questionnaire::{Cell, Facet, Level};
use weiterblick_domain::survey::{Expected, OwnRow};

impl ResultView<'_> {
    /// `target` where a job profile sets the expected levels, `importance` where the author's own rating does, `mixed`
    /// where the profile leaves some competences out.
    pub(super) fn kind(&self) -> &'static str {
        let by_profile =
            self.result.rows.iter().filter_map(|row| row.expected.map(|e| matches!(e, Expected::Target(_))));
        let by_profile: Vec<bool> = by_profile.collect();
        match (by_profile.contains(&true), by_profile.contains(&false)) {
            (true, true) => "mixed",
            (true, false) => "target",
            (false, _) => "importance",
        }
    }

    /// The finding first: how many reach what is expected, and where learning pays most.
    pub fn lead(&self) -> String {
        let counts = self.result.counts();
        let of = counts.below + counts.on + counts.above;
        if of == 0 {
            return t!("answering.result.lead.nothing");
        }
        let kind = self.kind();
        let reached = t!(format!("answering.result.lead.reached.{kind}"), reached = counts.on + counts.above, of = of);
        match self.result.top_needs().first() {
            Some(need) => format!("{reached} {}", t!("answering.result.lead.most", competence = self.name(need))),
            None => reached,
        }
    }

    /// "2 Stufen unter Soll", "auf Soll", or why there is nothing to compare.
    pub(super) fn finding(&self, row: &OwnRow) -> String {
        let kind = match row.expected {
            Some(Expected::Importance(_)) => "importance",
            Some(Expected::Target(_)) | None => "target",
        };
        match row.gap {
            Some(0) => t!(format!("answering.result.finding.on.{kind}")),
            Some(gap) if gap > 0 => tn!(format!("answering.result.finding.below.{kind}"), gap),
            Some(gap) => tn!(format!("answering.result.finding.above.{kind}"), -gap),
            None => match row.current {
                Cell::Answered(_) | Cell::Missing => t!("answering.result.finding.open"),
                Cell::CannotJudge => t!("answering.value.cannot_judge"),
                Cell::NotApplicable => t!("answering.value.not_applicable"),
                Cell::DontKnow => t!("answering.value.dont_know"),
            },
        }
    }

    /// "Ist 2 · Soll 4"
    pub(super) fn values(&self, row: &OwnRow) -> String {
        let current = number(&row.current).map(|level| t!("answering.result.value.current", level = level));
        let expected = row.expected.map(|expected| match expected {
            Expected::Importance(level) => t!("answering.result.value.importance", level = level.get()),
            Expected::Target(target) => t!("answering.result.value.target", level = range(target.min, target.max)),
        });
        [current, expected].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The own level in words.
    pub(super) fn level_word(&self, row: &OwnRow) -> String {
        let Some(level) = number(&row.current) else { return String::new() };
        let scale = self.scale(row, Facet::Current);
        let size = scale.map_or(0, |scale| scale.size());
        t!("answering.result.level", level = level, of = size)
    }
}

/// "4", or "3 bis 4".
pub(super) fn range(min: Level, max: Level) -> String {
    if min == max { min.get().to_string() } else { t!("answering.result.range", min = min.get(), max = max.get()) }
}
