-- Release rows hold rounded display values only (insight.md §1); nothing here can be recomputed or corrected.
CREATE TABLE insight_release (
  id                   TEXT NOT NULL PRIMARY KEY,
  survey_id            TEXT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
  seq                  INTEGER NOT NULL CHECK (seq >= 1),
  kind                 TEXT NOT NULL CHECK (kind IN ('interim', 'final')),
  day                  TEXT NOT NULL,
  k                    INTEGER NOT NULL CHECK (k BETWEEN 5 AND 20),
  engine_version       INTEGER NOT NULL,
  rules_hash           TEXT NOT NULL,
  questionnaire_hash   TEXT NOT NULL,
  gap_source           TEXT NOT NULL CHECK (gap_source IN ('importance', 'profile')),
  cut_rule             TEXT NOT NULL,
  share_with_employees INTEGER NOT NULL CHECK (share_with_employees IN (0, 1)),
  -- The rated competences in questionnaire order, with names as they were on that day (JSON).
  competences          TEXT NOT NULL,
  state                TEXT NOT NULL CHECK (state IN ('published', 'withdrawn')),
  UNIQUE (survey_id, seq)
) STRICT;

CREATE TABLE insight_cell (
  release_id          TEXT NOT NULL REFERENCES insight_release (id) ON DELETE CASCADE,
  cell                TEXT NOT NULL,
  kind                TEXT NOT NULL CHECK (kind IN ('company', 'unit', 'direct', 'pool', 'attribute')),
  label               TEXT NOT NULL,
  parent              TEXT,
  priority            INTEGER NOT NULL,
  n_class             TEXT NOT NULL,
  participation_class TEXT NOT NULL,
  PRIMARY KEY (release_id, cell)
) STRICT;

CREATE TABLE insight_figure (
  release_id TEXT NOT NULL REFERENCES insight_release (id) ON DELETE CASCADE,
  cell       TEXT NOT NULL,
  -- Id of the competence.
  question   TEXT NOT NULL,
  figure     TEXT NOT NULL,
  display    TEXT NOT NULL,
  value      TEXT NOT NULL,
  bound      TEXT NOT NULL CHECK (bound IN ('none', 'le', 'ge')),
  status     TEXT NOT NULL CHECK (status IN ('shown', 'hidden')),
  PRIMARY KEY (release_id, cell, question, figure)
) STRICT, WITHOUT ROWID;

CREATE TABLE insight_log (
  release_id TEXT NOT NULL REFERENCES insight_release (id) ON DELETE CASCADE,
  question   TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason IN ('few', 'sibling', 'audit', 'budget', 'change')),
  hidden     INTEGER NOT NULL CHECK (hidden > 0),
  PRIMARY KEY (release_id, question, reason)
) STRICT;
