//! Who reads and who writes, for all who listen: one list in memory, made anew from the storage when somebody comes, goes or
//! falls silent. With several servers over one storage each has the same list.
//!
//! Not its duty: keeping it (`storage`), telling it (`routes::events`).

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::model::Present;
use crate::server::app::App;

/// Who says nothing for so long is gone.
pub const SILENCE: SignedDuration = SignedDuration::from_secs(30);
/// Somebody may come by another server whose ring was lost.
const LONGEST: Duration = Duration::from_secs(30);
/// After a failure of the storage.
const PAUSE: Duration = Duration::from_secs(5);

/// The list as it was made last.
pub type List = Arc<Vec<Present>>;

/// Runs until the server stops. While nobody is anywhere it sleeps until somebody comes.
pub async fn run(app: App) {
    let mut moved = app.storage.presence_moved();
    loop {
        moved.mark_unchanged();
        let wait = renew(&app).await;
        let silence = async {
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = app.stopping.cancelled() => return,
            changed = moved.changed() => if changed.is_err() { return },
            () = silence => {}
        }
    }
}

/// Makes the list anew, and says when somebody may have fallen silent.
async fn renew(app: &App) -> Option<Duration> {
    let now = Timestamp::now();
    let Ok(stays) = app.storage.presence(now).await else { return Some(PAUSE) };
    let next = stays.iter().map(|stay| stay.until).min();
    let list: Vec<Present> = stays.into_iter().map(|stay| stay.present).collect();
    app.presence.send_if_modified(|known| {
        let is_new = **known != list;
        if is_new {
            *known = Arc::new(list);
        }
        is_new
    });
    let left = next?.duration_since(now);
    // A millisecond more, because times are kept in milliseconds.
    Some((Duration::try_from(left).unwrap_or(Duration::ZERO) + Duration::from_millis(1)).min(LONGEST))
}
