//! Messages of the command line, in the operator's language (`LC_ALL`, `LC_MESSAGES`, `LANG`; else German).

use weiterblick_app::texts::translate;
use weiterblick_domain::text::Language;

pub fn language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| Language::from_code(value.get(..2)?))
        .unwrap_or_default()
}

pub fn say(key: &str, params: &[(&str, String)]) -> String {
    translate(language(), key, params)
}
