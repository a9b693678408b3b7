-- Work of the server itself that outlives a process: letters on their way out, sources that are read. Not in the feed:
-- what operators see of it stands in the letters.
CREATE TABLE errand (
    kind    text   NOT NULL,
    name    text   NOT NULL,
    -- Grows with every change; whoever changes it names the one he read.
    version bigint NOT NULL,
    -- When somebody has to look at it, in milliseconds since 1970.
    due     bigint NOT NULL,
    doc     text   NOT NULL,
    PRIMARY KEY (kind, name)
);
CREATE INDEX errand_due ON errand (kind, due);
