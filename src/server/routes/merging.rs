//! Merging two cases that are one complaint, and taking them apart again.

use axum::extract::State;

use super::Problems;
use crate::model::acts::MergeInto;
use crate::model::{Case, CaseFile, CaseId};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded, not_forgotten};
use crate::server::failure::Failure;
use crate::server::http::{Act, Id};
use crate::server::rules;
use crate::server::storage::Stamped;

/// Merges a case into another one, which goes on with all that is owed. The merged case keeps its thread and its letters;
/// 409 `other_customer` asks for a clear word when the customers are two.
#[utoipa::path(post, path = "/v1/cases/{id}/merge", params(("id" = CaseId, Path)), request_body = MergeInto, responses((status = 200, body = Case), Problems))]
pub async fn merge(State(app): State<App>, Id(id): Id<CaseId>, act: Act<MergeInto>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let load = || load(&app, id, act.body.into);
    app.act(Some(&act.actor), act.once.as_ref(), load, |cases: &Cases, by| {
        not_forgotten(&cases.file, by)?;
        not_forgotten(&cases.into, by)?;
        rules::merge::merge(&cases.file, &cases.into, &cases.absorbed, &act.body, by)
    })
    .await
}

/// Takes a merged case out of the case it went into.
#[utoipa::path(post, path = "/v1/cases/{id}/unmerge", params(("id" = CaseId, Path)), responses((status = 200, body = Case), Problems))]
pub async fn unmerge(State(app): State<App>, Id(id): Id<CaseId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let load = || async {
        let file = read(&app, id).await?;
        let mut expect = vec![(id.0, file.stamp)];
        let mut survivor = None;
        if let Some(there) = file.value.case.merged_into {
            let read = read(&app, there).await?;
            expect.push((there.0, read.stamp));
            survivor = Some(read.value);
        }
        Ok(Loaded { value: (file.value, survivor), expect })
    };
    app.act(Some(&act.actor), act.once.as_ref(), load, |(file, survivor): &(CaseFile, Option<CaseFile>), by| {
        not_forgotten(file, by)?;
        rules::merge::unmerge(file, survivor.as_ref(), by)
    })
    .await
}

/// Both cases, and those that went into the first one before.
struct Cases {
    file: CaseFile,
    into: CaseFile,
    absorbed: Vec<CaseFile>,
}

/// Whoever merges into a case that went elsewhere means the case it lives on in.
async fn load(app: &App, id: CaseId, into: CaseId) -> Result<Loaded<Cases>, Failure> {
    let file = read(app, id).await?;
    let mut into = read(app, into).await?;
    let mut expect = vec![(id.0, file.stamp), (into.value.case.id.0, into.stamp)];
    if let Some(there) = into.value.case.merged_into {
        into = read(app, there).await?;
        expect.push((there.0, into.stamp));
    }
    let mut absorbed = Vec::new();
    for gone in &file.value.case.absorbed {
        let gone = read(app, gone.case).await?;
        expect.push((gone.value.case.id.0, gone.stamp));
        absorbed.push(gone.value);
    }
    expect.dedup();
    Ok(Loaded { value: Cases { file: file.value, into: into.value, absorbed }, expect })
}

async fn read(app: &App, id: CaseId) -> Result<Stamped<CaseFile>, Failure> {
    app.storage.case_file(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))
}
