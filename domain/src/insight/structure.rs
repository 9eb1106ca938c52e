//! Which cells a release has: the units that stand alone, the rest pooled (insight.md §5.2, §5.3 rule 2). Decided once
//! per release from the number of submitted answers.

use super::cell::{CellKey, CellKind, Count, Node, Shield};
use super::input::Input;
use crate::ids::UnitId;
use crate::text::Multilingual;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A candidate cell.
#[derive(Debug, Clone)]
pub struct Cell {
    pub key: CellKey,
    /// Unit or company name; for `direct` and `pool` that of their parent.
    pub label: Multilingual,
    /// Index of the parent cell, which stands before this one.
    pub parent: Option<usize>,
    /// Places of the unit tree that make up the cell; see [`Places`].
    pub places: Vec<usize>,
    pub invited: u32,
    /// Submitted answers, with the insiders of the audience.
    pub submitted: Count,
    /// Code of the unit; of `direct` and `pool` that of their parent.
    pub code: String,
}

/// Order of siblings by size, smallest first.
pub type Size<'a> = (u32, u32, Reverse<CellKind>, &'a str);

impl Cell {
    /// The cell's size for a question with this base. Ties: the pool is smallest, then "direct", then units by code.
    pub fn size(&self, base: Count, shield: Shield) -> Size<'_> {
        (shield.eff(base), base.n, Reverse(self.key.kind()), &self.code)
    }
}

/// Where a person can belong: place 0 is the company itself, place `i + 1` unit `i` of the input.
pub struct Places {
    by_unit: BTreeMap<UnitId, usize>,
}

impl Places {
    pub fn of(input: &Input) -> Self {
        Self { by_unit: input.units.iter().enumerate().map(|(index, unit)| (unit.id, index + 1)).collect() }
    }

    /// Number of places.
    pub fn count(&self) -> usize {
        self.by_unit.len() + 1
    }

    /// The place of a person with this unit.
    pub fn place(&self, unit: Option<UnitId>) -> usize {
        unit.and_then(|id| self.by_unit.get(&id).copied()).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Default)]
struct Head {
    invited: u32,
    submitted: Count,
}

impl Head {
    fn plus(self, other: Self) -> Self {
        Self { invited: self.invited + other.invited, submitted: self.submitted.plus(other.submitted) }
    }

    /// Somebody was asked here or answered from here; a place without people is no candidate.
    const fn exists(self) -> bool {
        self.invited > 0 || self.submitted.n > 0
    }
}

struct Builder<'a> {
    input: &'a Input,
    shield: Shield,
    heads: Vec<Head>,
    children: Vec<Vec<usize>>,
}

/// The candidate cells of a checked input by priority: company first, then by depth, invited people, and code. Sizes
/// of the audience, not of the answers, decide the order: it must not tell who answered.
pub fn cells(input: &Input, places: &Places, shield: Shield) -> Vec<Cell> {
    let mut heads = vec![Head::default(); places.count()];
    for member in &input.audience {
        let head = &mut heads[places.place(member.unit)];
        head.invited += 1;
        head.submitted.insiders += u32::from(member.insider);
    }
    for respondent in &input.respondents {
        heads[places.place(respondent.unit)].submitted.n += 1;
    }
    let mut children = vec![Vec::new(); places.count()];
    for (index, unit) in input.units.iter().enumerate() {
        children[places.place(unit.parent)].push(index + 1);
    }
    let builder = Builder { input, shield, heads, children };
    by_priority(builder.grow(builder.whole(0, None)))
}

