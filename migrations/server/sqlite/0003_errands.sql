-- Work of the server itself that outlives a process: letters on their way out, sources that are read. Not in the feed:
-- what operators see of it stands in the letters.
CREATE TABLE errand (
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    -- Grows with every change; whoever changes it names the one he read.
    version INTEGER NOT NULL,
    -- When somebody has to look at it, in milliseconds since 1970.
    due     INTEGER NOT NULL,
    doc     TEXT    NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
CREATE INDEX errand_due ON errand (kind, due);
