CREATE TABLE framework (
  id              TEXT NOT NULL PRIMARY KEY,
  -- Empty: shipped with the product and shared by all.
  organisation_id TEXT NOT NULL,
  code            TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  version         TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 20),
  title           TEXT NOT NULL,
  description     TEXT NOT NULL,
  source          TEXT NOT NULL,
  licence         TEXT NOT NULL,
  scale_id        TEXT NOT NULL REFERENCES scale (id),
  -- JSON: how the levels of the scale stand to those of the source; empty without such a mapping.
  mapping         TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  UNIQUE (organisation_id, code, version)
) STRICT;

CREATE TABLE competence (
  id           TEXT NOT NULL PRIMARY KEY,
  framework_id TEXT NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
  parent_id    TEXT REFERENCES competence (id),
  kind         TEXT NOT NULL CHECK (kind IN ('area', 'competence')),
  code         TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 40),
  title        TEXT NOT NULL,
  description  TEXT NOT NULL,
  position     INTEGER NOT NULL,
  esco_uri     TEXT NOT NULL,
  UNIQUE (framework_id, code)
) STRICT;

CREATE TABLE anchor (
  competence_id TEXT NOT NULL REFERENCES competence (id) ON DELETE CASCADE,
  level         INTEGER NOT NULL CHECK (level BETWEEN 1 AND 8),
  text          TEXT NOT NULL,
  PRIMARY KEY (competence_id, level)
) STRICT;

CREATE TABLE profile_target (
  job_profile_id TEXT NOT NULL REFERENCES job_profile (id) ON DELETE CASCADE,
  competence_id  TEXT NOT NULL REFERENCES competence (id) ON DELETE CASCADE,
  soll_min       INTEGER NOT NULL CHECK (soll_min BETWEEN 1 AND 8),
  soll_max       INTEGER NOT NULL CHECK (soll_max BETWEEN 1 AND 8),
  weight         INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 5),
  people_needed  INTEGER CHECK (people_needed >= 0),
  PRIMARY KEY (job_profile_id, competence_id),
  CHECK (soll_min <= soll_max)
) STRICT;
CREATE INDEX profile_target_competence ON profile_target (competence_id);
