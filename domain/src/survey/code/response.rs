//! The response code (Antwort-Code): the only key to an anonymous draft.

use super::CodeError;
use super::alphabet::{draw, luhn_check, read, write, write_groups};
use crate::questionnaire::Digest;

/// 27 random symbols (135 bits) and a check symbol. Only [`ResponseCode::digest`] is stored (needs-analysis §12.2).
///
/// It has neither `Debug` nor `Display`, so that no log line can hold it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseCode([u8; Self::SYMBOLS]);

impl ResponseCode {
    pub const SYMBOLS: usize = 28;

    /// The code of 17 bytes that the caller took from its random source; the last bit is not used.
    pub fn from_random(random: &[u8; 17]) -> Self {
        let drawn = draw::<27>(random);
        let check = luhn_check(&drawn);
        Self(std::array::from_fn(|at| drawn.get(at).copied().unwrap_or(check)))
    }

    /// Reads a typed code, in whatever case and grouping.
    ///
    /// # Errors
    /// [`CodeError`] when symbols are wrong, missing or too many, or the check symbol does not fit. The check finds
    /// every single wrong symbol and every swap of neighbours except of `2` and `Z`.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let positions = read::<{ Self::SYMBOLS }>(text)?;
        let (check, drawn) = positions.split_last().ok_or(CodeError::Check)?;
        if luhn_check(drawn) == *check { Ok(Self(positions)) } else { Err(CodeError::Check) }
    }

    /// Seven groups of four, for the page on which it is shown once.
    pub fn reveal(&self) -> String {
        write_groups(&self.0)
    }

    /// The 28 symbols without blanks, for the fragment of the QR code's address.
    pub fn reveal_compact(&self) -> String {
        write(&self.0)
    }

    /// SHA-256 of the 28 symbols.
    pub fn digest(&self) -> Digest {
        Digest::of(self.reveal_compact().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::ALPHABET;
    use super::*;
    use proptest::prelude::*;

    fn sample() -> ResponseCode {
        ResponseCode::from_random(&std::array::from_fn(|at| (at as u8).wrapping_mul(73).wrapping_add(19)))
    }

    #[test]
    fn a_code_is_seven_groups_of_four() {
        let text = sample().reveal();
        assert_eq!(text.split(' ').map(str::len).collect::<Vec<_>>(), [4; 7]);
        let typed = text.to_lowercase().replace(' ', "-");
        assert!(ResponseCode::parse(&typed).is_ok_and(|code| code.digest() == sample().digest()));
    }

    #[test]
    fn every_single_wrong_symbol_is_refused() {
        let right = sample().reveal_compact();
        for at in 0..ResponseCode::SYMBOLS {
            for symbol in ALPHABET.iter().filter(|symbol| **symbol != right.as_bytes()[at]) {
                let mut wrong = right.clone().into_bytes();
                wrong[at] = *symbol;
                let wrong = String::from_utf8(wrong).unwrap();
                assert!(matches!(ResponseCode::parse(&wrong), Err(CodeError::Check)), "{wrong}");
            }
        }
    }

    /// All pairs of neighbours at every place: exactly the swap of `2` and `Z` goes unnoticed.
    #[test]
    fn every_swap_of_neighbours_is_refused_except_2_and_z() {
        let mut unnoticed = std::collections::BTreeSet::new();
        for at in 0..ResponseCode::SYMBOLS - 1 {
            for first in 0..32_u8 {
                for second in (0..32_u8).filter(|second| *second != first) {
                    let Some(code) = with_neighbours(at, first, second) else { continue };
                    let mut swapped = code.0;
                    swapped.swap(at, at + 1);
                    if ResponseCode::parse(&write(&swapped)).is_ok() {
                        unnoticed.insert(write(&[first.min(second), first.max(second)]));
                    }
                }
            }
        }
        assert_eq!(unnoticed.into_iter().collect::<Vec<_>>(), ["2Z"]);
    }

    /// A valid code with these two symbols at `at` and behind it. Where the second one is the check symbol, the symbol
    /// before the pair is chosen so that it comes out.
    fn with_neighbours(at: usize, first: u8, second: u8) -> Option<ResponseCode> {
        let mut positions = sample().0;
        (positions[at], positions[at + 1]) = (first, second);
        let last = ResponseCode::SYMBOLS - 1;
        if at + 1 < last {
            positions[last] = luhn_check(&positions[..last]);
            return Some(ResponseCode(positions));
        }
        (0..32).find_map(|filler| {
            positions[at - 1] = filler;
            (luhn_check(&positions[..last]) == second).then_some(ResponseCode(positions))
        })
    }

    #[test]
    fn the_helper_builds_codes_for_every_pair() {
        for at in [0, 25, 26] {
            let built =
                (0..32).flat_map(|a| (0..32).map(move |b| (a, b))).filter_map(|(a, b)| with_neighbours(at, a, b));
            assert_eq!(built.filter(|code| ResponseCode::parse(&code.reveal()).is_ok()).count(), 32 * 32);
        }
    }

    proptest! {
        #[test]
        fn any_code_is_read_back_as_itself(random in any::<[u8; 17]>()) {
            let code = ResponseCode::from_random(&random);
            let back = ResponseCode::parse(&code.reveal()).map(|back| back.0);
            prop_assert_eq!(back, Ok(code.0));
        }

        #[test]
        fn different_randomness_is_a_different_code(a in any::<[u8; 17]>(), bit in 0_usize..135) {
            let mut b = a;
            b[bit / 8] ^= 0x80 >> (bit % 8);
            prop_assert!(ResponseCode::from_random(&a) != ResponseCode::from_random(&b));
        }
    }
}
