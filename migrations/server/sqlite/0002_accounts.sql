-- Tokens get a name of their own, so that they can be listed and taken away one by one, an end, and their last use.
ALTER TABLE token ADD COLUMN id BLOB;
ALTER TABLE token ADD COLUMN expires_at TEXT;
ALTER TABLE token ADD COLUMN used_at TEXT;
UPDATE token SET id = randomblob(16);
CREATE UNIQUE INDEX token_id ON token (id);

-- What was refused: the method and the route. NULL for what was done.
ALTER TABLE audit ADD COLUMN refused TEXT;
CREATE INDEX audit_operator ON audit (operator);
