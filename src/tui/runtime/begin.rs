//! What the first start leads to: samples, a file, a server, or an empty desk.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use jiff::Timestamp;
use secrecy::SecretString;

use super::Desk;
use crate::backend::Backend;
use crate::backend::sincerely::Client;
use crate::cli::{demo, import};
use crate::config::{self, Paths};
use crate::model::Operator;
use crate::tui::app::{Event, Said, Start};

impl Desk {
    /// Begins as the operator chose; tells how it went.
    pub(super) async fn begin(&self, start: Start, me: &Operator, paths: &Paths, events: &Sender<Event>) {
        let done = match start {
            Start::Stay | Start::Empty => return,
            Start::Import { path } => import_file(paths, path).await,
            Start::Samples => self.samples(me, paths).await,
            Start::Connect { url, token } => connect(paths, &url, &token).await,
        };
        let _ = events.send(match done {
            Ok(said) => Event::Said(said),
            Err(error) => Event::Failed { what: "failed-begin", detail: format!("{error:#}") },
        });
    }
}

impl Desk {
    /// Fills the desk of this machine with the samples. They bring a past of their own, so they are written into the
    /// storage while nobody serves it; sync goes on by itself afterwards.
    async fn samples(&self, me: &Operator, paths: &Paths) -> anyhow::Result<Said> {
        let (me, data) = (me.clone(), paths.data.clone());
        let filled = self.paused(move || demo::put_samples(&data, &me, Timestamp::now())).await?;
        Ok(Said::new("said-samples").with("n", filled.to_string()))
    }
}

async fn import_file(paths: &Paths, path: String) -> anyhow::Result<Said> {
    let report = import::quietly(paths, PathBuf::from(path)).await?;
    Ok(Said::new("said-imported")
        .with("new", report.new.to_string())
        .with("known", report.known.to_string())
        .with("skipped", report.left_out.to_string()))
}

/// Remembers the server; the next start works there. Nothing of the desk on this machine is touched.
async fn connect(paths: &Paths, url: &str, token: &str) -> anyhow::Result<Said> {
    let token = SecretString::from(token);
    let client = Client::new(url, &token)?;
    anyhow::ensure!(
        !client.is_readable_by_others(),
        "nothing would be encrypted on the way to another machine; use the https:// address. Nothing was sent"
    );
    let info = client.info().await?;
    config::Desk::connect(paths, &info.desk, url.trim(), &token, None)?;
    Ok(Said::new("said-connected").with("url", url.trim()))
}
