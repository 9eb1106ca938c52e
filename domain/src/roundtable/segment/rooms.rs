//! T21: random rooms, and exact linear algebra over everything that is published about them. Nobody may be able to
//! calculate something about one to four people.

use super::fixture::{cast, value, voter};
use super::*;
use crate::insight::exact::whole;
use crate::insight::safety::rank;
use crate::roundtable::poll::fixture::{no, rules, set};
use crate::roundtable::poll::{Kind, OptionNo, split};
use proptest::prelude::*;
use std::collections::BTreeSet;

const K: u32 = 5;
const ATTRIBUTES: &[Attribute] = &[Attribute::SizeClass, Attribute::Role];

/// A voice, and what it does until each of three locks: `None` leaves everything as it is.
#[derive(Debug, Clone)]
struct Person {
    size_class: u8,
    role: u8,
    class: u32,
    moves: [Option<Move>; 3],
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Answer([u8; 2]),
    Withdraw,
}

#[derive(Debug, Clone)]
struct Story {
    kind: Kind,
    people: Vec<Person>,
    views: bool,
}

fn stories() -> impl Strategy<Value = Story> {
    // Steps of two statements; 0 leaves one out.
    let answer = || [0_u8..=3, 0_u8..=3].prop_map(Move::Answer);
    let later = prop_oneof![4 => Just(None), 2 => answer().prop_map(Some), 1 => Just(Some(Move::Withdraw))];
    let first = prop_oneof![5 => answer().prop_map(Some), 1 => Just(None)];
    let moves = (first, later.clone(), later).prop_map(|(first, second, third)| [first, second, third]);
    let person = (0_u8..3, 0_u8..3, 1_u32..3, moves);
    let kind = prop::sample::select(vec![Kind::YesNo, Kind::Scale]);
    let room = prop::collection::vec(person, 5..19);
    // Roles may be nested in size classes.
    (kind, room, any::<bool>(), any::<bool>()).prop_map(|(kind, room, nested, views)| {
        let people = room.into_iter().map(|(size_class, role, class, moves)| {
            let role = if nested { size_class.min(role).min(1) + size_class } else { role };
            Person { size_class, role, class, moves }
        });
        Story { kind, people: people.collect(), views }
    })
}

impl Story {
    fn answer(&self, steps: [u8; 2]) -> Ballot {
        match self.kind {
            Kind::YesNo => Ballot::Answer(Answer::YesNo(steps[0] > 1)),
            _ => Ballot::Answer(Answer::Scale([(no(1), steps[0]), (no(2), steps[1])].into())),
        }
    }

    /// The urn at a lock.
    fn urn(&self, lock: usize) -> Urn {
        let mut urn = Urn::default();
        for (index, person) in self.people.iter().enumerate() {
            let done: Vec<Move> = person.moves[..=lock].iter().flatten().copied().collect();
            let ballot = match done.last() {
                None => continue,
                Some(Move::Withdraw) => Ballot::Withdrawn,
                Some(Move::Answer(steps)) => self.answer(*steps),
            };
            let profile = Profile::default()
                .with(Attribute::SizeClass, value(person.size_class))
                .with(Attribute::Role, value(person.role));
            urn.voices.insert(voter(index), Cast { ballot, class: person.class, ..cast(profile, Answer::YesNo(true)) });
        }
        urn.views = self.views && self.questions().all(|statement| split::both_views(&classes(&urn, statement)));
        urn
    }

    /// What is asked: one question, or two statements.
    fn questions(&self) -> impl Iterator<Item = Option<OptionNo>> {
        let statements = if self.kind == Kind::Scale { vec![Some(no(1)), Some(no(2))] } else { vec![None] };
        statements.into_iter()
    }
}

fn classes(urn: &Urn, statement: Option<OptionNo>) -> split::Classes {
    let mut classes = split::Classes::new();
    for (_, cast, _) in urn.answers().filter(|(voice, _, answer)| unknown(statement, *voice, answer).is_some()) {
        *classes.entry(cast.class).or_default() += 1;
    }
    classes
}

/// What a reader does not know: the answer of a voice about a statement, as long as it stays the same.
type Unknown = (VoterRef, u8);

fn unknown(statement: Option<OptionNo>, voice: VoterRef, answer: &Answer) -> Option<Unknown> {
    match (answer, statement) {
        (Answer::YesNo(yes), _) => Some((voice, u8::from(*yes))),
        (Answer::Scale(steps), Some(statement)) => {
            steps.get(&statement).filter(|step| **step > 0).map(|step| (voice, *step))
        }
        _ => None,
    }
}

