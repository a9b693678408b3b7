//! A desk that speaks Sincerely's own REST wire: the embedded server, or one reached by `sincerely connect`.

mod accounts;
mod answers;
mod bell;
mod client;
mod evidence;
mod lines;
mod requests;

pub use accounts::AuditFilter;
pub use bell::rings;
pub use client::{Client, ClientError};
pub use lines::pull_lines;
