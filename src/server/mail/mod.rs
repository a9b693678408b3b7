//! Mail in and out (docs/mail.md): folders are read by IMAP, letters go out by SMTP, both as tasks of the server.
//!
//! ```text
//! inbox ── IMAP ──▶ intake (reads mails) ──▶ sort (pure) ──▶ rules ──▶ storage
//! storage ── errands ──▶ out ──▶ rules::trip (pure), compose (pure) ──▶ smtp
//! ```
//!
//! Not its duty: reading mails (`intake`), rules of cases and letters (`rules`).

mod compose;
mod connection;
pub mod health;
mod inbox;
mod out;
mod place;
pub mod settings;
mod signed;
mod smtp;
mod sort;
mod take;
mod token;

use std::sync::Arc;

use tokio::task::JoinHandle;
use uuid::Uuid;

pub use settings::Settings;

use crate::server::app::App;
use crate::server::rules::delivery::Way;

/// Starts what the settings ask for; the tasks end when the server stops.
pub(super) fn start(app: &App, settings: Settings) -> Vec<JoinHandle<()>> {
    let me = Uuid::new_v4();
    let mut tasks = Vec::new();
    if let Some(server) = settings.smtp.clone() {
        let _ = app.mail_way.set(Way { domain: settings.domain().to_owned() });
        let out = out::Out { app: app.clone(), settings: settings.clone(), server, me };
        tasks.push(tokio::spawn(out.run()));
    }
    let shared = Arc::new(settings.clone());
    for inbox in settings.inboxes {
        for folder in inbox.folders.clone() {
            let (app, settings, inbox) = (app.clone(), Arc::clone(&shared), inbox.clone());
            let reader = inbox::Reader { app, settings, inbox, folder, me };
            tasks.push(tokio::spawn(reader.run()));
        }
    }
    tasks
}
