//! The ballots of one round in memory, counted (live.md L15, L58).

use super::subject::Subject;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::{BallotKey, CompanyRef, Receipt, VoterRef};
use weiterblick_domain::roundtable::poll::publish::Backing;
use weiterblick_domain::roundtable::poll::split::{Classes, Member, both_views, company_split};
use weiterblick_domain::roundtable::poll::{Ballot, Hands, Source, Tally, Views, Voice, VoiceRule, close};
use weiterblick_store::roundtable::ballot::{Keys, StoredBallot};

/// The present ballot of a voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub ballot: Ballot,
    pub source: Source,
    pub weight: u8,
    pub company: Option<CompanyRef>,
    pub change_no: u64,
    pub keys: Keys,
}

impl Held {
    pub fn knows(&self, key: BallotKey) -> bool {
        self.keys.contains(&Some(key))
    }

    fn plain(&self) -> Voice {
        Voice::plain(self.source)
    }

    fn weighted(&self) -> Voice {
        Voice { source: self.source, weight: self.weight.into() }
    }

    const fn member(&self) -> Member<'_> {
        Member { company: self.company, source: self.source, ballot: &self.ballot }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct BallotBox {
    subject: Arc<Subject>,
    held: HashMap<VoterRef, Held>,
    /// Every voice once.
    plain: Tally,
    /// Every voice with its weight; kept where the poll weighs them.
    weighted: Option<Tally>,
    /// Voices whose ballot has changed since the last published distribution.
    moved: HashSet<VoterRef>,
}

impl BallotBox {
    pub fn new(subject: Arc<Subject>) -> Self {
        let tally = Tally::new(subject.rules(), subject.options, 1);
        let weighted = (subject.voice() == VoiceRule::Weighted).then(|| tally.clone());
        Self { subject, held: HashMap::new(), plain: tally, weighted, moved: HashSet::new() }
    }

    /// The box of stored ballots, and how many of them cannot be read: those are missing in it, so that the round cannot
    /// be closed.
    pub fn of_rows(subject: Arc<Subject>, rows: Vec<StoredBallot>) -> (Self, usize) {
        let mut found = Self::new(subject);
        let mut unreadable = 0;
        for row in rows {
            match Ballot::from_canonical(found.subject.kind(), &row.payload) {
                Ok(ballot) => found.put(row.voter, held(row, ballot)),
                Err(_) => unreadable += 1,
            }
        }
        found.moved.clear();
        (found, unreadable)
    }

    /// The same ballots under rules that may have changed in between.
    pub fn adopt(&mut self, subject: Arc<Subject>) {
        let recount = !self.subject.counts_like(&subject);
        self.subject = subject;
        if recount {
            let held = std::mem::take(&mut self.held);
            *self = Self { moved: std::mem::take(&mut self.moved), ..Self::new(self.subject.clone()) };
            held.into_iter().for_each(|(voter, held)| self.add(voter, held));
        }
    }

    pub fn get(&self, voter: VoterRef) -> Option<&Held> {
        self.held.get(&voter)
    }

    /// Replaces the ballot of a voice.
    pub fn put(&mut self, voter: VoterRef, new: Held) {
        self.moved.insert(voter);
        self.add(voter, new);
    }

    fn add(&mut self, voter: VoterRef, new: Held) {
        if let Some(old) = self.held.remove(&voter) {
            self.plain.apply(old.plain(), Some(&old.ballot), None);
            self.weighted.iter_mut().for_each(|tally| tally.apply(old.weighted(), Some(&old.ballot), None));
        }
        self.plain.apply(new.plain(), None, Some(&new.ballot));
        self.weighted.iter_mut().for_each(|tally| tally.apply(new.weighted(), None, Some(&new.ballot)));
        self.held.insert(voter, new);
    }

    /// The ballots as they were counted anew elsewhere; what differs counts as moved.
    pub fn replace(&mut self, recount: Self) {
        let mut moved = std::mem::take(&mut self.moved);
        let voters: HashSet<VoterRef> = self.held.keys().chain(recount.held.keys()).copied().collect();
        let differs = |voter: &VoterRef| {
            self.held.get(voter).map(|held| &held.ballot) != recount.held.get(voter).map(|held| &held.ballot)
        };
        moved.extend(voters.into_iter().filter(differs));
        *self = Self { moved, ..recount };
    }

    pub const fn plain(&self) -> &Tally {
        &self.plain
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// What would be published now; `people` are those behind so many voices.
    pub fn backing(&self, people: u32, published: bool) -> Backing {
        Backing { people, moved: published.then(|| u32::try_from(self.moved.len()).unwrap_or(u32::MAX)) }
    }

    /// What stands now has been published.
    pub fn published(&mut self) {
        self.moved.clear();
    }

    /// The result in the views that may be shown (L22).
    pub fn views(&self, hands: &Hands) -> Views {
        let outcome = |tally: &Tally| tally.outcome(hands, &self.subject.words);
        let beside = |classes: &Classes| both_views(classes).then(|| outcome(&self.plain));
        match (&self.weighted, self.subject.voice()) {
            (Some(weighted), _) => Views { agreed: outcome(weighted), plain: beside(&self.classes()) },
            (None, VoiceRule::CompanySplit) => {
                let (companies, classes) = company_split(self.subject.rules(), self.subject.options, &self.members());
                Views { agreed: outcome(&companies), plain: beside(&classes) }
            }
            (None, _) => Views { agreed: outcome(&self.plain), plain: None },
        }
    }

    /// Answering voices by weight.
    fn classes(&self) -> Classes {
        let mut classes = Classes::new();
        for held in self.held.values().filter(|held| held.ballot.answer().is_some()) {
            *classes.entry(held.weight.into()).or_default() += 1;
        }
        classes
    }

    fn members(&self) -> Vec<Member<'_>> {
        self.held.values().map(Held::member).collect()
    }

    /// The checks of L62 against a recount and the persisted number of voters.
    ///
    /// # Errors
    /// The first [`close::Integrity`] that is broken.
    pub fn check(&self, recount: &Self, voters: i64) -> Result<(), close::Integrity> {
        let rules = self.subject.rules();
        close::check(rules, &self.plain, &recount.plain, voters)?;
        match (&self.weighted, &recount.weighted) {
            (Some(memory), Some(recount)) => close::check(rules, memory, recount, voters),
            _ => Ok(()),
        }
    }

    /// Receipts and canonical payloads of the ballots that stand, withdrawn ones not among them.
    pub fn evidence(&self, round: RoundId) -> (Vec<Receipt>, Vec<String>) {
        let standing = self.held.iter().filter(|(_, held)| held.ballot != Ballot::Withdrawn);
        standing.map(|(voter, held)| (Receipt::of(round, *voter), held.ballot.canonical())).unzip()
    }
}

fn held(row: StoredBallot, ballot: Ballot) -> Held {
    Held {
        ballot,
        source: row.source,
        weight: row.weight,
        company: row.company,
        change_no: row.change_no,
        keys: row.keys,
    }
}
