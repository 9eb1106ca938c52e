-- Round tables (live.md §13). No table of ballots, profiles, participants, cards or question votes holds a time, an
-- address or an order (L40); every column is NOT NULL: an empty text, an empty blob or 0 says "none".

CREATE TABLE event (
  id                TEXT NOT NULL PRIMARY KEY,
  organisation_id   TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  -- JSON, one text per language, as every text of an organiser below.
  title             TEXT NOT NULL,
  -- Title and place, folded for searching.
  search_key        TEXT NOT NULL,
  place             TEXT NOT NULL CHECK (length(place) <= 200),
  planned_start     BIGINT NOT NULL,
  planned_end       BIGINT NOT NULL,
  state             TEXT NOT NULL CHECK (state IN ('draft', 'lobby', 'running', 'ended', 'sealed')),
  -- Persisted revisions of the event and of its board (L5, L44).
  r                 BIGINT NOT NULL CHECK (r >= 0),
  b                 BIGINT NOT NULL CHECK (b >= 0),
  join_mode         TEXT NOT NULL CHECK (join_mode IN ('open', 'seat')),
  join_locked       BIGINT NOT NULL CHECK (join_locked IN (0, 1)),
  -- JSON: the profile questions asked at join, in their order (L33).
  attributes        TEXT NOT NULL,
  -- JSON: languages of the participants' pages.
  languages         TEXT NOT NULL,
  -- Smallest group of a segment (L36).
  k                 BIGINT NOT NULL CHECK (k BETWEEN 5 AND 20),
  -- Empty: the first one of its kind.
  previous_event_id TEXT NOT NULL,
  retention_days    BIGINT NOT NULL CHECK (retention_days BETWEEN 1 AND 730),
  -- JSON: whether questions are asked at all, moderated first, signed with a nickname; the hidden words; the pace.
  settings          TEXT NOT NULL,
  -- People in the room as the host counted them; 0: not counted (L24).
  heads             BIGINT NOT NULL CHECK (heads BETWEEN 0 AND 100000),
  -- What is shown now: kind and id of it; both empty in the lobby.
  stage_kind        TEXT NOT NULL,
  stage_id          TEXT NOT NULL,
  -- Counts up when a new join code or join token is made: the old token is void.
  code_number       BIGINT NOT NULL CHECK (code_number >= 0),
  -- First start, last start or resumption, last end; 0: not yet.
  started_at        BIGINT NOT NULL,
  running_since     BIGINT NOT NULL,
  ended_at          BIGINT NOT NULL,
  -- How many had joined, kept when sealing deletes their rows (L41); 0 before.
  joined            BIGINT NOT NULL CHECK (joined >= 0)
);
CREATE INDEX event_organisation ON event (organisation_id, state);

-- For typing. The row goes when the event ends.
CREATE TABLE join_code (
  code     TEXT NOT NULL PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE REFERENCES event (id) ON DELETE CASCADE
);

CREATE TABLE facilitator (
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- A counting moderator also enters counted hands and paper (L24).
  role       TEXT NOT NULL CHECK (role IN ('host', 'co_host', 'moderator', 'counting_moderator')),
  PRIMARY KEY (event_id, account_id)
);
CREATE INDEX facilitator_account ON facilitator (account_id);

-- Keys of 128 bits for screens, tables, moderators and the way in for an emergency (L30, security.md E21).
CREATE TABLE access_key (
  token_hash BYTEA NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
  id         TEXT NOT NULL UNIQUE,
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  kind       TEXT NOT NULL CHECK (kind IN ('display', 'takeover', 'table', 'moderator')),
  label      TEXT NOT NULL CHECK (length(label) <= 60),
  -- SHA-256 of the token of the device that redeemed it; empty before.
  device     BYTEA NOT NULL
);
CREATE INDEX access_key_event ON access_key (event_id, kind);

CREATE TABLE seat (
  token_hash BYTEA NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  -- Printed on its sheet, so that a lost one can be revoked (security.md E21).
  no         BIGINT NOT NULL CHECK (no >= 1),
  used       BIGINT NOT NULL CHECK (used IN (0, 1)),
  UNIQUE (event_id, no)
);

