CREATE UNIQUE INDEX IF NOT EXISTS follow_ups_id ON follow_ups (id, desk);
CREATE INDEX IF NOT EXISTS follow_ups_case ON follow_ups (case_id);
CREATE INDEX IF NOT EXISTS follow_ups_open ON follow_ups (alerts_at, id, duty) WHERE open = 1;
CREATE INDEX IF NOT EXISTS follow_ups_duty ON follow_ups (duty, alerts_at, id) WHERE open = 1;
