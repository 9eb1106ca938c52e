//! From counted words to the list that is shown: singular and plural together, decisions of the moderation, ban list.

use super::{Moderation, Outcome, Row, Tally, WordKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a moderator decided about a word. Remembered for the poll, under the word's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordRule {
    /// May be shown, where moderation comes first.
    Shown,
    Hidden,
    /// Is not put together with its singular or plural.
    Split,
    /// Counts together with another word.
    Merge(WordKey),
}

/// Everything that decides how the counted words are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordRules {
    pub moderation: Moderation,
    /// Ban lists of the installation and of the event.
    pub banned: BTreeSet<WordKey>,
    pub rules: BTreeMap<WordKey, WordRule>,
}

impl WordRules {
    fn hides(&self, key: &WordKey) -> bool {
        self.banned.contains(key) || self.rules.get(key) == Some(&WordRule::Hidden)
    }

    fn releases(&self, key: &WordKey) -> bool {
        match self.moderation {
            Moderation::After => true,
            Moderation::Before => self.rules.get(key).is_some_and(|rule| *rule != WordRule::Hidden),
        }
    }

    fn splits(&self, key: &WordKey) -> bool {
        self.rules.get(key) == Some(&WordRule::Split)
    }
}

impl Tally {
    /// The words in the order of how often they were given, each group of keys once. A voice that gave two words of one
    /// group counts once. A group is hidden as a whole when one of its keys is.
    pub(in super::super) fn outcome(&self, rules: &WordRules) -> Outcome {
        let groups = self.groups(rules);
        let counts = self.voices(&groups);
        let mut outcome = Outcome { words: Vec::new(), hidden: 0, pending: 0 };
        for (group, n) in groups.iter().zip(counts) {
            if group.iter().any(|key| rules.hides(key)) {
                outcome.hidden += 1;
            } else if !group.iter().any(|key| rules.releases(key)) {
                outcome.pending += 1;
            } else {
                outcome.words.push(Row { word: self.spelling(group), keys: group.clone(), n });
            }
        }
        outcome.words.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.word.cmp(&b.word)));
        outcome
    }

    /// The keys that occur, those that are one word together.
    fn groups(&self, rules: &WordRules) -> Vec<Vec<WordKey>> {
        let mut together = Together::default();
        for key in self.words.keys() {
            if !rules.splits(key) {
                let singulars = key.singulars().filter(|stem| self.words.contains_key(stem) && !rules.splits(stem));
                singulars.for_each(|stem| together.join(key, &stem));
            }
            if let Some(WordRule::Merge(other)) = rules.rules.get(key) {
                together.join(key, other);
            }
        }
        let mut groups: BTreeMap<WordKey, Vec<WordKey>> = BTreeMap::new();
        for key in self.words.keys() {
            groups.entry(together.head(key).clone()).or_default().push(key.clone());
        }
        groups.into_values().collect()
    }

    /// Voices per group. Who gave several words of one group was counted for each of them and is taken out again.
    fn voices(&self, groups: &[Vec<WordKey>]) -> Vec<i64> {
        let of_key = |key: &WordKey| self.words.get(key).map_or(0, |spellings| spellings.values().sum());
        let mut counts: Vec<i64> = groups.iter().map(|group| group.iter().map(of_key).sum()).collect();
        let larger = groups.iter().enumerate().filter(|(_, group)| group.len() > 1);
        let group_of: BTreeMap<&WordKey, usize> =
            larger.flat_map(|(at, group)| group.iter().map(move |key| (key, at))).collect();
        if group_of.is_empty() {
            return counts;
        }
        for (keys, weight) in &self.ballots {
            let mut seen = BTreeSet::new();
            for at in keys.iter().filter_map(|key| group_of.get(key)) {
                if !seen.insert(at) {
                    counts[*at] -= weight;
                }
            }
        }
        counts
    }

    /// The most frequent spelling; of equally frequent ones the first in code-point order.
    fn spelling(&self, group: &[WordKey]) -> String {
        let mut spellings: BTreeMap<&str, i64> = BTreeMap::new();
        for (spelling, count) in group.iter().filter_map(|key| self.words.get(key)).flatten() {
            *spellings.entry(spelling).or_default() += count;
        }
        let first_of_most = spellings.into_iter().rev().max_by_key(|(_, count)| *count);
        first_of_most.map_or_else(String::new, |(spelling, _)| spelling.to_owned())
    }
}

/// Words that belong together: each points to another one of its group, and one of them, the head, to none.
#[derive(Default)]
struct Together(BTreeMap<WordKey, WordKey>);

impl Together {
    fn head<'a>(&'a self, key: &'a WordKey) -> &'a WordKey {
        let mut head = key;
        while let Some(next) = self.0.get(head) {
            head = next;
        }
        head
    }

