//! Texts that are pasted one a line; after a bar the English version: `Leitung | Management`.

use weiterblick_domain::roundtable::poll::Wording;

/// Between German and English.
const BAR: &str = " | ";

/// The lines that hold something. List marks of word processors in front of a line are taken away.
pub fn parse(text: &str) -> Vec<Wording> {
    text.lines().map(unmarked).filter(|line| !line.is_empty()).map(wording).collect()
}

fn unmarked(line: &str) -> &str {
    line.trim().trim_start_matches(['•', '–', '·', '*', '▪', '\u{f0b7}']).trim()
}

fn wording(line: &str) -> Wording {
    match line.split_once(BAR) {
        Some((german, english)) if !english.trim().is_empty() => {
            Wording { en: Some(english.trim().to_owned()), ..Wording::german(german.trim()) }
        }
        _ => Wording::german(line.trim_end_matches(BAR.trim_end()).trim()),
    }
}

/// The text that [`parse`] reads as these wordings; versions in plain words are not part of it.
pub fn write(wordings: &[Wording]) -> String {
    let line = |wording: &Wording| match &wording.en {
        Some(english) => format!("{}{BAR}{english}", wording.de),
        None => wording.de.clone(),
    };
    wordings.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(String, Option<String>)> {
        parse(text).into_iter().map(|wording| (wording.de, wording.en)).collect()
    }

    #[test]
    fn a_pasted_list_becomes_one_wording_a_line() {
        let found = shape("• Excel \r\n\n– Führung | Leadership\n  * A|B  \nNur Deutsch | \n");
        let expected = [("Excel", None), ("Führung", Some("Leadership")), ("A|B", None), ("Nur Deutsch", None)];
        let expected: Vec<_> = expected.iter().map(|(de, en)| ((*de).to_owned(), en.map(str::to_owned))).collect();
        assert_eq!(found, expected);
        assert!(shape(" \n• \n").is_empty());
    }

    #[test]
    fn what_was_written_is_read_again() {
        let wordings = parse("Eins | One\nZwei");
        assert_eq!(write(&wordings), "Eins | One\nZwei");
        assert_eq!(parse(&write(&wordings)), wordings);
    }
}
