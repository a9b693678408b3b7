//! Working hours, holidays, service targets, and which follow-up arises from what. Pure: no clock, no I/O.
