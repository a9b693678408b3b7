//! The first load: kind after kind in the order in which they are missed, big transactions without indexes, each kind's
//! indexes when it is complete. The list can be used after the cases, long before the rest is there. Each page is written
//! with its cursor, so a load that was killed goes on where it was.
//!
//! Not its duty: fetching (`sync::pull`).

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, params};

use super::apply::{Batch, Mode, apply};
use super::handle::Store;
use super::sql::millis;
use super::tallies::{self, Tallies};
use super::threads::Answer;
use super::work::settings;
use super::{Notice, StoreError, search};
use crate::model::DeskId;
use crate::protocol::EntityKind;

/// Where the first load stands. What is before a phase is complete and has its indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadPhase {
    Operators,
    Cases,
    /// The list can be used; the indexes of its views are to be made.
    Views,
    Customers,
    FollowUps,
    Messages,
    Calls,
    /// Everything is here and changes may be applied; the search grows from the newest case to the oldest.
    Search,
    Done,
}

impl LoadPhase {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Operators, "operators"),
        (Self::Cases, "cases"),
        (Self::Views, "views"),
        (Self::Customers, "customers"),
        (Self::FollowUps, "follow_ups"),
        (Self::Messages, "messages"),
        (Self::Calls, "calls"),
        (Self::Search, "search"),
        (Self::Done, "done"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(phase, _)| *phase == self).map_or("operators", |(_, word)| word)
    }

    pub(super) fn of(word: &str) -> Self {
        Self::ALL.iter().find(|(_, w)| *w == word).map_or(Self::Operators, |(phase, _)| *phase)
    }

    fn next(self) -> Self {
        Self::ALL.iter().map(|(phase, _)| *phase).find(|phase| *phase > self).unwrap_or(Self::Done)
    }

    /// What is pulled in this phase; none when there is only work to do here.
    pub fn kind(self) -> Option<EntityKind> {
        Some(match self {
            Self::Operators => EntityKind::Operator,
            Self::Cases => EntityKind::Case,
            Self::Customers => EntityKind::Customer,
            Self::FollowUps => EntityKind::FollowUp,
            Self::Messages => EntityKind::Message,
            Self::Calls => EntityKind::Call,
            Self::Views | Self::Search | Self::Done => return None,
        })
    }
}

/// Where the copy of a desk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub phase: LoadPhase,
    /// Name of the server's storage that was copied; empty before the first load.
    pub storage: String,
    /// Where the feed of changes goes on once everything is here.
    pub cursor: Option<String>,
    /// Where this phase goes on.
    pub phase_cursor: Option<String>,
}

/// Cases put into the search in one transaction: some tens of milliseconds, so that nothing waits long behind it.
const SEARCH_CHUNK: usize = 1_000;
/// Memory for sorting an index, in KiB; given back afterwards.
const LOAD_CACHE_KIB: i64 = 48 * 1024;
const IDLE_CACHE_KIB: i64 = 8 * 1024;

impl Store {
    pub fn loaded(&self) -> Answer<Loaded> {
        let desk = self.shared.desk_row;
        self.threads.cache.run(move |db| loaded(db, desk))
    }