    fn join(&mut self, a: &WordKey, b: &WordKey) {
        let (a, b) = (self.head(a).clone(), self.head(b).clone());
        if a != b {
            self.0.insert(a, b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Word;
    use super::*;

    fn tally(ballots: &[&[&str]]) -> Tally {
        let mut tally = Tally::default();
        for ballot in ballots {
            let mut words: Vec<Word> = ballot.iter().map(|word| Word::from((*word).to_owned())).collect();
            words.sort();
            tally.add(&words, 1);
        }
        tally
    }

    fn rules(rules: &[(&str, WordRule)]) -> WordRules {
        let rules = rules.iter().map(|(word, rule)| (WordKey::of(word), rule.clone())).collect();
        WordRules { rules, ..WordRules::default() }
    }

    fn check(ballots: &[&[&str]], rules: &WordRules, expected: &[(&str, i64)], hidden: usize) {
        let outcome = tally(ballots).outcome(rules);
        let words: Vec<(&str, i64)> = outcome.words.iter().map(|row| (row.word.as_str(), row.n)).collect();
        assert_eq!((words.as_slice(), outcome.hidden), (expected, hidden), "{ballots:?}");
    }

    /// live.md T27.
    #[test]
    fn spellings_singular_and_plural_share_a_row() {
        let none = WordRules::default();
        check(&[&["Führung"], &["führung"], &["Fuehrung"], &["FÜHRUNG!"], &["Führung"]], &none, &[("Führung", 5)], 0);
        check(&[&["Schulung"], &["Schulungen"], &["Schulungen"]], &none, &[("Schulungen", 3)], 0);
        check(&[&["Straße"], &["Strasse"]], &none, &[("Strasse", 2)], 0);
        // Both forms must occur, and three letters are too few.
        check(&[&["Kurs"], &["Kursen"], &["Tag"], &["Tage"]], &none, &[("Kurs", 2), ("Tag", 1), ("Tage", 1)], 0);
        check(&[&["Kurs"], &["Kurse"], &["Kursen"]], &none, &[("Kurs", 3)], 0);
    }

    #[test]
    fn a_voice_counts_once_for_a_word_in_two_forms() {
        let none = WordRules::default();
        check(&[&["Schulung", "Schulungen", "KI"], &["Schulung"]], &none, &[("Schulung", 2), ("KI", 1)], 0);
        let merged = rules(&[("KI", WordRule::Merge(WordKey::of("Künstliche Intelligenz")))]);
        check(&[&["KI", "Künstliche Intelligenz"], &["KI"]], &merged, &[("KI", 2)], 0);
    }

    #[test]
    fn decisions_of_the_moderation_win_over_the_rule_of_endings() {
        let ballots: &[&[&str]] = &[&["Werk"], &["Werke"], &["Werke"], &["Fabrik"]];
        check(ballots, &rules(&[("Werke", WordRule::Split)]), &[("Werke", 2), ("Fabrik", 1), ("Werk", 1)], 0);
        check(ballots, &rules(&[("Werk", WordRule::Split)]), &[("Werke", 2), ("Fabrik", 1), ("Werk", 1)], 0);
        let merged = rules(&[("Fabrik", WordRule::Merge(WordKey::of("Werk")))]);
        check(ballots, &merged, &[("Werke", 4)], 0);
        // Two words counted as a third one that nobody gave.
        let into_absent = WordRule::Merge(WordKey::of("Betrieb"));
        let merged = rules(&[("Fabrik", into_absent.clone()), ("Werke", into_absent)]);
        check(ballots, &merged, &[("Werke", 4)], 0);
        let circle = rules(&[
            ("Werk", WordRule::Merge("Fabrik".to_owned().into())),
            ("Fabrik", WordRule::Merge("Werk".to_owned().into())),
        ]);
        check(ballots, &circle, &[("Werke", 4)], 0);
    }

    #[test]
    fn a_banned_word_is_hidden_in_all_its_forms_and_counted_as_hidden() {
        let banned = WordRules { banned: [WordKey::of("DUMM!")].into(), ..WordRules::default() };
        check(&[&["dumm"], &["Dummer"], &["klug"]], &banned, &[("klug", 1)], 1);
        check(&[&["a b"], &["klug"]], &rules(&[("A  B", WordRule::Hidden)]), &[("klug", 1)], 1);
    }

    #[test]
    fn with_moderation_before_a_word_waits_for_a_decision() {
        let mut before = rules(&[("Kurs", WordRule::Shown), ("dumm", WordRule::Hidden)]);
        before.moderation = Moderation::Before;
        let outcome = tally(&[&["Kurse"], &["Kurs"], &["dumm"], &["neu"]]).outcome(&before);
        assert_eq!((outcome.words.len(), outcome.hidden, outcome.pending), (1, 1, 1));
        assert_eq!((outcome.words[0].word.as_str(), outcome.words[0].n), ("Kurs", 2));
    }
}
