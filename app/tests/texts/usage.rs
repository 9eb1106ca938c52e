//! Every text that the program names is there, and no other.

use crate::locales::{Locales, Text};
use crate::source::Source;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Keys below these are used although no source names them, with the reason.
const USED_OTHERWISE: [(&str, &str); 0] = [];
/// Notices are named without this prefix, in `lead_to`.
const NOTICE: &str = "notice.";
/// What looks like a key but names a file.
const FILE_ENDINGS: [&str; 7] = ["csv", "html", "json", "svg", "toml", "txt", "zip"];

pub fn problems(locales: &Locales, sources: &[Source]) -> Vec<String> {
    let keys = Keys::of(locales);
    let mut problems = Vec::new();
    for source in sources {
        let wrong = keys.missing(source).into_iter().chain(unfitting(locales, source));
        problems.extend(wrong.map(|what| format!("{}: {what}", source.file)));
    }
    let uses = Uses::of(sources);
    let unused = locales.languages.values().flatten().filter(|(key, _)| !uses.is_used(key));
    problems.extend(unused.map(|(key, text)| format!("{}: {key} is not used", text.file)));
    problems
}

/// The keys that have a text, in whatever language.
struct Keys<'a> {
    all: BTreeSet<&'a str>,
    /// What keys begin with, up to any of their dots.
    tables: BTreeSet<&'a str>,
}

impl<'a> Keys<'a> {
    fn of(locales: &'a Locales) -> Self {
        let all: BTreeSet<_> = locales.languages.values().flat_map(|texts| texts.keys()).map(String::as_str).collect();
        let tables = all.iter().flat_map(|key| key.match_indices('.').map(|(dot, _)| &key[..dot])).collect();
        Self { all, tables }
    }

    /// What the source names and has no text.
    fn missing(&self, source: &Source) -> Vec<String> {
        let mut missing = BTreeSet::new();
        for call in source.calls() {
            let forms = if call.plural { &[".one", ".other"][..] } else { &[""] };
            missing.extend(forms.iter().map(|form| format!("{}{form}", call.key)).filter(|key| !self.has(key)));
        }
        let nouns = |key: &&str| key.split_once('.').is_some_and(|(noun, _)| self.tables.contains(noun));
        for key in source.key_arguments().into_iter().chain(source.words().into_iter().filter(nouns)) {
            if !is_file(key) && !self.has(key) && !self.tables.contains(key) {
                missing.insert(key.to_owned());
            }
        }
        for format in source.built_calls() {
            let pattern = pattern(format);
            if !self.all.iter().any(|key| pattern.is_match(key)) {
                missing.insert(format.to_owned());
            }
        }
        missing.extend(source.notices().iter().map(|name| format!("{NOTICE}{name}")).filter(|key| !self.has(key)));
        missing.into_iter().map(|key| format!("{key} has no text")).collect()
    }

    fn has(&self, key: &str) -> bool {
        self.all.contains(key)
    }
}

fn is_file(key: &str) -> bool {
    key.rsplit('.').next().is_some_and(|ending| FILE_ENDINGS.contains(&ending))
}

/// Calls whose parameters are not those of the text.
fn unfitting(locales: &Locales, source: &Source) -> Vec<String> {
    let german = |key: &str| locales.languages.get("de").and_then(|texts| texts.get(key));
    let mut problems = Vec::new();
    for call in source.calls() {
        let wanted = if call.plural {
            let one = german(&format!("{}.one", call.key)).map(Text::placeholders);
            let other = german(&format!("{}.other", call.key)).map(Text::placeholders);
            one.zip(other).map(|(one, other)| one.union(&other).filter(|name| *name != "count").cloned().collect())
        } else {
            german(&call.key).map(Text::placeholders)
        };
        if let Some(wanted) = wanted.filter(|wanted| *wanted != call.names) {
            problems.push(format!("{} gets {:?}, its text has {wanted:?}", call.key, call.names));
        }
    }
    problems
}

/// Everything in the source that names a text.
#[derive(Default)]
struct Uses<'a> {
    words: BTreeSet<&'a str>,
    /// Keys that `format!("survey.state.{state}")` can make.
    patterns: Vec<Regex>,
    /// What `format!("{key}_text")` adds to a key that stands elsewhere.
    endings: Vec<Regex>,
}

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{[^}]*\}").unwrap());