    /// Throws the copy away and begins anew: a first load of this storage, after which the feed goes on at `head`.
    pub fn begin_load(&self, storage: String, head: String) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        let read_since = self.read_since();
        self.threads.cache.run(move |db| {
            let read_since = read_since.wait()?;
            let transaction = db.transaction()?;
            reset(&transaction)?;
            transaction.execute(
                "UPDATE desks SET storage = ?, cursor = ?, phase = 'operators', read_since = ?, \
                 searched_from = 9223372036854775807 WHERE n = ?",
                params![storage, head, read_since, shared.desk_row],
            )?;
            transaction.commit()?;
            db.pragma_update(None, "cache_size", -LOAD_CACHE_KIB)?;
            shared.set_ready(LoadPhase::Operators);
            shared.begin_gathering();
            shared.tell(Notice::many());
            Ok(())
        })
    }

    /// The next time the desk is reached, everything is pulled again. Until then the old copy still shows.
    pub fn load_again(&self) -> Answer<()> {
        let desk = self.shared.desk_row;
        self.threads.cache.run(move |db| {
            db.execute("UPDATE desks SET storage = '' WHERE n = ?", [desk])?;
            Ok(())
        })
    }

    /// When this workstation first came into step with the desk; kept in `work.db`, for the cache may be lost.
    fn read_since(&self) -> Answer<i64> {
        let name = format!("read_since@{}", self.shared.desk);
        self.threads.work.run(move |db| {
            if let Some(at) = settings::get(db, &name)? {
                return Ok(at);
            }
            let now = millis(Timestamp::now());
            settings::set(db, &name, &now)?;
            Ok(now)
        })
    }

    /// Writes a page of the phase's kind, with its cursor. Nobody is told; the phase's end does that. The page comes back,
    /// so that its memory is given back by another thread than the one that everything waits for.
    pub fn load_page(&self, batch: Batch, cursor: String) -> Answer<Batch> {
        let shared = Arc::clone(&self.shared);
        let erased = batch.erased();
        let forgotten = (!erased.is_empty()).then(|| self.forget_work(erased));
        self.threads.cache.run(move |db| {
            forgotten.map_or(Ok(()), Answer::wait)?;
            let transaction = db.transaction()?;
            let Loaded { phase, .. } = loaded(&transaction, shared.desk_row)?;
            let read_since = read_since(&transaction, shared.desk_row)?;
            let applied = apply(&transaction, shared.desk_row, read_since, &batch, Mode::Load)?;
            transaction
                .prepare_cached("INSERT OR REPLACE INTO load_cursors (desk, kind, cursor) VALUES (?, ?, ?)")?
                .execute(params![shared.desk_row, phase.word(), cursor])?;
            transaction.commit()?;
            shared.gather(applied.tallies);
            Ok(batch)
        })
    }

    /// The phase is complete: makes its indexes and goes on to the next, which it returns.
    pub fn end_phase(&self) -> Answer<LoadPhase> {
        let shared = Arc::clone(&self.shared);
        self.threads.cache.run(move |db| {
            let transaction = db.transaction()?;
            let phase = loaded(&transaction, shared.desk_row)?.phase;
            complete(&transaction, phase, shared.gathered(phase))?;
            let next = phase.next();
            set_phase(&transaction, shared.desk_row, next)?;
            transaction.commit()?;
            if next == LoadPhase::Search {
                db.pragma_update(None, "cache_size", -IDLE_CACHE_KIB)?;
            }
            shared.set_ready(next);
            shared.tell(Notice::many());
            Ok(next)
        })
    }

    /// Puts some more cases into the search, newest first. False when all are in it.
    pub fn grow_search(&self) -> Answer<bool> {
        let shared = Arc::clone(&self.shared);
        self.threads.cache.run(move |db| {
            let transaction = db.transaction()?;
            let more = grow_search(&transaction, shared.desk_row)?;
            if !more {
                set_phase(&transaction, shared.desk_row, LoadPhase::Done)?;
            }
            transaction.commit()?;
            if !more {
                shared.tell(Notice::many());
            }
            Ok(more)
        })
    }

    /// Completes every phase at once, for a desk that has nothing to load.
    pub fn finish_load(&self) -> Answer<()> {
        let shared = Arc::clone(&self.shared);
        self.threads.cache.run(move |db| {
            let transaction = db.transaction()?;
            for (phase, _) in LoadPhase::ALL {
                complete(&transaction, phase, None)?;
            }
            while grow_search(&transaction, shared.desk_row)? {}
            set_phase(&transaction, shared.desk_row, LoadPhase::Done)?;
            transaction.commit()?;
            shared.set_ready(LoadPhase::Done);
            shared.tell(Notice::many());
            Ok(())
        })
    }
}

