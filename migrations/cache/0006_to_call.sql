-- Marks that ended with their case are no calls to be made, and there are many of them: the index leaves them out.
DROP INDEX IF EXISTS queue_called;
CREATE INDEX IF NOT EXISTS queue_to_call ON cases (rank, due, waiting, place, owner, channel, state, call, active) WHERE call IS NOT NULL AND (active = 1 OR call = 'courtesy');
