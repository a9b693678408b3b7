//! [`Store`]: every question and every order, each answered by a future from a thread of the store's own. An order is
//! carried out once it was called, even when its future is dropped; nothing here ever blocks the caller.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;

use super::apply::{Batch, Mode, apply};
use super::elsewhere::Watch;
use super::follow_ups::Panel;
use super::letters::{self, SentLetter};
use super::open::{Opened, open};
use super::page::Reader;
use super::shared::Shared;
use super::sql::{blob, millis};
use super::threads::{Answer, Threads};
use super::work::{DraftVersion, Pending, Saved, drafts, outbox, settings};
use super::{LoadPhase, Notice, OpenReport, StoreError, case_file, counts, forget, load, together};
use crate::model::acts::Command;
use crate::model::queue::{
    Asker, CallRow, Counts, Filter, FollowUpKey, FollowUpRow, FollowUpView, From, Page, QueueRow,
};
use crate::model::{
    Case, CaseFile, CaseId, Customer, CustomerId, DeskId, Draft, DraftKind, IdempotencyKey, Message, MessageId,
    Operator, OutboxItem, OutboxState,
};

/// The local store of one desk. Cheap to clone. The last one dropped finishes what was ordered.
#[derive(Clone)]
pub struct Store {
    pub(super) threads: Arc<StoreThreads>,
    pub(super) shared: Arc<Shared>,
    _watch: Option<Arc<Watch>>,
}

pub(super) struct StoreThreads {
    // Dropped in this order: the writer closes last, so that its log is moved into the file and removed.
    pub(super) readers: Threads,
    pub(super) cache: Threads,
    pub(super) work: Threads,
}

impl Store {
    /// Opens (or begins) both files for a desk. Blocks for some milliseconds; the report says what was not well.
    ///
    /// # Errors
    /// The files cannot be made or written, or `work.db` was written by a newer program.
    pub fn open(work: &Path, cache: &Path, desk: DeskId) -> Result<(Self, OpenReport), StoreError> {
        let Opened { work: work_db, cache: mut cache_db, readers, window, report } = open(work, cache)?;
        // Before anything is read: what another window writes from here on is heard.
        let seen = [together::data_version(&work_db)?, together::data_version(&cache_db)?];
        outbox::revive(&work_db, |number| number == window.number || window.is_gone(number))?;
        let (desk_row, ready) = load::desk_row(&mut cache_db, &desk)?;
        load::copy_reads(&work_db, &cache_db, &desk, desk_row)?;
        let pending = Pending::load(&work_db, &desk)?;
        let file_error = |source| StoreError::File { path: work.to_owned(), source };
        let threads = StoreThreads {
            work: Threads::writer("store-work", work_db).map_err(file_error)?,
            cache: Threads::writer("store-cache", cache_db).map_err(file_error)?.disposable(cache),
            readers: Threads::readers("store-read", readers).map_err(file_error)?.disposable(cache),
        };
        let shared = Shared::new(desk, desk_row, pending, ready, (window, cache.to_owned()));
        shared.saw(seen);
        let mut store = Self { threads: Arc::new(threads), shared: Arc::new(shared), _watch: None };
        store._watch = store.watch(work, cache).map(Arc::new);
        store.look();
        Ok((store, report))
    }

    pub fn desk(&self) -> &DeskId {
        &self.shared.desk
    }

