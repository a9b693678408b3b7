//! Urgency, call triggers, ambiguous consent. Pure: no clock, no I/O.
