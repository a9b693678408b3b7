//! A desk that speaks Sincerely's own REST wire: the embedded server, or one reached by `sincerely connect`.

mod accounts;
mod answers;
mod client;
mod lines;
mod requests;

pub use accounts::AuditFilter;
pub use client::{Client, ClientError};
