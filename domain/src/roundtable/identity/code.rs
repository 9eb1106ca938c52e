//! The join code that people type (security.md E22).

use super::crockford;
use crate::questionnaire::words;
use crate::roundtable::limits::{JOIN_CODE_DIGITS, JOIN_CODE_LETTERS};
use std::fmt;
use std::str::FromStr;

words! {
    /// What codes an installation hands out.
    CodeKind {
        /// 8 digits, 26.6 bits.
        Digits = "digits",
        /// 6 letters and digits of Crockford's alphabet, 30 bits.
        Letters = "letters",
    }
}

/// A join code; as text 8 digits or 6 letters without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JoinCode {
    kind: CodeKind,
    number: u32,
}

/// A text that is no join code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a join code")]
pub struct InvalidCode;

impl JoinCode {
    /// Codes there are with digits.
    const DIGIT_CODES: u64 = 10_u64.pow(JOIN_CODE_DIGITS as u32);
    /// Codes there are with letters.
    const LETTER_CODES: u64 = 1 << (5 * JOIN_CODE_LETTERS);

    /// The code of 8 bytes that the caller took from its random source; it draws again while the code is taken. No code
    /// is likelier than another by more than 2⁻³⁷ of its chance.
    pub const fn from_random(kind: CodeKind, random: [u8; 8]) -> Self {
        let codes = match kind {
            CodeKind::Digits => Self::DIGIT_CODES,
            CodeKind::Letters => Self::LETTER_CODES,
        };
        Self { kind, number: (u64::from_be_bytes(random) % codes) as u32 }
    }

    /// In groups of four, as screens show it.
    pub fn in_groups(&self) -> String {
        let text = self.to_string();
        let (first, rest) = text.split_at(4);
        format!("{first} {rest}")
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            CodeKind::Digits => write!(f, "{:0width$}", self.number, width = JOIN_CODE_DIGITS),
            CodeKind::Letters => f.write_str(&crockford::write(self.number.into(), JOIN_CODE_LETTERS)),
        }
    }
}

/// Case, blanks and dashes do not matter, nor do the letters that look like 0 and 1. The length tells the kind.
impl FromStr for JoinCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let typed = crockford::compact(text);
        if let Some(number) = crockford::read(&typed, JOIN_CODE_LETTERS) {
            return u32::try_from(number)
                .map(|number| Self { kind: CodeKind::Letters, number })
                .map_err(|_| InvalidCode);
        }
        let number = crockford::read(&typed, JOIN_CODE_DIGITS).ok_or(InvalidCode)?;
        let number = crockford::write(number, JOIN_CODE_DIGITS).parse().map_err(|_| InvalidCode)?;
        Ok(Self { kind: CodeKind::Digits, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_shown_in_groups_of_four() {
        let digits = JoinCode::from_random(CodeKind::Digits, 100_000_042_u64.to_be_bytes());
        assert_eq!((digits.to_string().as_str(), digits.in_groups().as_str()), ("00000042", "0000 0042"));
        let letters = JoinCode::from_random(CodeKind::Letters, u64::MAX.to_be_bytes());
        assert_eq!((letters.to_string().as_str(), letters.in_groups().as_str()), ("ZZZZZZ", "ZZZZ ZZ"));
    }

    #[test]
    fn what_people_type_is_read_generously_but_not_guessed() {
        fn check(typed: &str, expected: Option<&str>) {
            assert_eq!(typed.parse::<JoinCode>().ok().map(|code| code.to_string()).as_deref(), expected, "{typed:?}");
        }
        check("12345678", Some("12345678"));
        check(" 1234 5678\n", Some("12345678"));
        check("1234-5678", Some("12345678"));
        check("l234 567o", Some("12345670"));
        check("ab1 c2d", Some("AB1C2D"));
        check("OIL000", Some("011000"));
        check("123456", Some("123456"));
        for bad in ["", "1234567", "123456789", "1234567A", "ABCDEU", "１２３４５６７８", "12 34 56 7ß"] {
            check(bad, None);
        }
    }

    proptest! {
        #[test]
        fn any_code_is_read_back_as_itself(random in any::<[u8; 8]>(), kind in prop::sample::select(CodeKind::ALL)) {
            let code = JoinCode::from_random(kind, random);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.in_groups().to_lowercase().parse(), Ok(code));
        }
    }
}
