//! The locale files, and what can be wrong with them by themselves.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

pub const LANGUAGES: [&str; 2] = ["de", "en"];

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"%\{([^}]*)\}").unwrap());

pub struct Text {
    pub file: String,
    pub text: String,
}

impl Text {
    /// The names between `%{` and `}`.
    pub fn placeholders(&self) -> BTreeSet<String> {
        PLACEHOLDER.captures_iter(&self.text).map(|found| found[1].to_owned()).collect()
    }
}

#[derive(Default)]
pub struct Locales {
    /// Language, then key.
    pub languages: BTreeMap<&'static str, BTreeMap<String, Text>>,
    unreadable: Vec<String>,
}

impl Locales {
    pub fn read(folder: &Path) -> Self {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let mut locales = Self::default();
        for name in names {
            locales.add(&name, &fs::read_to_string(folder.join(&name)).unwrap());
        }
        locales
    }

    pub fn add(&mut self, name: &str, content: &str) {
        let file = format!("locales/{name}");
        let language = LANGUAGES.into_iter().find(|language| name.ends_with(&format!(".{language}.toml")));
        let Some(language) = language else {
            return self.unreadable.push(format!("{file}: is not named <noun>.<language>.toml"));
        };
        match content.parse::<toml::Table>() {
            Err(error) => self.unreadable.push(format!("{file}: {}", error.to_string().replace('\n', " "))),
            Ok(mut table) => {
                if table.remove("_version") != Some(toml::Value::Integer(1)) {
                    self.unreadable.push(format!("{file}: does not begin with _version = 1"));
                }
                self.add_table(language, &file, "", table);
            }
        }
    }

    fn add_table(&mut self, language: &'static str, file: &str, prefix: &str, table: toml::Table) {
        for (name, value) in table {
            let key = format!("{prefix}{name}");
            match value {
                toml::Value::Table(inner) => self.add_table(language, file, &format!("{key}."), inner),
                toml::Value::String(text) => {
                    let text = Text { file: file.to_owned(), text };
                    if let Some(other) = self.languages.entry(language).or_default().insert(key.clone(), text) {
                        self.unreadable.push(format!("{file}: {key} stands in {} too", other.file));
                    }
                }
                _ => self.unreadable.push(format!("{file}: {key} is no text")),
            }
        }
    }

    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.unreadable.clone();
        for (language, texts) in &self.languages {
            for (key, text) in texts {
                let mut tell = |what: &str| problems.push(format!("{}: {key} {what}", text.file));
                if text.text.trim().is_empty() {
                    tell("is empty");
                }
                for (ending, partner) in [(".one", ".other"), (".other", ".one")] {
                    let single =
                        key.strip_suffix(ending).is_some_and(|s| !texts.contains_key(&format!("{s}{partner}")));
                    if single {
                        tell(&format!("has no {partner}"));
                    }
                }
                for other in LANGUAGES.iter().filter(|other| *other != language) {
                    match self.languages.get(other).and_then(|texts| texts.get(key)) {
                        None => tell(&format!("is missing in {other}")),
                        Some(twin) if twin.placeholders() != text.placeholders() => {
                            tell(&format!("has other placeholders in {other}"));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        problems
    }
}

#[test]
fn gaps_between_the_languages_are_told() {
    let check = |de: &str, en: &str, expected: &[&str]| {
        let mut locales = Locales::default();
        locales.add("x.de.toml", &format!("_version = 1\n{de}"));
        locales.add("x.en.toml", &format!("_version = 1\n{en}"));
        assert_eq!(locales.problems(), expected, "{de} / {en}");
    };
    check("[x]\na = 'A %{n}'", "[x]\na = '%{n} a'", &[]);
    check("[x]\na = 'A'", "[x]", &["locales/x.de.toml: x.a is missing in en"]);
    check("[x]\na = ' '", "[x]\na = 'a'", &["locales/x.de.toml: x.a is empty"]);
    check(
        "[x]\na = '%{n}'",
        "[x]\na = '%{m}'",
        &["locales/x.de.toml: x.a has other placeholders in en", "locales/x.en.toml: x.a has other placeholders in de"],
    );
    check(
        "[x.a]\none = '1'",
        "[x.a]\none = '1'",
        &["locales/x.de.toml: x.a.one has no .other", "locales/x.en.toml: x.a.one has no .other"],
    );
}

#[test]
fn a_text_in_two_files_is_told() {
    let mut locales = Locales::default();
    for name in ["x.de.toml", "y.de.toml", "x.en.toml"] {
        locales.add(name, "_version = 1\n[notice]\nsaved = 'x'");
    }
    assert_eq!(locales.problems(), ["locales/y.de.toml: notice.saved stands in locales/x.de.toml too"]);
}
