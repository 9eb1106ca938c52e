//! The published vectors (insight.md §5.5) and properties (§5.6), against a solver over the rationals.

use super::search::leaks;
use super::*;
use crate::insight::cell::{Count, Shield};
use crate::insight::exact::whole;
use crate::insight::safety::rank;
use proptest::prelude::*;
use std::collections::BTreeMap;

const K5: Shield = Shield { k: 5, share_with_employees: false };
const UNLIMITED: Budget = Budget::new(u64::MAX, u64::MAX);

fn rows(cells: &[&[usize]], atoms: usize) -> Vec<Row> {
    cells.iter().map(|cell| (0..atoms).map(|atom| cell.contains(&atom)).collect()).collect()
}

fn counts(sizes: &[u32]) -> Vec<Count> {
    sizes.iter().map(|n| Count { n: *n, insiders: 0 }).collect()
}

#[test]
fn the_published_vectors_are_judged_as_published() {
    fn check(vector: u8, atoms: &[Count], cells: &[&[usize]], expected: &[&[usize]]) {
        let (rows, people) = (rows(cells, atoms.len()), Group::of_atoms(atoms));
        assert_eq!(leaks(&rows, &people, K5), expected, "vector {vector}");
        match audit(&rows, &people, K5, &mut UNLIMITED.clone()) {
            Finding::Safe => assert!(expected.is_empty(), "vector {vector}"),
            Finding::Leak(found) => assert!(expected.contains(&found.as_slice()), "vector {vector}"),
            Finding::Over => panic!("vector {vector}"),
        }
    }
    let teams = counts(&[12, 7, 3]);
    check(1, &teams, &[&[0, 1, 2], &[0], &[1]], &[&[2]]);
    check(2, &teams, &[&[0, 1, 2], &[0]], &[]);
    let small = counts(&[20, 9, 1, 1]);
    check(3, &small, &[&[0, 1, 2, 3], &[0], &[1]], &[&[2, 3]]);
    check(4, &small, &[&[0, 1, 2, 3], &[0]], &[]);
    // t1alt, t1neu, t2alt, t2neu.
    let crossed = counts(&[5, 1, 6, 2]);
    check(5, &crossed, &[&[0, 1], &[2, 3], &[0, 2]], &[&[1, 3]]);
    check(6, &crossed, &[&[0, 1], &[2, 3], &[0, 2], &[0]], &[&[1], &[1, 3], &[3]]);
    check(7, &counts(&[9, 1]), &[&[0], &[0, 1]], &[&[1]]);
    check(8, &counts(&[1, 4]), &[&[0, 1], &[0]], &[&[0], &[1]]);
    check(8, &[Count { n: 5, insiders: 1 }], &[&[0]], &[&[0]]);
}

#[test]
fn every_reader_who_answered_knows_one_answer() {
    let shares = Shield { share_with_employees: true, ..K5 };
    for (n, leak) in [(5, true), (6, false)] {
        let found = audit(&rows(&[&[0]], 1), &Group::of_atoms(&counts(&[n])), shares, &mut UNLIMITED.clone());
        assert_eq!(found == Finding::Leak(vec![0]), leak, "{n}");
    }
}

/// Ten people, of whom three changed their answer between two releases of the total: six versions, three people.
#[test]
fn whoever_changed_an_answer_counts_once() {
    let group = |n, atoms: &[usize]| Group { count: Count { n, insiders: 0 }, atoms: atoms.to_vec() };
    let both = rows(&[&[0, 1], &[0, 2]], 3);
    for (changed, expected) in [(3, Finding::Leak(vec![1, 2])), (5, Finding::Safe)] {
        let people = [group(10 - changed, &[0]), group(changed, &[1, 2])];
        assert_eq!(audit(&both, &people, K5, &mut UNLIMITED.clone()), expected);
    }
}

#[test]
fn the_budget_is_counted_over_all_audits() {
    // Of the small atoms 1 and 2, two rows give one combination, so one set is looked at; three rows give away all.
    let (rows, people) = (rows(&[&[0, 1], &[0, 2], &[1, 2]], 3), Group::of_atoms(&counts(&[12, 4, 3])));
    let mut budget = Budget::new(2, 3);
    assert_eq!(audit(&rows[..2], &people, K5, &mut budget), Finding::Safe);
    assert_eq!(budget.left(), 2);
    assert_eq!(audit(&rows, &people, K5, &mut budget), Finding::Leak(vec![1]));
    assert_eq!(budget.left(), 1);
    assert_eq!(audit(&rows, &people, K5, &mut Budget::new(0, 9)), Finding::Over);
    assert_eq!(audit(&rows, &people, K5, &mut Budget::new(9, 0)), Finding::Over);
}

