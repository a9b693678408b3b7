-- Calls to be made are of active cases and, friendly ones, of ended ones. Repeating it changes nothing.
CREATE INDEX IF NOT EXISTS queue_called ON cases (rank, due, waiting, place, owner, channel, state, call, active) WHERE call IS NOT NULL;