-- Without an order of its rows: companies come in with the people who join for them.
CREATE TABLE event_company (
  id         TEXT NOT NULL PRIMARY KEY,
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  name_key   TEXT NOT NULL,
  size_class BIGINT NOT NULL CHECK (size_class BETWEEN 0 AND 8),
  UNIQUE (event_id, name_key)
);

CREATE TABLE participant (
  token_hash BYTEA NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  kind       TEXT NOT NULL CHECK (kind IN ('person', 'table')),
  -- Of a table: "Tisch 3".
  label      TEXT NOT NULL,
  -- Of a table: people at it; 0: not counted (L23).
  heads      BIGINT NOT NULL CHECK (heads BETWEEN 0 AND 100),
  language   TEXT NOT NULL,
  -- More time in per cent (L29).
  extra      BIGINT NOT NULL CHECK (extra IN (0, 50, 100)),
  company_id TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('joined', 'removed'))
);
CREATE INDEX participant_event ON participant (event_id);

CREATE TABLE profile (
  profile_ref BYTEA NOT NULL PRIMARY KEY CHECK (length(profile_ref) = 16),
  event_id    TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  size_class  BIGINT NOT NULL CHECK (size_class BETWEEN 0 AND 8),
  role        BIGINT NOT NULL CHECK (role BETWEEN 0 AND 8),
  sector      BIGINT NOT NULL CHECK (sector BETWEEN 0 AND 8),
  region      BIGINT NOT NULL CHECK (region BETWEEN 0 AND 8)
);
CREATE INDEX profile_event ON profile (event_id);

CREATE TABLE poll (
  id          TEXT NOT NULL PRIMARY KEY,
  event_id    TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position    BIGINT NOT NULL CHECK (position >= 0),
  kind        TEXT NOT NULL CHECK (kind IN ('single', 'multi', 'scale', 'number', 'rank', 'points', 'dots', 'grid',
                                            'words', 'cards', 'yesno')),
  title       TEXT NOT NULL,
  help        TEXT NOT NULL,
  -- JSON: what a ballot must keep to (live.md §5).
  rules       TEXT NOT NULL,
  voice       TEXT NOT NULL CHECK (voice IN ('person', 'company_shared', 'company_split', 'weighted', 'table')),
  -- JSON: weight 1..10 per size class, for voice 'weighted'.
  weights     TEXT NOT NULL,
  secrecy     TEXT NOT NULL CHECK (secrecy IN ('protected', 'open')),
  reveal      TEXT NOT NULL CHECK (reveal IN ('manual', 'after_lock', 'live')),
  -- Seconds; 0: no timer.
  timer       BIGINT NOT NULL CHECK (timer = 0 OR timer BETWEEN 5 AND 3600),
  grace       BIGINT NOT NULL CHECK (grace BETWEEN 0 AND 10),
  auto_lock   BIGINT NOT NULL CHECK (auto_lock IN (0, 1)),
  -- "Moderation sieht Zwischenstand" (L8).
  host_sees   BIGINT NOT NULL CHECK (host_sees IN (0, 1)),
  shuffle     BIGINT NOT NULL CHECK (shuffle IN (0, 1)),
  abstain     BIGINT NOT NULL CHECK (abstain IN (0, 1)),
  -- Polls of equal lineage ask the same at another time or of other voices (L18, L23).
  lineage_id  TEXT NOT NULL,
  -- The collection that its options come from (L19); empty: none.
  parent_id   TEXT NOT NULL,
  -- 1: type, rules, voice, weights and secrecy are frozen (L21).
  has_ballots BIGINT NOT NULL CHECK (has_ballots IN (0, 1)),
  UNIQUE (event_id, position)
);

CREATE TABLE poll_option (
  poll_id  TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  -- Given once, never again.
  no       BIGINT NOT NULL CHECK (no BETWEEN 1 AND 100),
  position BIGINT NOT NULL CHECK (position >= 0),
  label    TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('active', 'withdrawn')),
  -- JSON: the cards or clusters it was made of (L19).
  sources  TEXT NOT NULL,
  PRIMARY KEY (poll_id, no)
);

