use super::fixture::{area, competence, id};
use super::*;

/// Two areas; the first one holds an area three levels deep and a competence beside it.
fn tree() -> Tree {
    Tree::new(vec![
        competence(9, None),
        competence(6, Some(2)),
        area(3, Some(2)),
        area(2, Some(1)),
        area(1, None),
        competence(4, Some(3)),
        area(7, None),
        competence(8, Some(7)),
    ])
}

fn order(tree: &Tree) -> Vec<(u8, usize)> {
    tree.rows().iter().map(|row| (row.node.id.as_bytes()[0], row.depth)).collect()
}

#[test]
fn every_node_comes_before_its_children_in_the_order_of_positions() {
    assert_eq!(order(&tree()), [(1, 1), (2, 2), (3, 3), (4, 4), (6, 3), (7, 1), (8, 2), (9, 1)]);
}

#[test]
fn equal_positions_are_ordered_by_code() {
    let mut twin = competence(2, None);
    twin.position = 1;
    assert_eq!(order(&Tree::new(vec![twin, competence(1, None)])), [(1, 1), (2, 1)]);
}

#[test]
fn an_orphan_stands_at_the_top_and_a_circle_is_left_out() {
    assert_eq!(order(&Tree::new(vec![competence(2, Some(99))])), [(2, 1)]);
    assert_eq!(order(&Tree::new(vec![area(1, Some(2)), area(2, Some(1)), area(3, None)])), [(3, 1)]);
}

#[test]
fn a_place_needs_an_area_outside_of_the_moved_branch_within_four_levels() {
    let tree = tree();
    for (parent, moving, expected) in [
        (None, None, Ok(())),
        (Some(1), None, Ok(())),
        (Some(3), None, Ok(())),
        (Some(4), None, Err(PlaceError::ParentNotArea)),
        (Some(99), None, Err(PlaceError::UnknownParent)),
        (Some(3), Some(8), Ok(())),
        (Some(7), Some(2), Ok(())),
        (Some(2), Some(7), Ok(())),
        (Some(3), Some(7), Err(PlaceError::TooDeep)),
        (Some(3), Some(1), Err(PlaceError::IntoItself)),
        (Some(1), Some(1), Err(PlaceError::IntoItself)),
        (None, Some(3), Ok(())),
    ] {
        assert_eq!(tree.check_place(parent.map(id), moving.map(id)), expected, "{moving:?} under {parent:?}");
    }
    let mut deep = tree.nodes().to_vec();
    deep.push(area(5, Some(3)));
    assert_eq!(Tree::new(deep).check_place(Some(id(5)), None), Err(PlaceError::TooDeep));
}

#[test]
fn the_offered_places_are_the_possible_ones() {
    let offered: Vec<u8> = tree().possible_parents(Some(id(7))).iter().map(|row| row.node.id.as_bytes()[0]).collect();
    assert_eq!(offered, [1, 2]);
}

#[test]
fn a_code_is_unique_in_its_framework_also_as_questionnaires_write_it() {
    let tree = tree();
    let check = |code: &str, own: Option<u8>| tree.check_code(&code.parse().unwrap(), own.map(id));
    assert_eq!(check("n4", None), Err(PlaceError::CodeTaken));
    assert_eq!(check("n4", Some(4)), Ok(()));
    assert_eq!(check("n5", Some(4)), Ok(()));
}

#[test]
fn a_step_swaps_neighbours_of_the_same_row_only() {
    let tree = tree();
    for (node, direction, expected) in [
        (7, Direction::Up, Some(vec![7, 1, 9])),
        (7, Direction::Down, Some(vec![1, 9, 7])),
        (1, Direction::Up, None),
        (9, Direction::Down, None),
        (3, Direction::Down, Some(vec![6, 3])),
        (4, Direction::Up, None),
        (99, Direction::Up, None),
    ] {
        let expected = expected.map(|row: Vec<u8>| row.into_iter().map(id).collect::<Vec<_>>());
        assert_eq!(tree.moved(id(node), direction), expected, "{node} {direction:?}");
    }
}

#[test]
fn rows_know_whether_they_can_move() {
    let ends: Vec<(u8, bool, bool)> =
        tree().rows().iter().map(|row| (row.node.id.as_bytes()[0], row.first, row.last)).collect();
    assert_eq!(ends[0], (1, true, false));
    assert_eq!(ends[2], (3, true, false));
    assert_eq!(ends[3], (4, true, true));
    assert_eq!(ends[7], (9, false, true));
}

#[test]
fn a_new_node_comes_last() {
    assert_eq!(tree().next_position(None), 10);
    assert_eq!(tree().next_position(Some(id(9))), 1);
}

#[test]
fn a_search_finds_words_anywhere_and_shows_the_way_to_them() {
    let mut nodes = tree().nodes().to_vec();
    let found = nodes.iter_mut().find(|node| node.id == id(4)).unwrap();
    found.title = Multilingual::german("Schweißnaht prüfen").with(Language::En, "Checking a weld");
    found.anchors = vec![Multilingual::german("Ich sehe Risse.")];
    let tree = Tree::new(nodes);
    let shown = |words: &str| tree.search(words).map(|ids| ids.iter().map(|id| id.as_bytes()[0]).collect::<Vec<_>>());
    assert_eq!(shown(" "), None);
    assert_eq!(shown("PRÜFEN naht"), Some(vec![1, 2, 3, 4]));
    assert_eq!(shown("weld"), Some(vec![1, 2, 3, 4]));
    assert_eq!(shown("risse"), Some(vec![1, 2, 3, 4]));
    assert_eq!(shown("n7"), Some(vec![7, 8]));
    assert_eq!(shown("prüfen kleben"), Some(vec![]));
}

#[test]
fn a_branch_is_the_node_with_all_below_it() {
    let below = |n| tree().subtree(id(n)).iter().map(|node| node.id.as_bytes()[0]).collect::<Vec<_>>();
    assert_eq!(below(2), [2, 3, 4, 6]);
    assert_eq!(below(9), [9]);
    assert_eq!(below(99), [] as [u8; 0]);
}
