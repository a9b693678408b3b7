-- The desk's resources, as in SQLite: `seq` is the position of a resource's last change in the one total order, so the
-- table read by `seq` *is* the feed of changes, already compacted. Documents are text, not jsonb: the bytes stay as they
-- were written, the feed is put together without reading them, and \u0000 in a customer's words is no trouble.
CREATE TABLE resource (
    seq   bigint   PRIMARY KEY,
    kind  smallint NOT NULL,
    id    uuid     NOT NULL,
    -- What it belongs to and is changed together with: a case for its messages, calls and follow-ups, else itself.
    scope uuid     NOT NULL,
    -- The JSON the wire carries; NULL is a tombstone.
    doc   text
);
CREATE UNIQUE INDEX resource_id ON resource (id);
CREATE INDEX resource_scope ON resource (scope, seq);
CREATE INDEX resource_kind ON resource (kind, seq);

-- One row. Whoever changes the desk locks it first and keeps it to his commit: so sequence numbers are handed out in the
-- order of the commits, without holes, and a reader who has seen number n has seen everything up to n.
CREATE TABLE feed_head (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq   bigint  NOT NULL,
    -- How many cases there are, because counting a million of them takes long.
    cases bigint  NOT NULL
) WITH (fillfactor = 10);
INSERT INTO feed_head (seq, cases) VALUES (0, 0);

-- Numbers of cases, unique over all processes; one that was not used is a hole, never given out again.
CREATE SEQUENCE case_number;

-- What the list of cases is sorted and searched by.
CREATE TABLE case_key (
    id       uuid     PRIMARY KEY,
    number   bigint   NOT NULL UNIQUE,
    customer uuid     NOT NULL,
    active   boolean  NOT NULL,
    rank     smallint NOT NULL,
    due      bigint   NOT NULL,
    waiting  bigint   NOT NULL,
    -- When a snoozed case wakes up, in milliseconds since 1970.
    wake     bigint
);
CREATE INDEX case_order ON case_key (active, rank, due, waiting, number);
CREATE INDEX case_customer ON case_key (customer, number);
CREATE INDEX case_wake ON case_key (wake) WHERE wake IS NOT NULL;

-- Names that sources and people use, each for one case or customer. They come from outside, of any length and with any
-- character: they are found by their hash and kept as bytes.
CREATE TABLE name_key (
    -- SHA-256 of space, zero byte, name.
    hash  bytea PRIMARY KEY,
    space bytea NOT NULL,
    name  bytea NOT NULL,
    owner uuid  NOT NULL
);
CREATE INDEX name_owner ON name_key (owner);

-- SHA-256 of every token that was ever given out.
CREATE TABLE token (
    hash       bytea PRIMARY KEY,
    operator   uuid  NOT NULL,
    label      text  NOT NULL,
    created_at text  NOT NULL,
    revoked_at text
);
CREATE INDEX token_operator ON token (operator);

-- First answers, so that an act delivered twice happens once, through whichever process it comes.
CREATE TABLE first_answer (
    operator uuid  NOT NULL,
    key      text  NOT NULL,
    request  bytea NOT NULL,
    status   smallint NOT NULL,
    etag     text,
    location text,
    body     text  NOT NULL,
    at       text COLLATE "C" NOT NULL,
    PRIMARY KEY (operator, key)
);
CREATE INDEX first_answer_at ON first_answer (at);

-- Who did what and when; no words of customers. Rows are only ever added.
CREATE TABLE audit (
    first_seq bigint NOT NULL,
    last_seq  bigint NOT NULL,
    at        text   NOT NULL,
    operator  uuid,
    act       text   NOT NULL,
    scope     uuid
);
CREATE INDEX audit_scope ON audit (scope);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Contents of attachments, so that every process serves them all. Not compressed: most of them are already.
CREATE TABLE attachment (
    -- SHA-256 of the content, lower-case hex.
    hash    text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;

-- Facts about this storage: its name.
CREATE TABLE fact (
    name  text PRIMARY KEY,
    value text NOT NULL
);
