//! When to ask again, and which frames count.

/// Longest wait between two tries, in milliseconds.
const LONGEST: u32 = 30_000;

/// Wait before try number `failures` (from 1) in milliseconds: full jitter over 1 s doubling to 30 s (L47).
/// `chance` is in 0..1.
pub fn retry_after(failures: u32, chance: f64) -> u32 {
    let most = 1_000_u32.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1))).min(LONGEST);
    part(most, chance)
}

/// A random part of `most`; `chance` is in 0..1.
pub fn part(most: u32, chance: f64) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let part = (f64::from(most) * chance.clamp(0.0, 1.0)) as u32;
    part.min(most)
}

/// Minutes and seconds left until `deadline`, both by the server's clock in milliseconds: `1:05`; `0:00` afterwards.
pub fn left(deadline: f64, now: f64) -> String {
    let seconds = ((deadline - now) / 1_000.0).ceil().max(0.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = seconds as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The server's clock minus the own one, from the frame that took the least time to arrive (L28): the greatest of all
/// differences seen, since a delay can only make it smaller.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offset(Option<f64>);

impl Offset {
    /// A frame that said `server` arrived when the own clock said `own`, both in milliseconds.
    pub fn heard(&mut self, server: f64, own: f64) {
        let difference = server - own;
        self.0 = Some(self.0.map_or(difference, |known| known.max(difference)));
    }

    /// The server's time when the own clock says `own`.
    pub fn server(self, own: f64) -> f64 {
        own + self.0.unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_wait_longer_and_longer_but_no_more_than_half_a_minute() {
        assert_eq!(
            [1, 2, 3, 5, 6, 100].map(|failures| retry_after(failures, 1.0)),
            [1_000, 2_000, 4_000, 16_000, 30_000, 30_000]
        );
        assert_eq!(retry_after(3, 0.5), 2_000);
        assert_eq!(retry_after(3, 0.0), 0);
    }

    #[test]
    fn a_countdown_ends_at_zero() {
        assert_eq!(left(65_000.0, 0.0), "1:05");
        assert_eq!(left(10_000.0, 9_001.0), "0:01");
        assert_eq!(left(10_000.0, 10_000.0), "0:00");
        assert_eq!(left(10_000.0, 99_000.0), "0:00");
    }

    /// T18: a wrong clock of the phone changes nothing.
    #[test]
    fn the_quickest_frame_tells_the_time() {
        let mut offset = Offset::default();
        for (server, own) in [(1_000.0, 301_400.0), (2_000.0, 302_050.0), (3_000.0, 304_000.0)] {
            offset.heard(server, own);
        }
        assert!((offset.server(310_050.0) - 10_000.0).abs() < f64::EPSILON);
    }
}
