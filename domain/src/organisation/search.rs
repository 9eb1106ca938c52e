//! Finding and sorting people as a German phone book does (DIN 5007-1): "Ä" beside "A", "ß" as "ss".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, for comparing and sorting only.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// What a person is sorted and found by: last name first.
pub fn search_key(last_name: &str, first_name: &str, personnel_ref: &str, email: &str) -> String {
    // A blank sorts before every letter, so "Meier Zoe" stands before "Meierhof Anna".
    fold(&[last_name, first_name, personnel_ref, email].join(" "))
}

/// How many words of a search count.
const WORDS: usize = 3;

/// The first words of a search, folded like the key they are looked for in; all must be there, in any order.
///
/// Control characters separate words: no key holds one, and PostgreSQL takes no text with U+0000.
pub fn search_words(query: &str) -> [String; WORDS] {
    let apart = |c: char| c.is_whitespace() || c.is_control();
    let mut words = query.split(apart).filter(|word| !word.is_empty()).map(fold);
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        for (text, expected) in
            [("Müller", "muller"), ("Mu\u{308}ller", "muller"), ("GROẞ", "gross"), ("Łukasz", "łukasz")]
        {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn names_sort_by_last_name_then_first_name() {
        let mut people = [("Meierhof", "Anna"), ("Äcker", "Ute"), ("Meier", "Zoe"), ("Zander", "Al"), ("Adler", "Jo")];
        people.sort_by_key(|(last, first)| search_key(last, first, "", ""));
        assert_eq!(people.map(|(last, _)| last), ["Äcker", "Adler", "Meier", "Meierhof", "Zander"]);
    }

    #[test]
    fn a_search_has_up_to_three_words() {
        assert_eq!(search_words("  Jana  KRAUSE "), ["jana", "krause", ""]);
        assert_eq!(search_words("a b c d"), ["a", "b", "c"]);
        assert_eq!(search_words("a\0b\u{7f}\0 \0"), ["a", "b", ""]);
    }
}
