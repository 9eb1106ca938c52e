//! What the product has promised to reach, and whether it did.

use serde::Serialize;

/// Where the limit lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    Miss,
    /// Measured too briefly to tell.
    Skipped,
}

#[derive(Debug, Clone, Serialize)]
pub struct Goal {
    pub key: &'static str,
    pub what: &'static str,
    pub limit: Limit,
    pub value: f64,
    pub verdict: Verdict,
}

/// The values that are judged.
#[derive(Debug, Clone, Copy)]
pub struct Values {
    pub wasm_br_bytes: f64,
    pub first_use_bytes: f64,
    pub questionnaire_ratio: f64,
    pub dashboard_p99_ms: f64,
    pub ready_ms: f64,
    pub idle_rss_mb: f64,
}

/// Judges; with `quick` only what does not depend on the time taken to measure it.
pub fn judge(values: &Values, quick: bool) -> Vec<Goal> {
    use Limit::{AtLeast, AtMost};
    [
        ("wasm_br_bytes", "WASM of the whole app, brotli", AtMost(300_000.0), values.wasm_br_bytes, true),
        (
            "first_use_bytes",
            "HTML and CSS of the questionnaire, packed",
            AtMost(60_000.0),
            values.first_use_bytes,
            true,
        ),
        (
            "questionnaire_ratio",
            "questionnaire pages/s ÷ bare axum requests/s",
            AtLeast(0.05),
            values.questionnaire_ratio,
            false,
        ),
        ("dashboard_p99_ms", "dashboard at one client, p99", AtMost(50.0), values.dashboard_p99_ms, false),
        ("ready_ms", "start to ready with demo data present", AtMost(1_000.0), values.ready_ms, false),
        ("idle_rss_mb", "memory at rest after start", AtMost(60.0), values.idle_rss_mb, false),
    ]
    .map(|(key, what, limit, value, always)| {
        let reached = match limit {
            AtMost(most) => value <= most,
            AtLeast(least) => value >= least,
        };
        let verdict = match (quick && !always, reached) {
            (true, _) => Verdict::Skipped,
            (false, true) => Verdict::Pass,
            (false, false) => Verdict::Miss,
        };
        Goal { key, what, limit, value, verdict }
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(values: &Values, quick: bool) -> Vec<Verdict> {
        judge(values, quick).into_iter().map(|goal| goal.verdict).collect()
    }

    #[test]
    fn a_goal_is_reached_at_its_limit_and_missed_beyond() {
        use Verdict::{Miss, Pass, Skipped};
        let at = Values {
            wasm_br_bytes: 300_000.0,
            first_use_bytes: 60_000.0,
            questionnaire_ratio: 0.05,
            dashboard_p99_ms: 50.0,
            ready_ms: 1_000.0,
            idle_rss_mb: 60.0,
        };
        assert_eq!(verdicts(&at, false), [Pass; 6]);
        let beyond = Values {
            wasm_br_bytes: 300_001.0,
            first_use_bytes: 60_001.0,
            questionnaire_ratio: 0.049,
            dashboard_p99_ms: 50.1,
            ready_ms: 1_001.0,
            idle_rss_mb: 60.1,
        };
        assert_eq!(verdicts(&beyond, false), [Miss; 6]);
        assert_eq!(verdicts(&beyond, true), [Miss, Miss, Skipped, Skipped, Skipped, Skipped]);
        let unmeasured = Values { dashboard_p99_ms: f64::NAN, questionnaire_ratio: f64::NAN, ..at };
        assert_eq!(verdicts(&unmeasured, false), [Pass, Pass, Miss, Miss, Pass, Pass]);
    }
}
