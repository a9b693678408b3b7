-- The copy of what the desk has; made anew for a load from zero. 9223372036854775807 stands for "never" in the sort key,
-- so that missing times sort last.

-- How far the first load of each kind has come.
CREATE TABLE load_cursors (
    desk   INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    cursor TEXT NOT NULL,
    PRIMARY KEY (desk, kind)
) WITHOUT ROWID;

-- The list: only what a row shows, sorts and filters by.
CREATE TABLE cases (
    row            INTEGER PRIMARY KEY,
    desk           INTEGER NOT NULL,
    id             BLOB NOT NULL,
    number         INTEGER NOT NULL,
    customer_id    BLOB NOT NULL,
    customer       TEXT NOT NULL,
    subject        TEXT NOT NULL,
    channel        TEXT NOT NULL,
    language       TEXT NOT NULL,
    state          TEXT NOT NULL,
    owner          BLOB,
    received_at    INTEGER NOT NULL,
    waiting_since  INTEGER,
    due_kind       TEXT,
    snoozed_until  INTEGER,
    last_inbound_at INTEGER,
    rank           INTEGER NOT NULL,
    due            INTEGER NOT NULL,
    waiting        INTEGER NOT NULL,
    -- The row again, as a column of its own: only so can an index be entered at it among thousands of equals.
    place          INTEGER NOT NULL,
    call           TEXT,
    active         INTEGER NOT NULL,
    unanswered     INTEGER NOT NULL,
    never_answered INTEGER NOT NULL,
    public         INTEGER NOT NULL,
    vip            INTEGER NOT NULL,
    ambiguous      INTEGER NOT NULL,
    unread         INTEGER NOT NULL
);

-- The resources as they came, byte for byte.
CREATE TABLE case_docs (row INTEGER PRIMARY KEY, doc TEXT NOT NULL);
CREATE TABLE customers (row INTEGER PRIMARY KEY, desk INTEGER NOT NULL, id BLOB NOT NULL, doc TEXT NOT NULL);
CREATE TABLE messages (
    row INTEGER PRIMARY KEY, desk INTEGER NOT NULL, id BLOB NOT NULL, case_id BLOB NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE TABLE calls (
    row INTEGER PRIMARY KEY, desk INTEGER NOT NULL, id BLOB NOT NULL, case_id BLOB NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE TABLE follow_ups (
    row       INTEGER PRIMARY KEY,
    desk      INTEGER NOT NULL,
    id        BLOB NOT NULL,
    case_id   BLOB NOT NULL,
    owner     BLOB,
    -- Whose duty it is while it is open: its own owner's, or else the case's.
    duty      BLOB,
    open      INTEGER NOT NULL,
    alerts_at INTEGER NOT NULL,
    doc       TEXT NOT NULL
);
CREATE TABLE operators (desk INTEGER NOT NULL, id BLOB NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (desk, id)) WITHOUT ROWID;

-- Numbers on the top line, kept in the transaction that changes what they count.
CREATE TABLE tallies (
    name   TEXT NOT NULL,
    owner  BLOB NOT NULL,
    bucket INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    PRIMARY KEY (name, owner, bucket)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5(
    customer, subject, text,
    content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 0'
);
