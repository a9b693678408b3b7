-- Another case looks like the same complaint, and nobody has decided about it yet.
ALTER TABLE cases ADD COLUMN duplicate INTEGER NOT NULL DEFAULT 0;
