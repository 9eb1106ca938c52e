use super::*;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::organisation::Channel;
use weiterblick_domain::survey::AudienceFinding;
use weiterblick_domain::text::Language;

const fn unit(n: u8) -> UnitId {
    UnitId::from_bytes([n; 16])
}

const fn profile(n: u8) -> JobProfileId {
    JobProfileId::from_bytes([n; 16])
}

fn tree(nodes: &[(u8, u8)]) -> Tree {
    let node = |(n, parent): &(u8, u8)| Unit {
        id: unit(*n),
        parent: (*parent > 0).then(|| unit(*parent)),
        code: n.to_string(),
        name: format!("T{n}"),
    };
    Tree::new(nodes.iter().map(node).collect())
}

/// `times` people of a unit (0: none) with a profile (0: none).
fn people(first: u8, times: u8, of: u8, with: u8) -> Vec<Candidate> {
    let person = |n| Candidate {
        person: PersonId::from_bytes([n; 16]),
        first_name: String::new(),
        last_name: n.to_string(),
        personnel_ref: String::new(),
        email: String::new(),
        language: Language::De,
        channel: Channel::Mail,
        unit: (of > 0).then(|| unit(of)),
        profile: (with > 0).then(|| profile(with)),
        unit_profile: None,
        insider: false,
        excluded: false,
    };
    (first..first + times).map(person).collect()
}

fn rules(merge_small: bool) -> Rules {
    Rules { mode: Mode::Anonymous, threshold: Threshold::default(), gap_source: GapSource::Profile, merge_small }
}

fn whole() -> Scope {
    Scope { whole_organisation: true, units: BTreeSet::new() }
}

#[test]
fn a_unit_in_scope_brings_everything_below_it_and_nobody_without_a_unit() {
    let tree = tree(&[(1, 0), (2, 1), (3, 0)]);
    let all = [people(1, 6, 1, 0), people(10, 6, 2, 0), people(20, 6, 3, 0), people(30, 2, 0, 0)].concat();
    let scope = Scope { whole_organisation: false, units: BTreeSet::from([unit(1)]) };
    let audience = resolve(all.clone(), &tree, &scope, rules(false));
    assert_eq!(audience.members.len(), 12);
    assert_eq!(audience.units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [unit(1), unit(2)]);
    assert_eq!(resolve(all, &tree, &whole(), rules(false)).members.len(), 20);
}

#[test]
fn who_is_excluded_is_not_asked() {
    let mut all = people(1, 7, 1, 0);
    all[0].excluded = true;
    assert_eq!(resolve(all, &tree(&[(1, 0)]), &whole(), rules(false)).members.len(), 6);
}

#[test]
fn a_small_unit_counts_with_its_neighbour_only_when_that_was_accepted() {
    let tree = tree(&[(1, 0), (2, 1), (3, 1), (4, 2)]);
    let all = || [people(1, 8, 1, 0), people(10, 3, 2, 0), people(20, 6, 3, 0), people(40, 7, 4, 0)].concat();
    let apart = resolve(all(), &tree, &whole(), rules(false));
    assert_eq!(apart.check.audience, AudienceFinding::Enough);
    assert_eq!(apart.check.merges, [MergeProposal { unit: unit(2), into: unit(3) }]);
    assert_eq!(apart.members.iter().filter(|member| member.unit == Some(unit(2))).count(), 3);

    let together = resolve(all(), &tree, &whole(), rules(true));
    assert_eq!(together.members.iter().filter(|member| member.unit == Some(unit(3))).count(), 9);
    let names: Vec<(&str, Option<UnitId>)> =
        together.units.iter().map(|unit| (unit.name.as_str(), unit.parent)).collect();
    // T4 stood below T2, which is now part of T3.
    assert_eq!(names, [("T1", None), ("T4", Some(unit(3))), ("T3 + T2", Some(unit(1)))]);
}

#[test]
fn a_named_survey_merges_nothing() {
    let all = [people(1, 8, 1, 1), people(10, 3, 2, 2)].concat();
    let named = Rules { mode: Mode::Named, ..rules(true) };
    let audience = resolve(all.clone(), &tree(&[(1, 0), (2, 1)]), &whole(), named);
    assert_eq!(audience.members, all);
    assert_eq!(audience.units.len(), 2);
}

#[test]
fn an_anonymous_answer_carries_no_profile_where_gaps_come_from_importance() {
    let by_importance = Rules { gap_source: GapSource::Importance, ..rules(false) };
    let audience = resolve(people(1, 9, 1, 1), &tree(&[(1, 0)]), &whole(), by_importance);
    assert!(audience.members.iter().all(|member| member.profile.is_none()));
}

#[test]
fn every_combination_of_unit_and_profile_is_shared_by_k() {
    fn check(groups: &[(u8, u8)], common: u8, expected: &[(u8, usize)]) {
        let mut first = 1;
        let mut members = Vec::new();
        for (with, times) in groups {
            members.extend(people(first, *times, 1, *with));
            first += times;
        }
        members.iter_mut().for_each(|member| member.unit_profile = (common > 0).then(|| profile(common)));
        generalise(&mut members, Threshold::default());
        let mut sizes: BTreeMap<Option<JobProfileId>, usize> = BTreeMap::new();
        members.iter().for_each(|member| *sizes.entry(member.profile).or_default() += 1);
        let expected = expected.iter().map(|(with, size)| ((*with > 0).then(|| profile(*with)), *size)).collect();
        assert_eq!(sizes, expected, "{groups:?} {common}");
    }
    check(&[(1, 9)], 1, &[(1, 9)]);
    // The lead's profile would stand out: it becomes that of the team.
    check(&[(1, 9), (2, 1)], 1, &[(1, 10)]);
    check(&[(1, 9), (2, 5)], 1, &[(1, 9), (2, 5)]);
    // Without a profile of the team, the rare one goes and takes the next rarest with it until five are without.
    check(&[(1, 9), (2, 5), (3, 1)], 0, &[(0, 6), (1, 9)]);
    check(&[(1, 9), (2, 1)], 0, &[(0, 10)]);
    check(&[(2, 3), (3, 3)], 1, &[(1, 6)]);
    // A unit below k is a matter of the size check; it keeps one combination.
    check(&[(1, 2), (2, 1)], 0, &[(0, 3)]);
}
