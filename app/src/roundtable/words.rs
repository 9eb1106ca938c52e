//! Sentences that several pages of a room need.

use super::live::LiveTexts;

pub fn live_texts() -> LiveTexts {
    LiveTexts {
        lost: t!("live.lost"),
        sending: t!("live.sending"),
        unsent: t!("live.unsent"),
        new_build: t!("live.new_build"),
        reload: t!("live.reload"),
    }
}

/// Minutes and seconds: "0:42".
pub fn clock(millis: i64) -> String {
    let seconds = (millis.max(0) + 999) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_clock_counts_whole_seconds_and_ends_at_zero() {
        assert_eq!([65_000, 42_001, 1, 0, -5].map(clock), ["1:05", "0:43", "0:01", "0:00", "0:00"]);
    }
}
