//! Every limit of a round table, in this place only (live.md, opening section).
//!
//! Lengths are characters (Unicode scalar values), times milliseconds unless the name says otherwise, and ranges include
//! both ends. The number in brackets is the rule or section of `live.md`.

use crate::time::{DAY, HOUR, MINUTE, SECOND};
use std::ops::RangeInclusive;

// Texts (§2)

pub const EVENT_TITLE_MAX: usize = 200;
pub const POLL_TITLE_MAX: usize = 300;
pub const POLL_HELP_MAX: usize = 2_000;
pub const OPTION_LABEL_MAX: usize = 200;
pub const CARD_TEXT_MAX: usize = 280;
pub const CLUSTER_TITLE_MAX: usize = 120;
pub const QUESTION_TEXT_MAX: usize = 300;
/// Why a round was voided (L9).
pub const VOID_REASON_MAX: usize = 200;
/// A name that somebody gives with a question (L25).
pub const NICKNAME_MAX: usize = 30;
/// Room or table of a hand count (L24).
pub const AREA_MAX: usize = 60;
/// Name of a company (L21) or of a template (§9).
pub const NAME_MAX: usize = 200;
/// Label of a step, a pole or an axis of a poll (§5).
pub const STEP_LABEL_MAX: usize = 80;
/// Unit of a number (§5).
pub const UNIT_MAX: usize = 30;
/// Screen reader users hear how much is left of a card from here on (§5).
pub const CARD_REMAINING_ANNOUNCED: usize = 20;

// Joining (§2, L1, L4)

pub const JOIN_CODE_DIGITS: usize = 8;
pub const JOIN_CODE_LETTERS: usize = 6;
pub const TOKEN_COOKIE_AGE: i64 = 48 * HOUR;
pub const RECEIPT_BITS: usize = 50;

// Event and rounds (§3)

/// A running event ends by itself so long after its planned end.
pub const EVENT_OVERRUN: i64 = 12 * HOUR;
/// An ended event can be resumed so long after its end.
pub const RESUME_WITHIN: i64 = 24 * HOUR;
/// An ended event is sealed so long after its end (L41).
pub const SEAL_AFTER: i64 = 14 * DAY;
/// Rounds of one event that may be open at once (L7).
pub const OPEN_ROUNDS_MAX: usize = 20;
/// Seconds of a timer (L28).
pub const TIMER_SECONDS: RangeInclusive<u32> = 5..=3_600;
/// Seconds in which a ballot is still taken after the deadline (L28).
pub const GRACE_SECONDS: RangeInclusive<u32> = 0..=10;
pub const GRACE_SECONDS_DEFAULT: u32 = 3;
/// More time that somebody may take, in per cent (L29).
pub const EXTRA_TIME_PERCENT: [u32; 3] = [0, 50, 100];
/// Seconds left at which a count-down is announced, once each (L29).
pub const ANNOUNCED_SECONDS: [u32; 3] = [60, 30, 10];

// Ballots (§4)

/// Bytes of a request with a ballot of a choice type.
pub const BALLOT_BODY_MAX: usize = 4 * 1024;
/// Bytes of a request with words or cards.
pub const TEXT_BALLOT_BODY_MAX: usize = 24 * 1024;
/// Bytes of a stored ballot (§13).
pub const PAYLOAD_MAX: usize = 16 * 1024;
/// Depth of the JSON of a ballot (§14).
pub const JSON_DEPTH_MAX: usize = 8;
/// Keys of a ballot that are remembered, so that a repeated request changes nothing (L12).
pub const REMEMBERED_KEYS: usize = 3;

// Poll types (§5)

