//! The addresses of the REST wire: each a few lines between HTTP and a rule. What they are called and what they answer
//! is written once, here, and becomes the OpenAPI document.

mod attachments;
mod audit;
mod calls;
mod cards;
mod cases;
mod changes;
mod cursor;
mod customers;
mod described;
mod events;
mod follow_ups;
mod intake;
mod letters;
mod mail;
mod merging;
mod meta;
mod operators;
mod ownership;
mod presence;
mod tokens;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::protocol::Problem;
use crate::server::app::App;
use crate::server::http::{method_not_allowed, no_such_route, observe, panicked, require_token, with_time_limit};
use crate::server::limits::{ACT_BODY, CONTENT_BODY, INTAKE_BODY};

#[derive(OpenApi)]
#[openapi(
    info(title = "Sincerely", description = "The REST backend of a complaint desk. See docs/api.md for its manners."),
    modifiers(&Token),
    security(("token" = []))
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("sin_…").build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// Every error of every route: problem details (RFC 9457).
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub enum Problems {
    #[response(status = "4XX", description = "Refused; nothing was changed", content_type = "application/problem+json")]
    Refused(Problem),
    #[response(
        status = "5XX",
        description = "Our fault; nothing was changed",
        content_type = "application/problem+json"
    )]
    Failed(Problem),
}

/// What needs a token.
fn desk() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(cases::get, cases::patch))
        .routes(routes!(cases::file))
        .routes(routes!(cases::set_state))
        .routes(routes!(letters::reply))
        .routes(routes!(letters::note))
        .routes(routes!(letters::sent_by_hand))
        .routes(routes!(mail::settle))
        .routes(routes!(mail::sources))
        .routes(routes!(calls::record))
        .routes(routes!(calls::mark, calls::unmark))
        .routes(routes!(ownership::claim))
        .routes(routes!(ownership::release))
        .routes(routes!(ownership::assign))
        .routes(routes!(merging::merge))
        .routes(routes!(merging::unmerge))
        .routes(routes!(presence::put))
        .routes(routes!(presence::list))
        .routes(routes!(follow_ups::add))
        .routes(routes!(follow_ups::patch))
        .routes(routes!(customers::get, customers::patch))
        .routes(routes!(customers::erase))
        .routes(routes!(cards::alike))
        .routes(routes!(cards::merge))
        .routes(routes!(cards::unmerge))
        .routes(routes!(operators::list, operators::create))
        .routes(routes!(operators::get, operators::patch))
        .routes(routes!(operators::keys))
        .routes(routes!(tokens::list, tokens::create, tokens::revoke_all))
        .routes(routes!(tokens::revoke))
        .routes(routes!(audit::get))
        .routes(routes!(operators::me, operators::put_me))
        .routes(routes!(changes::get))
        .routes(routes!(events::get))
        .routes(routes!(meta::server))
        .layer(DefaultBodyLimit::max(ACT_BODY))
        .merge(large())
}

/// What takes more than one act in JSON.
fn large() -> OpenApiRouter<App> {
    let intake = OpenApiRouter::new()
        .routes(routes!(cases::list, intake::post))
        .routes(routes!(intake::inbound))
        .layer(DefaultBodyLimit::max(INTAKE_BODY));
    let contents = OpenApiRouter::new()
        .routes(routes!(attachments::get, attachments::put))
        .layer(DefaultBodyLimit::max(CONTENT_BODY));
    intake.merge(contents)
}

/// The OpenAPI 3.1 document of this version.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described::complete(desk().into_openapi())
}

/// All routes with everything around them.
pub fn router(app: App) -> Router {
    let desk = Router::from(desk()).route_layer(from_fn_with_state(app.clone(), require_token));
    desk.merge(meta::open_to_all())
        .fallback(no_such_route)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(with_time_limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app)
}
