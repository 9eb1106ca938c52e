//! The cells shown after rules 2 to 4 against a brute-force solver: whoever solves linear equations over exact sums
//! must not find a group of 1 to k−1 people other than insiders (insight.md §5.1, §5.4).

use super::cell::{Count, Shield};
use super::exact::{Exact, whole};
use super::fixture::{firm, opt_out, rated, unit};
use super::input::{Input, Member, Respondent};
use super::protect::{Verdict, decide};
use super::structure::{Cell, Places, cells};
use proptest::prelude::*;

/// Rank of a matrix over the rationals.
pub(crate) fn rank(mut rows: Vec<Vec<Exact>>) -> usize {
    let (zero, mut rank) = (whole(0), 0);
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != zero) else { continue };
        rows.swap(rank, pivot);
        for row in 0..rows.len() {
            if row != rank && rows[row][column] != zero {
                let factor = rows[row][column] / rows[rank][column];
                for c in column..rows[row].len() {
                    let value = rows[rank][c];
                    rows[row][c] -= factor * value;
                }
            }
        }
        rank += 1;
    }
    rank
}

/// Groups of atoms that the rows give away although they are small: a non-zero combination of rows that is zero
/// outside the group exists iff dropping the group's columns lowers the rank.
fn leaks(rows: &[Vec<bool>], atoms: &[Count], shield: Shield) -> Vec<Vec<usize>> {
    let matrix = |keep: &dyn Fn(usize) -> bool| -> Vec<Vec<Exact>> {
        let line = |row: &Vec<bool>| (0..atoms.len()).filter(|a| keep(*a)).map(|a| whole(i64::from(row[a]))).collect();
        rows.iter().map(line).collect()
    };
    let all = rank(matrix(&|_| true));
    (1_u32..1 << atoms.len())
        .map(|set| (0..atoms.len()).filter(|a| set >> a & 1 == 1).collect::<Vec<_>>())
        .filter(|group| {
            let n: u32 = group.iter().map(|a| atoms[*a].n).sum();
            let others: u32 = group.iter().map(|a| atoms[*a].n.saturating_sub(atoms[*a].insiders)).sum();
            let small = others < shield.k || (shield.share_with_employees && n <= shield.k);
            small && rank(matrix(&|a| !group.contains(&a))) < all
        })
        .collect()
}

/// Atoms of shown cells: places with the same membership, as in §5.2; places without a base are in none.
fn atoms(shown: &[&Cell], bases: &[Count]) -> (Vec<Vec<bool>>, Vec<Count>) {
    let mut signatures: Vec<(Vec<bool>, Count)> = Vec::new();
    for (place, base) in bases.iter().enumerate() {
        let signature: Vec<bool> = shown.iter().map(|cell| cell.places.contains(&place)).collect();
        match signatures.iter_mut().find(|(known, _)| *known == signature) {
            Some((_, sum)) => *sum = sum.plus(*base),
            None => signatures.push((signature, *base)),
        }
    }
    signatures.retain(|(signature, count)| count.n > 0 && signature.contains(&true));
    let rows = (0..shown.len()).map(|row| signatures.iter().map(|(s, _)| s[row]).collect()).collect();
    (rows, signatures.into_iter().map(|(_, count)| count).collect())
}

/// What the rules show of the rating of competence 1, with the base per place.
fn shown(input: &Input, shield: Shield) -> (Vec<Cell>, Vec<Verdict>, Vec<Count>) {
    let places = Places::of(input);
    let cells = cells(input, &places, shield);
    let mut bases = vec![Count::default(); places.count()];
    for member in &input.audience {
        bases[places.place(member.unit)].insiders += u32::from(member.insider);
    }
    for respondent in &input.respondents {
        bases[places.place(respondent.unit)].n += u32::from(respondent.ratings[0].ist.is_some());
    }
    let sum = |cell: &Cell| cell.places.iter().fold(Count::default(), |sum, place| sum.plus(bases[*place]));
    let counts: Vec<Count> = cells.iter().map(sum).collect();
    let verdicts = decide(&cells, &counts, shield, |_| true);
    (cells, verdicts, bases)
}

/// People of one place: (asked only, opted out, answered, insiders).
type People = (usize, usize, usize, usize);

/// A firm with up to seven units in a random tree.
fn firms() -> impl Strategy<Value = Input> {
    let people = (0_usize..3, 0_usize..5, 0_usize..14, prop_oneof![3 => Just(0_usize), 1 => 1_usize..4]);
    let places = proptest::collection::vec((people.clone(), any::<prop::sample::Index>()), 1..8);
    (places, people, any::<bool>(), 5_u32..8).prop_map(|(places, top, share, k)| {
        let codes = ["a", "b", "c", "d", "e", "f", "g"];
        let parent = |i: usize, at: &prop::sample::Index| at.index(i + 1).checked_sub(1).map(|p| codes[p]);
        let units: Vec<_> = places.iter().enumerate().map(|(i, (_, at))| (codes[i], parent(i, at))).collect();
        let mut input = firm(&units, 1);
        input.rules.k = k;
        input.rules.share_with_employees = share;
        fill(&mut input, None, top);
        for (index, (people, _)) in places.iter().enumerate() {
            fill(&mut input, Some(codes[index]), *people);
        }
        input
    })
}

