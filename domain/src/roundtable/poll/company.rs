//! When two spellings name one company (live.md L21).

use unicode_normalization::UnicodeNormalization;

/// Legal forms and their parts, as words of a key.
const LEGAL_FORMS: &[&str] = &[
    "ag",
    "co",
    "cokg",
    "company",
    "corp",
    "eg",
    "egbr",
    "ek",
    "ev",
    "gbr",
    "ggmbh",
    "gmbh",
    "haftungsbeschränkt",
    "inc",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "ltd",
    "mbb",
    "mbh",
    "ohg",
    "partg",
    "partgmbb",
    "plc",
    "sa",
    "sarl",
    "se",
    "ug",
];

/// What stands for all spellings of a company's name: compatibility composed (NFKC), lower case, without punctuation and
/// legal form, single blanks. A name that is nothing but a legal form keeps it. Empty only where the name has neither
/// letter nor digit.
pub fn company_key(name: &str) -> String {
    let lower: String = name.nfkc().collect::<String>().to_lowercase();
    // "e. K.", "e.V." and "& Co." lose their dots before the words are told apart.
    let bare: String = lower.chars().filter(|c| !matches!(c, '.' | '\'' | '’')).collect();
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = join_single_letters(&words);
    let kept: Vec<&String> = words.iter().filter(|word| LEGAL_FORMS.binary_search(&word.as_str()).is_err()).collect();
    let kept = if kept.is_empty() { words.iter().collect() } else { kept };
    kept.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Neighbouring single letters are one abbreviation: `e k` is `ek`.
fn join_single_letters(words: &[&str]) -> Vec<String> {
    let is_letter = |word: &str| word.chars().count() == 1;
    let mut joined: Vec<String> = Vec::new();
    let mut after_letter = false;
    for word in words {
        match joined.last_mut() {
            Some(last) if after_letter && is_letter(word) => last.push_str(word),
            _ => joined.push((*word).to_owned()),
        }
        after_letter = is_letter(word);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_sorted_words() {
        assert!(LEGAL_FORMS.is_sorted());
    }

    #[test]
    fn spellings_of_one_company_have_one_key() {
        fn check(names: &[&str], key: &str) {
            for name in names {
                assert_eq!(company_key(name), key, "{name}");
            }
        }
        check(&["Müller GmbH", "MÜLLER  GmbH & Co. KG", "Müller", " müller, gmbh", "Mu\u{308}ller mbH"], "müller");
        check(&["Bäckerei Kurz e. K.", "Bäckerei Kurz e.K.", "Bäckerei Kurz eK"], "bäckerei kurz");
        check(&["Schmidt-Söhne UG (haftungsbeschränkt)", "Schmidt & Söhne UG"], "schmidt söhne");
        check(&["Förderverein e.V."], "förderverein");
        check(&["D’Angelo S.à r.l.", "D'Angelo S.à r.l."], "dangelo sà rl");
        check(&["AG", "A.G."], "ag");
        check(&["A & O Technik"], "ao technik");
        check(&["3 D Druck"], "3d druck");
        check(&["…", ""], "");
    }
}
