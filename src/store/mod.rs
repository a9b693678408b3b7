//! The workstation's SQLite: `work.db` (drafts, outbox) and `cache.db` (all that was pulled).