/// Sums over unknowns that a reader knows, about one statement (or the only question).
struct Known {
    statement: Option<OptionNo>,
    sums: Vec<BTreeSet<Unknown>>,
}

impl Known {
    fn learn(&mut self, urn: &Urn, holds: impl Fn(&Cast) -> bool) {
        let inside = urn.answers().filter(|(_, cast, _)| holds(cast));
        let sum = inside.filter_map(|(voice, _, answer)| unknown(self.statement, voice, answer)).collect();
        self.sums.push(sum);
    }

    fn is_shown(&self, figures: &CellFigures) -> bool {
        match figures {
            CellFigures::YesNo { yes } => yes.is_shown(),
            CellFigures::Scale { rows } => {
                rows.iter().any(|row| Some(row.o) == self.statement && row.figure.is_shown())
            }
            other => panic!("{other:?}"),
        }
    }

    /// A new release: the total of at least five, with two views the classes, and the cells.
    fn read(&mut self, urn: &Urn, segments: &Segments) {
        if classes(urn, self.statement).values().sum::<u32>() < K {
            return;
        }
        self.learn(urn, |_| true);
        for class in (1..3).filter(|_| urn.views) {
            self.learn(urn, |cast| cast.class == class);
        }
        for cell in segments.cells.iter().filter(|cell| self.is_shown(&cell.figures)).collect::<Vec<_>>() {
            self.learn(urn, |cast| cell.values.contains(&cast.profile.get(cell.attribute)));
        }
    }

    /// Sets of one to four people about whom something can be calculated.
    fn leaks(&self) -> Vec<BTreeSet<VoterRef>> {
        let unknowns: BTreeSet<Unknown> = self.sums.iter().flatten().copied().collect();
        let rank_without = |people: &BTreeSet<VoterRef>| {
            let kept: Vec<&Unknown> = unknowns.iter().filter(|(voice, _)| !people.contains(voice)).collect();
            let row = |sum: &BTreeSet<Unknown>| kept.iter().map(|u| whole(i64::from(sum.contains(*u)))).collect();
            rank(self.sums.iter().map(row).collect())
        };
        let all = rank_without(&BTreeSet::new());
        let few: Vec<BTreeSet<VoterRef>> =
            self.crowds(&unknowns).into_iter().filter(|crowd| crowd.len() < K as usize).collect();
        if rank_without(&few.iter().flatten().copied().collect()) == all {
            return Vec::new();
        }
        let mut unions = vec![BTreeSet::new()];
        for crowd in &few {
            let larger: Vec<BTreeSet<VoterRef>> =
                unions.iter().map(|union| union | crowd).filter(|union| union.len() < K as usize).collect();
            unions.extend(larger);
        }
        unions.into_iter().filter(|union| !union.is_empty() && rank_without(union) < all).collect()
    }

    /// People whom no sum tells apart: what can be calculated is about all of them or none.
    fn crowds(&self, unknowns: &BTreeSet<Unknown>) -> Vec<BTreeSet<VoterRef>> {
        let mut crowds: BTreeMap<BTreeSet<Vec<bool>>, BTreeSet<VoterRef>> = BTreeMap::new();
        for voice in unknowns.iter().map(|(voice, _)| *voice).collect::<BTreeSet<_>>() {
            let own = unknowns.iter().filter(|(of, _)| *of == voice);
            let marks = own.map(|unknown| self.sums.iter().map(|sum| sum.contains(unknown)).collect()).collect();
            crowds.entry(marks).or_default().insert(voice);
        }
        crowds.into_values().collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_about_one_to_four_people_can_be_calculated_from_all_that_is_published(story in stories()) {
        let rules = rules(story.kind);
        let options = if story.kind == Kind::Scale { set([1, 2]) } else { OptionSet::default() };
        let plan = Plan { rules: &rules, options, attributes: ATTRIBUTES, k: K };
        let mut known: Vec<Known> =
            story.questions().map(|statement| Known { statement, sums: Vec::new() }).collect();
        let mut records = Vec::new();
        for lock in 0..3 {
            let urn = story.urn(lock);
            if let Decision::New { segments, record } = release(&plan, &urn, &records) {
                known.iter_mut().for_each(|known| known.read(&urn, &segments));
                records.push(record);
            }
        }
        for known in &known {
            prop_assert_eq!(known.leaks(), Vec::<BTreeSet<VoterRef>>::new());
        }
    }
}
