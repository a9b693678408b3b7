//! The REST backend: routes, accounts, events, storage.

pub mod answer;
pub mod storage;
