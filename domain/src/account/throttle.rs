use crate::time::{MINUTE, SECOND};

/// Failures that cost nothing but the attempt.
pub const FREE_FAILURES: u32 = 5;
const LONGEST_WAIT: i64 = 15 * MINUTE;

/// Milliseconds to wait after `failures` wrong passwords in a row: 5 free, then 2^n seconds up to 15 minutes.
pub const fn failure_wait(failures: u32) -> i64 {
    if failures < FREE_FAILURES {
        return 0;
    }
    let exponent = failures - FREE_FAILURES + 1;
    if exponent >= 10 {
        return LONGEST_WAIT;
    }
    SECOND << exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=16).map(failure_wait).collect();
        assert_eq!(waits[..5], [0; 5]);
        assert_eq!(waits[5..9], [2_000, 4_000, 8_000, 16_000]);
        assert_eq!(waits[13], 512_000);
        assert_eq!(waits[14..], [900_000; 3]);
    }
}
