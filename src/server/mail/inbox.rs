//! Reads one folder of an account: all that is new, then waits until the server tells of more, for ever.
//!
//! How far it is read is committed with each mail, so that after any end reading goes on behind the last one. Where many
//! servers share a desk, one of them reads a folder, under a lease. Not its duty: what a mail means (`take`), which
//! numbers come next (`place`).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use async_imap::types::Fetch;
use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;
use uuid::Uuid;

use super::connection::{Ailment, Imap, open};
use super::health::{Position, Record};
use super::place::{Folder, Start, after_search, newer, start, to_fetch, unread};
use super::settings::{Inbox, Settings};
use super::take::{Fetched, Taken, Taker};
use crate::model::{LeftOut, SourceTrouble};
use crate::server::app::App;
use crate::server::storage::{Errand, ErrandChange, ErrandKind, StorageError};

/// IDLE is begun anew after so long: servers end it after 30 minutes (RFC 2177), and gateways forget silent connections.
const IDLE: Duration = Duration::from_secs(9 * 60);
/// One command and its answer; a large mail over a slow line too.
const COMMAND: Duration = Duration::from_secs(300);
/// Whoever reads a folder renews his lease within this time, or is taken for dead.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
const RENEWAL: Duration = Duration::from_secs(40);
/// Pauses before connecting again grow between these.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(300);
/// Sizes are asked for so many mails at once.
const CHUNK: usize = 200;
/// Of a mail that is too large this much is taken in (bytes).
const BEGINNING: u32 = 1 << 20;

pub struct Reader {
    pub app: App,
    pub settings: Arc<Settings>,
    pub inbox: Inbox,
    pub folder: String,
    /// This process among those that share the storage.
    pub me: Uuid,
}

/// The source as this process holds it.
struct Held {
    errand: Errand,
    record: Record,
}

/// Why a session ended.
enum End {
    Stopping,
    /// Somebody else reads this folder now.
    Lost,
    Ails(Ailment),
}

impl From<Ailment> for End {
    fn from(ailment: Ailment) -> Self {
        Self::Ails(ailment)
    }
}

impl From<StorageError> for End {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "a folder waits: the storage failed");
        Self::Ails(Ailment::new(SourceTrouble::Storage, "the mail could not be stored; it stays where it is"))
    }
}

impl Reader {
    fn name(&self) -> String {
        format!("{}/{}", self.inbox.name, self.folder)
    }

    /// Runs until the server stops.
    pub async fn run(self) {
        let mut pause = SHORTEST;
        loop {
            let begun = tokio::time::Instant::now();
            let stopping = self.app.stopping.clone();
            let end = tokio::select! {
                () = stopping.cancelled() => return,
                end = self.session() => end.err().unwrap_or(End::Stopping),
            };
            match end {
                End::Stopping => return,
                End::Lost => pause = RENEWAL,
                End::Ails(ailment) => {
                    // A connection that had lasted is taken up again at once.
                    pause = if begun.elapsed() > LONGEST { SHORTEST } else { (pause * 2).min(LONGEST) };
                    self.ails(&ailment).await;
                }
            }
            let some_more = Duration::from_millis(u64::from(rand::random::<u16>()) % 1000);
            tokio::select! {
                () = self.app.stopping.cancelled() => return,
                () = tokio::time::sleep(pause + some_more) => {}
            }
        }
    }

    async fn ails(&self, ailment: &Ailment) {
        let Ailment { trouble, words } = ailment;
        tracing::warn!(source = self.name(), trouble = trouble.as_str(), "a folder cannot be read now");
        let change = |record: &mut Record| record.fails(trouble.clone(), words, Timestamp::now());
        if let Err(error) = super::health::note(&self.app, &self.name(), change).await {
            tracing::error!(%error, "the health of a source could not be written down");
        }
    }

    async fn session(&self) -> Result<(), End> {
        let mut held = self.hold().await?;
        let mut imap = open(&self.inbox.server).await?;
        let can_idle = answer(imap.capabilities()).await?.has_str("IDLE");
        let folder = self.open_folder(&mut imap).await?;
        let begin = self.begin(&mut imap, &held, folder).await?;
        held.record.position = Some(begin);
        loop {
            self.read_all(&mut imap, &mut held).await?;
            imap = if can_idle {
                self.idle(imap, &mut held).await?
            } else {
                self.rest(&mut held).await?;
                answer(imap.noop()).await?;
                imap
            };
        }
    }

