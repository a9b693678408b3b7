//! The REST backend: routes, accounts, events, storage.
