//! The texts are complete in both languages, used, and written as look.md §8 asks.
#![cfg(feature = "ssr")]

mod locales;
mod source;
mod usage;
mod wording;

use locales::Locales;
use source::Source;
use std::path::Path;
use weiterblick_app::texts::translate;
use weiterblick_domain::text::Language;

fn locales() -> Locales {
    Locales::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales"))
}

/// Tells everything at once, file by file, so that it can be mended in one go.
#[test]
fn every_text_is_complete_used_and_well_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let locales = locales();
    let sources =
        ["app/src", "server/src"].map(|folder| Source::read(&root, folder)).into_iter().flatten().collect::<Vec<_>>();
    let mut problems = locales.problems();
    problems.extend(usage::problems(&locales, &sources));
    problems.extend(wording::problems(&locales, &sources));
    problems.sort();
    problems.dedup();
    assert!(problems.is_empty(), "{} problems in texts:\n{}\n", problems.len(), problems.join("\n"));
}

#[test]
fn the_program_finds_every_text_of_the_files() {
    for (language, texts) in locales().languages {
        let language = Language::from_code(language).unwrap();
        for (key, text) in texts {
            assert_eq!(translate(language, &key, &[]), text.text, "{key} in {language:?}");
        }
    }
}
