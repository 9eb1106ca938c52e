CREATE TABLE organisation (
  id         TEXT NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('company', 'network')),
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unit (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  code            TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  name            TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  parent_id       TEXT REFERENCES unit (id),
  UNIQUE (organisation_id, code)
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE person (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  personnel_ref   TEXT NOT NULL CHECK (length(personnel_ref) <= 40),
  first_name      TEXT NOT NULL CHECK (length(first_name) <= 100),
  last_name       TEXT NOT NULL CHECK (length(last_name) <= 100),
  email           TEXT NOT NULL CHECK (length(email) <= 254),
  language        TEXT NOT NULL CHECK (language IN ('de', 'en')),
  channel         TEXT NOT NULL CHECK (channel IN ('mail', 'sheet', 'kiosk')),
  state           TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'left')),
  account_id      TEXT REFERENCES account (id) ON DELETE SET NULL,
  -- Last name, first name, number, address, folded for search and order (DIN 5007-1).
  search_key      TEXT NOT NULL
) STRICT;
-- An empty text means "not given"; whoever has a reference or an address is unique by it.
CREATE UNIQUE INDEX person_ref ON person (organisation_id, personnel_ref) WHERE personnel_ref <> '';
CREATE UNIQUE INDEX person_email ON person (organisation_id, email) WHERE email <> '';
CREATE INDEX person_account ON person (account_id);

CREATE TABLE person_role (
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  role      TEXT NOT NULL CHECK (role IN ('hr', 'team_lead', 'employee', 'works_council', 'facilitator')),
  PRIMARY KEY (person_id, role)
) STRICT;

CREATE TABLE scale (
  id              TEXT NOT NULL PRIMARY KEY,
  -- Empty: shipped with the product and shared by all.
  organisation_id TEXT NOT NULL,
  code            TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  title           TEXT NOT NULL,
  purpose         TEXT NOT NULL CHECK (purpose IN ('skill', 'importance', 'agreement', 'wish')),
  levels          TEXT NOT NULL,
  UNIQUE (organisation_id, code)
) STRICT;

CREATE TABLE job_profile (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  code            TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  title           TEXT NOT NULL,
  horizon         TEXT NOT NULL CHECK (horizon IN ('today', 'future')),
  UNIQUE (organisation_id, code, horizon)
) STRICT;

-- One unit per person and day; a change closes the old row the day before. Days are 'YYYY-MM-DD'.
CREATE TABLE membership (
  person_id      TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  unit_id        TEXT NOT NULL REFERENCES unit (id),
  leads          INTEGER NOT NULL CHECK (leads IN (0, 1)),
  job_profile_id TEXT REFERENCES job_profile (id) ON DELETE SET NULL,
  valid_from     TEXT NOT NULL,
  valid_to       TEXT,
  PRIMARY KEY (person_id, valid_from)
) STRICT;
CREATE INDEX membership_unit ON membership (unit_id);

-- The profile of everybody in a unit who has none of their own.
CREATE TABLE unit_profile (
  unit_id        TEXT NOT NULL PRIMARY KEY REFERENCES unit (id) ON DELETE CASCADE,
  job_profile_id TEXT NOT NULL REFERENCES job_profile (id) ON DELETE CASCADE
) STRICT;

-- Role invitations: a one-time link, 14 days (security.md E20).
CREATE TABLE role_invitation (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id  TEXT NOT NULL UNIQUE REFERENCES person (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT;