CREATE TABLE round (
  id              TEXT NOT NULL PRIMARY KEY,
  poll_id         TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  no              BIGINT NOT NULL CHECK (no >= 1),
  state           TEXT NOT NULL CHECK (state IN ('prepared', 'reading', 'open', 'closing', 'locked', 'closed', 'void')),
  opened_at       BIGINT NOT NULL,
  -- 0: none.
  deadline        BIGINT NOT NULL,
  results         TEXT NOT NULL CHECK (results IN ('hidden', 'all')),
  writes          BIGINT NOT NULL CHECK (writes >= 0),
  voters          BIGINT NOT NULL CHECK (voters >= 0),
  -- JSON, frozen at close; empty before.
  result          TEXT NOT NULL,
  -- SHA-256, hexadecimal, over the sorted receipts and the sorted payloads (L62); empty before close.
  receipts_sha256 TEXT NOT NULL,
  payloads_sha256 TEXT NOT NULL,
  -- Why it was voided.
  note            TEXT NOT NULL CHECK (length(note) <= 200),
  UNIQUE (poll_id, no),
  CHECK (voters <= writes)
);

CREATE TABLE ballot (
  round_id    TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  voter_ref   BYTEA NOT NULL CHECK (length(voter_ref) = 16),
  -- Canonical JSON (L14).
  payload     TEXT NOT NULL CHECK (length(payload) <= 16384),
  state       TEXT NOT NULL CHECK (state IN ('valid', 'void')),
  change_no   BIGINT NOT NULL CHECK (change_no >= 1),
  -- The last three keys, newest first; an empty blob where there is none (L12).
  key1        BYTEA NOT NULL,
  key2        BYTEA NOT NULL,
  key3        BYTEA NOT NULL,
  -- Codes of size class, role, sector and region, four digits.
  segment     TEXT NOT NULL CHECK (length(segment) = 4),
  company_ref BYTEA NOT NULL,
  weight      BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 10),
  source      TEXT NOT NULL CHECK (source IN ('device', 'table', 'paper')),
  PRIMARY KEY (round_id, voter_ref)
);

CREATE TABLE paper_sheet (
  round_id  TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  sheet_no  BIGINT NOT NULL CHECK (sheet_no BETWEEN 1 AND 100000),
  voter_ref BYTEA NOT NULL CHECK (length(voter_ref) = 16),
  PRIMARY KEY (round_id, sheet_no),
  UNIQUE (round_id, voter_ref)
);

CREATE TABLE hand_count (
  round_id  TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  area      TEXT NOT NULL CHECK (length(area) BETWEEN 1 AND 60),
  -- Option number; of a scale: statement × 100 + step; of yes or no: 1 yes, 2 no; 0: abstention.
  option_no BIGINT NOT NULL CHECK (option_no BETWEEN 0 AND 10000),
  n         BIGINT NOT NULL CHECK (n BETWEEN 0 AND 10000),
  PRIMARY KEY (round_id, area, option_no)
);

CREATE TABLE cluster (
  id       TEXT NOT NULL PRIMARY KEY,
  poll_id  TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  title    TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  position BIGINT NOT NULL CHECK (position >= 0),
  UNIQUE (poll_id, position)
);

CREATE TABLE card (
  id         TEXT NOT NULL PRIMARY KEY,
  round_id   TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  voter_ref  BYTEA NOT NULL CHECK (length(voter_ref) = 16),
  slot       BIGINT NOT NULL CHECK (slot BETWEEN 1 AND 5),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 280),
  -- Empty: in none.
  cluster_id TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('pending', 'visible', 'hidden')),
  -- The rule that hid it (L10).
  reason     TEXT NOT NULL,
  UNIQUE (round_id, voter_ref, slot)
);

CREATE TABLE question (
  id         TEXT NOT NULL PRIMARY KEY,
  event_id   TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  no         BIGINT NOT NULL CHECK (no >= 1),
  author_ref BYTEA NOT NULL CHECK (length(author_ref) = 16),
  nickname   TEXT NOT NULL CHECK (length(nickname) <= 30),
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 300),
  votes      BIGINT NOT NULL CHECK (votes >= 0),
  pinned     BIGINT NOT NULL CHECK (pinned IN (0, 1)),
  state      TEXT NOT NULL CHECK (state IN ('pending', 'visible', 'hidden', 'answered', 'merged')),
  answer     TEXT NOT NULL CHECK (length(answer) <= 2000),
  merged_id  TEXT NOT NULL,
  reason     TEXT NOT NULL,
  UNIQUE (event_id, no)
);

