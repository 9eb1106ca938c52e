CREATE TABLE questionnaire (
  id              TEXT NOT NULL PRIMARY KEY,
  -- Empty: a template shipped with the product.
  organisation_id TEXT NOT NULL,
  code            TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  title           TEXT NOT NULL,
  description     TEXT NOT NULL,
  -- The template or questionnaire that this one, or the one it was copied from, was first copied from.
  origin_id       TEXT,
  -- 1: a copy that the wizard of a survey made. It goes when no survey uses it, as long as nobody has changed it.
  made_by_wizard  BIGINT NOT NULL DEFAULT 0 CHECK (made_by_wizard IN (0, 1)),
  UNIQUE (organisation_id, code)
);

CREATE TABLE questionnaire_version (
  id               TEXT NOT NULL PRIMARY KEY,
  questionnaire_id TEXT NOT NULL REFERENCES questionnaire (id) ON DELETE CASCADE,
  number           BIGINT NOT NULL CHECK (number >= 1),
  state            TEXT NOT NULL CHECK (state IN ('draft', 'frozen')),
  definition       TEXT NOT NULL,
  content_hash     TEXT NOT NULL,
  UNIQUE (questionnaire_id, number)
);

-- Versioned notice texts: what participants were told, word for word (security.md E65).
CREATE TABLE notice (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  number          BIGINT NOT NULL CHECK (number >= 1),
  -- JSON, one text per language; sha256 is over exactly this.
  text            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  UNIQUE (organisation_id, number),
  UNIQUE (organisation_id, sha256)
);

CREATE TABLE survey (
  id                       TEXT NOT NULL PRIMARY KEY,
  organisation_id          TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  questionnaire_version_id TEXT REFERENCES questionnaire_version (id),
  mode                     TEXT NOT NULL CHECK (mode IN ('named', 'anonymous')),
  title                    TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  wave_label               TEXT NOT NULL CHECK (length(wave_label) <= 60),
  predecessor_id           TEXT REFERENCES survey (id),
  state                    TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'open', 'closed', 'archived')),
  step                     BIGINT NOT NULL CHECK (step BETWEEN 1 AND 6),
  k                        BIGINT NOT NULL CHECK (k BETWEEN 5 AND 20),
  gap_source               TEXT NOT NULL CHECK (gap_source IN ('importance', 'profile')),
  layout                   TEXT NOT NULL CHECK (layout IN ('one', 'section', 'all')),
  -- 1: the whole organisation; 0: the units of survey_unit with everything below them.
  whole_organisation       BIGINT NOT NULL CHECK (whole_organisation IN (0, 1)),
  -- 1: units with fewer than k members count as part of a neighbour, in this survey only (needs-analysis.md §11.3).
  merge_small              BIGINT NOT NULL CHECK (merge_small IN (0, 1)),
  share_with_employees     BIGINT NOT NULL CHECK (share_with_employees IN (0, 1)),
  notice_id                TEXT NOT NULL REFERENCES notice (id),
  -- Whether the works council has agreed to the mode; without that, or without a council, nothing starts.
  council                  TEXT NOT NULL CHECK (council IN ('open', 'agreed', 'none')),
  council_note             TEXT NOT NULL CHECK (length(council_note) <= 300),
  -- Invitations go out by mail when the survey opens.
  mail_at_start            BIGINT NOT NULL CHECK (mail_at_start IN (0, 1)),
  -- Personal links were made, by mail or to hand out.
  links_made               BIGINT NOT NULL DEFAULT 0 CHECK (links_made IN (0, 1)),
  -- Why the planned start did not happen; empty when nothing is wrong.
  start_refusal            TEXT NOT NULL,
  -- Without one the survey opens when somebody starts it.
  opens_at                 BIGINT,
  closes_at                BIGINT,
  extensions               BIGINT NOT NULL CHECK (extensions BETWEEN 0 AND 3),
  extension_reason         TEXT NOT NULL,
  created_at               BIGINT NOT NULL,
  closed_at                BIGINT,
  -- 1: closed with fewer than k answers, so there is no result.
  too_few                  BIGINT NOT NULL CHECK (too_few IN (0, 1)),
  -- The one figure that HR sees while an anonymous survey is open, and the day it is from (needs-analysis.md §11.9).
  redeemed_percent         BIGINT CHECK (redeemed_percent BETWEEN 0 AND 100),
  redeemed_day             TEXT NOT NULL
);
CREATE INDEX survey_organisation ON survey (organisation_id, state);

CREATE TABLE survey_unit (
  survey_id TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  unit_id   TEXT NOT NULL REFERENCES unit (id),
  PRIMARY KEY (survey_id, unit_id)
);

-- People left out of the audience, for example those who may read its results (insight.md §5.2).
CREATE TABLE survey_exclusion (
  survey_id TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (survey_id, person_id)
);