pub const OPTION_NO: RangeInclusive<u8> = 1..=100;
/// Options of a choice, a ranking, points and dots.
pub const OPTIONS: RangeInclusive<usize> = 2..=100;
pub const SCALE_STATEMENTS: RangeInclusive<usize> = 1..=20;
pub const SCALE_STEPS: RangeInclusive<u8> = 2..=11;
pub const NUMBER_DECIMALS_MAX: u8 = 3;
/// Greatest amount of a number, in its smallest unit, so that no sum of a room overflows.
pub const NUMBER_UNITS_MAX: i64 = 1_000_000_000_000;
/// Up to so many distinct values get a bar each.
pub const NUMBER_SINGLE_BARS_MAX: i64 = 20;
/// Bars of a histogram.
pub const NUMBER_BINS_MAX: usize = 50;
pub const POINTS_BUDGET: RangeInclusive<u16> = 10..=1_000;
pub const POINTS_STEPS: [u16; 3] = [1, 5, 10];
pub const DOTS: RangeInclusive<u16> = 1..=20;
pub const GRID_ITEMS: RangeInclusive<usize> = 1..=12;
/// Even, so that each answer lies in exactly one quadrant.
pub const GRID_STEPS: [u8; 3] = [2, 4, 6];
pub const WORDS: RangeInclusive<u8> = 1..=10;
pub const WORD_MAX: usize = 40;
/// Letters of the shorter of two words that are merged as singular and plural.
pub const PLURAL_STEM_MIN: usize = 4;
/// Words in the picture of a cloud; the list beside it holds all.
pub const CLOUD_WORDS_MAX: usize = 60;
pub const CARDS: RangeInclusive<u8> = 1..=5;
/// Options up to which a ranking comes with its table of pairs, so that a frame keeps to [`COUNT_FRAME_MAX`].
pub const PAIRWISE_OPTIONS_MAX: usize = 30;
/// Voices from which on a spread is shown: deviation, smallest and greatest value.
pub const SPREAD_VOICES_MIN: u32 = 10;

// Shift and views (L18, L22)

/// Smaller groups than this are not told apart from one another.
pub const SMALL_GROUP: u32 = 5;
/// Pairs from which on a protected poll shows a shift.
pub const SHIFT_PAIRS_MIN: u32 = 10;

// Whose voice counts (§7, L24)

pub const WEIGHTS: RangeInclusive<u8> = 1..=10;
pub const HAND_COUNT_MAX: u32 = 10_000;
pub const SHEET_NO: RangeInclusive<u32> = 1..=100_000;
/// People at one table; 0: not counted (L23).
pub const TABLE_HEADS_MAX: u32 = 100;

// Questions and pace (L25, L27)

pub const OPEN_QUESTIONS_MAX: usize = 3;
pub const QUESTIONS_PER_PERSON: usize = 10;
/// The order of questions on a phone changes at most so often.
pub const QUESTION_ORDER_INTERVAL: i64 = 5 * SECOND;
pub const PACE_EXPIRES: i64 = 5 * MINUTE;
pub const PACE_TREND: i64 = 30 * MINUTE;
/// Share of one side in per cent from which on the console is told.
pub const PACE_HINT_PERCENT: u32 = 30;

// Agenda (§13)

pub const PLANNED_MINUTES_MAX: u32 = 600;
pub const LINK_MAX: usize = 500;

// Presence (L32)

/// Somebody is connected so long after the last request.
pub const CONNECTED_WITHIN: i64 = 30 * SECOND;

// Privacy (§10)

pub const PROFILE_ATTRIBUTES_MAX: usize = 4;
/// Coarse values of one attribute, besides "not stated".
pub const ATTRIBUTE_VALUES: RangeInclusive<usize> = 2..=8;
/// Smallest group of a segment, configurable.
pub const K: RangeInclusive<u32> = 5..=20;
pub const K_DEFAULT: u32 = 5;
/// New or changed ballots between two live distributions of a protected poll (L34).
pub const LIVE_STEP: u32 = 5;
/// Sets that the audit of a live release may visit in one call (L37).
pub const AUDIT_SETS_MAX: u64 = 500_000;

// Transport (§11)

