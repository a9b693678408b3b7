-- What must never be lost: drafts, unsent acts, what was read, settings. Instants are milliseconds since 1970.

CREATE TABLE drafts (
    desk           TEXT NOT NULL,
    case_id        BLOB NOT NULL,
    kind           TEXT NOT NULL,
    text           TEXT NOT NULL,
    cursor         INTEGER NOT NULL,
    slots          TEXT NOT NULL,
    thread_version INTEGER NOT NULL,
    saved_at       INTEGER NOT NULL,
    attachments    TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (desk, case_id, kind)
) WITHOUT ROWID;

-- What a draft said before it was emptied, deleted or sent.
CREATE TABLE draft_history (
    n        INTEGER PRIMARY KEY,
    desk     TEXT NOT NULL,
    case_id  BLOB NOT NULL,
    kind     TEXT NOT NULL,
    draft    TEXT NOT NULL,
    saved_at INTEGER NOT NULL
);
CREATE INDEX draft_history_of ON draft_history (desk, case_id, kind, n);

CREATE TABLE outbox (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    key         BLOB NOT NULL UNIQUE,
    desk        TEXT NOT NULL,
    case_id     BLOB NOT NULL,
    command     TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    error       TEXT NOT NULL DEFAULT '',
    -- Tries that may have reached the desk. While there were none it can be taken back.
    maybe_left  INTEGER NOT NULL DEFAULT 0
);

-- When a case was last opened here.
CREATE TABLE reads (
    desk    TEXT NOT NULL,
    case_id BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (desk, case_id)
) WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
