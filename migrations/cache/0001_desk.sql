-- What the cache knows of its desk itself. Instants are milliseconds since 1970.

CREATE TABLE desks (
    n    INTEGER PRIMARY KEY,
    desk TEXT NOT NULL UNIQUE,
    -- Name of the server's storage: another one means another desk behind the same address.
    storage TEXT NOT NULL DEFAULT '',
    -- Where the feed of changes goes on.
    cursor  TEXT,
    -- Where the first load stands: see store/load.rs.
    phase   TEXT NOT NULL DEFAULT 'operators',
    -- What came before counts as read: when this workstation first came into step with the desk.
    read_since INTEGER NOT NULL DEFAULT 0,
    -- Cases from this row on are in the search.
    searched_from INTEGER NOT NULL DEFAULT 9223372036854775807
);

-- Copy of the read marks in work.db.
CREATE TABLE reads (desk INTEGER NOT NULL, case_id BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (desk, case_id)) WITHOUT ROWID;
