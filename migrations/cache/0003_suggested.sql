-- The reason for a call that the desk suggests and nobody has answered yet.
ALTER TABLE cases ADD COLUMN suggested TEXT;
