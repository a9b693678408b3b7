//! Phrases and slots, grammar, greeting, signature block, checks. Pure: no clock, no I/O.
