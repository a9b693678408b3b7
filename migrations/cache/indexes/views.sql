-- Each serves one view or filter in urgency order without sorting; the columns after `place` let further conditions be
-- decided inside the index. Repeating it changes nothing.
CREATE INDEX IF NOT EXISTS queue_owner ON cases (owner, rank, due, waiting, place, channel, state) WHERE active = 1;
CREATE INDEX IF NOT EXISTS queue_unanswered ON cases (rank, due, waiting, place, owner, channel, state) WHERE unanswered = 1;
CREATE INDEX IF NOT EXISTS queue_calls ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1 AND call IS NOT NULL;
CREATE INDEX IF NOT EXISTS queue_to_call ON cases (rank, due, waiting, place, owner, channel, state, call, active) WHERE call IS NOT NULL AND (active = 1 OR call = 'courtesy');
CREATE INDEX IF NOT EXISTS queue_public ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1 AND public = 1;
CREATE INDEX IF NOT EXISTS queue_vip ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1 AND vip = 1;
CREATE INDEX IF NOT EXISTS queue_ambiguous ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1 AND ambiguous = 1;
CREATE INDEX IF NOT EXISTS queue_unread ON cases (rank, due, waiting, place, owner, channel, state) WHERE unread = 1;
CREATE INDEX IF NOT EXISTS queue_channel ON cases (channel, rank, due, waiting, place, owner, state) WHERE active = 1;
CREATE INDEX IF NOT EXISTS queue_state ON cases (state, rank, due, waiting, place, owner, channel);
CREATE INDEX IF NOT EXISTS queue_ended ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 0;
CREATE INDEX IF NOT EXISTS cases_customer ON cases (customer_id, row);
-- For the counters.
CREATE INDEX IF NOT EXISTS queue_waiting ON cases (waiting) WHERE unanswered = 1;
CREATE INDEX IF NOT EXISTS queue_due ON cases (due) WHERE active = 1;
