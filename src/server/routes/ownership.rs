//! Who has the case. Of two who claim it, exactly one gets it; the other is told who has it (R165).

use axum::extract::State;

use super::Problems;
use crate::model::acts::Assign;
use crate::model::{Case, CaseId};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Id};
use crate::server::rules;

/// Takes a case that nobody has. 409 `claimed` says who was faster.
#[utoipa::path(post, path = "/v1/cases/{id}/claim", params(("id" = CaseId, Path)), responses((status = 200, body = Case), Problems))]
pub async fn claim(State(app): State<App>, Id(id): Id<CaseId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, rules::ownership::claim).await
}

/// Gives a case back to all.
#[utoipa::path(post, path = "/v1/cases/{id}/release", params(("id" = CaseId, Path)), responses((status = 200, body = Case), Problems))]
pub async fn release(State(app): State<App>, Id(id): Id<CaseId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, rules::ownership::release).await
}

/// Hands a case to a colleague.
#[utoipa::path(post, path = "/v1/cases/{id}/assign", params(("id" = CaseId, Path)), request_body = Assign, responses((status = 200, body = Case), Problems))]
pub async fn assign(State(app): State<App>, Id(id): Id<CaseId>, act: Act<Assign>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let to = act.body.to;
    let load = || async {
        let colleague =
            app.storage.operator(to).await?.ok_or_else(|| Failure::invalid("There is no such operator."))?;
        let file = app.storage.case_file(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?;
        let expect = vec![(id.0, file.stamp), (to.0, colleague.stamp)];
        Ok(Loaded { value: (file.value, colleague.value), expect })
    };
    app.act(Some(&act.actor), act.once.as_ref(), load, |(file, colleague), by| {
        rules::merge::unless_merged(file, rules::ownership::assign(file, colleague, &act.body, by))
    })
    .await
}
