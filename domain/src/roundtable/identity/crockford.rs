//! Douglas Crockford's base 32: digits and letters without I, L, O and U. Read generously, since people copy it by hand.

/// In ascending order of character code, so that texts sort like the numbers they stand for.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The lowest 5·`symbols` bits of `number`, highest first.
pub(super) fn write(number: u64, symbols: usize) -> String {
    let symbol = |at: usize| char::from(ALPHABET[(number >> (5 * at) & 31) as usize]);
    (0..symbols).rev().map(symbol).collect()
}

/// The number of exactly `symbols` symbols, at most 12; lower case, O for 0, and I or L for 1 are understood.
pub(super) fn read(text: &str, symbols: usize) -> Option<u64> {
    let number = text.chars().try_fold(0_u64, |number, c| Some(number << 5 | position(c)?));
    number.filter(|_| text.chars().count() == symbols)
}

fn position(c: char) -> Option<u64> {
    let symbol = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0..).zip(ALPHABET).find(|(_, known)| char::from(**known) == symbol).map(|(position, _)| position)
}

/// The text without blanks and dashes of any kind.
pub(super) fn compact(text: &str) -> String {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_alike_is_read_alike_and_nothing_else_is() {
        assert_eq!(write(0b00001_00000_11111, 4), "010Z");
        for text in ["010Z", "010z", "OlOz", "oIoZ"] {
            assert_eq!(read(text, 4), Some(0b00001_00000_11111), "{text}");
        }
        for text in ["", "10Z", "0010Z", "U10Z", "01 0Z", "01ö0", "01-0"] {
            assert_eq!(read(text, 4), None, "{text}");
        }
        assert_eq!(compact(" 01–0\u{a0}z\n"), "010z");
    }

    proptest! {
        #[test]
        fn writing_and_reading_are_inverse_and_keep_the_order(a in 0_u64..1 << 50, b in 0_u64..1 << 50) {
            let (text_a, text_b) = (write(a, 10), write(b, 10));
            prop_assert_eq!(read(&text_a, 10), Some(a));
            prop_assert_eq!(text_a.cmp(&text_b), a.cmp(&b));
        }
    }
}
