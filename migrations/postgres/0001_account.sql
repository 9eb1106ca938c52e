-- Facts about this installation: database id, key fingerprint, schema notes.
CREATE TABLE installation (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE account (
  id            TEXT NOT NULL PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
  password_hash TEXT NOT NULL,
  language      TEXT NOT NULL CHECK (language IN ('de', 'en')),
  created_at    BIGINT NOT NULL
);

-- Only SHA-256 of a token is ever stored (security.md E4).
CREATE TABLE session (
  token_hash       TEXT NOT NULL PRIMARY KEY,
  account_id       TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- In which organisation the account acts. Not a foreign key: person comes later and ends sessions itself.
  person_id        TEXT NOT NULL,
  created_at       BIGINT NOT NULL,
  authenticated_at BIGINT NOT NULL,
  last_seen_at     BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE recovery (
  token_hash TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- SHA-256 of the password hash at issue: the token dies with the credential it was made for.
  credential TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX recovery_account ON recovery (account_id);

-- Mails wait here until they are sent; bodies are emptied afterwards.
CREATE TABLE outbox (
  id              TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  recipient       TEXT NOT NULL,
  subject         TEXT NOT NULL,
  body            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts        BIGINT NOT NULL CHECK (attempts >= 0),
  next_at         BIGINT NOT NULL,
  created_at      BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (state, next_at);
