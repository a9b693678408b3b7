-- Made after the cases of a first load: from then on the list can be used. Repeating it changes nothing.
CREATE INDEX IF NOT EXISTS cases_id ON cases (id, desk);
CREATE INDEX IF NOT EXISTS queue_active ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1;
CREATE INDEX IF NOT EXISTS queue_waiting ON cases (waiting) WHERE unanswered = 1;
CREATE INDEX IF NOT EXISTS queue_due ON cases (due) WHERE active = 1;
