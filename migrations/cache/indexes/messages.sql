CREATE UNIQUE INDEX IF NOT EXISTS messages_id ON messages (id, desk);
CREATE INDEX IF NOT EXISTS messages_case ON messages (case_id, at);
