use super::super::event::EventState;
use super::super::limits::OPEN_ROUNDS_MAX;
use super::super::revision::{Basis, Outcome, Revision};
use super::*;
use crate::time::UnixMillis;

/// live.md §3, word for word.
const TABLE: &str = "\
| | show | open | ballot | extend | clock: deadline | lock | reopen | close | void | reveal/hide |
|---|---|---|---|---|---|---|---|---|---|---|
| prepared | → reading | → open | ✗ not_open | ✗ not_open | – | ✗ not_open | ✗ not_locked | ✗ not_locked | → void | ✗ nothing_to_show |
| reading | = | → open | ✗ not_open | ✗ not_open | – | ✗ not_open | ✗ not_locked | ✗ not_locked | → void | ✗ nothing_to_show |
| open | = | = | stored | new deadline | → closing (→ locked if grace and extensions are 0); stays open if `auto_lock` is off | → locked | = | ✗ not_locked | → void | flag |
| closing | = | ✗ use_reopen | stored if in grace or own extension, else ✗ deadline_passed | → open, new deadline | → locked at the last permitted instant | → locked | → open | ✗ not_locked | → void | flag |
| locked | = | ✗ use_reopen | ✗ locked (paper/hands: stored) | ✗ locked | – | = | → open, no deadline unless given | → closed, or ✗ integrity | → void | flag |
| closed | = | ✗ closed | ✗ closed | ✗ closed | – | = | ✗ closed | = | ✗ closed | flag |
| void | ✗ void | ✗ void | ✗ void | ✗ void | – | ✗ void | ✗ void | ✗ void | = | ✗ void |";

const OPENED: UnixMillis = UnixMillis(5_000_000);
const DEADLINE: UnixMillis = OPENED.plus(60_000);

pub(super) fn facts() -> RoundFacts {
    let rules = RoundRules { grace: Grace::default(), auto_lock: true, reveal: Reveal::Manual };
    let basis = Basis { expected: Revision(3), current: Revision(3) };
    RoundFacts { basis, event: EventState::Running, now: DEADLINE.plus(1_000), rules, open_elsewhere: 0, intact: true }
}

fn round(state: RoundState) -> Round {
    let timing = Timing { opened_at: OPENED, deadline: Some(DEADLINE) };
    Round { state, timing, results: Results::Hidden }
}

fn command(word: &str) -> RoundCommand {
    match word {
        "show" => RoundCommand::Show,
        "open" => RoundCommand::Open { timer: None },
        "extend" => RoundCommand::Extend { deadline: DEADLINE.plus(30_000) },
        "lock" => RoundCommand::Lock,
        "reopen" => RoundCommand::Reopen { timer: None },
        "close" => RoundCommand::Close,
        "void" => RoundCommand::Void { reason: VoidReason::parse("Tippfehler").unwrap() },
        "reveal" => RoundCommand::Reveal,
        "hide" => RoundCommand::Hide,
        _ => panic!("{word}"),
    }
}

const COMMANDS: [&str; 9] = ["show", "open", "extend", "lock", "reopen", "close", "void", "reveal", "hide"];

fn refusal(word: &str) -> RoundRefusal {
    RoundRefusal::from_word(word).unwrap()
}

fn check_command(from: Round, word: &str, facts: &RoundFacts, cell: &str) {
    let found = decide(&from, &command(word), facts);
    let context = format!("{} {word}", from.state);
    match cell.split_once(' ') {
        _ if cell == "=" => assert_eq!(found, Ok(Outcome::Unchanged), "{context}"),
        Some(("✗", code)) => assert_eq!(found, Err(refusal(code)), "{context}"),
        Some(("→", state)) => match found {
            Ok(Outcome::Changed(after)) => assert_eq!(after.state.word(), state, "{context}"),
            _ => panic!("{context}: {found:?}"),
        },
        _ => panic!("{cell}"),
    }
}

fn check_ballot(state: RoundState, cell: &str) {
    let RoundFacts { rules, event, now, .. } = facts();
    let ballot = |entry, arrival| takes_ballot(&round(state), entry, arrival, &rules, event);
    let voice = Entry::Voice(ExtraTime::None);
    match cell {
        "stored" => assert_eq!(ballot(voice, now), Ok(()), "{state}"),
        "stored if in grace or own extension, else ✗ deadline_passed" => {
            assert_eq!(ballot(voice, DEADLINE.plus(2_999)), Ok(()));
            assert_eq!(ballot(Entry::Voice(ExtraTime::Half), DEADLINE.plus(30_000)), Ok(()));
            assert_eq!(ballot(voice, DEADLINE.plus(3_000)), Err(RoundRefusal::DeadlinePassed));
        }
        "✗ locked (paper/hands: stored)" => {
            assert_eq!(ballot(voice, now), Err(RoundRefusal::Locked));
            assert_eq!(ballot(Entry::Recorded, now), Ok(()));
        }
        _ => {
            let code = cell.strip_prefix("✗ ").unwrap();
            assert_eq!(ballot(voice, now), Err(refusal(code)), "{state}");
            assert_eq!(ballot(Entry::Recorded, now), Err(refusal(code)), "{state}");
        }
    }
}

