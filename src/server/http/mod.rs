//! HTTP itself: reading requests, answering, what surrounds every route. Not its duty: what a route means (`routes`).

mod around;
mod extract;
mod respond;

pub use around::{TokenHash, method_not_allowed, no_such_route, observe, panicked, require_token, with_time_limit};
pub use extract::{Act, Caller, Id, IfNoneMatch, Lead, Params, Staff, read_body};
pub use respond::{etag, json_with_etag};
