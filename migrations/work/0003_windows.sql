-- Several windows of one operator over one file: which of them saved a draft last, and which one an act leaves from.
ALTER TABLE drafts ADD COLUMN writer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN taken_by INTEGER NOT NULL DEFAULT 0;
