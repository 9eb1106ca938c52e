use super::fold;
use crate::ids::UnitId;
use std::collections::{HashMap, HashSet};

/// Units per organisation (needs-analysis §17).
pub const MAX_UNITS: usize = 500;
/// Levels of the tree, the top one counted (needs-analysis §3.1).
pub const MAX_DEPTH: usize = 6;

/// One node as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    pub code: String,
    pub name: String,
}

/// Why the tree may not become so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    #[error("no such unit")]
    Unknown,
    #[error("a unit cannot stand below itself")]
    Cycle,
    #[error("deeper than {MAX_DEPTH} levels")]
    TooDeep,
    #[error("more than {MAX_UNITS} units")]
    TooMany,
}

/// All units of one organisation. Whatever is stored, walking it ends: a node is visited once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    units: Vec<Unit>,
    places: HashMap<UnitId, usize>,
    children: HashMap<Option<UnitId>, Vec<usize>>,
}

impl Tree {
    /// Siblings come in the order of their names.
    pub fn new(mut units: Vec<Unit>) -> Self {
        units.sort_by_cached_key(|unit| (fold(&unit.name), unit.code.clone()));
        let places: HashMap<UnitId, usize> = units.iter().enumerate().map(|(place, unit)| (unit.id, place)).collect();
        let mut children: HashMap<Option<UnitId>, Vec<usize>> = HashMap::new();
        for (place, unit) in units.iter().enumerate() {
            let parent = unit.parent.filter(|parent| places.contains_key(parent));
            children.entry(parent).or_default().push(place);
        }
        Self { units, places, children }
    }

    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.places.get(&id).map(|place| &self.units[*place])
    }

    pub fn len(&self) -> usize {
        self.units.len()
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// All units in reading order, each with its level; the top level is 1.
    pub fn walk(&self) -> Vec<(usize, &Unit)> {
        let mut found = Vec::with_capacity(self.units.len());
        let mut waiting: Vec<(usize, usize)> = self.places_below(None).rev().map(|place| (1, place)).collect();
        while let Some((level, place)) = waiting.pop() {
            let unit = &self.units[place];
            found.push((level, unit));
            waiting.extend(self.places_below(Some(unit.id)).rev().map(|place| (level + 1, place)));
        }
        found
    }

    /// The unit and everything below it.
    pub fn subtree(&self, id: UnitId) -> Vec<UnitId> {
        let mut found: Vec<UnitId> = self.get(id).map(|unit| unit.id).into_iter().collect();
        let mut next = 0;
        while let Some(&parent) = found.get(next) {
            found.extend(self.places_below(Some(parent)).map(|place| self.units[place].id));
            next += 1;
        }
        found
    }

    /// The units above, the top one first; without the unit itself.
    pub fn path(&self, id: UnitId) -> Vec<&Unit> {
        let mut path = Vec::new();
        let mut seen = HashSet::from([id]);
        let mut above = self.get(id).and_then(|unit| unit.parent);
        while let Some(unit) = above.and_then(|id| self.get(id)) {
            if !seen.insert(unit.id) {
                break;
            }
            path.push(unit);
            above = unit.parent;
        }
        path.reverse();
        path
    }

    /// May a unit be added below `parent`?
    ///
    /// # Errors
    /// [`TreeError`].
    pub fn check_add(&self, parent: Option<UnitId>) -> Result<(), TreeError> {
        if self.units.len() >= MAX_UNITS {
            return Err(TreeError::TooMany);
        }
        self.check_fits(parent, 1)
    }

    /// May `id` with everything below it move below `parent`?
    ///
    /// # Errors
    /// [`TreeError`].
    pub fn check_move(&self, id: UnitId, parent: Option<UnitId>) -> Result<(), TreeError> {
        self.get(id).ok_or(TreeError::Unknown)?;
        if parent.is_some_and(|parent| self.subtree(id).contains(&parent)) {
            return Err(TreeError::Cycle);
        }
        self.check_fits(parent, self.height(id))
    }

    /// May `id` be dissolved into `into`? Its people and the units below it go there.
    ///
    /// # Errors
    /// [`TreeError`]; `Cycle` when `into` is `id` itself or stands below it.
    pub fn check_merge(&self, id: UnitId, into: UnitId) -> Result<(), TreeError> {
        self.get(id).ok_or(TreeError::Unknown)?;
        if self.subtree(id).contains(&into) {
            return Err(TreeError::Cycle);
        }
        self.check_fits(Some(into), self.height(id) - 1)
    }

    fn check_fits(&self, parent: Option<UnitId>, height: usize) -> Result<(), TreeError> {
        let above = match parent {
            Some(parent) => {
                self.get(parent).ok_or(TreeError::Unknown)?;
                self.path(parent).len() + 1
            }
            None => 0,
        };
        if above + height > MAX_DEPTH { Err(TreeError::TooDeep) } else { Ok(()) }
    }

    /// Levels from `id` downwards, itself counted.
    fn height(&self, id: UnitId) -> usize {
        let own = self.path(id).len();
        self.subtree(id).into_iter().map(|below| self.path(below).len() + 1 - own).max().unwrap_or(1)
    }

    fn places_below(&self, parent: Option<UnitId>) -> impl DoubleEndedIterator<Item = usize> {
        self.children.get(&parent).into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> UnitId {
        UnitId::from_bytes([n; 16])
    }

    /// `(number, parent, name)`; parent 0 is the top.
    fn tree(units: &[(u8, u8, &str)]) -> Tree {
        let unit = |&(n, parent, name): &(u8, u8, &str)| Unit {
            id: id(n),
            parent: (parent > 0).then(|| id(parent)),
            code: n.to_string(),
            name: name.to_owned(),
        };
        Tree::new(units.iter().map(unit).collect())
    }

    fn chain(length: u8) -> Tree {
        tree(&(1..=length).map(|n| (n, n - 1, "x")).collect::<Vec<_>>())
    }

    #[test]
    fn reading_order_is_by_name_below_the_parent() {
        let tree = tree(&[(1, 0, "Werk"), (2, 1, "Montage"), (3, 1, "Ätzerei"), (4, 2, "Schicht"), (5, 0, "Büro")]);
        let walked: Vec<(usize, &str)> =
            tree.walk().into_iter().map(|(level, unit)| (level, unit.name.as_str())).collect();
        assert_eq!(walked, [(1, "Büro"), (1, "Werk"), (2, "Ätzerei"), (2, "Montage"), (3, "Schicht")]);
    }

    #[test]
    fn a_unit_never_comes_to_stand_below_itself() {
        let tree = tree(&[(1, 0, "a"), (2, 1, "b"), (3, 2, "c"), (4, 0, "d")]);
        assert_eq!(tree.check_move(id(1), Some(id(1))), Err(TreeError::Cycle));
        assert_eq!(tree.check_move(id(1), Some(id(3))), Err(TreeError::Cycle));
        assert_eq!(tree.check_merge(id(2), id(3)), Err(TreeError::Cycle));
        assert_eq!(tree.check_merge(id(2), id(2)), Err(TreeError::Cycle));
        assert_eq!(tree.check_move(id(3), Some(id(4))), Ok(()));
        assert_eq!(tree.check_move(id(3), None), Ok(()));
        assert_eq!(tree.check_merge(id(3), id(1)), Ok(()));
        assert_eq!(tree.check_move(id(9), None), Err(TreeError::Unknown));
        assert_eq!(tree.check_move(id(1), Some(id(9))), Err(TreeError::Unknown));
    }

    #[test]
    fn six_levels_fit_and_a_seventh_does_not() {
        assert_eq!(chain(5).check_add(Some(id(5))), Ok(()));
        assert_eq!(chain(6).check_add(Some(id(6))), Err(TreeError::TooDeep));
        let two = tree(&[(1, 0, "a"), (2, 1, "b"), (3, 2, "c"), (4, 3, "d"), (5, 4, "e"), (6, 0, "f"), (7, 6, "g")]);
        assert_eq!(two.check_move(id(6), Some(id(4))), Ok(()));
        assert_eq!(two.check_move(id(6), Some(id(5))), Err(TreeError::TooDeep));
        assert_eq!(two.check_merge(id(6), id(5)), Ok(()));
    }

    #[test]
    fn the_501st_unit_is_refused() {
        let many: Vec<Unit> = (0..MAX_UNITS)
            .map(|n| {
                let mut bytes = [0; 16];
                bytes[..8].copy_from_slice(&n.to_le_bytes());
                Unit { id: UnitId::from_bytes(bytes), parent: None, code: n.to_string(), name: "x".to_owned() }
            })
            .collect();
        assert_eq!(Tree::new(many[1..].to_vec()).check_add(None), Ok(()));
        assert_eq!(Tree::new(many).check_add(None), Err(TreeError::TooMany));
    }

    #[test]
    fn a_stored_cycle_ends_every_walk() {
        let tree = tree(&[(1, 2, "a"), (2, 1, "b"), (3, 0, "c")]);
        assert_eq!(tree.walk().len(), 1);
        assert_eq!(tree.path(id(1)).len(), 1);
    }
}
