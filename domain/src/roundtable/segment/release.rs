//! What is published at a lock, given what was published before (live.md L37, L38).

use super::figures::figures;
use super::item::Item;
use super::structure::{Cell, Size, cells};
use super::tracks::Tracks;
use super::{Plan, SegmentCell, Segments, Urn};
use crate::insight::audit::{Audit, Budget, Row};
use crate::insight::cell::Shield;
use crate::insight::display;
use crate::roundtable::attribute::Profile;
use crate::roundtable::identity::VoterRef;
use crate::roundtable::limits::{AUDIT_SETS_MAX, SMALL_GROUP};
use crate::roundtable::poll::words::WordRules;
use crate::roundtable::poll::{Answer, Tally};
use std::collections::BTreeSet;

/// What becomes of the segments at a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// There are none: open text, or fewer than five answers.
    Nothing,
    /// The last release stays ("Stand vor dem Wiederöffnen"). In a protected poll the total that was shown with it must
    /// stay as well: the difference of two totals would tell about fewer than k voices.
    Kept,
    /// To be published instead of the last one, and to be remembered.
    New { segments: Segments, record: Record },
}

/// What the audits of later releases of the round must know about one. It holds ballots: it stays in memory, and when it
/// is lost the last release stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    urn: Urn,
    cells: Vec<Audited>,
}

/// A cell with the items that are shown in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Audited {
    cell: Cell,
    items: BTreeSet<Item>,
}

/// Decides at a lock, or at a close with entries made after the lock. `earlier` are the records of all releases of the
/// round, oldest first. Equal ballots give an equal release, whatever the order in which they came.
pub fn release(plan: &Plan, urn: &Urn, earlier: &[Record]) -> Decision {
    let items = Item::of(plan.rules, plan.options);
    let size = Size { ballots: count(urn.answers().count()), hands: hands_people(plan, urn) };
    if items.is_empty() {
        return Decision::Nothing;
    }
    let allowed = size.people() >= SMALL_GROUP;
    match earlier.last() {
        None if !allowed => return Decision::Nothing,
        Some(last) if !allowed || !may_replace(plan, &last.urn, urn) => return Decision::Kept,
        _ => {}
    }
    let attributes = plan.attributes.iter();
    let cells: Vec<Cell> = attributes.flat_map(|attribute| cells(urn, size.hands, *attribute, plan.k)).collect();
    let mut audited: Vec<Audited> = cells.into_iter().map(|cell| Audited { cell, items: BTreeSet::new() }).collect();
    for item in items {
        if !audit_item(item, plan, urn, earlier, &mut audited) {
            return Decision::Kept;
        }
    }
    audited.retain(|audited| !audited.items.is_empty());
    let cells = audited.iter().filter_map(|audited| segment_cell(plan, urn, audited)).collect();
    let record = Record { urn: urn.clone(), cells: audited };
    Decision::New { segments: Segments { k: plan.k, cells }, record }
}

/// L38: at least k ballots were added, changed or withdrawn, or none of them. The same of raised hands, so that a
/// correction of few hands does not show what they were raised for.
fn may_replace(plan: &Plan, before: &Urn, now: &Urn) -> bool {
    let hands = match before.hands == now.hands {
        true => 0,
        false => hands_people(plan, before).abs_diff(hands_people(plan, now)).max(1),
    };
    let moved = moved(before, now);
    let enough = |people: u32| people == 0 || people >= plan.k;
    moved + hands > 0 && enough(moved) && enough(hands)
}

/// Voices whose answer, or whose profile with it, is not the same in both urns.
fn moved(before: &Urn, now: &Urn) -> u32 {
    let voices: BTreeSet<&VoterRef> = before.voices.keys().chain(now.voices.keys()).collect();
    count(voices.into_iter().filter(|voice| stand(before, voice) != stand(now, voice)).count())
}

fn stand<'a>(urn: &'a Urn, voice: &VoterRef) -> Option<(&'a Answer, Profile)> {
    let cast = urn.voices.get(voice)?;
    Some((cast.ballot.answer()?, cast.stated()))
}

/// People who answered by raised hands.
fn hands_people(plan: &Plan, urn: &Urn) -> u32 {
    let only_hands = Tally::new(plan.rules, plan.options, 1).outcome(&urn.hands, &WordRules::default());
    u32::try_from(only_hands.n).unwrap_or(u32::MAX)
}

/// The audit of one item (insight.md §5.4): notes it at every cell in which it may be shown. False if not even the total
/// may be published beside the earlier releases.
fn audit_item(item: Item, plan: &Plan, urn: &Urn, earlier: &[Record], cells: &mut [Audited]) -> bool {
    let urns: Vec<&Urn> = earlier.iter().map(|record| &record.urn).chain([urn]).collect();
    let tracks = Tracks::of(item, &urns);
    let mut published = Vec::new();
    for (index, record) in earlier.iter().enumerate() {
        published.extend(totals(&tracks, index, &record.urn));
        let shown = record.cells.iter().filter(|audited| audited.items.contains(&item));
        published.extend(shown.map(|audited| tracks.cell(index, |profile| audited.cell.holds(profile))));
    }
    let now = earlier.len();
    let totals = totals(&tracks, now, urn);
    let mut of_totals = Audit::new(tracks.people(), shield(SMALL_GROUP), budget(), published.clone());
    if !earlier.is_empty() && of_totals.accept(&totals).iter().any(Result::is_err) {
        return false;
    }
    published.extend(totals);
    let mut audit = Audit::new(tracks.people(), shield(plan.k), budget(), published);
    for block in cells.chunk_by_mut(|a, b| a.cell.attribute == b.cell.attribute) {
        let rows: Vec<Row> =
            block.iter().map(|audited| tracks.cell(now, |profile| audited.cell.holds(profile))).collect();
        for (audited, verdict) in block.iter_mut().zip(audit.accept(&rows)) {
            if verdict.is_ok() {
                audited.items.insert(item);
            }
        }
    }
    true
}

/// What is shown of an item in any case: the total, and with two views the classes of voices that these treat alike.
/// Nothing about one to four voices (L34).
fn totals(tracks: &Tracks, index: usize, urn: &Urn) -> Vec<Row> {
    if tracks.base(index) < SMALL_GROUP {
        return Vec::new();
    }
    let classes = if urn.views { tracks.classes(index) } else { Vec::new() };
    [vec![tracks.total(index)], classes].concat()
}

/// In a room everybody is an outsider to everybody else.
const fn shield(k: u32) -> Shield {
    Shield { k, share_with_employees: false }
}

const fn budget() -> Budget {
    Budget::new(AUDIT_SETS_MAX, u64::MAX)
}

fn segment_cell(plan: &Plan, urn: &Urn, Audited { cell, items }: &Audited) -> Option<SegmentCell> {
    Some(SegmentCell {
        attribute: cell.attribute,
        kind: cell.kind,
        values: cell.values.clone(),
        n: display::n_class(cell.size.people(), plan.k)?,
        figures: figures(plan, urn, cell, items)?,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
