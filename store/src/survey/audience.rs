//! From people to an audience: who is in scope, which small units count together, which profile an answer may carry.
//! Pure functions; [`super::write_audience`] freezes what they give.

use super::Candidate;
use std::collections::{BTreeMap, BTreeSet};
use weiterblick_domain::ids::{JobProfileId, UnitId};
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::organisation::{Tree, Unit};
use weiterblick_domain::survey::{MergeProposal, Mode, SizeCheck, Threshold, UnitCount, check_sizes};

/// The attribute of an anonymous answer that holds the id of a job profile (needs-analysis §6).
pub const ATTRIBUTE_PROFILE: &str = "profile";

/// Whom a survey means to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    pub whole_organisation: bool,
    /// With everything below them.
    pub units: BTreeSet<UnitId>,
}

/// How the audience is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub mode: Mode,
    pub threshold: Threshold,
    pub gap_source: GapSource,
    pub merge_small: bool,
}

/// An audience that is ready to be frozen.
#[derive(Debug, Clone)]
pub struct Audience {
    pub members: Vec<Candidate>,
    /// Units that have members or stand above one that has; a merged unit is part of another one's name.
    pub units: Vec<Unit>,
    /// Of the audience before any merge.
    pub check: SizeCheck,
}

/// The candidates in scope, also those who are excluded by choice.
pub fn in_scope(candidates: Vec<Candidate>, tree: &Tree, scope: &Scope) -> Vec<Candidate> {
    if scope.whole_organisation {
        return candidates;
    }
    let units: BTreeSet<UnitId> = scope.units.iter().flat_map(|unit| tree.subtree(*unit)).collect();
    candidates.into_iter().filter(|candidate| candidate.unit.is_some_and(|unit| units.contains(&unit))).collect()
}

/// Makes the audience of `candidates`; everybody who is out of scope or excluded is dropped.
///
/// Named surveys keep units and profiles as they are. Anonymous ones count small units together where
/// `merge_small` says so, and carry a profile only where gaps are measured by profiles.
pub fn resolve(candidates: Vec<Candidate>, tree: &Tree, scope: &Scope, rules: Rules) -> Audience {
    let mut members = in_scope(candidates, tree, scope);
    members.retain(|candidate| !candidate.excluded);
    let mut units = populated(tree, scope, &members);
    let (counts, without_unit) = counts(&units, &members);
    let check = check_sizes(&counts, without_unit, rules.threshold);
    if rules.mode == Mode::Anonymous {
        if rules.merge_small {
            units = merge(units, &mut members, &check.merges);
        }
        match rules.gap_source {
            GapSource::Profile => generalise(&mut members, rules.threshold),
            GapSource::Importance => members.iter_mut().for_each(|member| member.profile = None),
        }
    }
    Audience { members, units, check }
}

/// Units with members, and those above them that are in scope too; in reading order.
fn populated(tree: &Tree, scope: &Scope, members: &[Candidate]) -> Vec<Unit> {
    let chosen: BTreeSet<UnitId> = scope.units.iter().flat_map(|unit| tree.subtree(*unit)).collect();
    let with_members: BTreeSet<UnitId> = members.iter().filter_map(|member| member.unit).collect();
    let needed = |unit: &Unit| tree.subtree(unit.id).iter().any(|below| with_members.contains(below));
    let mut kept: Vec<Unit> = tree
        .walk()
        .into_iter()
        .map(|(_, unit)| unit)
        .filter(|unit| scope.whole_organisation || chosen.contains(&unit.id))
        .filter(|unit| needed(unit))
        .cloned()
        .collect();
    let ids: BTreeSet<UnitId> = kept.iter().map(|unit| unit.id).collect();
    for unit in &mut kept {
        unit.parent = unit.parent.filter(|parent| ids.contains(parent));
    }
    kept
}

/// Members per unit, and how many are in none.
fn counts(units: &[Unit], members: &[Candidate]) -> (Vec<UnitCount>, u32) {
    let count =
        |fits: &dyn Fn(&&Candidate) -> bool| u32::try_from(members.iter().filter(fits).count()).unwrap_or(u32::MAX);
    let of_unit = |unit: &Unit| UnitCount {
        unit: unit.id,
        parent: unit.parent,
        members: count(&|member| member.unit == Some(unit.id)),
        insiders: count(&|member| member.unit == Some(unit.id) && member.insider),
    };
    (units.iter().map(of_unit).collect(), count(&|member| member.unit.is_none()))
}

/// Carries the proposals out: members move, the name of the receiving unit tells so, and units below a merged one hang
/// where it went.
fn merge(units: Vec<Unit>, members: &mut [Candidate], merges: &[MergeProposal]) -> Vec<Unit> {
    let mut home: BTreeMap<UnitId, UnitId> = units.iter().map(|unit| (unit.id, unit.id)).collect();
    let mut names: BTreeMap<UnitId, String> = units.iter().map(|unit| (unit.id, unit.name.clone())).collect();
    for MergeProposal { unit, into } in merges {
        home.values_mut().filter(|place| *place == unit).for_each(|place| *place = *into);
        if let Some(name) = names.remove(unit) {
            let receiving = names.entry(*into).or_default();
            *receiving = format!("{receiving} + {name}");
        }
    }
    for member in members {
        member.unit = member.unit.and_then(|unit| home.get(&unit).copied());
    }
    let parents: BTreeMap<UnitId, Option<UnitId>> = units.iter().map(|unit| (unit.id, unit.parent)).collect();
    let place_of = |unit: &Unit| {
        let mut above = unit.parent;
        while let Some(parent) = above {
            match home.get(&parent) {
                Some(place) if *place != unit.id => return Some(*place),
                _ => above = parents.get(&parent).copied().flatten(),
            }
        }
        None
    };
    let stays = |unit: &&Unit| home.get(&unit.id) == Some(&unit.id);
    units
        .iter()
        .filter(stays)
        .map(|unit| Unit {
            parent: place_of(unit),
            name: names.get(&unit.id).cloned().unwrap_or_default(),
            ..unit.clone()
        })
        .collect()
}

/// Takes profiles away until every combination of unit and profile is shared by at least k members (needs-analysis
/// §11.3). Rare profiles of a unit become the unit's own profile, else none; if that group is still too small, the next
/// rarest profile joins it.
pub fn generalise(members: &mut [Candidate], threshold: Threshold) {
    let k = usize::try_from(threshold.k()).unwrap_or(usize::MAX);
    let units: BTreeSet<Option<UnitId>> = members.iter().map(|member| member.unit).collect();
    for unit in units {
        let mut team: Vec<&mut Candidate> = members.iter_mut().filter(|member| member.unit == unit).collect();
        let common = team.iter().find_map(|member| member.unit_profile);
        loop {
            let mut sizes: BTreeMap<Option<JobProfileId>, usize> = BTreeMap::new();
            team.iter().for_each(|member| *sizes.entry(member.profile).or_default() += 1);
            let others = sizes.iter().filter(|(profile, _)| **profile != common);
            let rarest = others.min_by_key(|(_, size)| **size).map(|(profile, size)| (*profile, *size));
            let common_size = sizes.get(&common).copied().unwrap_or(0);
            let Some((rarest, _)) = rarest.filter(|(_, size)| *size < k || (1..k).contains(&common_size)) else {
                break;
            };
            team.iter_mut().filter(|member| member.profile == rarest).for_each(|member| member.profile = common);
        }
    }
}

#[cfg(test)]
mod tests;
