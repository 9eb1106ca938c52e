//! Segments of a round: its result split by profiles, computed at the lock and apart from the writer (live.md L35–L38).

use super::subject::Subject;
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::attribute::Attribute;
use weiterblick_domain::roundtable::segment::{Decision, Plan, Record, Segments, Urn, release};

/// What is known of a round's segments.
#[derive(Debug, Clone)]
pub(crate) struct Segmentation {
    /// The last release.
    released: Option<Segments>,
    /// What later releases are audited beside. Lost with the room; then the last release stays.
    records: Vec<Record>,
    /// Counts the locks, so that what was computed for an earlier one is not published after a reopening.
    lock: u64,
    due: Due,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    No,
    /// Entries were made after the lock.
    AtClose,
    Now,
}

/// A release, and what later ones are audited beside.
#[derive(Debug, Clone)]
pub(crate) struct Released {
    pub segments: Segments,
    pub record: Record,
}

/// A release to be computed. Takes its time, so it is handed to a thread of its own.
pub(crate) struct Calculation {
    pub round: RoundId,
    pub lock: u64,
    pub subject: Arc<Subject>,
    pub attributes: Vec<Attribute>,
    pub k: u32,
    pub urn: Urn,
    pub earlier: Vec<Record>,
}

impl Calculation {
    pub fn decide(&self) -> Decision {
        let plan = Plan {
            rules: self.subject.rules(),
            options: self.subject.options,
            attributes: &self.attributes,
            k: self.k,
        };
        release(&plan, &self.urn, &self.earlier)
    }
}

impl Segmentation {
    pub const fn new(released: Option<Segments>) -> Self {
        Self { released, records: Vec::new(), lock: 0, due: Due::No }
    }

    pub const fn released(&self) -> Option<&Segments> {
        self.released.as_ref()
    }

    pub fn lock(&mut self) {
        self.lock += 1;
        self.due = Due::Now;
    }

    /// Something has changed; while the round is open the next lock will see it anyway.
    pub fn touch(&mut self) {
        if self.due == Due::No {
            self.due = Due::AtClose;
        }
    }

    pub fn close(&mut self) {
        if self.due == Due::AtClose {
            self.lock();
        }
    }

    /// The number of the lock for which a release is to be computed now.
    pub fn take_due(&mut self) -> Option<u64> {
        if self.due != Due::Now {
            return None;
        }
        self.due = Due::No;
        let forgotten = self.released.is_some() && self.records.is_empty();
        (!forgotten).then_some(self.lock)
    }

    pub fn earlier(&self) -> Vec<Record> {
        self.records.clone()
    }

    /// Whether a release for this lock still comes in time.
    pub const fn waits_for(&self, lock: u64) -> bool {
        self.lock == lock
    }

    /// Takes over the last release that there is. A lock that was made elsewhere is seen to there.
    pub fn follow(&mut self, released: Option<Segments>, elsewhere: bool) {
        if self.released != released {
            self.released = released;
            self.records.clear();
        }
        if elsewhere {
            self.due = Due::No;
        }
    }

    /// A release has been published.
    pub fn publish(&mut self, release: &Released) {
        self.released = Some(release.segments.clone());
        self.records.push(release.record.clone());
    }
}
