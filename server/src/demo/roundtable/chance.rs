//! Chance for the answers of the demo. What is drawn depends on the name alone.

use crate::demo::random;
use weiterblick_domain::survey::shuffle;

pub struct Chance(Box<dyn FnMut() -> u64 + Send>);

impl Chance {
    /// The same numbers for the same name.
    pub fn of(name: String) -> Self {
        let bytes = random::stream(name);
        Self(Box::new(move || {
            let mut drawn = [0; 8];
            bytes(&mut drawn);
            u64::from_le_bytes(drawn)
        }))
    }

    /// One of `0..bound`, or 0 where there is none. The remainder favours small numbers by less than anybody can see.
    pub fn below(&mut self, bound: usize) -> usize {
        let drawn = self.draw().checked_rem(bound as u64).unwrap_or_default();
        usize::try_from(drawn).unwrap_or_default()
    }

    /// `0..count` in some order.
    pub fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        shuffle(&mut order, || self.draw());
        order
    }

    /// A place of `weights`, the more likely the heavier it is; `None` where nothing has a weight.
    pub fn pick(&mut self, weights: &[u32]) -> Option<usize> {
        let all: usize = weights.iter().map(|weight| *weight as usize).sum();
        let mut left = self.below(all);
        weights.iter().position(|weight| {
            let found = left < *weight as usize;
            left = left.saturating_sub(*weight as usize);
            found
        })
    }

    fn draw(&mut self) -> u64 {
        (self.0)()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_draws_the_same_again_and_heavy_places_more_often() {
        let mut one = Chance::of("a".to_owned());
        let mut same = Chance::of("a".to_owned());
        assert_eq!(one.order(20), same.order(20));
        let mut picked = [0; 3];
        for _ in 0..400 {
            picked[one.pick(&[1, 0, 3]).unwrap()] += 1;
        }
        assert!(picked[0] > 50 && picked[1] == 0 && picked[2] > 2 * picked[0], "{picked:?}");
        assert_eq!((one.pick(&[0, 0]), one.pick(&[])), (None, None));
    }
}
