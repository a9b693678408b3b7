//! What the first start leads to: samples, a file, a server, or an empty desk.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use super::Desk;
use crate::cli::import;
use crate::config::Paths;
use crate::model::Operator;
use crate::tui::app::{Event, Said, Start};

impl Desk {
    /// Begins as the operator chose; tells how it went.
    pub(super) async fn begin(&self, start: Start, me: &Operator, paths: &Paths, events: &Sender<Event>) {
        let done = match start {
            Start::Stay | Start::Empty => return,
            Start::Import { path } => import_file(paths, path).await,
            Start::Samples => samples(me).await,
            Start::Connect { url, token } => connect(paths, &url, token).await,
        };
        let _ = events.send(match done {
            Ok(said) => Event::Said(said),
            Err(error) => Event::Failed { what: "failed-begin", detail: format!("{error:#}") },
        });
    }
}

async fn import_file(paths: &Paths, path: String) -> anyhow::Result<Said> {
    let report = import::quietly(paths, PathBuf::from(path)).await?;
    Ok(Said::new("said-imported")
        .with("new", report.new.to_string())
        .with("known", report.known.to_string())
        .with("skipped", report.left_out.to_string()))
}
