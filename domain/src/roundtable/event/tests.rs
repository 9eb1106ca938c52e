use super::super::revision::Revision;
use super::*;
use crate::time::{DAY, HOUR};

/// live.md §3, word for word.
const TABLE: &str = "\
| | open_lobby | start | lock_join / unlock_join | end | resume | seal | delete |
|---|---|---|---|---|---|---|---|
| draft | → lobby | → running | ✗ not_open | ✗ not_started | ✗ not_ended | ✗ not_ended | removes |
| lobby | = | → running | flag | → ended | ✗ not_ended | ✗ not_ended | ✗ end_first |
| running | = | = | flag | → ended; ✗ round_open unless `force` (then locks and closes all) | = | ✗ not_ended | ✗ end_first |
| ended | ✗ ended | ✗ ended | ✗ ended | = | → running, until 24 h after end | → sealed | removes |
| sealed | ✗ sealed | ✗ sealed | ✗ sealed | = | ✗ sealed | = | removes |";

const END: UnixMillis = UnixMillis(1_000 * DAY);

fn facts() -> EventFacts {
    let basis = Basis { expected: Revision(3), current: Revision(3) };
    EventFacts { basis, now: END.plus(HOUR), join_locked: false, round_open: false, ended_at: END }
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

fn check(state: EventState, command: EventCommand, facts: EventFacts, cell: &str) {
    let to = |word: &str| match EventState::from_word(word).unwrap() {
        EventState::Ended => EventChange::Ended { close_rounds: command == EventCommand::ForceEnd },
        state => EventChange::To(state),
    };
    let expected = match cell.split_once(' ') {
        _ if cell == "=" => Ok(Outcome::Unchanged),
        _ if cell == "removes" => Ok(Outcome::Changed(EventChange::Removed)),
        Some(("→", word)) => Ok(Outcome::Changed(to(word))),
        Some(("✗", word)) => Err(EventRefusal::from_word(word).unwrap()),
        _ => panic!("{cell}"),
    };
    assert_eq!(decide(state, command, &facts), expected, "{state} {command}");
}

fn check_cell(state: EventState, column: &str, cell: &str) {
    use EventCommand::{End, ForceEnd, LockJoin, UnlockJoin};
    match (column, cell) {
        ("lock_join / unlock_join", "flag") => {
            for (command, locked) in [(LockJoin, true), (UnlockJoin, false)] {
                let change = Ok(Outcome::Changed(EventChange::JoinLocked(locked)));
                assert_eq!(decide(state, command, &EventFacts { join_locked: !locked, ..facts() }), change);
                check(state, command, EventFacts { join_locked: locked, ..facts() }, "=");
            }
        }
        ("lock_join / unlock_join", _) => {
            for command in [LockJoin, UnlockJoin] {
                check(state, command, facts(), cell);
            }
        }
        ("end", "→ ended; ✗ round_open unless `force` (then locks and closes all)") => {
            let open = EventFacts { round_open: true, ..facts() };
            check(state, End, facts(), "→ ended");
            check(state, End, open, "✗ round_open");
            check(state, ForceEnd, open, "→ ended");
        }
        ("end", _) => {
            for command in [End, ForceEnd] {
                check(state, command, facts(), cell);
            }
        }
        ("resume", "→ running, until 24 h after end") => {
            let command = EventCommand::Resume;
            check(state, command, EventFacts { now: END.plus(24 * HOUR - 1), ..facts() }, "→ running");
            check(state, command, EventFacts { now: END.plus(24 * HOUR), ..facts() }, "✗ ended");
        }
        _ => check(state, EventCommand::from_word(column).unwrap(), facts(), cell),
    }
}

#[test]
fn every_command_is_decided_by_the_table() {
    let mut lines = TABLE.lines();
    let header = cells(lines.next().unwrap());
    let rows: Vec<Vec<&str>> = lines.skip(1).map(cells).collect();
    let states: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(states, EventState::ALL.iter().map(|state| state.word()).collect::<Vec<_>>());
    for row in rows {
        for (column, cell) in header.iter().zip(&row).skip(1) {
            check_cell(EventState::from_word(row[0]).unwrap(), column, cell);
        }
    }
}

#[test]
fn a_stale_command_is_a_conflict_unless_its_target_holds() {
    let stale = EventFacts { basis: Basis { expected: Revision(2), current: Revision(3) }, ..facts() };
    for state in EventState::ALL {
        for command in EventCommand::ALL {
            let fresh = decide(*state, *command, &facts());
            let expected = if fresh == Ok(Outcome::Unchanged) { fresh } else { Err(EventRefusal::Conflict) };
            assert_eq!(decide(*state, *command, &stale), expected, "{state} {command}");
        }
    }
}

#[test]
fn people_join_in_lobby_and_running_while_the_lock_is_off() {
    for state in EventState::ALL {
        let open = matches!(state, EventState::Lobby | EventState::Running);
        assert_eq!((state.has_join_code(), state.takes_joins(false), state.takes_joins(true)), (open, open, false));
    }
}

#[test]
fn the_clock_ends_12_h_after_the_planned_end_and_seals_14_days_after_the_end() {
    let times = EventTimes { planned_end: END, running_since: END.plus(-2 * HOUR), ended_at: END.plus(HOUR) };
    for (state, expected) in [
        (EventState::Draft, None),
        (EventState::Lobby, None),
        (EventState::Running, Some((END.plus(12 * HOUR), EventCommand::ForceEnd))),
        (EventState::Ended, Some((END.plus(HOUR + 14 * DAY), EventCommand::Seal))),
        (EventState::Sealed, None),
    ] {
        assert_eq!(due(state, &times), expected, "{state}");
        if let Some((now, command)) = expected {
            let facts = EventFacts { now, round_open: true, ..facts() };
            assert!(matches!(decide(state, command, &facts), Ok(Outcome::Changed(_))));
        }
    }
}

#[test]
fn an_event_resumed_long_after_its_planned_end_does_not_end_at_once() {
    let resumed = END.plus(30 * HOUR);
    let times = EventTimes { planned_end: END, running_since: resumed, ended_at: END.plus(12 * HOUR) };
    assert_eq!(due(EventState::Running, &times), Some((resumed.plus(12 * HOUR), EventCommand::ForceEnd)));
}