/// Makes what the end of a phase owes; `counted` is what its pages counted, if all of them are known. Repeating it
/// changes nothing.
fn complete(db: &Connection, phase: LoadPhase, counted: Option<Tallies>) -> Result<(), StoreError> {
    macro_rules! indexes {
        ($name:literal) => {
            include_str!(concat!("../../migrations/cache/indexes/", $name, ".sql"))
        };
    }
    let (table, sql) = match phase {
        LoadPhase::Operators | LoadPhase::Search | LoadPhase::Done => return Ok(()),
        LoadPhase::Views => return Ok(db.execute_batch(indexes!("views"))?),
        LoadPhase::Cases => ("cases", indexes!("cases")),
        LoadPhase::Customers => ("customers", indexes!("customers")),
        LoadPhase::FollowUps => ("follow_ups", indexes!("follow_ups")),
        LoadPhase::Messages => ("messages", indexes!("messages")),
        LoadPhase::Calls => ("calls", indexes!("calls")),
    };
    let had_twins = make_indexes(db, table, sql)?;
    match (phase, counted) {
        (LoadPhase::Cases, Some(counted)) if !had_twins => counted.write(db),
        (LoadPhase::Cases | LoadPhase::FollowUps, _) => tallies::recount(db),
        _ => Ok(()),
    }
}

/// Makes the indexes of a table. What changed while it was being loaded came twice, which the index of ids does not
/// take: then the older ones go first. True when there were some.
fn make_indexes(db: &Connection, table: &str, sql: &str) -> Result<bool, StoreError> {
    match db.execute_batch(sql) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            drop_older_twins(db, table)?;
            db.execute_batch(sql)?;
            Ok(true)
        }
        done => Ok(done.map(|()| false)?),
    }
}

/// Of what came twice the later row holds the newer state.
fn drop_older_twins(db: &Connection, table: &str) -> Result<(), StoreError> {
    let sql = format!("SELECT id, desk, max(row) FROM {table} GROUP BY id, desk HAVING count(*) > 1");
    let mut twins = db.prepare(&sql)?;
    let rows = twins.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let twins: Vec<([u8; 16], i64, i64)> = rows.collect::<Result<_, _>>()?;
    let older = format!("SELECT row FROM {table} WHERE id = ? AND desk = ? AND row < ?");
    db.execute_batch(&format!("CREATE INDEX twins ON {table} (id)"))?;
    for twin in twins {
        if table == "cases" {
            db.prepare_cached(&format!("DELETE FROM case_docs WHERE row IN ({older})"))?.execute(twin)?;
        }
        db.prepare_cached(&format!("DELETE FROM {table} WHERE row IN ({older})"))?.execute(twin)?;
    }
    Ok(db.execute_batch("DROP INDEX twins")?)
}

fn grow_search(db: &Connection, desk: i64) -> Result<bool, StoreError> {
    let from: i64 = db.query_row("SELECT searched_from FROM desks WHERE n = ?", [desk], |r| r.get(0))?;
    let mut next =
        db.prepare_cached("SELECT row, id, customer, subject FROM cases WHERE row < ? ORDER BY row DESC LIMIT ?")?;
    let rows = next.query_map(params![from, SEARCH_CHUNK], search::Indexed::read)?;
    let mut chunk = rows.collect::<Result<Vec<_>, _>>()?;
    let lowest = chunk.last().map_or(from, |case| case.row);
    let n = chunk.len();
    search::index(db, &mut chunk)?;
    db.execute("UPDATE desks SET searched_from = ? WHERE n = ?", params![lowest, desk])?;
    Ok(n == SEARCH_CHUNK)
}

/// Where the copy stands in the file, whichever window brought it there.
pub(super) fn phase(db: &Connection, desk: i64) -> Result<LoadPhase, StoreError> {
    Ok(db
        .prepare_cached("SELECT phase FROM desks WHERE n = ?")?
        .query_row([desk], |r| Ok(LoadPhase::of(r.get_ref(0)?.as_str()?)))?)
}

