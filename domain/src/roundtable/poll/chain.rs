//! From cards to options, and from options to needs (live.md L19, L20).

use super::{Figures, Kind, OptionNo, OptionSet, OptionSource, OptionState, Outcome, PollOption, Wording};
use crate::ids::{EventId, PollId, RoundId};
use crate::insight::Decimal;
use crate::insight::exact::fraction;
use crate::roundtable::limits::OPTION_LABEL_MAX;
use serde::{Deserialize, Serialize};

impl Kind {
    /// Whether clusters and cards can become the options of such a poll.
    pub const fn takes_cards(self) -> bool {
        matches!(self, Self::Dots | Self::Points | Self::Rank | Self::Grid | Self::Multi)
    }
}

/// A cluster with its title or a card with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardItem {
    pub source: OptionSource,
    pub text: String,
}

/// More items than there are numbers for options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than 100 options")]
pub struct TooManyOptions;

/// New options from the board, numbered after those that were given already. Items with the same text become one option
/// that remembers all of them. The options are copies: later changes of the cards do not reach them.
///
/// # Errors
/// [`TooManyOptions`].
pub fn options_from(given: OptionSet, items: &[BoardItem]) -> Result<Vec<PollOption>, TooManyOptions> {
    let mut given = given;
    let mut options: Vec<PollOption> = Vec::new();
    for item in items {
        let label = label_of(&item.text);
        if let Some(option) = options.iter_mut().find(|option| option.label.de == label) {
            option.sources.push(item.source);
            continue;
        }
        let no = given.next_no().ok_or(TooManyOptions)?;
        given.insert(no);
        let sources = vec![item.source];
        options.push(PollOption { no, label: Wording::german(label), state: OptionState::Active, sources });
    }
    Ok(options)
}

/// The text on one line, cut at a blank with an ellipsis where it is longer than a label may be.
fn label_of(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= OPTION_LABEL_MAX {
        return line;
    }
    let cut: String = line.chars().take(OPTION_LABEL_MAX - 1).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

/// Where a need comes from. Holds no figure of a segment and no author (L20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub event: EventId,
    pub poll: PollId,
    pub round: RoundId,
    #[serde(flatten)]
    pub standing: Standing,
    /// Texts of the cards that the option was made of.
    pub cards: Vec<String>,
}

/// How an option came off in the result of a closed round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Voices with an answer.
    pub n: i64,
    /// 1 is the best; equal scores share a rank and the next ones skip.
    pub rank: usize,
    /// Voices or ticks, points, dots, Borda points per voice, mean of a scale, in a grid the voices in the quarter that is
    /// high on both axes.
    pub score: Decimal,
    /// In whole per cents, of the voices or of all that was given; none for rankings and scales.
    pub share: Option<u8>,
}

/// How `option` came off; `None` where the poll type has no options or nobody answered about it.
pub fn standing(outcome: &Outcome, option: OptionNo) -> Option<Standing> {
    let scores = scores(outcome);
    let (_, score, share) = *scores.iter().find(|(o, ..)| *o == option)?;
    let ahead = scores.iter().filter(|(_, other, _)| other.exact() > score.exact()).count();
    Some(Standing { n: outcome.n, rank: ahead + 1, score, share })
}

