//! Turns files and records from outside into new cases.

pub mod samples;
