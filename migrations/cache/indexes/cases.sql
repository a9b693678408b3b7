-- Made after the cases of a first load: from then on the list can be used. Repeating it changes nothing.
CREATE UNIQUE INDEX IF NOT EXISTS cases_id ON cases (id, desk);
CREATE INDEX IF NOT EXISTS queue_active ON cases (rank, due, waiting, place, owner, channel, state) WHERE active = 1;
