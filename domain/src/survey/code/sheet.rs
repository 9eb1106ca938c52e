//! The code on a printed slip: invites somebody without an e-mail address.

use super::CodeError;
use super::alphabet::{draw, read, write, write_groups};

/// A public locator of 4 symbols (20 bits), unique in the installation, and a secret of 8 (40 bits), of which only an
/// argon2id hash is stored (needs-analysis §11.7).
///
/// It has neither `Debug` nor `Display`, so that no log line can hold it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct SheetCode([u8; Self::SYMBOLS]);

impl SheetCode {
    pub const SYMBOLS: usize = 12;
    const LOCATOR: usize = 4;

    /// The code of 8 bytes that the caller took from its random source; the last 4 bits are not used. The caller draws
    /// again while the locator is taken.
    pub fn from_random(random: &[u8; 8]) -> Self {
        Self(draw(random))
    }

    /// Reads a typed code, in whatever case and grouping.
    ///
    /// # Errors
    /// [`CodeError`] when symbols are wrong, missing or too many. There is no check symbol: whether the secret is right
    /// only its hash can tell.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        read(text).map(Self)
    }

    /// The four symbols by which the invitation is found.
    pub fn locator(&self) -> String {
        write(&self.0[..Self::LOCATOR])
    }

    /// The eight symbols that are hashed or compared with the hash.
    pub fn reveal_secret(&self) -> String {
        write(&self.0[Self::LOCATOR..])
    }

    /// Three groups of four, for the slip.
    pub fn reveal(&self) -> String {
        write_groups(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slip_shows_locator_and_secret_in_groups_of_four() {
        let code = SheetCode::parse("abcd efgh-jk23").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(code.reveal(), "ABCD EFGH JK23");
        assert_eq!((code.locator(), code.reveal_secret()), ("ABCD".to_owned(), "EFGHJK23".to_owned()));
        assert!(matches!(SheetCode::parse("ABCD EFGH JK2"), Err(CodeError::Length { expected: 12, found: 11 })));
        assert!(matches!(SheetCode::parse("ABCD EFGH JK20"), Err(CodeError::Symbol('0'))));
    }

    proptest! {
        #[test]
        fn any_code_is_read_back_as_itself(random in any::<[u8; 8]>()) {
            let code = SheetCode::from_random(&random);
            prop_assert!(SheetCode::parse(&code.reveal()).is_ok_and(|back| back == code));
        }
    }
}
