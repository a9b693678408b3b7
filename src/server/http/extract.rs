//! Readers of requests. Each refuses with problem details; none panics on anything that can be sent.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::model::{Operator, Role};
use crate::protocol::{IDEMPOTENCY_KEY, ProblemKind, TokenInfo};
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::once::Once;
use crate::server::storage::Bearer;

/// Any account, a source too. `require_token` has found it.
pub struct Caller(pub Operator);

/// The same with the token it came with.
struct Known(pub Bearer);

impl FromRequestParts<App> for Known {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let bearer = parts.extensions.get::<Bearer>().cloned();
        bearer.map(Self).ok_or_else(|| Failure::new(ProblemKind::Unauthorised, "A token is needed."))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        Ok(Self(Known::from_request_parts(parts, app).await?.0.operator))
    }
}

/// An operator or a lead. A source brings cases in and sees nothing of the desk.
pub struct Staff;

impl FromRequestParts<App> for Staff {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Caller(operator) = Caller::from_request_parts(parts, app).await?;
        match operator.role {
            Role::Operator | Role::Lead => Ok(Self),
            _ => Err(Failure::new(ProblemKind::Forbidden, "This account only brings cases in.")),
        }
    }
}

/// A request that changes something: who asks, what, on which version, and under which key.
pub struct Act<T> {
    pub actor: Operator,
    /// What the request came with.
    pub token: TokenInfo,
    pub once: Option<Once>,
    /// The version in If-Match; none when the header is missing or `*`.
    pub if_match: Option<u64>,
    pub body: T,
}

impl<T> Act<T> {
    /// The version this edit is for.
    ///
    /// # Errors
    /// 428 without one.
    pub fn required_version(&self) -> Result<u64, Failure> {
        self.if_match.ok_or_else(|| {
            Failure::new(ProblemKind::PreconditionRequired, "Send If-Match with the ETag of what you read.")
        })
    }

    /// Only leads manage accounts.
    ///
    /// # Errors
    /// 403 for everybody else.
    pub fn by_lead(self) -> Result<Self, Failure> {
        match self.actor.role {
            Role::Lead => Ok(self),
            _ => Err(Failure::new(ProblemKind::Forbidden, "Only a lead manages operators.")),
        }
    }

    /// Only people act on cases.
    ///
    /// # Errors
    /// 403 for a source.
    pub fn by_staff(self) -> Result<Self, Failure> {
        match self.actor.role {
            Role::Operator | Role::Lead => Ok(self),
            _ => Err(Failure::new(ProblemKind::Forbidden, "This account only brings cases in.")),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Act<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Known(Bearer { operator: actor, token }) = Known::from_request_parts(&mut parts, app).await?;
        let if_match = if_match(&parts.headers)?;
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let key = header_text(&parts.headers, IDEMPOTENCY_KEY)?.map(str::to_owned);
        let content = read_body(Request::from_parts(parts, body), app).await?;
        let body = parse(&content)?;
        let once = match key {
            Some(key) => Some(app.in_flight.begin(actor.id, &key, method.as_str(), &path, &content)?),
            None => None,
        };
        Ok(Self { actor, token, once, if_match, body })
    }
}

/// The whole body; its size is limited around all routes.
pub async fn read_body(request: Request, app: &App) -> Result<Bytes, Failure> {
    Bytes::from_request(request, app).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::new(ProblemKind::TooLarge, "The request is too large."),
        _ if is_too_slow(&rejection) => {
            Failure::new(ProblemKind::TooSlow, "The request's body stopped on the way; nothing was changed.")
        }
        _ => Failure::malformed("The request's body did not arrive whole."),
    })
}

fn is_too_slow(rejection: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(rejection);
    while let Some(at) = cause {
        if at.is::<tower_http::timeout::TimeoutError>() {
            return true;
        }
        cause = at.source();
    }
    false
}

/// An empty body stands for `null`: acts without content need none.
fn parse<T: DeserializeOwned>(content: &[u8]) -> Result<T, Failure> {
    let content = if content.is_empty() { b"null" } else { content };
    serde_json::from_slice(content).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => {
            Failure::invalid(format!("The body does not have the right form: {error}."))
        }
        _ => Failure::malformed(format!("The body is not JSON: {error}.")),
    })
}

fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Failure> {
    let value = headers.get(name).map(|value| value.to_str());
    value.transpose().map_err(|_| Failure::malformed(format!("The header {name} is not plain text.")))
}

fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Failure> {
    match header_text(headers, header::IF_MATCH.as_str())?.map(str::trim) {
        None | Some("*") => Ok(None),
        // A tag that is none of ours fits nothing.
        Some(tag) => Ok(Some(tag.trim_matches('"').parse().unwrap_or(u64::MAX))),
    }
}

/// A lead, who reads what others may not.
pub struct Lead;

impl FromRequestParts<App> for Lead {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Caller(operator) = Caller::from_request_parts(parts, app).await?;
        match operator.role {
            Role::Lead => Ok(Self),
            _ => Err(Failure::new(ProblemKind::Forbidden, "Only a lead sees this.")),
        }
    }
}

/// The tag of If-None-Match, without quotes.
pub struct IfNoneMatch(pub Option<String>);

impl FromRequestParts<App> for IfNoneMatch {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let tag = header_text(&parts.headers, header::IF_NONE_MATCH.as_str())?;
        Ok(Self(tag.map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned())))
    }
}

/// An id in the path. Anything else is the address of nothing.
pub struct Id<T>(pub T);

impl<T: From<uuid::Uuid>> FromRequestParts<App> for Id<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Path(id) = Path::<uuid::Uuid>::from_request_parts(parts, app)
            .await
            .map_err(|_| Failure::not_found("There is nothing at this address: the id has no UUID's form."))?;
        Ok(Self(T::from(id)))
    }
}

/// What stands after the question mark.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Query(params) = Query::<T>::from_request_parts(parts, app)
            .await
            .map_err(|rejection| Failure::malformed(format!("The query cannot be read: {rejection}.")))?;
        Ok(Self(params))
    }
}
