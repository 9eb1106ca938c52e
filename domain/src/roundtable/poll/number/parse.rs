//! A number as people in Germany type it.

/// Why a typed number was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    NotANumber,
    /// More decimal places than the poll asks for.
    TooPrecise,
}

/// Reads `text` as an amount times 10^`decimals` (live.md §5, Numeric): with a comma, dots are thousands; without one, a
/// single dot before exactly three digits is thousands, else the decimal point. An amount too great for the type is its
/// greatest or smallest value, which is outside every range.
///
/// # Errors
/// [`NumberError`] for anything else than one number, and for decimal places (other than zeros) beyond `decimals`.
pub fn parse(text: &str, decimals: u8) -> Result<i64, NumberError> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let (whole, places) = split(unsigned)?;
    let places = places.trim_end_matches('0');
    if places.len() > usize::from(decimals) {
        return Err(NumberError::TooPrecise);
    }
    let zeros = usize::from(decimals) - places.len();
    let digits = whole.bytes().filter(u8::is_ascii_digit).chain(places.bytes()).map(|digit| i64::from(digit - b'0'));
    let amount = digits
        .chain(std::iter::repeat_n(0, zeros))
        .fold(0_i64, |amount, digit| amount.saturating_mul(10).saturating_add(digit));
    Ok(if unsigned.len() < text.len() { -amount } else { amount })
}

/// The digits before the decimal mark, perhaps with dots for thousands, and those after it.
fn split(text: &str) -> Result<(&str, &str), NumberError> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = |part: &str| {
        let mut groups = part.split('.');
        groups.next().is_some_and(digits) && groups.all(|group| digits(group) && group.len() == 3)
    };
    let decimal = match (text.split_once(','), text.split_once('.')) {
        (Some((whole, places)), _) => Some((whole, places)),
        (None, Some((whole, places))) if digits(whole) && digits(places) && places.len() != 3 => Some((whole, places)),
        (None, _) => None,
    };
    match decimal {
        Some((whole, places)) if grouped(whole) && digits(places) => Ok((whole, places)),
        None if grouped(text) => Ok((text, "")),
        Some(_) | None => Err(NumberError::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comma_and_dot_are_read_as_in_german() {
        fn check(text: &str, decimals: u8, expected: i64) {
            assert_eq!(parse(text, decimals), Ok(expected), "{text}");
        }
        check("1.234,5", 1, 12_345);
        check("1234.5", 1, 12_345);
        check("1.234", 0, 1_234);
        check("1.234", 3, 1_234_000);
        check("1.2345", 4, 12_345);
        check("1.23", 2, 123);
        check("1234.567", 0, 1_234_567);
        check("1.234.567", 0, 1_234_567);
        check("1.234.567,89", 2, 123_456_789);
        check("0,5", 3, 500);
        check("-0,5", 1, -5);
        check("\u{2212}3", 0, -3);
        check(" 12 ", 0, 12);
        check("12,50", 1, 125);
        check("12,0", 0, 12);
        check("007", 0, 7);
        check("99999999999999999999", 0, i64::MAX);
        check("-99999999999999999999", 2, -i64::MAX);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in [
            "", " ", "-", ",", ".", "5,", ",5", "5.", ".5", "1e308", "NaN", "∞", "--5", "+5", "1,2,3", "1,2.3",
            "12.34,5", "1.2.3", "1.23.456", "1 234", "٣", "0x1", "1_000", "5€",
        ] {
            assert_eq!(parse(bad, 2), Err(NumberError::NotANumber), "{bad}");
        }
        assert_eq!(parse("1,25", 1), Err(NumberError::TooPrecise));
        assert_eq!(parse("1.5", 0), Err(NumberError::TooPrecise));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,12}", decimals in 0_u8..=3) {
            let _ = parse(&text, decimals);
        }

        #[test]
        fn an_amount_written_with_a_comma_comes_back(units in -1_000_000_i64..1_000_000, decimals in 1_u32..=3) {
            let base = 10_i64.pow(decimals);
            let sign = if units < 0 { "-" } else { "" };
            let text = format!("{sign}{},{:0w$}", units.abs() / base, units.abs() % base, w = decimals as usize);
            prop_assert_eq!(parse(&text, decimals as u8), Ok(units));
        }
    }
}
