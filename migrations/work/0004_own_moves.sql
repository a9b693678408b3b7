-- On what an act left first: its answer may come only after a restart, when the case already shows what the act did.
CREATE TABLE bases (
    key  BLOB PRIMARY KEY,
    base TEXT NOT NULL
) WITHOUT ROWID;

-- How versions of cases moved by own acts alone. An act decided on `before` may leave as one decided on `after`.
CREATE TABLE own_moves (
    n       INTEGER PRIMARY KEY,
    case_id BLOB    NOT NULL,
    what    TEXT    NOT NULL,
    before  INTEGER NOT NULL,
    after   INTEGER NOT NULL
);
CREATE INDEX own_moves_of ON own_moves (case_id);
