//! Hears of changes that other processes commit: LISTEN on a connection of its own, which is made anew when it breaks;
//! meanwhile the head of the feed is asked for.
//!
//! Not its duty: reading changes (`feed`).

use std::future::poll_fn;
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::watch;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{AsyncMessage, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_util::sync::CancellationToken;

use super::presence;
use super::url::DatabaseUrl;
use crate::server::storage::{Cursor, StorageError};

/// Without a connection to listen on, the head is asked for, and a connection tried, this often.
const POLL: Duration = Duration::from_millis(500);
/// A connection that listens is looked at this often, so that one that is dead without saying so, or hears nothing
/// because a pooler stands between, still shows changes.
const CHECK: Duration = Duration::from_millis(2500);
/// A check that takes longer found a dead connection.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Listener {
    pub url: DatabaseUrl,
    pub tls: MakeRustlsConnect,
    pub channel: String,
    pub pool: Pool,
    pub head: watch::Sender<Cursor>,
    /// Moves when who is where is something else.
    pub moved: watch::Sender<u64>,
    pub closing: CancellationToken,
}

/// Moves the told head forward; it never goes back.
pub fn tell(head: &watch::Sender<Cursor>, newest: Cursor) {
    head.send_if_modified(|told| {
        let newer = newest > *told;
        if newer {
            *told = newest;
        }
        newer
    });
}

impl Listener {
    /// Runs until the storage closes.
    pub async fn run(self) {
        let closing = self.closing.clone();
        tokio::select! {
            () = closing.cancelled() => {}
            () = self.follow() => {}
        }
    }

    async fn follow(&self) {
        loop {
            if let Err(error) = self.listen().await {
                tracing::warn!(%error, "changes of other processes are asked for, not heard, until the database answers");
            }
            self.poll().await;
            tokio::time::sleep(POLL).await;
        }
    }

    /// Asks once, over any session.
    async fn poll(&self) {
        if let Ok(session) = self.pool.get().await
            && let Ok(head) = super::read::head(&session).await
        {
            tell(&self.head, head);
        }
        // What was rung meanwhile was not heard.
        self.moved.send_modify(|n| *n += 1);
    }

    /// Hears until the connection breaks.
    async fn listen(&self) -> Result<(), StorageError> {
        let (client, connection) = self.url.config.connect(self.tls.clone()).await?;
        let heard = (self.head.clone(), self.moved.clone());
        let mut driver = AbortOnDrop(tokio::spawn(drive::<MakeRustlsConnect>(connection, heard)));
        client.batch_execute(&format!("LISTEN \"{}\"", self.channel)).await?;
        loop {
            // The first question comes after LISTEN: what was committed before it is not missed either.
            let asked = tokio::time::timeout(PATIENCE, client.query_one("SELECT seq FROM feed_head", &[])).await;
            let row = asked.map_err(|_| StorageError::Unreachable(String::from("it does not answer")))??;
            tell(&self.head, Cursor(row.get::<_, i64>(0).unsigned_abs()));
            tokio::select! {
                () = tokio::time::sleep(CHECK) => {}
                _ = &mut driver.0 => return Ok(()),
            }
        }
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Carries what the connection sends; tells the head whenever somebody rang.
async fn drive<T: MakeTlsConnect<Socket>>(
    mut connection: tokio_postgres::Connection<Socket, T::Stream>,
    (head, moved): (watch::Sender<Cursor>, watch::Sender<u64>),
) {
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        let AsyncMessage::Notification(rung) = message else { continue };
        match rung.payload().parse() {
            Ok(newest) => tell(&head, newest),
            Err(_) if rung.payload() == presence::RING => moved.send_modify(|n| *n += 1),
            Err(_) => {}
        }
    }
}
