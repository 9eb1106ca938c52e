//! Cards that may belong together, by the words that they share (live.md L19). A suggestion, never a decision.

use super::words::WordKey;
use std::collections::BTreeSet;

/// Letters of a word that says something about a card.
const LETTERS_MIN: usize = 4;

/// Words of at least [`LETTERS_MIN`] letters that say nothing about a card, as keys.
const COMMON: &[&str] = &[
    "aber", "alle", "allem", "allen", "aller", "alles", "also", "andere", "anderen", "auch", "been", "beim", "bitte",
    "could", "dabei", "dann", "dass", "denn", "diese", "diesem", "diesen", "dieser", "dieses", "doch", "does", "dort",
    "durch", "eher", "eine", "einem", "einen", "einer", "eines", "einfach", "etwas", "from", "fuer", "ganz", "gern",
    "gibt", "habe", "haben", "hatte", "have", "hier", "immer", "into", "jede", "jeden", "jeder", "kann", "kein",
    "keine", "keinen", "koennen", "koennte", "mehr", "more", "most", "much", "muessen", "muss", "must", "nach", "need",
    "nicht", "noch", "oder", "oefter", "ohne", "only", "other", "schon", "sehr", "sein", "seine", "should", "sich",
    "sind", "solche", "soll", "sollen", "sollte", "some", "than", "that", "their", "them", "then", "there", "they",
    "this", "ueber", "unser", "unsere", "unserem", "unseren", "unserer", "unter", "very", "viel", "viele", "vielen",
    "wann", "want", "warum", "weil", "welche", "wenig", "weniger", "wenn", "werden", "were", "what", "when", "which",
    "wieder", "will", "wird", "with", "wollen", "would", "wurde", "wurden", "your", "zwischen",
];

/// A text like another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Similar {
    /// Its place among the texts that were searched.
    pub at: usize,
    /// Words that both share, singular and plural being one.
    pub shared: usize,
}

/// The texts that share a word with `text`, those that share most first.
pub fn similar<'a>(text: &str, others: impl IntoIterator<Item = &'a str>) -> Vec<Similar> {
    let words = words(text);
    let shared = |other: &str| {
        let known: BTreeSet<WordKey> = self::words(other).into_iter().flatten().collect();
        words.iter().filter(|forms| !forms.is_disjoint(&known)).count()
    };
    let found = others.into_iter().enumerate().map(|(at, other)| Similar { at, shared: shared(other) });
    let mut found: Vec<Similar> = found.filter(|similar| similar.shared > 0).collect();
    found.sort_by_key(|similar| (std::cmp::Reverse(similar.shared), similar.at));
    found
}

/// The words of a text that say something about it, each with the words it may be the plural of.
fn words(text: &str) -> BTreeSet<BTreeSet<WordKey>> {
    let keys = text.split(|c: char| !c.is_alphanumeric()).map(WordKey::of);
    let telling =
        keys.filter(|key| key.as_str().chars().count() >= LETTERS_MIN && COMMON.binary_search(&key.as_str()).is_err());
    telling.map(|key| key.singulars().chain([key.clone()]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_sorted_keys() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.iter().all(|word| WordKey::of(word).as_str() == *word));
    }

    #[test]
    fn cards_are_alike_by_the_words_they_share() {
        let cards = [
            "Neue Maschinen ohne Schulung",
            "Wir haben keine Zeit für Schulungen an der Maschine",
            "Vertretung fehlt",
            "Die Vertretungen fehlen, keine Zeit!",
        ];
        fn check(text: &str, cards: &[&str], expected: &[(usize, usize)]) {
            let found: Vec<_> = similar(text, cards.iter().copied()).iter().map(|s| (s.at, s.shared)).collect();
            assert_eq!(found, expected, "{text}");
        }
        check("Schulung an der neuen Maschine", &cards, &[(0, 3), (1, 2)]);
        check("ZEIT", &cards, &[(1, 1), (3, 1)]);
        check("Zeit, Zeit und Vertretung", &cards, &[(3, 2), (1, 1), (2, 1)]);
        check("für eine, aber nicht alle", &cards, &[]);
    }
}
