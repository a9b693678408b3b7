-- Who reads and who writes which case: a word of the moment. What a crash of the database takes is said again within seconds.
CREATE UNLOGGED TABLE presence (
    case_id  uuid NOT NULL,
    operator uuid NOT NULL,
    doing    text NOT NULL,
    -- Milliseconds since 1970.
    until    bigint NOT NULL,
    PRIMARY KEY (case_id, operator)
);