impl<'a> Uses<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let mut uses = Self { words: sources.iter().flat_map(Source::words).collect(), ..Self::default() };
        for format in sources.iter().flat_map(Source::built_words) {
            let (head, rest) = format.split_once('{').unwrap_or((format, ""));
            let ending = rest.split_once('}').map_or("", |(_, ending)| ending);
            let fixed = PLACEHOLDER.replace_all(ending, "");
            if head.is_empty() && ending.starts_with(['.', '_']) && fixed.contains(char::is_alphabetic) {
                uses.endings.push(pattern(ending));
            } else if head.contains('.') && head != NOTICE {
                uses.patterns.push(pattern(format));
            }
        }
        uses
    }

    fn is_used(&self, key: &str) -> bool {
        let base = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key);
        let is_extended = |at: usize| {
            self.words.contains(&key[..at]) && self.endings.iter().any(|ending| ending.is_match(&key[at..]))
        };
        self.words.contains(key)
            || self.words.contains(base)
            || key.strip_prefix(NOTICE).is_some_and(|name| self.words.contains(name))
            || self.patterns.iter().any(|pattern| pattern.is_match(key))
            || key.match_indices(['.', '_']).any(|(at, _)| is_extended(at))
            || USED_OTHERWISE.iter().any(|(prefix, _)| key.starts_with(prefix))
    }
}

/// Matches the keys that a format string can make.
fn pattern(format: &str) -> Regex {
    let parts: Vec<_> = PLACEHOLDER.split(format).map(regex::escape).collect();
    Regex::new(&format!(r"^{}(\.one|\.other)?$", parts.join("[a-z0-9_.]+"))).unwrap()
}

#[test]
fn missing_and_unused_texts_are_told() {
    let check = |texts: &str, code: &str, expected: &[&str]| {
        let mut locales = Locales::default();
        locales.add("x.de.toml", &format!("_version = 1\n{texts}"));
        assert_eq!(problems(&locales, &[Source::new("a.rs", code)]), expected, "{texts} / {code}");
    };
    let unused = "locales/x.de.toml: x.a is not used";
    check("x.a = 'A'", r#"t!("x.a")"#, &[]);
    check("x.a = 'A'", "", &[unused]);
    check("x.a = 'A'", "// t!(\"x.a\")", &[unused]);
    check("x.a = 'A'", "#[cfg(test)]\nmod tests { t!(\"x.a\") }", &[unused]);
    check("x.a = 'A'", r#"t!("x.a"); match e { E => "x.b" }"#, &["a.rs: x.b has no text"]);
    check("x.a = 'A'", r#"t!("x.a"); name("x.csv")"#, &[]);
    check("", r#"FieldError::new("name", "y.b")"#, &["a.rs: y.b has no text"]);
    check("", r#"translate(user.language(), "y.b")"#, &["a.rs: y.b has no text"]);
    check("", r#"t!(format!("y.{kind}.title"))"#, &["a.rs: y.{kind}.title has no text"]);
    check("x.a = '%{n}'", r#"t!("x.a", n = f(1, "),"))"#, &[]);
    check("x.a = '%{n}'", r#"t!("x.a", m = 1)"#, &[r#"a.rs: x.a gets {"m"}, its text has {"n"}"#]);
    check("x.a = '%{n}'", r#"t!("x.a")"#, &[r#"a.rs: x.a gets {}, its text has {"n"}"#]);
    check("x.a.one = '1'\nx.a.other = '%{count} %{n}'", r#"tn!("x.a", list.len(), n = 2)"#, &[]);
    check("x.a.one = '1'", r#"tn!("x.a", 2)"#, &["a.rs: x.a.other has no text"]);
    check("x.b.c.d = 'D'", r#"t!(format!("x.{kind}.d"))"#, &[]);
    check("x.a = 'A'", r#"t!(format!("x.{kind}.d"))"#, &["a.rs: x.{kind}.d has no text", unused]);
    check("x.a = 'A'\nx.a_text = 'B'", r#"list("x.a"); t!(format!("{key}_text"))"#, &[]);
    check("x.b.a = 'A'", r#"list("x.b"); date(format!("{day}.{month}"))"#, &["locales/x.de.toml: x.b.a is not used"]);
    check("notice.a = 'A'", r#"lead_to(&path("b"), Some("a"));"#, &[]);
    check("", r#"lead_to(&path("b"), Some("a"));"#, &["a.rs: notice.a has no text"]);
}
