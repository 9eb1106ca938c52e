//! Who has joined, and what is known of them (live.md L32, L54). Read once, then kept.

use super::streams::Streams;
use crate::View;
use std::collections::HashMap;
use weiterblick_domain::ids::EventCompanyId;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::ParticipantKind;
use weiterblick_domain::roundtable::attendance::Attendance;
use weiterblick_domain::roundtable::attribute::{Profile, ValueCode};
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::round::ExtraTime;
use weiterblick_store::roundtable::participant::Participant;

#[derive(Debug, Default)]
pub(crate) struct People {
    participants: HashMap<Digest, Participant>,
    pub profiles: HashMap<ProfileRef, Profile>,
    /// Their size classes.
    pub companies: HashMap<EventCompanyId, ValueCode>,
    pub attendance: Attendance<Digest>,
}

impl People {
    pub fn new(
        participants: Vec<Participant>,
        profiles: Vec<(ProfileRef, Profile)>,
        companies: HashMap<EventCompanyId, ValueCode>,
    ) -> Self {
        let joined = participants.iter().filter(|participant| !participant.removed);
        let attendance = joined.map(|participant| participant.token).collect();
        let participants = participants.into_iter().map(|participant| (participant.token, participant)).collect();
        Self { participants, profiles: profiles.into_iter().collect(), companies, attendance }
    }

    pub fn get(&self, token: &Digest) -> Option<&Participant> {
        self.participants.get(token)
    }

    /// Somebody is here: has joined, or is known otherwise than before. Streams that were opened before that was known
    /// count from now on.
    pub fn set(&mut self, participant: Participant, streams: &Streams) {
        let token = participant.token;
        if participant.removed {
            self.attendance.remove(&token);
        } else if !self.participants.contains_key(&token) {
            self.attendance.know(token);
            (0..streams.of(View::Participant, token)).for_each(|_| self.attendance.open_stream(&token));
        }
        self.participants.insert(participant.token, participant);
    }

    /// Those whom the database knows now; who is connected stays connected.
    pub fn replace(&mut self, new: Self, streams: &Streams) {
        let gone = self.participants.keys().filter(|token| !new.participants.contains_key(*token));
        gone.for_each(|token| self.attendance.remove(token));
        self.participants.retain(|token, _| new.participants.contains_key(token));
        new.participants.into_values().for_each(|participant| self.set(participant, streams));
        self.profiles = new.profiles;
        self.companies = new.companies;
    }

    /// Whether somebody is known and was removed.
    pub fn is_removed(&self, token: &Digest) -> bool {
        self.get(token).is_some_and(|participant| participant.removed)
    }

    /// The most time that somebody here has taken.
    pub fn longest(&self) -> ExtraTime {
        self.joined().map(|participant| participant.extra).max().unwrap_or_default()
    }

    /// How many have taken more time (L29).
    pub fn with_more_time(&self) -> usize {
        self.joined().filter(|participant| participant.extra != ExtraTime::None).count()
    }

    /// People behind so many voices of tables: at least those at as many of the smallest tables, since which table voted
    /// is not known after a restart. A table that was not counted is one person.
    pub fn at_tables(&self, voices: i64) -> i64 {
        let tables = self.joined().filter(|participant| participant.kind == ParticipantKind::Table);
        let mut heads: Vec<i64> = tables.map(|table| i64::from(table.heads.max(1))).collect();
        heads.sort_unstable();
        let voices = usize::try_from(voices).unwrap_or_default();
        let unknown = voices.saturating_sub(heads.len());
        heads.iter().take(voices).sum::<i64>() + i64::try_from(unknown).unwrap_or_default()
    }

    fn joined(&self) -> impl Iterator<Item = &Participant> {
        self.participants.values().filter(|participant| !participant.removed)
    }
}