    /// Takes the folder for this process.
    async fn hold(&self) -> Result<Held, End> {
        let (now, name) = (Timestamp::now(), self.name());
        let until = self.lease(now);
        let found = self.app.storage.errand(ErrandKind::Source, &name).await?;
        let Some(errand) = found else {
            let record = Record { holder: Some(self.me), ..Record::new(&name) };
            let errand = Errand::begin(ErrandKind::Source, name, now, until, &record);
            let taken = self.app.move_errands(vec![ErrandChange::Begin(errand.clone())]).await?;
            return if taken { Ok(Held { errand, record }) } else { Err(End::Lost) };
        };
        let mut record: Record = errand.read()?;
        let is_anothers = record.holder.is_some_and(|holder| holder != self.me);
        if self.app.storage.is_shared() && is_anothers && errand.due > now {
            return Err(End::Lost);
        }
        record.holder = Some(self.me);
        let mut held = Held { errand, record };
        self.step(&mut held).await?;
        Ok(held)
    }

    fn lease(&self, now: Timestamp) -> Timestamp {
        now.saturating_add(LEASE).unwrap_or(now)
    }

    /// Writes the record as it is now, with a new lease.
    async fn step(&self, held: &mut Held) -> Result<(), End> {
        let next = held.errand.next(self.lease(Timestamp::now()), &held.record);
        if !self.app.move_errands(vec![ErrandChange::step(&held.errand, next.clone())]).await? {
            return Err(End::Lost);
        }
        held.errand = next;
        Ok(())
    }

    async fn open_folder(&self, imap: &mut Imap) -> Result<Folder, End> {
        // EXAMINE opens for reading alone: nothing can be marked by mistake.
        let opened = if self.inbox.mark_seen {
            timeout(COMMAND, imap.select(&self.folder)).await
        } else {
            timeout(COMMAND, imap.examine(&self.folder)).await
        };
        let mailbox = match opened {
            Ok(Ok(mailbox)) => mailbox,
            Ok(Err(async_imap::error::Error::No(words))) => {
                return Err(Ailment::new(SourceTrouble::Folder, words).into());
            }
            Ok(Err(error)) => return Err(Ailment::talking(&error).into()),
            Err(_) => return Err(late().into()),
        };
        let Some(validity) = mailbox.uid_validity else {
            return Err(Ailment::new(SourceTrouble::Answer, "the server gives its mails no lasting numbers").into());
        };
        let next = match mailbox.uid_next {
            Some(next) => next,
            None => answer(imap.uid_search("ALL")).await?.into_iter().max().map_or(1, |last| last + 1),
        };
        Ok(Folder { validity, next })
    }

    async fn begin(&self, imap: &mut Imap, held: &Held, folder: Folder) -> Result<Position, End> {
        let known = held.record.position;
        match start(known, folder, self.inbox.begin, held.record.source.last_success) {
            Start::At(position) => Ok(position),
            Start::Search(search) => {
                tracing::warn!(source = self.name(), "the folder was made anew; its last days are looked at again");
                Ok(after_search(folder, &answer(imap.uid_search(&search)).await?))
            }
        }
    }

    /// Takes in everything that is new.
    async fn read_all(&self, imap: &mut Imap, held: &mut Held) -> Result<(), End> {
        let position = held.record.position.unwrap_or(Position { validity: 0, uid: 0, unread_until: 0 });
        let found = answer(imap.uid_search(newer(position))).await?;
        let among_old: HashSet<u32> = match unread(position) {
            Some(search) => answer(imap.uid_search(search)).await?,
            None => HashSet::new(),
        };
        let uids = to_fetch(position, &found, &among_old);
        for chunk in uids.chunks(CHUNK) {
            for (uid, size) in self.sizes(imap, chunk).await? {
                self.read_one(imap, held, uid, size).await?;
            }
        }
        let last = found.into_iter().max().unwrap_or(0).max(position.unread_until);
        let moved = self.move_to(held, last);
        if held.record.well(Timestamp::now()) || moved {
            self.step(held).await?;
        }
        Ok(())
    }

    /// Notes a position; true when it is another one.
    fn move_to(&self, held: &mut Held, uid: u32) -> bool {
        match &mut held.record.position {
            Some(position) if position.uid < uid => {
                position.uid = uid;
                true
            }
            _ => false,
        }
    }

    /// The sizes of mails, in the order of their numbers; those that are gone meanwhile are left out.
    async fn sizes(&self, imap: &mut Imap, uids: &[u32]) -> Result<Vec<(u32, u32)>, End> {
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let fetched = fetch(imap, &set, "(UID RFC822.SIZE)").await?;
        let mut sizes: Vec<(u32, u32)> =
            fetched.iter().filter_map(|f| Some((f.uid?, f.size.unwrap_or(u32::MAX)))).collect();
        sizes.retain(|(uid, _)| uids.contains(uid));
        sizes.sort_unstable();
        Ok(sizes)
    }

