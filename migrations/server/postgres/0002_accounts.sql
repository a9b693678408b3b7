-- Tokens get a name of their own, so that they can be listed and taken away one by one, an end, and their last use.
ALTER TABLE token ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE token ADD COLUMN expires_at text;
ALTER TABLE token ADD COLUMN used_at text;
ALTER TABLE token ALTER COLUMN id DROP DEFAULT;
CREATE UNIQUE INDEX token_id ON token (id);

-- What was refused: the method and the route. NULL for what was done.
ALTER TABLE audit ADD COLUMN refused text;
-- Lines are numbered in the order in which they were committed: who writes one holds the head of the feed.
ALTER TABLE audit ADD COLUMN line bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE audit ADD PRIMARY KEY (line);
CREATE INDEX audit_operator ON audit (operator, line);
