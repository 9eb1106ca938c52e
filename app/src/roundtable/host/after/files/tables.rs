//! The rows of each file.

use super::sheet::Sheet;
use crate::export::csv::Cell;
use crate::roundtable::host::after::figures::lines;
use crate::roundtable::host::after::reading::published;
use futures_util::TryStreamExt;
use std::collections::BTreeMap;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::poll::{OptionNo, Outcome};
use weiterblick_domain::roundtable::segment::{CellFigures, Placed, SegmentCell, Shown};
use weiterblick_domain::time::MINUTE;
use weiterblick_store::roundtable::export;
use weiterblick_store::roundtable::minutes::Minutes;
use weiterblick_store::roundtable::poll::Poll;
use weiterblick_store::roundtable::round::StoredRound;
use weiterblick_store::{Conn, StoreError};

fn number(value: impl Into<i64>) -> Cell {
    Cell::count(value.into())
}

fn large(value: u64) -> Cell {
    Cell::count(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The place of a poll in the event, from 1; polls are called by it in every file.
fn place(minutes: &Minutes, poll: &Poll) -> Cell {
    let place = minutes.polls.iter().position(|known| known.id == poll.id);
    place.map_or(Cell::Empty, |place| large(place as u64 + 1))
}

fn rounds(minutes: &Minutes) -> impl Iterator<Item = (&Poll, &StoredRound)> {
    let of = |round: &StoredRound| minutes.polls.iter().find(|poll| poll.id == round.poll);
    minutes.rounds.iter().filter_map(move |round| Some((of(round)?, round)))
}

/// poll × round × view × option × figure; nothing of a withheld result.
pub fn results(minutes: &Minutes) -> Result<Sheet, StoreError> {
    const COLUMNS: [&str; 10] =
        ["poll", "title", "kind", "round", "view", "option", "label", "about", "measure", "value"];
    let mut rows = Vec::new();
    for (poll, round) in rounds(minutes) {
        let Some(Ok(views)) = published(round, poll.terms.secrecy)? else { continue };
        let mut add = |view: &'static str, outcome: &Outcome| {
            rows.extend(lines(outcome).into_iter().map(|line| {
                [
                    place(minutes, poll),
                    Cell::text(poll.conduct.title.de.clone()),
                    Cell::text(poll.terms.rules.kind().word()),
                    number(round.number),
                    Cell::text(view),
                    line.option.map_or(Cell::Empty, number),
                    line.option.map_or(Cell::Empty, |option| label(poll, option)),
                    Cell::text(line.about),
                    Cell::text(line.measure),
                    line.value.map_or(Cell::Empty, Cell::Number),
                ]
            }));
        };
        add("agreed", &views.agreed);
        if let Some(plain) = &views.plain {
            add("plain", plain);
        }
    }
    Ok(Sheet::new(COLUMNS, rows))
}

fn label(poll: &Poll, option: OptionNo) -> Cell {
    let found = poll.options.iter().find(|known| known.no == option);
    found.map_or(Cell::Empty, |option| Cell::text(option.label.de.clone()))
}

/// One row per sheet: its random number and what it says in each round. No weight, since that would tell a size class.
pub async fn ballots(conn: &mut Conn, grant: &EventGrant<Export>, minutes: &Minutes) -> Result<Sheet, StoreError> {
    let mut rows = Vec::new();
    for poll in &minutes.polls {
        let sealed: Vec<export::SealedBallot> = export::ballots(conn, grant, poll.id).try_collect().await?;
        let mut sheets: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        for ballot in sealed {
            sheets.entry(ballot.sheet).or_default().insert(ballot.round, ballot.payload);
        }
        for (sheet, payloads) in sheets {
            for (round, payload) in payloads {
                rows.push([place(minutes, poll), number(sheet), number(round), Cell::text(payload)]);
            }
        }
    }
    Ok(Sheet::new(["poll", "sheet", "round", "ballot"], rows))
}

pub async fn cards(conn: &mut Conn, grant: &EventGrant<Export>) -> Result<Sheet, StoreError> {
    let cards: Vec<export::ExportedCard> = export::cards(conn, grant).try_collect().await?;
    let rows = cards.into_iter().map(|card| {
        [Cell::text(card.poll.to_string()), number(card.round), Cell::text(card.cluster), Cell::text(card.text)]
    });
    Ok(Sheet::new(["poll_id", "round", "cluster", "text"], rows))
}

pub async fn questions(conn: &mut Conn, grant: &EventGrant<Export>) -> Result<Sheet, StoreError> {
    let questions: Vec<export::ExportedQuestion> = export::questions(conn, grant).try_collect().await?;
    let merged = |into| questions.iter().find(|known| Some(known.id) == into).map(|known| known.number);
    let rows = questions.iter().map(|question| {
        [
            number(question.number),
            Cell::text(question.text.clone()),
            number(question.votes),
            Cell::text(question.state.word()),
            Cell::text(question.answer.clone()),
            merged(question.merged_into).map_or(Cell::Empty, number),
        ]
    });
    Ok(Sheet::new(["number", "text", "votes", "state", "answer", "merged_into"], rows.collect::<Vec<_>>()))
}

/// Exactly the releases (L35).
pub fn segments(minutes: &Minutes) -> Sheet {
    const COLUMNS: [&str; 12] = [
        "poll",
        "round",
        "release",
        "k",
        "attribute",
        "values",
        "cell",
        "n_min",
        "option",
        "display",
        "value",
        "bound",
    ];
    let mut rows = Vec::new();
    for (poll, round) in rounds(minutes) {
        for (release, segments) in minutes.releases.get(&round.id).into_iter().flatten() {
            for cell in &segments.cells {
                let values: Vec<String> = cell.values.iter().map(|value| value.get().to_string()).collect();
                for [option, display, value, bound] in figures(cell) {
                    rows.push([
                        place(minutes, poll),
                        number(round.number),
                        number(*release),
                        number(segments.k),
                        Cell::text(cell.attribute.word()),
                        Cell::text(values.join(" ")),
                        Cell::text(cell.kind.word()),
                        number(cell.n),
                        option,
                        display,
                        value,
                        bound,
                    ]);
                }
            }
        }
    }
    Sheet::new(COLUMNS, rows)
}

/// Option, display, value and bound of every figure of a cell.
fn figures(cell: &SegmentCell) -> Vec<[Cell; 4]> {
    let shown = |option: Cell, figure: weiterblick_domain::insight::Displayed| {
        let columns = figure.columns();
        let value = columns.value.map_or(Cell::Empty, Cell::Number);
        [option, Cell::text(columns.display), value, Cell::text(columns.bound.code())]
    };
    let row = |row: &Shown| shown(number(row.o), row.figure);
    match &cell.figures {
        CellFigures::Single { rows }
        | CellFigures::Multi { rows }
        | CellFigures::Scale { rows }
        | CellFigures::Rank { rows }
        | CellFigures::Points { rows }
        | CellFigures::Dots { rows } => rows.iter().map(row).collect(),
        CellFigures::YesNo { yes } => vec![shown(Cell::text("yes"), *yes)],
        CellFigures::Number { bar } => {
            let text = bar.map(|bar| format!("{}–{}", bar.from, bar.to)).unwrap_or_default();
            vec![[Cell::Empty, Cell::text("bar"), Cell::text(text), Cell::Empty]]
        }
        CellFigures::Grid { rows } => {
            let placed = |row: &Placed| {
                let quadrant = row.quadrant.map_or("", |quadrant| quadrant.word());
                [number(row.o), Cell::text("quadrant"), Cell::text(quadrant), Cell::Empty]
            };
            rows.iter().map(placed).collect()
        }
    }
}

pub fn agenda(minutes: &Minutes) -> Sheet {
    const COLUMNS: [&str; 7] = ["position", "kind", "title", "speaker", "planned_minutes", "actual_minutes", "state"];
    let rows = (1_u32..).zip(&minutes.agenda).map(|(position, item)| {
        let actual = item.started_at.zip(item.ended_at).map(|(from, to)| (to.since(from) + MINUTE / 2) / MINUTE);
        [
            number(position),
            Cell::text(item.plan.kind.word()),
            Cell::text(item.plan.title.de.clone()),
            Cell::text(item.plan.speaker.clone()),
            if item.plan.planned_minutes > 0 { number(item.plan.planned_minutes) } else { Cell::Empty },
            actual.map_or(Cell::Empty, Cell::count),
            Cell::text(item.state.word()),
        ]
    });
    Sheet::new(COLUMNS, rows)
}

pub fn needs(minutes: &Minutes) -> Sheet {
    const COLUMNS: [&str; 9] = ["title", "state", "poll", "option", "n", "rank", "score", "share", "cards"];
    let rows = minutes.needs.iter().map(|need| {
        let standing = need.evidence.standing;
        let poll = minutes.polls.iter().find(|poll| poll.id == need.evidence.poll);
        [
            Cell::text(need.title.de.clone()),
            Cell::text(need.state.word()),
            poll.map_or(Cell::Empty, |poll| place(minutes, poll)),
            number(need.option),
            Cell::count(standing.n),
            large(standing.rank as u64),
            Cell::Number(standing.score),
            standing.share.map_or(Cell::Empty, number),
            Cell::text(need.evidence.cards.join("\n")),
        ]
    });
    Sheet::new(COLUMNS, rows)
}

/// What lets anybody check that nothing was lost (L62), and what was thrown away or entered by hand.
pub fn integrity(minutes: &Minutes) -> Sheet {
    const COLUMNS: [&str; 8] =
        ["poll", "round", "state", "voters", "hands", "receipts_sha256", "ballots_sha256", "note"];
    let rows = rounds(minutes).map(|(poll, round)| {
        let hands: u32 = minutes.hands.iter().filter(|hands| hands.round == round.id).map(|hands| hands.n).sum();
        let digest = |of: fn(&weiterblick_store::roundtable::round::Frozen) -> String| {
            round.frozen.as_ref().map_or(Cell::Empty, |frozen| Cell::text(of(frozen)))
        };
        [
            place(minutes, poll),
            number(round.number),
            Cell::text(round.round.state.word()),
            large(round.voters),
            number(hands),
            digest(|frozen| frozen.receipts.to_string()),
            digest(|frozen| frozen.payloads.to_string()),
            Cell::text(round.note.clone()),
        ]
    });
    Sheet::new(COLUMNS, rows)
}