    async fn read_one(&self, imap: &mut Imap, held: &mut Held, uid: u32, size: u32) -> Result<(), End> {
        let cut = size > self.inbox.largest;
        let query = if cut {
            format!("(UID INTERNALDATE BODY.PEEK[]<0.{}>)", BEGINNING.min(self.inbox.largest))
        } else {
            String::from("(UID INTERNALDATE BODY.PEEK[])")
        };
        let fetched = fetch(imap, &uid.to_string(), &query).await?;
        // It was taken away by somebody else meanwhile.
        let Some((raw, mail)) = fetched.iter().find_map(|f| Some((f.body()?.to_vec(), f))) else { return Ok(()) };
        let second = mail.internal_date().and_then(|at| Timestamp::from_second(at.timestamp()).ok());
        let received_at = second.map(|second| came_at(second, Timestamp::now()));
        self.take(held, uid, Fetched { raw, received_at, cut }).await?;
        if self.inbox.mark_seen {
            let marked = imap.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await;
            let marked = marked.map_err(|error| Ailment::talking(&error))?;
            let all: Result<Vec<Fetch>, _> = marked.try_collect().await;
            all.map_err(|error| Ailment::talking(&error))?;
        }
        Ok(())
    }

    /// One mail and the step behind it, in one commit.
    async fn take(&self, held: &mut Held, uid: u32, mail: Fetched) -> Result<(), End> {
        let cut = mail.cut;
        let mut record = held.record.clone();
        if let Some(position) = &mut record.position {
            position.uid = position.uid.max(uid);
        }
        if cut {
            let why =
                String::from("it is larger than this desk takes; its beginning is in a case, the whole in the folder");
            record.leave_out(LeftOut { at: Timestamp::now(), uid, hash: None, why });
        }
        let next = held.errand.next(self.lease(Timestamp::now()), &record);
        let taker = Taker { app: &self.app, settings: &self.settings, source: &self.inbox.source };
        match taker.take(mail, ErrandChange::step(&held.errand, next.clone())).await? {
            Taken::In => {
                *held = Held { errand: next, record };
                Ok(())
            }
            Taken::LeftOut { why, hash } => {
                tracing::warn!(source = self.name(), uid, why, "a mail is in no case; it is kept");
                record.leave_out(LeftOut { at: Timestamp::now(), uid, hash: Some(hash), why });
                held.record = record;
                self.step(held).await
            }
        }
    }

    /// Waits until the server tells of something, or for as long as one IDLE may last.
    async fn idle(&self, imap: Imap, held: &mut Held) -> Result<Imap, End> {
        let mut idle = imap.idle();
        answer(idle.init()).await?;
        {
            let (told, _interrupt) = idle.wait_with_timeout(IDLE);
            tokio::pin!(told);
            loop {
                tokio::select! {
                    told = &mut told => match told {
                        Ok(IdleResponse::ManualInterrupt) => {
                            return Err(Ailment::new(SourceTrouble::Unreachable, "the connection was lost").into());
                        }
                        Ok(_) => break,
                        Err(error) => return Err(Ailment::talking(&error).into()),
                    },
                    () = tokio::time::sleep(RENEWAL), if self.app.storage.is_shared() => self.step(held).await?,
                }
            }
        }
        answer(idle.done()).await.map_err(End::from)
    }

    /// The pause between two looks, with the lease kept.
    async fn rest(&self, held: &mut Held) -> Result<(), End> {
        let until = tokio::time::Instant::now() + self.inbox.poll;
        while tokio::time::Instant::now() < until {
            let left = until - tokio::time::Instant::now();
            tokio::time::sleep(left.min(RENEWAL)).await;
            if self.app.storage.is_shared() {
                self.step(held).await?;
            }
        }
        Ok(())
    }
}

async fn fetch(imap: &mut Imap, uids: &str, query: &str) -> Result<Vec<Fetch>, Ailment> {
    answer(async { imap.uid_fetch(uids, query).await?.try_collect().await }).await
}

/// An answer that comes in time.
async fn answer<T>(told: impl Future<Output = Result<T, async_imap::error::Error>>) -> Result<T, Ailment> {
    match timeout(COMMAND, told).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(Ailment::talking(&error)),
        Err(_) => Err(late()),
    }
}

fn late() -> Ailment {
    Ailment::new(SourceTrouble::Unreachable, "no answer in time")
}

/// IMAP tells the second in which a mail came (RFC 9051 §2.3.3). One that comes in that very second came now: at its
/// beginning it would stand before the letter that it answers.
fn came_at(second: Timestamp, now: Timestamp) -> Timestamp {
    const JUST_NOW: SignedDuration = SignedDuration::from_secs(2);
    let ago = now.duration_since(second);
    if ago.is_positive() && ago < JUST_NOW { now } else { second }
}