/// Small firms: up to 40 people, each in some of the cells.
#[derive(Debug, Clone)]
struct Firm {
    people: Vec<Group>,
    cells: Vec<Row>,
    shield: Shield,
}

/// `cells` random flags for each of up to seven kinds of people, and so many people and insiders of each kind.
fn firms(cells: usize) -> impl Strategy<Value = Firm> {
    let insiders = prop_oneof![4 => Just(0_u32), 1 => 1_u32..3];
    let kind = (prop::collection::vec(any::<bool>(), cells), 1_u32..7, insiders);
    (prop::collection::vec(kind, 1..8), any::<bool>(), 2_u32..7).prop_map(move |(kinds, share_with_employees, k)| {
        let mut atoms: BTreeMap<Row, Count> = BTreeMap::new();
        for (flags, n, insiders) in kinds.into_iter().filter(|(flags, _, _)| flags.contains(&true)) {
            let count = atoms.entry(flags).or_default();
            *count = count.plus(Count { n, insiders });
        }
        let (signatures, counts): (Vec<Row>, Vec<Count>) = atoms.into_iter().unzip();
        let cells = (0..cells).map(|cell| signatures.iter().map(|flags| flags[cell]).collect()).collect();
        Firm { people: Group::of_atoms(&counts), cells, shield: Shield { k, share_with_employees } }
    })
}

/// As [`firms`], but everybody may have answered in a second version, which is in other cells.
fn firms_with_changes(cells: usize) -> impl Strategy<Value = Firm> {
    (firms(cells), prop::collection::vec(prop::option::of(any::<prop::sample::Index>()), 8)).prop_map(
        |(mut firm, changes)| {
            let atoms = firm.people.len();
            for (group, change) in firm.people.iter_mut().zip(changes).filter(|_| atoms > 0) {
                let other = change.map(|index| index.index(atoms)).filter(|other| !group.atoms.contains(other));
                group.atoms.extend(other);
            }
            firm
        },
    )
}

/// Sets of atoms that the rows give away although they are small: a combination of rows other than zero that is zero
/// outside the set exists iff leaving the set's columns out lowers the rank.
fn oracle(rows: &[Row], people: &[Group], shield: Shield) -> Vec<Vec<usize>> {
    let atoms = rows.first().map_or(0, Vec::len);
    let matrix = |without: &[usize]| {
        let kept = |row: &Row| (0..atoms).filter(|a| !without.contains(a)).map(|a| whole(i64::from(row[a]))).collect();
        rows.iter().map(kept).collect()
    };
    let is_small = |set: &[usize]| {
        let told = || people.iter().filter(|group| group.atoms.iter().any(|atom| set.contains(atom)));
        let others: u32 = told().map(|group| group.count.n.saturating_sub(group.count.insiders)).sum();
        let n: u32 = told().map(|group| group.count.n).sum();
        others < shield.k || (shield.share_with_employees && n <= shield.k)
    };
    let all = rank(matrix(&[]));
    let sets = (1_u32..1 << atoms).map(|set| (0..atoms).filter(|a| set >> a & 1 == 1).collect::<Vec<_>>());
    sets.filter(|set| is_small(set) && rank(matrix(set)) < all).collect()
}

