//! What a role may ask for at all, before anything of the request is read. A role may do less than this says (the routes
//! and the other rules have the last word), never more.
//!
//! A source, and every role that this version does not know, may do only what stands here by name: a route that is new
//! is closed to them until somebody opens it.

use crate::model::Role;
use crate::protocol::ProblemKind;
use crate::server::rules::{Refusal, refuse};

/// What everybody with a token may do: know himself and the server.
const EVERYBODY: &[(&str, &str)] = &[("GET", "/v1/me"), ("PUT", "/v1/me"), ("GET", "/v1/server")];
/// What brings cases in.
const SOURCE: &[(&str, &str)] =
    &[("POST", "/v1/cases"), ("POST", "/v1/cases/{id}/messages"), ("PUT", "/v1/attachments/{hash}")];
/// What only leads do.
const LEAD: &[(&str, &str)] = &[
    ("POST", "/v1/operators"),
    ("PATCH", "/v1/operators/{id}"),
    ("POST", "/v1/customers/{id}/erase"),
    ("GET", "/v1/audit"),
];

/// # Errors
/// 403, in words for the person who asks.
pub fn check(role: &Role, method: &str, route: &str) -> Result<(), Refusal> {
    let asked = (method, route);
    let why = match role {
        Role::Lead => return Ok(()),
        Role::Operator if !LEAD.contains(&asked) => return Ok(()),
        Role::Operator if route == "/v1/audit" => "Only a lead reads the audit.",
        Role::Operator if route.starts_with("/v1/customers") => "Only a lead forgets a person.",
        Role::Operator => "Only a lead manages operators.",
        _ if EVERYBODY.contains(&asked) => return Ok(()),
        Role::Source if SOURCE.contains(&asked) => return Ok(()),
        Role::Source => "This account only brings cases in.",
        Role::Other(_) => "This account has a role that this server does not know.",
    };
    Err(refuse(ProblemKind::Forbidden, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_opened_to_a_source_is_closed_to_it() {
        let may = |role: &str, method, route| check(&Role::from(role), method, route).is_ok();
        assert!(may("source", "POST", "/v1/cases") && !may("source", "GET", "/v1/cases"));
        assert!(!may("source", "GET", "/v1/something/new") && !may("auditor", "GET", "/v1/something/new"));
        assert!(may("auditor", "GET", "/v1/me") && !may("auditor", "POST", "/v1/cases"));
        assert!(may("operator", "GET", "/v1/operators") && !may("operator", "POST", "/v1/operators"));
        assert!(may("lead", "GET", "/v1/audit"));
    }
}
