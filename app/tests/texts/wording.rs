//! The rules of look.md §8 that a program can check.

use crate::locales::Locales;
use crate::source::Source;
use regex::Regex;
use std::collections::BTreeSet;

/// In every language.
const EVERYWHERE: [(&str, &str); 6] = [
    (r"\.\.\.", "write … for ..."),
    ("\"", "has straight quotation marks"),
    ("'", "write ’ for '"),
    (r"!", "has an exclamation mark"),
    (r" - ", "write – for -"),
    (r"(?:^|[^\u{a0}\u{202f}])(?:%(?:[^{]|$)|€)|[\d}] (?:kB|KiB|MB|MiB)\b", "needs a no-break space before the unit"),
];

const GERMAN: [(&str, &str); 15] = [
    ("”", "write „…“ for quotations"),
    (r"(?i)\bungültig", "say what to do, not that it is „ungültig“"),
    (r"\bPflichtfeld", "say what to do, not „Pflichtfeld“"),
    (r"\bFehler \d", "has an error number as its message"),
    (r"\p{L}[*:_]in(nen)?\b|\p{Ll}In(nen)?\b", "has a sign inside a word"),
    (r"(?i)\b(du|dich|dir|dein\p{L}*|euch|euer|eure\p{L}*)\b", "write Sie"),
    (r"(?i)\bklicken\b", "phones are tapped: name the action"),
    (r"\bUser", "say who it is: Beschäftigte, Führungskraft, Person"),
    (r"\bMitarbeite(r|nde)", "glossary: Beschäftigte"),
    (r"\bVorgesetzte|\bTeamleit", "glossary: Führungskraft"),
    (r"\bTeilnehmer", "glossary: Teilnehmende"),
    (r"\bSkill|\bFähigkeit", "glossary: Kompetenz"),
    (r"\bDashboard", "glossary: Auswertung"),
    (r"(?i)\blog-?in\b|\beinloggen|\bausloggen", "write Anmelden, Abmelden"),
    (r"\bE-?mail\b|\bEmail", "write E-Mail"),
];

const ENGLISH: [(&str, &str); 4] = [
    ("„", "write “…” for quotations"),
    (r"(?i)\binvalid\b", "say what to do, not that it is “invalid”"),
    (r"(?i)\brequired field\b", "say what to do, not “required field”"),
    (r"(?i)\bskills?\b", "glossary: competence"),
];

const QUOTES: [(&str, char, char); 2] = [("de", '„', '“'), ("en", '“', '”')];

/// Words that do not name an action.
const NOT_ON_BUTTONS: &str = r"(?i)^(ok|okay|ja|nein|yes|no)\b|\b(absenden|submit form|hier klicken|click here)\b";

pub fn problems(locales: &Locales, sources: &[Source]) -> Vec<String> {
    let buttons: BTreeSet<&str> = sources.iter().flat_map(Source::buttons).collect();
    let not_on_buttons = Regex::new(NOT_ON_BUTTONS).unwrap();
    let mut problems = Vec::new();
    for (language, texts) in &locales.languages {
        let own: &[_] = if *language == "de" { &GERMAN } else { &ENGLISH };
        let rules: Vec<_> =
            EVERYWHERE.iter().chain(own).map(|(wrong, advice)| (Regex::new(wrong).unwrap(), advice)).collect();
        for (key, text) in texts {
            let mut tell = |what: &str| problems.push(format!("{}: {key} {what}", text.file));
            for (wrong, advice) in &rules {
                if let Some(found) = wrong.find(&text.text) {
                    tell(&format!("{advice} (at {:?})", found.as_str()));
                }
            }
            for (_, opening, closing) in QUOTES.iter().filter(|(of, _, _)| of == language) {
                if text.text.matches(*opening).count() != text.text.matches(*closing).count() {
                    tell(&format!("has an unpaired {opening} or {closing}"));
                }
            }
            if buttons.contains(key.as_str()) && not_on_buttons.is_match(&text.text) {
                tell("is on a button: name the action");
            }
        }
    }
    problems
}

#[test]
fn wording_against_the_rules_is_told() {
    let check = |language: &str, text: &str, expected: usize| {
        let mut locales = Locales::default();
        locales.add(&format!("x.{language}.toml"), &format!("_version = 1\nx.button = '''{text}'''"));
        let code = r#"<button disabled={!(a > b)} type="submit"><Icon name="x"/>{t!("x.button")}</button>"#;
        let problems = problems(&locales, &[Source::new("a.rs", code)]);
        assert_eq!(problems.len(), expected, "{text}: {problems:?}");
    };
    for right in ["Weiter …", "„Freigabe“ speichern", "%{share}\u{a0}% wählen", "Jahr ändern", "Minus −5\u{a0}%"]
    {
        check("de", right, 0);
    }
    for wrong in [
        "Weiter...",
        "Das \"hier\"",
        "Geht's",
        "Fertig!",
        "Hin - her",
        "%{share} % wählen",
        "50%",
        "10 MB",
        "Das ”hier“",
        "„offen",
        "Eingabe ungültig",
        "Kolleg*innen",
        "KollegInnen",
        "Dein Team",
        "Mitarbeiter",
        "Login",
        "OK",
        "Ja, löschen",
        "Absenden",
    ] {
        check("de", wrong, if wrong.contains('”') { 2 } else { 1 });
    }
    check("en", "Don’t stop", 0);
    check("en", "Click here", 1);
    check("en", "Invalid „code“", 3);
}
