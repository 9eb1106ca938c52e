use unicode_normalization::UnicodeNormalization;

/// Without a second factor (NIST SP 800-63B-4 §3.1.1.2).
pub const MIN_CHARACTERS: usize = 15;
/// Longer input would only cost hashing time.
pub const MAX_BYTES: usize = 256;

/// Why a new password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("shorter than {MIN_CHARACTERS} characters")]
    TooShort,
    #[error("longer than {MAX_BYTES} bytes")]
    TooLong,
    #[error("on the list of common passwords")]
    Common,
    #[error("is the e-mail address")]
    IsEmail,
}

/// A new password in NFC, ready to be hashed. All characters are allowed; nothing is asked about their mixture.
///
/// `is_common` looks the lower-case password up in the list of common ones.
///
/// # Errors
/// [`PasswordError`].
pub fn check_password(raw: &str, email: &str, is_common: impl Fn(&str) -> bool) -> Result<String, PasswordError> {
    let password: String = raw.nfc().collect();
    if password.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordError::TooShort);
    }
    let lower = password.to_lowercase();
    if lower == email.to_lowercase() {
        return Err(PasswordError::IsEmail);
    }
    if is_common(&lower) || is_one_character(&password) {
        return Err(PasswordError::Common);
    }
    Ok(password)
}

fn is_one_character(password: &str) -> bool {
    let mut characters = password.chars();
    let first = characters.next();
    characters.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: Result<&str, PasswordError>) {
        let common = |p: &str| p == "passwortpasswort";
        assert_eq!(
            check_password(raw, "a.very.long.name@firma.example", common).as_deref(),
            expected.as_ref().map(|p| *p)
        );
    }

    #[test]
    fn length_counts_and_mixture_does_not() {
        check("weiterblick-demo-2026", Ok("weiterblick-demo-2026"));
        check("vier worte reichen hier", Ok("vier worte reichen hier"));
        check("a\u{308}äääääääääääääb", Ok("ääääääääääääääb"));
        check("fourteen-chars", Err(PasswordError::TooShort));
        check(&"ab".repeat(129), Err(PasswordError::TooLong));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        check("PasswortPasswort", Err(PasswordError::Common));
        check("aaaaaaaaaaaaaaaa", Err(PasswordError::Common));
        check("A.very.long.name@firma.example", Err(PasswordError::IsEmail));
    }
}
