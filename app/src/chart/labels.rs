//! Names beside points that neither cover points nor each other, found without chance: the same points give the same
//! picture. And names that fit where there is little room.

use std::collections::BTreeMap;

/// Half the width of a drawn point with some air, in pixels.
const RADIUS: f64 = 14.0;
/// Mean width of a letter and height of a line at the size of chart labels, in pixels.
const LETTER: f64 = 6.9;
const LINE: f64 = 15.0;

/// Where a name stands, in pixels from the middle of its point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub dx: f64,
    /// Of the base line.
    pub dy: f64,
    /// SVG `text-anchor`.
    pub anchor: &'static str,
}

/// Tried in this order: beside, then above and below, then the corners.
const SPOTS: [Spot; 8] = [
    Spot { dx: 18.0, dy: 4.0, anchor: "start" },
    Spot { dx: -18.0, dy: 4.0, anchor: "end" },
    Spot { dx: 0.0, dy: -19.0, anchor: "middle" },
    Spot { dx: 0.0, dy: 28.0, anchor: "middle" },
    Spot { dx: 13.0, dy: -14.0, anchor: "start" },
    Spot { dx: -13.0, dy: -14.0, anchor: "end" },
    Spot { dx: 13.0, dy: 23.0, anchor: "start" },
    Spot { dx: -13.0, dy: 23.0, anchor: "end" },
];

/// A rectangle in pixels from the upper start corner of the field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Space {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Space {
    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn of_point((x, y): (f64, f64)) -> Self {
        Self { left: x - RADIUS, top: y - RADIUS, right: x + RADIUS, bottom: y + RADIUS }
    }

    /// Of a name of `letters` letters at a point.
    fn of_name((x, y): (f64, f64), spot: Spot, letters: usize) -> Self {
        let width = f64::from(u16::try_from(letters).unwrap_or(u16::MAX)) * LETTER;
        let left = match spot.anchor {
            "start" => x + spot.dx,
            "end" => x + spot.dx - width,
            _ => x + spot.dx - width / 2.0,
        };
        let bottom = y + spot.dy + 4.0;
        Self { left, top: bottom - LINE, right: left + width, bottom }
    }

    fn within(&self, (width, height): (f64, f64)) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }
}

/// A spot for each name, in the order of importance; `None` where nothing is free: the number in the point has to do.
///
/// `points` are (x, y) in pixels of a field of `size`; `taken` is where other writing stands.
pub fn place(points: &[((f64, f64), &str)], size: (f64, f64), taken: &[Space]) -> Vec<Option<Spot>> {
    let mut full: Vec<Space> = points.iter().map(|(point, _)| Space::of_point(*point)).collect();
    full.extend_from_slice(taken);
    let mut spots = Vec::with_capacity(points.len());
    for (point, name) in points {
        let letters = name.chars().count();
        let free = SPOTS.into_iter().find(|spot| {
            let space = Space::of_name(*point, *spot, letters);
            space.within(size) && !full.iter().any(|other| other.overlaps(&space))
        });
        let spot = free.filter(|_| letters > 0);
        full.extend(spot.map(|spot| Space::of_name(*point, spot, letters)));
        spots.push(spot);
    }
    spots
}

/// `name` cut at a word to at most `max` letters, with an ellipsis.
pub fn shortened(name: &str, max: usize) -> String {
    if name.chars().count() <= max {
        return name.to_owned();
    }
    let head: String = name.chars().take(max.saturating_sub(1)).collect();
    let cut = match head.rfind(' ') {
        Some(blank) if blank * 2 >= head.len() => &head[..blank],
        _ => &head,
    };
    format!("{}…", without_dangling(cut.trim_end_matches([' ', ',', '-', '–', '('])))
}

/// Without small words at the end: "Reklamationen am" is "Reklamationen".
fn without_dangling(text: &str) -> &str {
    let dangles = |word: &str| word.chars().count() <= 4 && word.chars().all(char::is_lowercase);
    match text.rsplit_once(' ') {
        Some((head, last)) if dangles(last) => without_dangling(head),
        _ => text,
    }
}

/// Short forms of column heads, all different: "Fert.", "Mont.". Short names stay as they are.
pub fn abbreviations(names: &[String]) -> Vec<String> {
    let first: Vec<String> = names.iter().map(|name| cut(name, 4)).collect();
    let mut times: BTreeMap<&String, usize> = BTreeMap::new();
    first.iter().for_each(|short| *times.entry(short).or_default() += 1);
    names
        .iter()
        .zip(&first)
        .map(|(name, short)| {
            let last = name.split_whitespace().next_back().filter(|_| times[short] > 1 && name.contains(' '));
            last.map_or_else(|| short.clone(), |last| format!("{} {}", cut(name, 2), cut(last, 3)))
        })
        .collect()
}

