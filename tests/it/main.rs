//! The integration tests, one binary: the real server, the real store, the real program in a real terminal.

mod architecture;
mod samples;
mod seal;