    /// One notice after each write. A receiver that lags reads everything again.
    pub fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.shared.notices.subscribe()
    }

    /// Unsent work as it is now; from memory.
    pub fn pending(&self) -> Arc<Pending> {
        self.shared.pending()
    }

    // --- questions to the cache -------------------------------------------------------------------------------------

    fn read<R: Send + 'static>(
        &self,
        asker: &Asker,
        question: impl FnOnce(&Reader<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Answer<R> {
        let (shared, asker) = (Arc::clone(&self.shared), *asker);
        self.threads.readers.run(move |db| {
            let pending = shared.pending();
            question(&Reader { db, asker: &asker, pending: &pending, ready: shared.ready() })
        })
    }

    /// Rows of the queue in urgency order (R60).
    pub fn page(&self, filter: &Filter, asker: &Asker, from: From, limit: usize) -> Answer<Page> {
        let filter = filter.clone();
        self.read(asker, move |reader| reader.page(&filter, from, limit))
    }

    /// The numbers of the top line.
    pub fn counts(&self, asker: &Asker) -> Answer<Counts> {
        self.read(asker, |reader| {
            let stuck = reader.pending.outbox.iter().filter(|i| i.state == OutboxState::Stuck).count() as u64;
            let unsent = reader.pending.outbox.len() as u64;
            Ok(Counts { unsent, stuck, ..counts::counts(reader.db, reader.asker, reader.ready)? })
        })
    }

    /// A case with everything that belongs to it, own unsent work laid over it, texts safe to draw.
    pub fn case_file(&self, case: CaseId) -> Answer<Option<CaseFile>> {
        let shared = Arc::clone(&self.shared);
        self.threads.readers.run(move |db| case_file::shown(db, case, &shared.pending(), shared.ready()))
    }

    /// A message exactly as it came: for "show the original" and for checking its signature. Not safe to draw.
    pub fn original(&self, message: MessageId) -> Answer<Option<Message>> {
        self.threads.readers.run(move |db| case_file::message(db, message))
    }

    /// All cases of a customer, newest first.
    pub fn customer_cases(&self, customer: CustomerId, asker: &Asker, limit: usize) -> Answer<Vec<QueueRow>> {
        self.read(asker, move |reader| reader.customer_cases(customer, limit))
    }

    /// Open follow-ups, the one that alerts first on top, after the given one.
    pub fn follow_ups(
        &self,
        view: FollowUpView,
        asker: &Asker,
        after: Option<FollowUpKey>,
        limit: usize,
    ) -> Answer<Vec<FollowUpRow>> {
        self.read(asker, move |reader| panel(reader).rows(view, after, limit))
    }

    /// The next follow-up of this operator or of nobody that alerts after the instant, so that nobody needs to tick.
    pub fn next_alert(&self, after: Timestamp, asker: &Asker) -> Answer<Option<FollowUpRow>> {
        self.read(asker, move |reader| panel(reader).next_alert(after))
    }

    /// What alerts from one instant to another, both included: of this operator or of nobody.
    pub fn alerts(&self, from: Timestamp, to: Timestamp, asker: &Asker, limit: usize) -> Answer<Vec<FollowUpRow>> {
        self.read(asker, move |reader| panel(reader).alerts(from, to, limit))
    }

    /// Who to call and why, most urgent first (R88).
    pub fn calls(&self, asker: &Asker, limit: usize) -> Answer<Vec<CallRow>> {
        self.read(asker, move |reader| reader.calls(limit))
    }

    /// The newest letters that went out, oldest first: what a new one is compared with (R105).
    pub fn sent_letters(&self, limit: usize) -> Answer<Vec<SentLetter>> {
        self.threads.readers.run(move |db| letters::sent(db, limit))
    }

    /// Everybody who works at the desk, by name.
    pub fn operators(&self) -> Answer<Vec<Operator>> {
        self.threads.readers.run(|db| case_file::operators(db))
    }

    // --- own work ---------------------------------------------------------------------------------------------------

    /// Runs a job on `work.db`; when it says that something changed, the picture is renewed and everybody told.
    fn work<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection, &DeskId) -> Result<(R, Option<CaseId>), StoreError> + Send + 'static,
    ) -> Answer<R> {
        let shared = Arc::clone(&self.shared);
        self.threads.work.run(move |db| {
            let (answer, changed) = job(db, &shared.desk)?;
            if let Some(case) = changed {
                shared.refresh(db)?;
                shared.tell(Notice::work(case));
            }
            Ok(answer)
        })
    }

    /// Saves a draft durably. A late writer with an older `saved_at` changes nothing; an empty text never replaces a
    /// full one (R166); what another window wrote meanwhile becomes an earlier version and is told.
    pub fn save_draft(&self, draft: Draft) -> Answer<Saved> {
        let writer = self.shared.window.number;
        self.work(move |db, desk| Ok((drafts::save(db, desk, &draft, writer)?, Some(draft.case))))
    }

    /// Keeps a text among the earlier versions of its draft, unless it is the newest of them already.
    pub fn keep_version(&self, draft: Draft) -> Answer<()> {
        self.work(move |db, desk| {
            drafts::keep_version(db, desk, &draft)?;
            Ok(((), None))
        })
    }

    pub fn draft(&self, case: CaseId, kind: DraftKind) -> Answer<Option<Draft>> {
        self.work(move |db, desk| Ok((drafts::get(db, desk, case, &kind)?, None)))
    }

    /// What the draft said before it was emptied, thrown away or sent, newest first.
    pub fn draft_history(&self, case: CaseId, kind: DraftKind) -> Answer<Vec<DraftVersion>> {
        self.work(move |db, desk| Ok((drafts::history(db, desk, case, &kind)?, None)))
    }

    /// Throws a draft away; its text stays in the history.
    pub fn delete_draft(&self, case: CaseId, kind: DraftKind) -> Answer<()> {
        self.work(move |db, desk| {
            drafts::delete(db, desk, case, &kind)?;
            Ok(((), Some(case)))
        })
    }

    /// Puts an act into the outbox, not to leave before the instant (the undo window). The draft it was written in
    /// becomes history in the same transaction. The same key again changes nothing.
    pub fn enqueue(&self, command: Command, key: IdempotencyKey, not_before: Timestamp) -> Answer<OutboxItem> {
        self.work(move |db, desk| {
            let item = outbox::enqueue(db, desk, &command, key, not_before)?;
            Ok((item, Some(command.case())))
        })
    }

    /// Undo: takes back an act that surely has not left. None: too late, it may have reached the desk.
    pub fn recall(&self, key: IdempotencyKey) -> Answer<Option<OutboxItem>> {
        self.work(move |db, _| Ok(with_case(outbox::recall(db, key)?)))
    }

    /// Gives up a stuck act (or one that surely never left) and returns it, so that its text is not lost.
    pub fn discard(&self, key: IdempotencyKey) -> Answer<Option<OutboxItem>> {
        self.work(move |db, desk| Ok(with_case(outbox::discard(db, desk, key)?)))
    }

    /// Lets a stuck act try again at once. False when it is not stuck.
    pub fn retry(&self, key: IdempotencyKey) -> Answer<bool> {
        self.work(move |db, _| {
            let retried = outbox::retry(db, key, Timestamp::now())?;
            Ok((retried, outbox::find(db, key)?.filter(|_| retried).map(|i| i.command.case())))
        })
    }

    /// Everything the desk has not accepted yet, oldest first.
    pub fn outbox(&self) -> Answer<Vec<OutboxItem>> {
        self.work(|db, desk| Ok((outbox::all(db, desk)?, None)))
    }

    /// The operator has the case before him: nothing of it is unread now.
    pub fn mark_read(&self, case: CaseId) -> Answer<()> {
        let at = millis(Timestamp::now());
        let marked = self.work(move |db, desk| {
            let sql = "INSERT OR REPLACE INTO reads (desk, case_id, at) VALUES (?, ?, ?)";
            db.prepare_cached(sql)?.execute((&desk.0, blob(case.0), at))?;
            Ok(((), None))
        });
        let shared = Arc::clone(&self.shared);
        // The copy; should this fail, the next start makes it again.
        drop(self.threads.cache.run(move |db| {
            let sql = "INSERT OR REPLACE INTO reads (desk, case_id, at) VALUES (?, ?, ?)";
            db.prepare_cached(sql)?.execute((shared.desk_row, blob(case.0), at))?;
            let sql = "UPDATE cases SET unread = 0 WHERE id = ? AND unread = 1";
            if db.prepare_cached(sql)?.execute([blob(case.0)])? > 0 {
                shared.tell(Notice::cases(vec![case]));
            }
            Ok(())
        }));
        marked
    }

    /// A small fact by name. None when it was never set, or in another form.
    pub fn setting<T: DeserializeOwned + Send + 'static>(&self, name: &'static str) -> Answer<Option<T>> {
        self.work(move |db, _| Ok((settings::get(db, name)?, None)))
    }

    pub fn set_setting<T: Serialize + Send + 'static>(&self, name: &'static str, value: T) -> Answer<()> {
        self.work(move |db, _| Ok((settings::set(db, name, &value)?, None)))
    }

    // --- for sync ---------------------------------------------------------------------------------------------------

    /// Who works here, as the desk says.
    pub fn set_me(&self, me: Operator) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        self.threads.work.run(move |db| {
            settings::set(db, &settings::me(&shared.desk), &me)?;
            shared.refresh(db)?;
            shared.tell(Notice::many());
            Ok(())
        })
    }

    /// Writes what was pulled, and with it the cursor after it (if given), in one transaction.
    pub fn apply(&self, batch: Batch, cursor: Option<String>) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        let erased = batch.erased();
        let forgotten = (!erased.is_empty()).then(|| self.forget_work(erased.clone()));
        self.threads.cache.run(move |db| {
            // First the work: should the program end in between, the change comes again.
            forgotten.map_or(Ok(()), Answer::wait)?;
            let transaction = db.transaction()?;
            if load::phase(&transaction, shared.desk_row)? < LoadPhase::Search {
                // Another window pulls everything anew; changes wait until it is complete.
                return Err(StoreError::Loading);
            }
            let contents = forget::contents_of(&transaction, &erased)?;
            let read_since = load::read_since(&transaction, shared.desk_row)?;
            let applied = apply(&transaction, shared.desk_row, read_since, &batch, Mode::Change)?;
            if let Some(cursor) = cursor {
                load::set_cursor(&transaction, shared.desk_row, &cursor)?;
            }
            transaction.commit()?;
            forget::remove(&shared.contents(), &contents);
            if !batch.is_empty() {
                shared.tell(Notice { people: applied.people, ..Notice::cases(applied.cases) });
            }
            Ok(())
        })
    }

    /// A case as it was pulled, nothing laid over it.
    pub fn case(&self, case: CaseId) -> Answer<Option<Case>> {
        self.threads.readers.run(move |db| case_file::case(db, case))
    }

    /// A customer's card as it was pulled.
    pub fn card(&self, customer: CustomerId) -> Answer<Option<Customer>> {
        self.threads.readers.run(move |db| case_file::customer(db, customer))
    }

    /// Everything in an undo window may leave now.
    pub fn hurry(&self) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        self.threads.work.run(move |db| {
            outbox::hurry(db, &shared.desk, Timestamp::now())?;
            shared.refresh(db)?;
            shared.tell(Notice::outbox());
            Ok(())
        })
    }

    /// Changes an act that surely never left; a key must not be used for two different acts. False: too late.
    pub fn reword(&self, key: IdempotencyKey, command: Command) -> Answer<bool> {
        self.work_on(key, move |db| outbox::reword(db, key, &command))
    }

    /// What was on its way when this window's connection broke, or when another window ended, is to be tried again.
    pub fn revive(&self) -> Answer<()> {
        self.revive_where(true)
    }

    /// What was on its way from a window that has ended is to be tried again.
    pub fn revive_others(&self) -> Answer<()> {
        self.revive_where(false)
    }

    fn revive_where(&self, own: bool) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        self.threads.work.run(move |db| {
            let window = &shared.window;
            if outbox::revive(db, |number| (own && number == window.number) || window.is_gone(number))? {
                shared.refresh(db)?;
                shared.tell(Notice::outbox());
            }
            Ok(())
        })
    }

    /// An act is leaving now. False: it was recalled in the meantime.
    pub fn begin(&self, key: IdempotencyKey) -> Answer<bool> {
        let window = self.shared.window.number;
        self.work_on(key, move |db| outbox::begin(db, key, window))
    }

    /// An act is to be tried again at the instant; `left` is false when it surely never reached the desk.
    pub fn again(&self, key: IdempotencyKey, at: Timestamp, error: String, left: bool) -> Answer<()> {
        self.work_on(key, move |db| outbox::again(db, key, at, &error, left))
    }

    /// The desk refused an act, or it must not leave as it is; the operator decides.
    pub fn stuck(&self, key: IdempotencyKey, error: String) -> Answer<()> {
        self.work_on(key, move |db| outbox::stuck(db, key, &error))
    }

    /// The desk accepted an act. Its answer must be applied before, so that nothing blinks out.
    pub fn done(&self, key: IdempotencyKey) -> Answer<()> {
        self.work_on(key, move |db| outbox::done(db, key))
    }

    /// The desk gave a case that was entered here its lasting id.
    pub fn rename_case(&self, from: CaseId, to: CaseId) -> Answer<()> {
        self.work(move |db, desk| {
            outbox::rename_case(db, desk, from, to)?;
            Ok(((), Some(to)))
        })
    }

    fn work_on<R: Send + 'static>(
        &self,
        key: IdempotencyKey,
        job: impl FnOnce(&mut Connection) -> Result<R, StoreError> + Send + 'static,
    ) -> Answer<R> {
        self.work(move |db, _| {
            let case = outbox::find(db, key)?.map(|item| item.command.case());
            Ok((job(db)?, case))
        })
    }
}

fn panel<'a>(reader: &Reader<'a>) -> Panel<'a> {
    Panel { db: reader.db, asker: reader.asker, pending: reader.pending, ready: reader.ready }
}

fn with_case(item: Option<OutboxItem>) -> (Option<OutboxItem>, Option<CaseId>) {
    let case = item.as_ref().map(|i| i.command.case());
    (item, case)
}
