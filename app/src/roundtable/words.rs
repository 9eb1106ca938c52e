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
