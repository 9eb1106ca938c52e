//! The 32 symbols, how they are drawn, written and read, and the check symbol.

/// Digits and capital letters without 0, 1, I and O, which people confuse.
pub const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Why a typed code was refused. None of these needs a request: they are told where the code is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("no symbol of a code: {0:?}")]
    Symbol(char),
    #[error("{found} of {expected} symbols")]
    Length { expected: usize, found: usize },
    #[error("the check symbol does not fit")]
    Check,
}

/// Symbols as their positions 0..32 in the alphabet.
pub(super) type Positions<const N: usize> = [u8; N];

/// `N` positions from the first 5·`N` bits of `random`. 32 symbols are exactly 5 bits, so no symbol is likelier than
/// another.
pub(super) fn draw<const N: usize>(random: &[u8]) -> Positions<N> {
    let bit = |at: usize| (random[at / 8] >> (7 - at % 8)) & 1;
    std::array::from_fn(|symbol| (0..5).fold(0, |position, offset| position << 1 | bit(5 * symbol + offset)))
}

/// Reads `N` symbols; case, blanks and dashes of any kind do not matter.
pub(super) fn read<const N: usize>(text: &str) -> Result<Positions<N>, CodeError> {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let mut positions = [0; N];
    let mut found = 0;
    for c in text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)) {
        let position = position(c).ok_or(CodeError::Symbol(c))?;
        if let Some(slot) = positions.get_mut(found) {
            *slot = position;
        }
        found += 1;
    }
    if found == N { Ok(positions) } else { Err(CodeError::Length { expected: N, found }) }
}

fn position(c: char) -> Option<u8> {
    let upper = c.to_ascii_uppercase();
    (0..).zip(ALPHABET).find(|(_, symbol)| char::from(**symbol) == upper).map(|(position, _)| position)
}

pub(super) fn write(positions: &[u8]) -> String {
    positions.iter().map(|position| char::from(ALPHABET[usize::from(*position)])).collect()
}

/// Groups of four, as they are printed.
pub(super) fn write_groups(positions: &[u8]) -> String {
    positions.chunks(4).map(write).collect::<Vec<_>>().join(" ")
}

/// The Luhn mod 32 check symbol of `positions`: from the right every second one counts double, starting with the last,
/// the two "digits" of a doubled one are added, and the check symbol fills the sum up to a multiple of 32.
pub(super) fn luhn_check(positions: &[u8]) -> u8 {
    let doubled = |position: u8| (2 * position) / 32 + (2 * position) % 32;
    let sum: u32 = positions
        .iter()
        .rev()
        .enumerate()
        .map(|(at, position)| u32::from(if at % 2 == 0 { doubled(*position) } else { *position }))
        .sum();
    ((32 - sum % 32) % 32) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_alphabet_has_32_symbols_and_none_that_people_confuse() {
        let distinct: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(distinct.len(), 32);
        for confusing in b"01IOilo" {
            assert!(!ALPHABET.contains(confusing));
        }
    }

    #[test]
    fn every_5_bits_are_a_symbol() {
        // 00000 00001 00010 11111, then 4 bits that are not used.
        let random = [0b0000_0000, 0b0100_0101, 0b1111_0000];
        assert_eq!(draw::<4>(&random), [0, 1, 2, 31]);
        assert_eq!(write(&draw::<4>(&random)), "234Z");
    }

    #[test]
    fn the_check_symbol_follows_the_published_scheme() {
        // Worked by hand: 7 counts 14, 9 counts 9, 31 counts 1 + 30 = 31; 54 needs 10 to reach 64.
        assert_eq!(luhn_check(&[31, 9, 7]), 10);
        assert_eq!(luhn_check(&[0, 0, 0]), 0);
    }

    #[test]
    fn what_is_typed_is_read_generously_but_not_guessed() {
        for text in ["234Z", "234z", " 2 3-4–Z\n", "2\u{a0}34\u{2011}z"] {
            assert_eq!(read::<4>(text), Ok([0, 1, 2, 31]), "{text:?}");
        }
        for (text, error) in [
            ("", CodeError::Length { expected: 4, found: 0 }),
            ("234", CodeError::Length { expected: 4, found: 3 }),
            ("234ZZ", CodeError::Length { expected: 4, found: 5 }),
            ("0234", CodeError::Symbol('0')),
            ("23O4", CodeError::Symbol('O')),
            ("23ß4", CodeError::Symbol('ß')),
            ("234\0", CodeError::Symbol('\0')),
        ] {
            assert_eq!(read::<4>(text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse(random in any::<[u8; 17]>()) {
            let positions = draw::<27>(&random);
            prop_assert_eq!(read::<27>(&write_groups(&positions)), Ok(positions));
        }
    }
}
