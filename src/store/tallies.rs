//! The counters of the top line, kept in the transaction that changes what they count, so that no count ever walks a
//! million rows. What hangs on the clock (due today, overdue) is counted in hours and finished from an index.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::columns::Counted;
use super::sql::NEVER;

pub(super) const ALL: &str = "all";
pub(super) const OWNED: &str = "owned";
pub(super) const UNANSWERED: &str = "unanswered";
pub(super) const CALLS: &str = "calls";
pub(super) const PUBLIC: &str = "public";
pub(super) const DUE: &str = "due";
pub(super) const DUTIES: &str = "duties";

const HOUR: i64 = 3_600_000;
/// The owner of what nobody owns, and of what is counted over all.
const NOBODY: [u8; 16] = [0; 16];

pub(super) fn hour(at: i64) -> i64 {
    at.div_euclid(HOUR)
}

pub(super) fn hour_begin(hour: i64) -> i64 {
    hour * HOUR
}

/// Changes to the counters, gathered over a transaction and written once at its end.
#[derive(Debug, Default)]
pub(super) struct Tallies(HashMap<(&'static str, [u8; 16], i64), i64>);

impl Tallies {
    fn add(&mut self, name: &'static str, owner: [u8; 16], bucket: i64, n: i64) {
        *self.0.entry((name, owner, bucket)).or_default() += n;
    }

    /// Counts a case in (`n` = 1) or out (-1).
    pub(super) fn case(&mut self, case: &Counted, n: i64) {
        if case.call {
            self.add(CALLS, NOBODY, 0, n);
        }
        if !case.active {
            return;
        }
        self.add(ALL, NOBODY, 0, n);
        if let Some(owner) = case.owner {
            self.add(OWNED, owner, 0, n);
        }
        if case.unanswered {
            self.add(UNANSWERED, NOBODY, 0, n);
        }
        if case.public {
            self.add(PUBLIC, NOBODY, 0, n);
        }
        if case.due != NEVER {
            self.add(DUE, NOBODY, hour(case.due), n);
        }
    }

    /// Counts an open follow-up in or out, under whose duty it is.
    pub(super) fn duty(&mut self, duty: Option<[u8; 16]>, alerts_at: i64, n: i64) {
        self.add(DUTIES, duty.unwrap_or(NOBODY), hour(alerts_at), n);
    }

    pub(super) fn add_all(&mut self, other: Self) {
        for ((name, owner, bucket), n) in other.0 {
            self.add(name, owner, bucket, n);
        }
    }

    pub(super) fn write(self, db: &Connection) -> Result<(), StoreError> {
        let mut put = db.prepare_cached(
            "INSERT INTO tallies (name, owner, bucket, n) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO UPDATE SET n = n + ?4",
        )?;
        for ((name, owner, bucket), n) in self.0 {
            if n != 0 {
                put.execute(params![name, owner, bucket, n])?;
            }
        }
        Ok(())
    }
}

/// Counts everything anew; after a bulk load, which does not keep the counters.
pub(super) fn recount(db: &Connection) -> Result<(), StoreError> {
    let mut tallies = Tallies::default();
    let mut cases = db.prepare(&format!("SELECT {} FROM cases", Counted::COLUMNS))?;
    let mut rows = cases.query([])?;
    while let Some(row) = rows.next()? {
        tallies.case(&Counted::read(row)?, 1);
    }
    let mut duties = db.prepare("SELECT duty, alerts_at FROM follow_ups WHERE open = 1")?;
    let mut rows = duties.query([])?;
    while let Some(row) = rows.next()? {
        tallies.duty(row.get(0)?, row.get(1)?, 1);
    }
    db.execute("DELETE FROM tallies", [])?;
    tallies.write(db)
}

/// One counter.
pub(super) fn count(db: &Connection, name: &str, owner: Option<[u8; 16]>) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("SELECT n FROM tallies WHERE name = ? AND owner = ? AND bucket = 0")?
        .query_row(params![name, owner.unwrap_or(NOBODY)], |r| r.get(0))
        .optional()?
        .unwrap_or(0))
}

/// What is counted by hours, up to the beginning of the given hour.
pub(super) fn count_before(
    db: &Connection,
    name: &str,
    owner: Option<[u8; 16]>,
    before_hour: i64,
) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(sum(n), 0) FROM tallies WHERE name = ? AND owner = ? AND bucket < ?")?
        .query_row(params![name, owner.unwrap_or(NOBODY), before_hour], |r| r.get(0))?)
}