impl Builder<'_> {
    fn subtree(&self, place: usize) -> Vec<usize> {
        let mut places = vec![place];
        let mut next = 0;
        while let Some(place) = places.get(next) {
            places.extend(&self.children[*place]);
            next += 1;
        }
        places
    }

    fn node(&self, place: usize) -> Node {
        place.checked_sub(1).map_or(Node::Company, |index| Node::Unit(self.input.units[index].id))
    }

    fn label(&self, place: usize) -> Multilingual {
        place.checked_sub(1).map_or_else(|| self.input.company.clone(), |index| self.input.units[index].label.clone())
    }

    fn cell(&self, key: CellKey, place: usize, parent: Option<usize>, places: Vec<usize>) -> Cell {
        let head = places.iter().fold(Head::default(), |sum, p| sum.plus(self.heads[*p]));
        let code = place.checked_sub(1).map_or_else(String::new, |index| self.input.units[index].code.clone());
        let Head { invited, submitted } = head;
        Cell { key, label: self.label(place), parent, places, invited, submitted, code }
    }

    fn whole(&self, place: usize, parent: Option<usize>) -> Cell {
        self.cell(CellKey::Whole(self.node(place)), place, parent, self.subtree(place))
    }

    /// The cell and all cells below it, parents before children.
    fn grow(&self, company: Cell) -> Vec<Cell> {
        let mut cells = vec![company];
        let mut open = vec![(0_usize, 0_usize)];
        while let Some((index, place)) = open.pop() {
            for child in self.shown_children(place, index) {
                if let CellKey::Whole(_) = child.key {
                    open.push((cells.len(), child.places[0]));
                }
                cells.push(child);
            }
        }
        cells
    }

    /// Rule 2 for one parent: children with eff < k are pooled; while the pool has eff < k, the smallest remaining
    /// child joins it. If none remains outside, the parent shows no children.
    fn shown_children(&self, place: usize, parent: usize) -> Vec<Cell> {
        let mut outside: Vec<Cell> = self.children[place]
            .iter()
            .map(|child| self.whole(*child, Some(parent)))
            .filter(|cell| (Head { invited: cell.invited, submitted: cell.submitted }).exists())
            .collect();
        if !outside.is_empty() && self.heads[place].exists() {
            outside.push(self.cell(CellKey::Direct(self.node(place)), place, Some(parent), vec![place]));
        }
        // Smallest last, so that `pop` takes it.
        outside.sort_by(|a, b| b.size(b.submitted, self.shield).cmp(&a.size(a.submitted, self.shield)));
        let first_small = outside.iter().position(|cell| !self.shield.covers(cell.submitted));
        let mut pooled = first_small.map_or_else(Vec::new, |at| outside.split_off(at));
        while !pooled.is_empty() && !self.shield.covers(total(&pooled)) {
            let Some(smallest) = outside.pop() else { return Vec::new() };
            pooled.push(smallest);
        }
        if outside.is_empty() {
            return Vec::new();
        }
        if !pooled.is_empty() {
            let mut places: Vec<usize> = pooled.into_iter().flat_map(|cell| cell.places).collect();
            places.sort_unstable();
            outside.push(self.cell(CellKey::Pool(self.node(place)), place, Some(parent), places));
        }
        outside
    }
}

fn total(cells: &[Cell]) -> Count {
    cells.iter().fold(Count::default(), |sum, cell| sum.plus(cell.submitted))
}

/// Sorts by depth, invited people (more first), kind and code, and moves the parent indices along.
fn by_priority(cells: Vec<Cell>) -> Vec<Cell> {
    let mut depth = vec![0_u32; cells.len()];
    for (index, cell) in cells.iter().enumerate() {
        depth[index] = cell.parent.map_or(0, |parent| depth[parent] + 1);
    }
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by(|a, b| {
        let key = |i: usize| (depth[i], Reverse(cells[i].invited), cells[i].key.kind(), &cells[i].code, cells[i].key);
        key(*a).cmp(&key(*b))
    });
    let mut place_of = vec![0; cells.len()];
    for (new, old) in order.iter().enumerate() {
        place_of[*old] = new;
    }
    let mut sorted: Vec<(usize, Cell)> =
        cells.into_iter().enumerate().map(|(old, cell)| (place_of[old], cell)).collect();
    sorted.sort_by_key(|(new, _)| *new);
    sorted.into_iter().map(|(_, cell)| Cell { parent: cell.parent.map(|old| place_of[old]), ..cell }).collect()
}