-- The unit tree as it was when the survey opened: later moves and renames change no result.
CREATE TABLE survey_tree (
  survey_id TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  unit_id   TEXT NOT NULL,
  parent_id TEXT,
  code      TEXT NOT NULL,
  name      TEXT NOT NULL,
  PRIMARY KEY (survey_id, unit_id)
);

CREATE TABLE audience_member (
  survey_id      TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  person_id      TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  unit_id        TEXT NOT NULL,
  job_profile_id TEXT,
  is_insider     BIGINT NOT NULL CHECK (is_insider IN (0, 1)),
  PRIMARY KEY (survey_id, person_id)
);

-- The targets as they were when the survey opened (needs-analysis.md §6), with every name that a result shows: profiles
-- and frameworks may be deleted later.
CREATE TABLE survey_target (
  survey_id         TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  job_profile_id    TEXT NOT NULL,
  competence_id     TEXT NOT NULL,
  profile_title     TEXT NOT NULL,
  framework         TEXT NOT NULL,
  framework_version TEXT NOT NULL,
  competence_code   TEXT NOT NULL,
  soll_min          BIGINT NOT NULL CHECK (soll_min BETWEEN 1 AND 8),
  soll_max          BIGINT NOT NULL CHECK (soll_max BETWEEN 1 AND 8),
  weight            BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 5),
  PRIMARY KEY (survey_id, job_profile_id, competence_id),
  CHECK (soll_min <= soll_max)
);

-- A personal invitation knows its person until it is redeemed and never when; a sheet has no person at all.
CREATE TABLE invitation (
  id          TEXT NOT NULL PRIMARY KEY,
  survey_id   TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL CHECK (kind IN ('personal', 'sheet')),
  person_id   TEXT REFERENCES person (id) ON DELETE CASCADE,
  unit_id     TEXT NOT NULL,
  -- JSON, attribute code to value code: what the answer will carry besides the unit.
  attributes  TEXT NOT NULL,
  -- SHA-256 of the token of a personal link; empty for sheets and once redeemed or revoked.
  token_hash  TEXT NOT NULL,
  -- First four symbols of a sheet code; empty for personal links and once redeemed or revoked.
  locator     TEXT NOT NULL,
  -- argon2id of the other eight symbols.
  secret_hash TEXT NOT NULL,
  redeemed    BIGINT NOT NULL CHECK (redeemed IN (0, 1)),
  CHECK ((kind = 'personal') = (person_id IS NOT NULL))
);
CREATE UNIQUE INDEX invitation_token ON invitation (token_hash) WHERE token_hash <> '';
CREATE UNIQUE INDEX invitation_locator ON invitation (locator) WHERE locator <> '';
CREATE INDEX invitation_survey ON invitation (survey_id);
CREATE INDEX invitation_person ON invitation (person_id);

-- Which mails belong to a survey, so that HR sees how many wait, were sent or failed.
CREATE TABLE survey_mail (
  mail_id   TEXT NOT NULL PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
  survey_id TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE
);
CREATE INDEX survey_mail_survey ON survey_mail (survey_id);

-- Anonymous drafts and sealed answers: random keys, no row order, no time, no person, no address
-- (needs-analysis.md §2, §12). A schema test fails when a column of another kind appears.
CREATE TABLE draft (
  id            TEXT NOT NULL PRIMARY KEY,
  survey_id     TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  code_hash     TEXT NOT NULL UNIQUE,
  device_hashes TEXT NOT NULL,
  payload       BYTEA NOT NULL,
  submitted     BIGINT NOT NULL CHECK (submitted IN (0, 1)),
  revision      BIGINT NOT NULL CHECK (revision >= 0)
);
CREATE INDEX draft_survey ON draft (survey_id);

CREATE TABLE sealed_answer (
  id         TEXT NOT NULL PRIMARY KEY,
  survey_id  TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  unit_id    TEXT NOT NULL,
  attributes TEXT NOT NULL,
  answers    TEXT NOT NULL
);
CREATE INDEX sealed_answer_survey ON sealed_answer (survey_id);

CREATE TABLE assessment (
  id           TEXT NOT NULL PRIMARY KEY,
  survey_id    TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  person_id    TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  unit_id      TEXT NOT NULL,
  answers      TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'released', 'discussed', 'expired')),
  revision     BIGINT NOT NULL CHECK (revision >= 0),
  submitted_at BIGINT,
  UNIQUE (survey_id, person_id)
);

-- Which device may go on with a named answer by link: SHA-256 of its cookie.
CREATE TABLE assessment_device (
  device_hash   TEXT NOT NULL PRIMARY KEY,
  assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE
);

-- What its author has released to whom, section by section (needs-analysis.md §14.2).
CREATE TABLE assessment_release (
  assessment_id TEXT NOT NULL REFERENCES assessment (id) ON DELETE CASCADE,
  recipient     TEXT NOT NULL CHECK (recipient IN ('lead', 'hr')),
  sections      TEXT NOT NULL,
  released_at   BIGINT NOT NULL,
  PRIMARY KEY (assessment_id, recipient)
);