/// The first word up to `max` letters; one letter more is not worth a point.
fn cut(name: &str, max: usize) -> String {
    let word = name.split_whitespace().next().unwrap_or_default();
    if word.chars().count() <= max + 1 && word.len() == name.trim().len() {
        return word.to_owned();
    }
    let letters: String = word.chars().take(max).collect();
    if letters.chars().count() == word.chars().count() { letters } else { format!("{letters}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (f64, f64) = (600.0, 528.0);

    fn spaces(points: &[((f64, f64), &str)], taken: &[Space]) -> Vec<Option<Space>> {
        let spots = place(points, SIZE, taken);
        let space = |((point, name), spot): (&((f64, f64), &str), Option<Spot>)| {
            spot.map(|spot| Space::of_name(*point, spot, name.chars().count()))
        };
        points.iter().zip(spots).map(space).collect()
    }

    #[test]
    fn a_lone_point_is_named_on_the_right() {
        assert_eq!(place(&[((300.0, 200.0), "Englisch")], SIZE, &[]), [Some(SPOTS[0])]);
    }

    #[test]
    fn a_name_at_the_right_border_stands_on_the_left() {
        assert_eq!(place(&[((580.0, 200.0), "Englisch")], SIZE, &[]), [Some(SPOTS[1])]);
    }

    #[test]
    fn a_name_avoids_other_points_and_other_writing() {
        let neighbours = [((300.0, 200.0), "Englisch"), ((330.0, 200.0), "")];
        assert_eq!(place(&neighbours, SIZE, &[]), [Some(SPOTS[1]), None]);
        let taken = Space { left: 0.0, top: 0.0, right: 600.0, bottom: 40.0 };
        let spot =
            place(&[((300.0, 50.0), "Prüfprotokolle digital erfassen, die sehr viel Platz brauchen")], SIZE, &[taken]);
        assert_eq!(spot, [Some(SPOTS[3])]);
    }

    #[test]
    fn without_room_a_point_has_only_its_number() {
        let everywhere = Space { left: 0.0, top: 0.0, right: 600.0, bottom: 528.0 };
        assert_eq!(place(&[((300.0, 200.0), "Englisch")], SIZE, &[everywhere]), [None]);
    }

    /// A crowd on a small grid, made without chance.
    #[test]
    fn no_name_covers_a_point_or_another_name() {
        let names = ["Prüfprotokolle", "CNC", "IT-Sicherheit im Alltag", "Neue anleiten", "Technisches Englisch"];
        for seed in 1..200_u32 {
            let mut state = seed;
            let mut next = |below: u32| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                f64::from((state >> 8) % below)
            };
            let points: Vec<((f64, f64), &str)> =
                (0..14).map(|n| ((next(30) * 20.0, next(26) * 20.0), names[n % names.len()])).collect();
            let spaces = spaces(&points, &[]);
            for (index, space) in spaces.iter().enumerate().filter_map(|(i, s)| s.map(|s| (i, s))) {
                assert!(space.within(SIZE), "seed {seed}");
                assert!(!points.iter().any(|(p, _)| Space::of_point(*p).overlaps(&space)), "seed {seed}");
                assert!(!spaces[index + 1..].iter().flatten().any(|s| s.overlaps(&space)), "seed {seed}");
            }
        }
    }

    #[test]
    fn long_names_end_at_a_word() {
        fn check(name: &str, max: usize, expected: &str) {
            assert_eq!(shortened(name, max), expected);
        }
        check("Technisches Englisch", 24, "Technisches Englisch");
        check("Prüfprotokolle digital erfassen", 24, "Prüfprotokolle digital…");
        check("Donaudampfschifffahrtskapitänin", 12, "Donaudampfs…");
        check("In Arbeitssicherheitsfragen", 12, "In Arbeitss…");
        check("Schweißnähte nach der Norm prüfen", 24, "Schweißnähte…");
        check("Arbeitsschutz vor Ort umsetzen", 24, "Arbeitsschutz vor Ort…");
    }

    #[test]
    fn short_heads_stay_different() {
        fn check(names: &[&str], expected: &[&str]) {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(abbreviations(&names), expected);
        }
        check(&["Fertigung", "Montage", "Vertrieb", "Lager", "IT"], &["Fert.", "Mont.", "Vert.", "Lager", "IT"]);
        check(&["Fertigung Nord", "Fertigung Süd", "Montage"], &["Fe. Nord", "Fe. Süd", "Mont."]);
        check(&["Weitere Teams", "Ärztinnen"], &["Weit.", "Ärzt."]);
        check(&[], &[]);
    }
}
