//! Pull, push and the pure policy between them.