/// Range of the `retry:` that a stream begins with.
pub const STREAM_RETRY: RangeInclusive<i64> = 1_000..=5_000;
/// A stream without another event sends a heartbeat so often.
pub const HEARTBEAT: i64 = 15 * SECOND;
pub const SCREEN_HZ: RangeInclusive<u32> = 1..=50;
pub const SCREEN_HZ_DEFAULT: u32 = 5;
pub const PARTICIPANT_HZ: u32 = 1;
pub const BOARD_HZ: u32 = 1;
/// Bytes of a `count` frame (L45).
pub const COUNT_FRAME_MAX: usize = 8 * 1024;
/// Bytes of a `scene` frame (L45).
pub const SCENE_FRAME_MAX: usize = 32 * 1024;
/// Bytes of a `board` frame; a larger board is fetched.
pub const BOARD_FRAME_MAX: usize = 64 * 1024;
/// A stream that takes no byte for so long is dropped (L46).
pub const STREAM_STALLED: i64 = 30 * SECOND;
pub const STREAMS_PER_TOKEN: usize = 3;
/// One polite sentence about live numbers at most so often (§9).
pub const LIVE_SENTENCE_INTERVAL: i64 = 10 * SECOND;
/// A hidden page closes its stream after this (L47).
pub const HIDDEN_CLOSES: i64 = 30 * SECOND;
/// A stream without any event for so long is opened again (L47).
pub const SILENT_REOPENS: i64 = 40 * SECOND;
/// First and longest wait of the client's own retry of a stream (L47).
pub const STREAM_BACKOFF: RangeInclusive<i64> = SECOND..=30 * SECOND;
/// First and longest wait before an unacknowledged ballot is sent again (L49).
pub const BALLOT_BACKOFF: RangeInclusive<i64> = SECOND..=15 * SECOND;
/// Failed streams after which the page asks for snapshots, how often, and by how much that varies (L50).
pub const STREAM_FAILURES_MAX: u32 = 3;
pub const SNAPSHOT_INTERVAL: i64 = 5 * SECOND;
pub const SNAPSHOT_JITTER: i64 = SECOND;
/// A waiting page without script loads itself again so often (L16).
pub const WAITING_REFRESH_SECONDS: u32 = 15;

// The live hub (§12)

/// Ballots, commands and timers that wait for the writer (L51).
pub const QUEUE_MAX: usize = 65_536;
/// Items of one commit (L51).
pub const BATCH_MAX: usize = 2_000;
/// Rows of the prepared statements, largest first (L52).
pub const STATEMENT_ROWS: [usize; 3] = [32, 8, 1];
/// An expected wait beyond this is refused as busy (L55).
pub const WAIT_MAX: i64 = 2 * SECOND;
/// No acknowledgement within this is answered as unconfirmed (L55).
pub const UNCONFIRMED_AFTER: i64 = 10 * SECOND;
/// Range of `Retry-After` in seconds (L55).
pub const RETRY_AFTER_SECONDS: RangeInclusive<u32> = 1..=5;
/// Waits before a batch is tried again on a busy database (L56).
pub const BUSY_RETRIES: [i64; 3] = [10, 50, 250];
/// Other transactions hold the writer at most so long (L57).
pub const WRITER_HOLD_MAX: i64 = 50;
/// A room is unloaded so long after its last use (L58).
pub const ROOM_UNLOADS: i64 = 30 * MINUTE;
/// Between two notices of one event to other nodes (L61).
pub const NOTIFY_INTERVAL: i64 = 200;
/// Between two recounts after notices: this, or [`RECOUNT_FACTOR`] times the last one's duration (L61).
pub const RECOUNT_INTERVAL: i64 = 200;
pub const RECOUNT_FACTOR: i64 = 10;
/// Nodes compare revisions so often (L61).
pub const NODE_COMPARE: i64 = 2 * SECOND;
/// Connected counts of another node expire after this (L61).
pub const NODE_COUNT_EXPIRES: i64 = 10 * SECOND;
