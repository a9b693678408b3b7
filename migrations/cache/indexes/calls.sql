CREATE UNIQUE INDEX IF NOT EXISTS calls_id ON calls (id, desk);
CREATE INDEX IF NOT EXISTS calls_case ON calls (case_id, at);