fn fill(input: &mut Input, code: Option<&str>, (silent, opted_out, answered, insiders): People) {
    let place = code.map(unit);
    let member = |insider| Member { unit: place, profile: None, insider };
    input.audience.extend(vec![member(false); silent + opted_out + answered]);
    input.audience.extend(vec![member(true); insiders]);
    let respondent = |rating| Respondent { unit: place, profile: None, ratings: vec![rating] };
    input.respondents.extend(vec![respondent(opt_out()); opted_out]);
    input.respondents.extend(vec![respondent(rated(4, 2)); answered]);
}

#[test]
fn the_solver_finds_the_published_leaks() {
    let shield = Shield { k: 5, share_with_employees: false };
    let atom = |n, insiders| Count { n, insiders };
    fn check(rows: &[&[usize]], atoms: &[Count], shield: Shield, expected: &[&[usize]]) {
        let row = |cells: &&[usize]| (0..atoms.len()).map(|a| cells.contains(&a)).collect();
        let rows: Vec<Vec<bool>> = rows.iter().map(row).collect();
        assert_eq!(leaks(&rows, atoms, shield), expected);
    }
    let teams = [atom(12, 0), atom(7, 0), atom(3, 0)];
    check(&[&[0, 1, 2], &[0], &[1]], &teams, shield, &[&[2]]);
    check(&[&[0, 1, 2], &[0]], &teams, shield, &[]);
    let small = [atom(20, 0), atom(9, 0), atom(1, 0), atom(1, 0)];
    check(&[&[0, 1, 2, 3], &[0], &[1]], &small, shield, &[&[2, 3]]);
    check(&[&[0, 1, 2, 3], &[0]], &small, shield, &[]);
    let crossed = [atom(5, 0), atom(1, 0), atom(6, 0), atom(2, 0)];
    check(&[&[0, 1], &[2, 3], &[0, 2]], &crossed, shield, &[&[1, 3]]);
    check(&[&[0, 1], &[2, 3], &[0, 2], &[0]], &crossed, shield, &[&[1], &[3], &[1, 3]]);
    check(&[&[0]], &[atom(5, 1)], shield, &[&[0]]);
}

#[test]
fn a_hidden_cell_with_shown_children_would_give_its_neighbour_away() {
    // b is hidden to protect c; if its two halves stayed, the company minus a minus both halves would be c.
    let input = firm(&[("a", None), ("b", None), ("c", None), ("b1", Some("b")), ("b2", Some("b"))], 1)
        .answering("a", 20, &[rated(4, 2)])
        .answering("b1", 6, &[rated(4, 2)])
        .answering("b2", 6, &[rated(4, 2)])
        .answering("c", 3, &[rated(4, 2)])
        .answering("c", 5, &[opt_out()]);
    let shield = Shield { k: 5, share_with_employees: false };
    let (cells, verdicts, _) = shown(&input, shield);
    let labels = cells.iter().zip(&verdicts).filter(|(_, v)| v.is_shown()).map(|(c, _)| c.code.as_str());
    assert_eq!(labels.collect::<Vec<_>>(), ["", "a"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_small_group_can_be_calculated_from_what_is_shown(input in firms()) {
        let shield = Shield { k: input.rules.k, share_with_employees: input.rules.share_with_employees };
        let (cells, verdicts, bases) = shown(&input, shield);
        let visible: Vec<&Cell> = cells.iter().zip(&verdicts).filter(|(_, v)| v.is_shown()).map(|(c, _)| c).collect();
        let (rows, atoms) = atoms(&visible, &bases);
        prop_assert_eq!(leaks(&rows, &atoms, shield), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn hidden_siblings_are_nobody_or_at_least_k(input in firms()) {
        let shield = Shield { k: input.rules.k, share_with_employees: input.rules.share_with_employees };
        let (cells, verdicts, bases) = shown(&input, shield);
        for parent in (0..cells.len()).filter(|parent| verdicts[*parent].is_shown()) {
            let hidden = (0..cells.len()).filter(|c| cells[*c].parent == Some(parent) && !verdicts[*c].is_shown());
            let places = hidden.flat_map(|c| cells[c].places.iter());
            let sum = places.fold(Count::default(), |sum, place| sum.plus(bases[*place]));
            prop_assert!(sum.n == 0 || shield.eff(sum) >= shield.k, "{:?} of {:?}", sum, cells[parent].key);
        }
    }

    #[test]
    fn the_cells_below_a_parent_are_all_of_it(input in firms()) {
        let shield = Shield { k: input.rules.k, share_with_employees: input.rules.share_with_employees };
        let cells = cells(&input, &Places::of(&input), shield);
        for (index, parent) in cells.iter().enumerate() {
            let children: Vec<&Cell> = cells.iter().filter(|cell| cell.parent == Some(index)).collect();
            let people: u32 = children.iter().map(|cell| cell.submitted.n).sum();
            prop_assert!(children.is_empty() || people == parent.submitted.n);
            prop_assert!(children.iter().all(|cell| shield.eff(cell.submitted) >= shield.k));
        }
    }
}
