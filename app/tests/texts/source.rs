//! The program's source, and the places in it that name a text.

use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The module that looks texts up builds keys of everything: it is no use of them.
const LOOKUP: &str = "app/src/texts.rs";

macro_rules! patterns {
    ($($name:ident = $regex:literal;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($regex).unwrap());)*
    };
}

patterns! {
    CALL = r#"\b(tn?)!\(\s*"([^"{]+)""#;
    NAMED = r"^\s*([a-z_0-9]+)\s*=[^=]";
    BUILT_CALL = r#"\btn?!\(\s*format!\(\s*"([^"{][^"]*)""#;
    KEY_ARGUMENT = r#"\b(?:translate|exists|plural|say|conflict|field|new)\([^;"]*?(?:"[^"]*"\s*,\s*)?"([a-z0-9_]+(?:\.[a-z0-9_]+)+)""#;
    LEADING_ON = r"\blead_to\([^;]*;";
    NOTICE_NAME = r#"Some\("([^"]+)"\)"#;
    WORD = r#""([a-z0-9_]+(?:\.[a-z0-9_]+)*)""#;
    BUILT = r#""([a-z0-9_.]*(?:\{[a-z0-9_.]*(?:\(\))?\}[a-z0-9_.]*)+)""#;
    BUTTON = r#"<(?:button\b|(?:a|summary)\b[^<]*?class="button")[^<]*?>\s*(?:<Icon [^>]*/>\s*)*\{t!\("([^"]+)""#;
    OPENING_BUTTON = r#"\bopen=t!\("([^"]+)""#;
}

pub struct Source {
    pub file: String,
    /// Without comments and tests.
    code: String,
}

/// One `t!("key", name = value)` or `tn!("key", count, name = value)`.
pub struct Call {
    pub key: String,
    pub plural: bool,
    pub names: BTreeSet<String>,
}

impl Source {
    pub fn new(file: &str, code: &str) -> Self {
        let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        Self { file: file.to_owned(), code: code.map(|line| format!("{line}\n")).collect() }
    }

    /// Every Rust file below `root/folder`.
    pub fn read(root: &Path, folder: &str) -> Vec<Self> {
        let mut sources = Vec::new();
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let entry = entry.unwrap();
            let file = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                sources.extend(Self::read(root, &file));
            } else if file.ends_with(".rs") && file != LOOKUP {
                sources.push(Self::new(&file, &fs::read_to_string(entry.path()).unwrap()));
            }
        }
        sources
    }

    pub fn calls(&self) -> Vec<Call> {
        let call = |found: regex::Captures| {
            let arguments = arguments(&self.code[found.get(0).unwrap().end()..]);
            let names = arguments.iter().filter_map(|argument| Some(NAMED.captures(argument)?[1].to_owned()));
            Call { key: found[2].to_owned(), plural: &found[1] == "tn", names: names.collect() }
        };
        CALL.captures_iter(&self.code).map(call).collect()
    }

    /// The format strings inside of `t!(format!("…"))`.
    pub fn built_calls(&self) -> Vec<&str> {
        all(&BUILT_CALL, &self.code)
    }

    /// Keys handed to errors, mails and the like.
    pub fn key_arguments(&self) -> Vec<&str> {
        all(&KEY_ARGUMENT, &self.code)
    }

    /// Names of the sentences that follow a success.
    pub fn notices(&self) -> Vec<&str> {
        LEADING_ON.find_iter(&self.code).flat_map(|led| all(&NOTICE_NAME, led.as_str())).collect()
    }

    /// Strings that are a word, or words with dots between.
    pub fn words(&self) -> Vec<&str> {
        all(&WORD, &self.code)
    }

    /// Strings like [`Self::words`] with placeholders in them.
    pub fn built_words(&self) -> Vec<&str> {
        all(&BUILT, &self.code)
    }

    /// Keys on buttons and on links that look like one.
    pub fn buttons(&self) -> Vec<&str> {
        [all(&BUTTON, &self.code), all(&OPENING_BUTTON, &self.code)].concat()
    }
}

fn all<'a>(pattern: &Regex, code: &'a str) -> Vec<&'a str> {
    pattern.captures_iter(code).filter_map(|found| Some(found.get(1)?.as_str())).collect()
}

/// What stands between the commas up to the closing bracket of a call.
fn arguments(rest: &str) -> Vec<&str> {
    let (mut depth, mut start, mut quoted, mut escaped) = (0_u32, 0, false, false);
    let mut found = Vec::new();
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ',' | ')' if depth == 0 => {
                found.push(&rest[start..at]);
                start = at + 1;
                if c == ')' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}
