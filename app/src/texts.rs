//! Texts in the language of the request: `t!("account.sign_in.title")`, `t!("survey.left", days = 4)`.
//!
//! Keys live in `locales/<noun>.<language>.toml`. A test compares the languages and finds keys that are used but not
//! defined or defined but not used.

use crate::context::request;
use crate::format::Format;
use weiterblick_domain::text::Language;

/// The text of `key` in `language`, with `%{name}` replaced. An unknown key is shown as itself.
pub fn translate(language: Language, key: &str, params: &[(&str, String)]) -> String {
    let mut text = crate::_rust_i18n_try_translate(language.code(), key).map_or_else(
        || {
            tracing::error!(key, "text without translation");
            key.to_owned()
        },
        |text| text.into_owned(),
    );
    for (name, value) in params {
        text = text.replace(&format!("%{{{name}}}"), value);
    }
    text
}

/// Whether `key` has a text in German, the base language.
pub fn exists(key: &str) -> bool {
    crate::_rust_i18n_try_translate(Language::De.code(), key).is_some()
}

/// The language of the request that is being answered.
pub fn language() -> Language {
    request().language
}

/// `key.one` for 1, else `key.other`; German and English need no more. `%{count}` is the number, grouped.
pub fn plural(key: &str, count: i64, params: &[(&str, String)]) -> String {
    let form = if count == 1 { "one" } else { "other" };
    let mut params = params.to_vec();
    params.push(("count", Format::of_language(language()).count(count)));
    translate(language(), &format!("{key}.{form}"), &params)
}

/// A text in the language of the request.
#[macro_export]
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::translate($crate::texts::language(), &$key, &[$((stringify!($name), $value.to_string())),*])
    };
}

/// A text with a number in it: `tn!("survey.left_days", 4)`.
#[macro_export]
macro_rules! tn {
    ($key:expr, $count:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::plural(&$key, i64::try_from($count).unwrap_or(i64::MAX), &[$((stringify!($name), $value.to_string())),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_number_in_a_text_is_grouped() {
        assert_eq!(plural("organisation.import.confirm", 1, &[]), "1 Zeile übernehmen");
        assert_eq!(plural("organisation.import.confirm", 50_000, &[]), "50.000 Zeilen übernehmen");
    }
}
