//! Completes the OpenAPI document: every status a route can answer with by name, and the headers that acts take. What
//! all routes have in common is written here once instead of at each of them.
//!
//! Not its duty: what a route is for, its parameters and bodies (those stand at the routes).

use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{KnownFormat, ObjectBuilder, OpenApi, RefOr, Required, Response, SchemaFormat, Type};

/// Routes whose acts need the version they were decided on.
const NEED_VERSION: &[(&str, &str)] = &[
    ("PATCH", "/v1/cases/{id}"),
    ("PATCH", "/v1/customers/{id}"),
    ("POST", "/v1/cases/{id}/replies"),
    ("POST", "/v1/customers/{id}/erase"),
];
/// Routes that look at a version when one is given.
const HONOUR_VERSION: &[(&str, &str)] = &[("PUT", "/v1/me"), ("PATCH", "/v1/operators/{id}")];
/// Routes that answer 304 to a version that is known.
const CACHED: &[&str] = &["/v1/cases/{id}", "/v1/customers/{id}", "/v1/attachments/{hash}"];

/// Puts the statuses and headers into every operation.
pub fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        let methods = [
            ("GET", &mut item.get),
            ("POST", &mut item.post),
            ("PUT", &mut item.put),
            ("PATCH", &mut item.patch),
            ("DELETE", &mut item.delete),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                describe(method, path, operation);
            }
        }
    }
    document
}

fn describe(method: &str, path: &str, operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    let Some(RefOr::T(problem)) = responses.remove("4XX") else { return };
    responses.remove("5XX");
    let has_query = operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => matches!(parameter.parameter_in, ParameterIn::Query | ParameterIn::Header),
        RefOr::Ref(_) => false,
    });
    for (status, means) in problems(method, path, has_query) {
        let mut answer = problem.clone();
        means.clone_into(&mut answer.description);
        if matches!(status, "429" | "503") {
            answer.headers.insert("Retry-After".into(), RefOr::T(whole_seconds()));
        }
        responses.insert(status.into(), RefOr::T(answer));
    }
    if method == "GET" && CACHED.contains(&path) {
        responses.insert("304".into(), RefOr::T(Response::new("It has not changed")));
        add(operation, "If-None-Match", false, "The ETag of what is known already.");
    }
    let is_act = method != "GET" && path != "/v1/attachments/{hash}";
    if is_act {
        add(operation, "Idempotency-Key", false, "Names this act for ever: delivered twice it happens once.");
    }
    let needs = NEED_VERSION.contains(&(method, path));
    if needs || HONOUR_VERSION.contains(&(method, path)) {
        add(operation, "If-Match", needs, "The ETag of what was read.");
    }
}

/// The statuses of problems and what they mean there.
fn problems(method: &str, path: &str, has_query: bool) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("401", "The token is missing, not known, taken away or over"),
        ("429", "Too many requests; Retry-After says when to come again"),
        ("500", "Our fault; nothing was changed"),
        ("503", "Not now: the server is stopping, or its disk is full"),
    ];
    let is_act = method != "GET";
    if is_act || !matches!(path, "/v1/me" | "/v1/server") {
        all.push(("403", "Not for this account"));
    }
    if is_act || has_query {
        all.push(("400", "It cannot be read"));
    }
    if path.contains('{') {
        all.push(("404", "There is no such thing"));
    }
    if is_act {
        all.extend([
            ("408", "It did not arrive in time; nothing was changed"),
            ("413", "It is too large"),
            ("422", "Understood, but wrong; nothing was changed"),
        ]);
    }
    if is_act && path != "/v1/attachments/{hash}" {
        all.push(("409", "Somebody has it, something is owed first, or the same act runs right now"));
    }
    if NEED_VERSION.contains(&(method, path)) {
        all.extend([("412", "It moved since it was read; `current` shows it"), ("428", "If-Match is missing")]);
    }
    if HONOUR_VERSION.contains(&(method, path)) {
        all.push(("412", "It moved since it was read; `current` shows it"));
    }
    all
}

fn add(operation: &mut Operation, name: &str, required: bool, means: &str) {
    let parameter: Parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(if required { Required::True } else { Required::False })
        .description(Some(means))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build();
    operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
}

fn whole_seconds() -> Header {
    let schema = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(1))
        .build();
    HeaderBuilder::new().description(Some("Whole seconds to wait.")).schema(Some(schema)).build()
}