fn scores(outcome: &Outcome) -> Vec<(OptionNo, Decimal, Option<u8>)> {
    // Parts of a company get one decimal, whole voices none.
    let unit = outcome.weight.map_or(1, |weight| weight.unit);
    let count = |n: i64| fraction(n, unit).map_or(Decimal::new(n, 0), |n| Decimal::round(n, u8::from(unit > 1)));
    match &outcome.figures {
        Figures::Single(figures) => figures.counts.iter().map(|row| (row.o, count(row.n), Some(row.share))).collect(),
        Figures::Multi(figures) => figures.counts.iter().map(|row| (row.o, count(row.n), Some(row.share))).collect(),
        Figures::Points(figures) | Figures::Dots(figures) => {
            figures.rows.iter().map(|row| (row.o, count(row.sum), Some(row.share))).collect()
        }
        Figures::Rank(figures) => figures.rows.iter().filter_map(|row| Some((row.o, row.mean?, None))).collect(),
        Figures::Scale(figures) => figures.rows.iter().filter_map(|row| Some((row.q, row.mean?, None))).collect(),
        Figures::Grid(figures) => {
            let placed = figures.rows.iter().filter(|row| row.n > 0);
            placed.map(|row| (row.o, count(row.high_high.n), Some(row.high_high.share))).collect()
        }
        Figures::Number(_) | Figures::Words(_) | Figures::Cards(_) | Figures::YesNo(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{no, rules, set};
    use super::super::words::WordRules;
    use super::super::{Ballot, Hands, Source, Tally, Voice};
    use super::*;
    use crate::ids::{CardId, ClusterId};

    fn item(source: OptionSource, text: &str) -> BoardItem {
        BoardItem { source, text: text.to_owned() }
    }

    #[test]
    fn options_are_numbered_on_and_remember_their_cards() {
        let cluster = OptionSource::Cluster(ClusterId::from_bytes([1; 16]));
        let cards = [2, 3].map(|card| OptionSource::Card(CardId::from_bytes([card; 16])));
        let items =
            [item(cluster, "Technik"), item(cards[0], "Mehr  Zeit\nzum Üben"), item(cards[1], "Mehr Zeit zum Üben")];
        let options = options_from(set([1, 4]), &items).unwrap();
        let shape: Vec<_> = options.iter().map(|o| (o.no, o.label.de.as_str(), o.sources.as_slice())).collect();
        assert_eq!(shape, [(no(5), "Technik", &[cluster][..]), (no(6), "Mehr Zeit zum Üben", &cards[..])]);
        let json = serde_json::to_string(&options[0]).unwrap();
        assert!(json.contains(r#""sources":[{"cluster":"01010101-0101-0101-0101-010101010101"}]"#), "{json}");
    }

    #[test]
    fn a_long_card_is_cut_between_words() {
        let words = "Lernzeit ".repeat(30);
        let label = label_of(&words);
        assert_eq!((label.chars().count(), label.ends_with("Lernzeit…")), (198, true));
        assert_eq!(label_of(&"x".repeat(280)).chars().count(), 200);
        assert_eq!(label_of(&"x".repeat(200)), "x".repeat(200));
    }

    #[test]
    fn numbers_for_options_are_used_up() {
        let card = OptionSource::Card(CardId::from_bytes([2; 16]));
        assert_eq!(options_from(set([99]), &[item(card, "a"), item(card, "b")]), Err(TooManyOptions));
    }

    #[test]
    fn equal_scores_share_a_rank() {
        fn check(kind: Kind, payloads: &[&str], expected: &[(u8, usize, &str, Option<u8>)]) {
            let ballots: Vec<Ballot> = payloads.iter().map(|p| Ballot::from_canonical(kind, p).unwrap()).collect();
            let voices = ballots.iter().map(|ballot| (Voice::plain(Source::Device), ballot));
            let tally = Tally::from_scratch(&rules(kind), set([1, 2, 3]), 1, voices);
            let outcome = tally.outcome(&Hands::default(), &WordRules::default());
            for (option, rank, score, share) in expected {
                let standing = standing(&outcome, no(*option)).unwrap();
                let found = (standing.rank, standing.score.to_string(), standing.share);
                assert_eq!(found, (*rank, (*score).to_owned(), *share), "{kind} {option}");
            }
        }
        let dots = [r#"{"d":{"1":2,"2":1}}"#, r#"{"d":{"2":1,"3":1}}"#];
        check(Kind::Dots, &dots, &[(1, 1, "2", Some(40)), (2, 1, "2", Some(40)), (3, 3, "1", Some(20))]);
        check(Kind::Rank, &[r#"{"r":[3,1]}"#], &[(3, 1, "2.0", None), (1, 2, "1.0", None), (2, 3, "0.0", None)]);
        check(Kind::Grid, &[r#"{"g":{"2":[4,4]}}"#, r#"{"g":{"2":[1,4]}}"#], &[(2, 1, "1", Some(50))]);
        check(Kind::Multi, &[r#"{"o":[1,2]}"#, r#"{"o":[2]}"#], &[(2, 1, "2", Some(100)), (1, 2, "1", Some(50))]);
    }

    #[test]
    fn evidence_is_one_flat_object() {
        let standing = Standing { n: 12, rank: 1, score: Decimal::new(30, 0), share: Some(42) };
        let (event, poll) = (EventId::from_bytes([1; 16]), PollId::from_bytes([2; 16]));
        let evidence =
            Evidence { event, poll, round: RoundId::from_bytes([3; 16]), standing, cards: vec!["Zeit".to_owned()] };
        let json = serde_json::to_value(&evidence).unwrap();
        assert_eq!((&json["rank"], &json["score"], &json["share"]), (&1.into(), &"30".into(), &42.into()));
        assert_eq!(serde_json::from_value::<Evidence>(json).unwrap(), evidence);
    }
}