fn loaded(db: &Connection, desk: i64) -> Result<Loaded, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT phase, storage, desks.cursor, load_cursors.cursor FROM desks \
             LEFT JOIN load_cursors ON load_cursors.desk = n AND kind = phase WHERE n = ?",
        )?
        .query_row([desk], |r| {
            Ok(Loaded {
                phase: LoadPhase::of(r.get_ref(0)?.as_str()?),
                storage: r.get(1)?,
                cursor: r.get(2)?,
                phase_cursor: r.get(3)?,
            })
        })?)
}

fn set_phase(db: &Connection, desk: i64, phase: LoadPhase) -> Result<(), StoreError> {
    db.execute("UPDATE desks SET phase = ? WHERE n = ?", params![phase.word(), desk])?;
    Ok(())
}

/// Drops the copy and makes its tables anew, which for a million rows is far quicker than deleting them.
fn reset(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    const COPY: [&str; 11] = [
        "search",
        "search_within",
        "load_cursors",
        "cases",
        "case_docs",
        "customers",
        "messages",
        "calls",
        "follow_ups",
        "operators",
        "tallies",
    ];
    for table in COPY {
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    transaction.execute_batch(include_str!("../../migrations/cache/0002_copy.sql"))?;
    transaction.execute_batch(include_str!("../../migrations/cache/0003_suggested.sql"))?;
    transaction.execute_batch(include_str!("../../migrations/cache/0004_duplicate.sql"))?;
    transaction.execute_batch(include_str!("../../migrations/cache/0007_search_within.sql"))?;
    Ok(())
}

/// The desk's number in the cache, and where its load stands. The cache holds one desk: another one's copy goes first.
pub(super) fn desk_row(db: &mut Connection, desk: &DeskId) -> Result<(i64, LoadPhase), StoreError> {
    let known: Option<(i64, String)> = db
        .query_row("SELECT n, phase FROM desks WHERE desk = ?", [&desk.0], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((row, phase)) = known {
        return Ok((row, LoadPhase::of(&phase)));
    }
    let transaction = db.transaction()?;
    if transaction.execute("DELETE FROM desks", [])? > 0 {
        transaction.execute("DELETE FROM reads", [])?;
        reset(&transaction)?;
    }
    transaction.execute("INSERT INTO desks (desk) VALUES (?)", [&desk.0])?;
    let row = transaction.last_insert_rowid();
    transaction.commit()?;
    Ok((row, LoadPhase::Operators))
}

/// Brings the copy of the read marks in step with `work.db`.
pub(super) fn copy_reads(work: &Connection, cache: &Connection, desk: &DeskId, row: i64) -> Result<(), StoreError> {
    let newest: i64 = cache.query_row("SELECT coalesce(max(at), 0) FROM reads WHERE desk = ?", [row], |r| r.get(0))?;
    let mut missing = work.prepare("SELECT case_id, at FROM reads WHERE desk = ? AND at > ?")?;
    let mut rows = missing.query(params![desk.0, newest])?;
    while let Some(read) = rows.next()? {
        let (case, at): ([u8; 16], i64) = (read.get(0)?, read.get(1)?);
        cache.execute("INSERT OR REPLACE INTO reads (desk, case_id, at) VALUES (?, ?, ?)", params![row, case, at])?;
        cache.execute("UPDATE cases SET unread = 0 WHERE id = ? AND last_inbound_at <= ?", params![case, at])?;
    }
    Ok(())
}

pub(super) fn read_since(db: &Connection, desk: i64) -> Result<i64, StoreError> {
    Ok(db.prepare_cached("SELECT read_since FROM desks WHERE n = ?")?.query_row([desk], |r| r.get(0))?)
}

pub(super) fn set_cursor(db: &Connection, desk: i64, cursor: &str) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE desks SET cursor = ? WHERE n = ?")?.execute(params![cursor, desk])?;
    Ok(())
}