fn published(firm: &Firm, budget: Budget, earlier: usize, blocks: &[usize]) -> (Vec<Row>, Vec<bool>) {
    let (before, mut rest) = firm.cells.split_at(earlier.min(firm.cells.len()));
    let mut audit = Audit::new(&firm.people, firm.shield, budget, before.to_vec());
    let mut verdicts = Vec::new();
    for size in blocks.iter().copied().chain([usize::MAX]) {
        let (block, later) = rest.split_at(size.min(rest.len()));
        verdicts.extend(audit.accept(block).iter().map(Result::is_ok));
        rest = later;
    }
    (audit.published().to_vec(), verdicts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_audit_finds_exactly_the_leaks_of_the_solver(firm in firms(5)) {
        let mut expected = oracle(&firm.cells, &firm.people, firm.shield);
        expected.sort();
        prop_assert_eq!(&leaks(&firm.cells, &firm.people, firm.shield), &expected);
        match audit(&firm.cells, &firm.people, firm.shield, &mut UNLIMITED.clone()) {
            Finding::Safe => prop_assert!(expected.is_empty()),
            Finding::Leak(set) => prop_assert!(expected.contains(&set)),
            Finding::Over => prop_assert!(false, "no limit"),
        }
    }

    #[test]
    fn the_audit_finds_exactly_the_leaks_about_people_with_several_versions(firm in firms_with_changes(5)) {
        let found = audit(&firm.cells, &firm.people, firm.shield, &mut UNLIMITED.clone());
        prop_assert_eq!(found == Finding::Safe, oracle(&firm.cells, &firm.people, firm.shield).is_empty());
    }

    #[test]
    fn nothing_leaks_whatever_the_budget(
        firm in firms_with_changes(7), budget in prop::sample::select(vec![0, 1, 2, 5, 1_000, u64::MAX])
    ) {
        let (rows, _) = published(&firm, Budget::new(budget, budget), 0, &[1, 3]);
        prop_assert_eq!(oracle(&rows, &firm.people, firm.shield), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn trying_by_halves_accepts_what_trying_one_by_one_does(firm in firms_with_changes(7), split in 0_usize..8) {
        let (_, by_halves) = published(&firm, UNLIMITED, 0, &[split]);
        let (_, one_by_one) = published(&firm, UNLIMITED, 0, &[1; 7]);
        prop_assert_eq!(by_halves, one_by_one);
    }

    #[test]
    fn what_is_safe_stays_safe_with_fewer_rows_fewer_insiders_and_a_smaller_k(firm in firms_with_changes(4), drop in 0_usize..4) {
        prop_assume!(audit(&firm.cells, &firm.people, firm.shield, &mut UNLIMITED.clone()) == Finding::Safe);
        let mut fewer = firm.cells.clone();
        fewer.remove(drop);
        let mut outsiders = firm.people.clone();
        outsiders.iter_mut().for_each(|group| group.count.insiders /= 2);
        let easier = Shield { k: firm.shield.k - 1, ..firm.shield };
        prop_assert_eq!(audit(&fewer, &firm.people, firm.shield, &mut UNLIMITED.clone()), Finding::Safe);
        prop_assert_eq!(audit(&firm.cells, &outsiders, firm.shield, &mut UNLIMITED.clone()), Finding::Safe);
        prop_assert_eq!(audit(&firm.cells, &firm.people, easier, &mut UNLIMITED.clone()), Finding::Safe);
    }

    #[test]
    fn the_order_of_people_and_atoms_changes_nothing(firm in firms_with_changes(7), turn in 0_usize..8) {
        let atoms = firm.people.len();
        prop_assume!(atoms > 0);
        let to = |atom: usize| (atom + turn) % atoms;
        let mut turned = firm.clone();
        for (row, before) in turned.cells.iter_mut().zip(&firm.cells) {
            (0..atoms).for_each(|atom| row[to(atom)] = before[atom]);
        }
        turned.people.reverse();
        turned.people.iter_mut().for_each(|group| group.atoms.iter_mut().for_each(|atom| *atom = to(*atom)));
        let budget = Budget::new(3, 12);
        prop_assert_eq!(published(&turned, UNLIMITED, 0, &[]).1, published(&firm, UNLIMITED, 0, &[]).1);
        prop_assert!(published(&turned, budget, 0, &[]).1.len() == firm.cells.len());
    }

    #[test]
    fn no_cell_of_a_second_release_differs_from_a_published_one_by_too_few(firm in firms(7)) {
        let (first, _) = published(&Firm { cells: firm.cells[..3].to_vec(), ..firm.clone() }, UNLIMITED, 0, &[]);
        let both = Firm { cells: [first.as_slice(), &firm.cells[3..]].concat(), ..firm };
        let (rows, _) = published(&both, UNLIMITED, first.len(), &[]);
        for second in &rows[first.len()..] {
            for row in &first {
                let differing: Vec<&Group> =
                    both.people.iter().filter(|group| row[group.atoms[0]] != second[group.atoms[0]]).collect();
                let others: u32 = differing.iter().map(|group| group.count.n.saturating_sub(group.count.insiders)).sum();
                prop_assert!(differing.is_empty() || others >= both.shield.k);
            }
        }
    }
}
