//! A poll as its rounds need it.

use weiterblick_domain::roundtable::poll::words::WordRules;
use weiterblick_domain::roundtable::poll::{Kind, Offer, OptionSet, Rules, Secrecy, VoiceRule, active_options};
use weiterblick_domain::roundtable::round::RoundRules;
use weiterblick_store::roundtable::poll::Poll;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub poll: Poll,
    /// The options that can be chosen.
    pub options: OptionSet,
    pub words: WordRules,
}

impl Subject {
    pub fn new(poll: Poll, words: WordRules) -> Self {
        Self { options: active_options(&poll.options), poll, words }
    }

    pub const fn rules(&self) -> &Rules {
        &self.poll.terms.rules
    }

    pub const fn kind(&self) -> Kind {
        self.rules().kind()
    }

    pub const fn secrecy(&self) -> Secrecy {
        self.poll.terms.secrecy
    }

    pub const fn voice(&self) -> VoiceRule {
        self.poll.terms.voice
    }

    pub const fn round_rules(&self) -> RoundRules {
        let conduct = &self.poll.conduct;
        RoundRules { grace: conduct.grace, auto_lock: conduct.auto_lock, reveal: conduct.reveal }
    }

    pub const fn offer(&self) -> Offer {
        Offer { options: self.options, abstain: self.poll.terms.abstain }
    }

    /// Whether ballots that were counted for `other` are counted the same way here.
    pub fn counts_like(&self, other: &Self) -> bool {
        self.options == other.options && self.poll.terms == other.poll.terms
    }
}
