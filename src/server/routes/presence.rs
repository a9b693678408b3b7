//! Who reads and who writes a case right now (R165).

use axum::extract::State;
use jiff::Timestamp;

use super::Problems;
use crate::model::acts::TellPresence;
use crate::model::{CaseId, Doing, Presences, Present};
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Act, Id, Staff};
use crate::server::presence::SILENCE;
use crate::server::storage::Stay;

/// Says what the caller does on the case: `reading`, `writing`, `gone`. Holds for 30 s; say it again before. Answers with the
/// others who are there. It is nobody's act: nothing is kept of it.
#[utoipa::path(put, path = "/v1/cases/{id}/presence", params(("id" = CaseId, Path)), request_body = TellPresence, responses((status = 200, body = Presences), Problems))]
pub async fn put(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    act: Act<TellPresence>,
) -> Result<axum::Json<Presences>, Failure> {
    let act = act.by_staff()?;
    if matches!(act.body.doing, Doing::Other(_)) {
        return Err(Failure::invalid("Say `reading`, `writing` or `gone`."));
    }
    if app.storage.case(id).await?.is_none() {
        return Err(Failure::not_found("There is no such case."));
    }
    let (now, me) = (Timestamp::now(), act.actor.id);
    let present = Present { case_id: id, operator: me, doing: act.body.doing };
    app.storage.put_presence(Stay { present, until: now + SILENCE }).await?;
    let stays = app.storage.presence(now).await?.into_iter().map(|stay| stay.present);
    let present = stays.filter(|p| p.case_id == id && p.operator != me).collect();
    Ok(axum::Json(Presences { whole: true, present }))
}

/// Everybody who reads or writes now, for who cannot listen to the events.
#[utoipa::path(get, path = "/v1/presence", responses((status = 200, body = Presences), Problems))]
pub async fn list(State(app): State<App>, _: Staff) -> Result<axum::Json<Presences>, Failure> {
    let stays = app.storage.presence(Timestamp::now()).await?;
    Ok(axum::Json(Presences { whole: true, present: stays.into_iter().map(|stay| stay.present).collect() }))
}
