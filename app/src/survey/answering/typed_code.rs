//! Telling the two kinds of codes apart that people type into one field.

use crate::error::FieldError;
use weiterblick_domain::survey::{CodeError, ResponseCode, SheetCode};

/// A code that may exist.
pub enum TypedCode {
    /// From a printed slip, 12 symbols.
    Sheet(SheetCode),
    /// Shown after starting, 28 symbols.
    Response(ResponseCode),
}

impl TypedCode {
    /// Reads a code by its number of symbols; blanks, dashes and case do not matter.
    ///
    /// # Errors
    /// The message at the field `code`. No attempt is counted for it: nothing was looked up.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let wrong = |error| match error {
            CodeError::Symbol(symbol) => FieldError::new("code", "answering.code.symbol").with("symbol", symbol),
            CodeError::Length { found: 0, .. } => FieldError::new("code", "answering.code.empty"),
            CodeError::Length { found, .. } => FieldError::new("code", "answering.code.length").with("found", found),
            CodeError::Check => FieldError::new("code", "answering.code.check"),
        };
        match SheetCode::parse(text) {
            Ok(code) => Ok(Self::Sheet(code)),
            Err(CodeError::Length { found: ResponseCode::SYMBOLS, .. }) => {
                ResponseCode::parse(text).map(Self::Response).map_err(wrong)
            }
            Err(error) => Err(wrong(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        TypedCode::parse(text).err().map_or_else(String::new, |error| error.key)
    }

    #[test]
    fn the_number_of_symbols_says_which_code_it_is() {
        assert!(matches!(TypedCode::parse("abcd efgh-jk23"), Ok(TypedCode::Sheet(_))));
        let response = ResponseCode::from_random(&[7; 17]);
        assert!(matches!(TypedCode::parse(&response.reveal().to_lowercase()), Ok(TypedCode::Response(_))));
    }

    #[test]
    fn mistakes_are_told_by_their_kind() {
        assert_eq!(key(""), "answering.code.empty");
        assert_eq!(key("ABCD EFGH JK2"), "answering.code.length");
        assert_eq!(key("ABCD EFGH JK20"), "answering.code.symbol");
        let mut wrong = ResponseCode::from_random(&[7; 17]).reveal_compact();
        let last = if wrong.ends_with('A') { 'B' } else { 'A' };
        wrong.pop();
        wrong.push(last);
        assert_eq!(key(&wrong), "answering.code.check");
    }
}