fn check_clock(state: RoundState, cell: &str) {
    let RoundFacts { rules, .. } = facts();
    let after = |rules: RoundRules, longest, at| clock(&round(state), &rules, longest, at).map(|round| round.state);
    let no_grace = RoundRules { grace: Grace::try_from(0).unwrap(), ..rules };
    match cell {
        "–" => assert_eq!(after(rules, ExtraTime::Double, DEADLINE.plus(9_999_999)), None, "{state}"),
        "→ closing (→ locked if grace and extensions are 0); stays open if `auto_lock` is off" => {
            assert_eq!(after(rules, ExtraTime::None, DEADLINE.plus(-1)), None);
            assert_eq!(after(rules, ExtraTime::None, DEADLINE), Some(RoundState::Closing));
            assert_eq!(after(no_grace, ExtraTime::Half, DEADLINE), Some(RoundState::Closing));
            assert_eq!(after(no_grace, ExtraTime::None, DEADLINE), Some(RoundState::Locked));
            assert_eq!(after(RoundRules { auto_lock: false, ..rules }, ExtraTime::None, DEADLINE), None);
        }
        "→ locked at the last permitted instant" => {
            for (longest, last) in [(ExtraTime::None, 3_000), (ExtraTime::Half, 33_000), (ExtraTime::Double, 63_000)] {
                assert_eq!(after(rules, longest, DEADLINE.plus(last - 1)), None);
                assert_eq!(after(rules, longest, DEADLINE.plus(last)), Some(RoundState::Locked));
            }
        }
        _ => panic!("{cell}"),
    }
}

fn check_cell(state: RoundState, column: &str, cell: &str) {
    let changed = |after| Ok(Outcome::Changed(after));
    match (column, cell) {
        ("ballot", _) => check_ballot(state, cell),
        ("clock: deadline", _) => check_clock(state, cell),
        ("reveal/hide", "flag") => {
            for (word, results, before) in
                [("reveal", Results::All, Results::Hidden), ("hide", Results::Hidden, Results::All)]
            {
                let from = Round { results: before, ..round(state) };
                assert_eq!(decide(&from, &command(word), &facts()), changed(Round { results, ..from }));
                check_command(Round { results, ..from }, word, &facts(), "=");
            }
        }
        ("reveal/hide", _) => {
            for word in ["reveal", "hide"] {
                check_command(round(state), word, &facts(), cell);
            }
        }
        ("extend", "new deadline" | "→ open, new deadline") => {
            let timing = Timing { opened_at: OPENED, deadline: Some(DEADLINE.plus(30_000)) };
            let after = Round { state: RoundState::Open, timing, ..round(state) };
            assert_eq!(decide(&round(state), &command("extend"), &facts()), changed(after));
        }
        ("reopen", "→ open" | "→ open, no deadline unless given") => {
            let now = facts().now;
            for timer in [None, Timer::try_from(10).ok()] {
                let deadline = timer.map(|_| now.plus(10_000));
                let after =
                    Round { state: RoundState::Open, timing: Timing { opened_at: now, deadline }, ..round(state) };
                assert_eq!(decide(&round(state), &RoundCommand::Reopen { timer }, &facts()), changed(after));
            }
        }
        ("close", "→ closed, or ✗ integrity") => {
            check_command(round(state), "close", &facts(), "→ closed");
            check_command(round(state), "close", &RoundFacts { intact: false, ..facts() }, "✗ integrity");
        }
        _ => check_command(round(state), column, &facts(), cell),
    }
}

#[test]
fn every_command_the_clock_and_every_ballot_are_decided_by_the_table() {
    let cells = |line: &'static str| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>();
    let mut lines = TABLE.lines();
    let header = cells(lines.next().unwrap());
    let rows: Vec<Vec<&str>> = lines.skip(1).map(cells).collect();
    let states: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(states, RoundState::ALL.iter().map(|state| state.word()).collect::<Vec<_>>());
    for row in rows {
        assert_eq!(row.len(), header.len());
        for (column, cell) in header.iter().zip(&row).skip(1) {
            check_cell(RoundState::from_word(row[0]).unwrap(), column, cell);
        }
    }
}

