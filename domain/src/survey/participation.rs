//! The one figure that HR sees while a survey is open.

use super::Threshold;

/// Share of redeemed invitations in percent, rounded to 5; `None` below 2k invited (needs-analysis §11.9).
///
/// It is for the whole audience, and the caller refreshes it once a day: a finer or fresher figure would tell who has
/// just answered.
pub fn participation_while_open(invited: u32, redeemed: u32, threshold: Threshold) -> Option<u8> {
    if invited < 2 * threshold.k() {
        return None;
    }
    let (invited, redeemed) = (u64::from(invited), u64::from(redeemed.min(invited)));
    let twentieths = (2 * 20 * redeemed + invited) / (2 * invited);
    u8::try_from(5 * twentieths).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participation_is_rounded_to_5_and_hidden_for_small_audiences() {
        for (invited, redeemed, expected) in [
            (0, 0, None),
            (9, 9, None),
            (10, 0, Some(0)),
            (10, 10, Some(100)),
            (40, 1, Some(5)),
            (1000, 24, Some(0)),
            (1000, 25, Some(5)),
            (84, 57, Some(70)),
            (20_000, 13_333, Some(65)),
        ] {
            assert_eq!(
                participation_while_open(invited, redeemed, Threshold::default()),
                expected,
                "{redeemed}/{invited}"
            );
        }
        let twenty = Threshold::new(20).unwrap();
        assert_eq!(participation_while_open(39, 20, twenty), None);
        assert_eq!(participation_while_open(40, 20, twenty), Some(50));
    }
}
