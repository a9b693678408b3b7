-- The desk's resources. `seq` is the position of a resource's last change in the one total order, so the table read
-- by rowid *is* the feed of changes, already compacted: each resource stands in it once, as it is now.
CREATE TABLE resource (
    seq   INTEGER PRIMARY KEY,
    kind  INTEGER NOT NULL,
    id    BLOB    NOT NULL,
    -- What it belongs to and is changed together with: a case for its messages, calls and follow-ups, else itself.
    scope BLOB    NOT NULL,
    -- The JSON the wire carries; NULL is a tombstone.
    doc   TEXT
);
CREATE UNIQUE INDEX resource_id ON resource (id);
CREATE INDEX resource_scope ON resource (scope);
-- The rowid, which is seq, stands at the end of every index: this one is the feed of each kind.
CREATE INDEX resource_kind ON resource (kind);

-- What the list of cases is sorted and searched by.
CREATE TABLE case_key (
    number   INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL,
    customer BLOB    NOT NULL,
    active   INTEGER NOT NULL,
    rank     INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    waiting  INTEGER NOT NULL,
    -- When a snoozed case wakes up, in milliseconds since 1970.
    wake     INTEGER
);
CREATE INDEX case_order ON case_key (active, rank, due, waiting, number);
CREATE INDEX case_customer ON case_key (customer);
CREATE INDEX case_wake ON case_key (wake) WHERE wake IS NOT NULL;

-- Names that sources and people use, each for one case or customer.
CREATE TABLE name_key (
    space TEXT NOT NULL,
    name  TEXT NOT NULL,
    owner BLOB NOT NULL,
    PRIMARY KEY (space, name)
) WITHOUT ROWID;

-- SHA-256 of every token that was ever given out.
CREATE TABLE token (
    hash       BLOB NOT NULL PRIMARY KEY,
    operator   BLOB NOT NULL,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
) WITHOUT ROWID;
CREATE INDEX token_operator ON token (operator);

-- First answers, so that an act delivered twice happens once.
CREATE TABLE first_answer (
    operator BLOB NOT NULL,
    key      TEXT NOT NULL,
    request  BLOB NOT NULL,
    status   INTEGER NOT NULL,
    etag     TEXT,
    location TEXT,
    body     TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (operator, key)
) WITHOUT ROWID;
CREATE INDEX first_answer_at ON first_answer (at);

-- Who did what and when; no words of customers. Rows are only ever added.
CREATE TABLE audit (
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    at        TEXT NOT NULL,
    operator  BLOB,
    act       TEXT NOT NULL,
    scope     BLOB
);
CREATE INDEX audit_scope ON audit (scope);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- Facts about this storage: its name.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
