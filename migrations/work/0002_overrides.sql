-- Findings that the operator set aside in a draft, each with his reason, as JSON.
ALTER TABLE drafts ADD COLUMN overrides TEXT NOT NULL DEFAULT '[]';