CREATE TABLE question_vote (
  question_id TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
  author_ref  BYTEA NOT NULL CHECK (length(author_ref) = 16),
  PRIMARY KEY (question_id, author_ref)
);

-- What was published of a round's segments at one lock, the same for every role (L35); perhaps no cell at all.
CREATE TABLE segment_release (
  round_id   TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  release_no BIGINT NOT NULL CHECK (release_no >= 1),
  k          BIGINT NOT NULL CHECK (k BETWEEN 5 AND 20),
  PRIMARY KEY (round_id, release_no)
);

CREATE TABLE release_cell (
  round_id   TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  release_no BIGINT NOT NULL CHECK (release_no >= 1),
  attribute  TEXT NOT NULL,
  -- JSON: the codes that the cell holds; more than one only for the rest.
  value      TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('value', 'rest')),
  position   BIGINT NOT NULL CHECK (position >= 0),
  n          BIGINT NOT NULL CHECK (n >= 5),
  -- JSON: displayed values.
  figures    TEXT NOT NULL,
  PRIMARY KEY (round_id, release_no, attribute, value)
);

CREATE TABLE word_rule (
  poll_id TEXT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  key     TEXT NOT NULL,
  -- JSON: hidden, shown, or counted as another word.
  rule    TEXT NOT NULL,
  PRIMARY KEY (poll_id, key)
);

CREATE TABLE pace_minute (
  event_id TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  minute   BIGINT NOT NULL CHECK (minute >= 0),
  n        BIGINT NOT NULL CHECK (n >= 5),
  fast     BIGINT NOT NULL CHECK (fast >= 0),
  slow     BIGINT NOT NULL CHECK (slow >= 0),
  PRIMARY KEY (event_id, minute)
);

CREATE TABLE agenda_item (
  event_id        TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position        BIGINT NOT NULL CHECK (position >= 0),
  id              TEXT NOT NULL UNIQUE,
  kind            TEXT NOT NULL CHECK (kind IN ('input', 'poll', 'qa', 'cards', 'break', 'tables', 'note')),
  title           TEXT NOT NULL,
  speaker         TEXT NOT NULL CHECK (length(speaker) <= 200),
  planned_minutes BIGINT NOT NULL CHECK (planned_minutes BETWEEN 0 AND 600),
  started_at      BIGINT NOT NULL,
  ended_at        BIGINT NOT NULL,
  link            TEXT NOT NULL CHECK (length(link) <= 500),
  -- The poll that it shows; empty: none.
  poll_id         TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('planned', 'current', 'done', 'skipped')),
  PRIMARY KEY (event_id, position)
);

CREATE TABLE need (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  -- Where it comes from; not foreign keys, since a need outlives its event.
  event_id        TEXT NOT NULL,
  poll_id         TEXT NOT NULL,
  option_no       BIGINT NOT NULL CHECK (option_no BETWEEN 1 AND 100),
  title           TEXT NOT NULL,
  -- The title, folded for searching.
  search_key      TEXT NOT NULL,
  -- JSON: event, poll, round, n, rank, score, share and the texts of the cards (L19); never a segment or an author (L20).
  evidence        TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('captured', 'in_work', 'offered', 'done', 'declined')),
  captured_at     BIGINT NOT NULL,
  UNIQUE (poll_id, option_no)
);
CREATE INDEX need_organisation ON need (organisation_id, state);
CREATE INDEX need_event ON need (event_id);

-- What is left of the ballots of closed rounds (L41).
CREATE TABLE sealed_ballot (
  round_id TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  sheet    BIGINT NOT NULL CHECK (sheet >= 1),
  payload  TEXT NOT NULL,
  weight   BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 10),
  source   TEXT NOT NULL CHECK (source IN ('device', 'table', 'paper')),
  PRIMARY KEY (round_id, sheet)
);

CREATE TABLE template (
  id              TEXT NOT NULL PRIMARY KEY,
  -- Empty: shipped with the product.
  organisation_id TEXT NOT NULL,
  name            TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  content         TEXT NOT NULL,
  UNIQUE (organisation_id, name)
);
