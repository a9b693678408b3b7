//! Wakes snoozed cases when their time has come, and forgets first answers that are of no use any more. Timers only ever
//! change what is shown; they never send (R16, R164). Several processes of one desk may all try: a commit is a
//! compare-and-set, so one of them wakes a case, and the others find it awake.

use std::time::Duration;

use jiff::Timestamp;

use crate::server::app::App;
use crate::server::rules;
use crate::server::storage::KEEP_ANSWERS;

/// While nothing sleeps, nothing needs to be looked at but changes.
const LONGEST: Duration = Duration::from_secs(3600);
/// The clock may be set meanwhile, or the machine may sleep, which this wait does not see: it is looked at again.
const LOOK: Duration = Duration::from_secs(30);
/// So few that nobody's act waits for it.
const FORGOTTEN_AT_ONCE: usize = 500;
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

/// Forgets old first answers, a few at a time, for as long as the server runs; a failure waits for the next round.
pub async fn forget(app: App) {
    loop {
        let before = Timestamp::now() - KEEP_ANSWERS;
        while !app.stopping.is_cancelled() {
            let Ok(FORGOTTEN_AT_ONCE) = app.storage.forget_answers(before, FORGOTTEN_AT_ONCE).await else { break };
        }
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = tokio::time::sleep(LONGEST) => {}
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
