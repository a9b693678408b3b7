//! Wakes snoozed cases when their time has come. Timers only ever change what is shown; they never send (R16, R164).

use std::time::Duration;

use jiff::Timestamp;

use crate::server::app::App;
use crate::server::rules;

/// While nothing sleeps, nothing needs to be looked at but changes.
const LONGEST: Duration = Duration::from_secs(3600);
/// The clock may be set meanwhile, or the machine may sleep, which this wait does not see: it is looked at again.
const LOOK: Duration = Duration::from_secs(30);
/// After a failure of the storage.
const PAUSE: Duration = Duration::from_secs(5);

/// Runs until the server stops: sleeps to the nearest time, or until something changes.
pub async fn run(app: App) {
    let mut head = app.storage.head();
    loop {
        head.mark_unchanged();
        let wait = wake_who_is_due(&app).await;
        tokio::select! {
            () = app.stopping.cancelled() => return,
            changed = head.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Wakes every case that is due, and says how long nothing will be.
async fn wake_who_is_due(app: &App) -> Duration {
    loop {
        let next = match app.storage.next_wake().await {
            Ok(Some(next)) => next,
            Ok(None) => return LONGEST,
            Err(_) => return PAUSE,
        };
        let (at, case) = next;
        let now = Timestamp::now();
        if at > now {
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO);
            // A millisecond more, because times are kept in milliseconds.
            return (wait + Duration::from_millis(1)).min(LOOK);
        }
        if let Err(failure) = app.on_case(None, None, case, rules::case::wake).await {
            tracing::error!(problem = %failure.0, "a snoozed case could not be woken");
            return PAUSE;
        }
    }
}
