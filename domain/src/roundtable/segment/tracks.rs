//! What every voice said about an item in the urns of several locks, and the rows of the audit over it.

use super::Urn;
use super::item::{Item, Said};
use crate::insight::audit::{Group, Row};
use crate::insight::cell::Count;
use crate::roundtable::attribute::Profile;
use crate::roundtable::identity::VoterRef;
use std::collections::{BTreeMap, BTreeSet};

/// How a voice stood in one urn. Two voices with equal tracks cannot be told apart by any row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stand {
    /// Counts what the voice said about the item in the order in which it said so, beginning with 0. Said again, it has
    /// its number again: to a reader it is the same unknown.
    version: usize,
    profile: Profile,
    class: u32,
}

/// By urn; `None` where the voice was not in the base.
type Track = Vec<Option<Stand>>;

/// The voices of all urns by track.
pub(super) struct Tracks {
    /// Tracks with their first atom; each version of an answer is an atom.
    tracks: Vec<(Track, usize)>,
    people: Vec<Group>,
    atoms: usize,
}

impl Tracks {
    pub(super) fn of(item: Item, urns: &[&Urn]) -> Self {
        let voices: BTreeSet<VoterRef> = urns.iter().flat_map(|urn| urn.voices.keys().copied()).collect();
        let mut sizes: BTreeMap<Track, u32> = BTreeMap::new();
        for voice in voices {
            *sizes.entry(track(item, voice, urns)).or_default() += 1;
        }
        let mut all = Self { tracks: Vec::new(), people: Vec::new(), atoms: 0 };
        for (track, n) in sizes {
            let versions = track.iter().flatten().map(|stand| stand.version + 1).max().unwrap_or_default();
            let atoms = all.atoms..all.atoms + versions;
            all.people.push(Group { count: Count { n, insiders: 0 }, atoms: atoms.clone().collect() });
            all.tracks.push((track, atoms.start));
            all.atoms = atoms.end;
        }
        all
    }

    /// The people of the audit.
    pub(super) fn people(&self) -> &[Group] {
        &self.people
    }

    /// People in the base of an urn.
    pub(super) fn base(&self, urn: usize) -> u32 {
        let tracks = self.tracks.iter().zip(&self.people);
        tracks.filter(|((track, _), _)| track[urn].is_some()).map(|(_, group)| group.count.n).sum()
    }

    /// Everybody in the base of an urn.
    pub(super) fn total(&self, urn: usize) -> Row {
        self.row(urn, |_| true)
    }

    /// Those in the base of an urn whose profile fits.
    pub(super) fn cell(&self, urn: usize, holds: impl Fn(Profile) -> bool) -> Row {
        self.row(urn, |stand| holds(stand.profile))
    }

    /// The base of an urn by class.
    pub(super) fn classes(&self, urn: usize) -> Vec<Row> {
        let stands = self.tracks.iter().filter_map(|(track, _)| track[urn]);
        let classes: BTreeSet<u32> = stands.map(|stand| stand.class).collect();
        classes.into_iter().map(|class| self.row(urn, |stand| stand.class == class)).collect()
    }

    fn row(&self, urn: usize, holds: impl Fn(&Stand) -> bool) -> Row {
        let mut row = vec![false; self.atoms];
        for (track, first) in &self.tracks {
            if let Some(stand) = track[urn].filter(|stand| holds(stand)) {
                row[first + stand.version] = true;
            }
        }
        row
    }
}

fn track(item: Item, voice: VoterRef, urns: &[&Urn]) -> Track {
    let mut versions: Vec<Said> = Vec::new();
    let mut track = Track::with_capacity(urns.len());
    for urn in urns {
        let in_base = urn.voices.get(&voice).and_then(|cast| Some((cast, item.said(cast.ballot.answer()?)?)));
        track.push(in_base.map(|(cast, said)| {
            let known = versions.iter().position(|earlier| *earlier == said);
            let version = known.unwrap_or(versions.len());
            if known.is_none() {
                versions.push(said);
            }
            Stand { version, profile: cast.stated(), class: cast.class }
        }));
    }
    track
}
