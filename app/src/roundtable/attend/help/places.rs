//! Moving an option of a ranking by one place.

/// The places after option number `at` of `places` was moved up or down; 0 is no place. `most` places can be given.
///
/// Up gives an option without a place the next free one; else it changes places with the one before. Down from the last
/// place takes the place away.
pub fn moved(places: &[u32], at: usize, up: bool, most: u32) -> Vec<u32> {
    let mut places = places.to_vec();
    let Some(own) = places.get(at).copied() else { return places };
    let given = places.iter().copied().max().unwrap_or_default();
    let target = match (own, up) {
        (0, true) if given < most => given + 1,
        (0, _) | (1, true) => own,
        (own, true) => own - 1,
        (own, false) if own == given => 0,
        (own, false) => own + 1,
    };
    if target != 0
        && let Some(other) = places.iter().position(|place| *place == target)
    {
        places[other] = own;
    }
    places[at] = target;
    places
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn options_change_places_and_keep_them_without_gaps() {
        fn check(places: [u32; 4], at: usize, up: bool, expected: [u32; 4]) {
            assert_eq!(moved(&places, at, up, 3), expected, "{places:?} {at} {up}");
        }
        check([0, 0, 0, 0], 2, true, [0, 0, 1, 0]);
        check([0, 0, 1, 0], 0, true, [2, 0, 1, 0]);
        check([2, 0, 1, 0], 0, true, [1, 0, 2, 0]);
        check([1, 0, 2, 0], 0, true, [1, 0, 2, 0]);
        check([1, 0, 2, 0], 0, false, [2, 0, 1, 0]);
        check([1, 0, 2, 0], 2, false, [1, 0, 0, 0]);
        check([1, 2, 3, 0], 3, true, [1, 2, 3, 0]);
        check([0, 0, 0, 0], 1, false, [0, 0, 0, 0]);
    }
}