#[test]
fn nothing_moves_in_an_event_that_is_not_running_but_a_locked_round_is_closed_after_the_end() {
    for (event, code) in [
        (EventState::Draft, RoundRefusal::NotStarted),
        (EventState::Lobby, RoundRefusal::NotStarted),
        (EventState::Ended, RoundRefusal::Ended),
        (EventState::Sealed, RoundRefusal::Sealed),
    ] {
        for state in RoundState::ALL {
            for word in COMMANDS {
                let running = decide(&round(*state), &command(word), &facts());
                let found = decide(&round(*state), &command(word), &RoundFacts { event, ..facts() });
                let as_running = running == Ok(Outcome::Unchanged) || (word == "close" && event == EventState::Ended);
                assert_eq!(found, if as_running { running } else { Err(code) }, "{event} {state} {word}");
            }
        }
    }
}

#[test]
fn a_stale_command_is_a_conflict_unless_its_target_holds() {
    let stale = RoundFacts { basis: Basis { expected: Revision(2), current: Revision(3) }, ..facts() };
    for state in RoundState::ALL {
        for word in COMMANDS {
            let fresh = decide(&round(*state), &command(word), &facts());
            let expected = if fresh == Ok(Outcome::Unchanged) { fresh } else { Err(RoundRefusal::Conflict) };
            assert_eq!(decide(&round(*state), &command(word), &stale), expected, "{state} {word}");
        }
    }
}

#[test]
fn an_extension_names_a_deadline_ahead_and_not_too_far() {
    let now = facts().now;
    for (deadline, expected) in [
        (DEADLINE, Ok(())),
        (now, Err(RoundRefusal::DeadlinePassed)),
        (now.plus(1), Ok(())),
        (now.plus(3_600_000), Ok(())),
        (now.plus(3_600_001), Err(RoundRefusal::DeadlineTooFar)),
    ] {
        let found = decide(&round(RoundState::Open), &RoundCommand::Extend { deadline }, &facts());
        assert_eq!(found.map(|_| ()), expected, "{deadline:?}");
    }
}

#[test]
fn the_twenty_first_round_is_not_opened_but_an_open_one_goes_on() {
    let full = RoundFacts { open_elsewhere: OPEN_ROUNDS_MAX, ..facts() };
    for state in [RoundState::Prepared, RoundState::Reading] {
        check_command(round(state), "open", &full, "✗ too_many_open");
        check_command(round(state), "open", &RoundFacts { open_elsewhere: OPEN_ROUNDS_MAX - 1, ..full }, "→ open");
    }
    check_command(round(RoundState::Locked), "reopen", &full, "✗ too_many_open");
    check_command(round(RoundState::Closing), "reopen", &full, "→ open");
    check_command(round(RoundState::Closing), "extend", &full, "→ open");
}

#[test]
fn the_reveal_mode_sets_the_flag_at_opening_and_at_the_lock() {
    let table = [
        // (mode, flag after opening, after the lock, after reopening what was shown)
        (Reveal::Manual, Results::Hidden, Results::Hidden, Results::Hidden),
        (Reveal::AfterLock, Results::Hidden, Results::All, Results::Hidden),
        (Reveal::Live, Results::All, Results::All, Results::All),
    ];
    for (reveal, opened, locked, reopened) in table {
        let facts = RoundFacts { rules: RoundRules { reveal, ..facts().rules }, ..facts() };
        let after = |from: Round, word| match decide(&from, &command(word), &facts) {
            Ok(Outcome::Changed(after)) => after,
            other => panic!("{other:?}"),
        };
        let open = after(round(RoundState::Prepared), "open");
        let lock = after(open, "lock");
        assert_eq!((open.results, lock.results), (opened, locked), "{reveal}");
        let timed = Round { timing: round(RoundState::Open).timing, ..open };
        let by_clock = clock(&timed, &facts.rules, ExtraTime::None, facts.now.plus(9_999)).unwrap();
        assert_eq!((by_clock.state, by_clock.results), (RoundState::Locked, locked), "{reveal}");
        let shown = Round { results: Results::All, ..lock };
        assert_eq!(after(shown, "reopen").results, reopened, "{reveal}");
    }
}

#[test]
fn the_words_of_commands_are_those_of_the_table() {
    for word in COMMANDS {
        assert_eq!(command(word).word(), word);
    }
}
