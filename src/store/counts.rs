//! The numbers of the top line, from the counters and the ends of indexes.

use rusqlite::{Connection, params};

use super::sql::{blob, instant, millis, unsigned};
use super::tallies::{self, count, count_before, hour, hour_begin};
use super::{LoadPhase, StoreError};
use crate::model::queue::{Asker, Counts};
use jiff::Timestamp;

/// Everything but what the outbox knows (`unsent`, `stuck`). What the first load has not brought yet counts as nothing.
pub(super) fn counts(db: &Connection, asker: &Asker, ready: LoadPhase) -> Result<Counts, StoreError> {
    if ready <= LoadPhase::Cases {
        return Ok(Counts::default());
    }
    let overdue = |duty| if ready > LoadPhase::FollowUps { duties_until(db, duty, millis(asker.now)) } else { Ok(0) };
    let me = Some(blob(asker.me.0));
    let one = |name, owner| count(db, name, owner).map(unsigned);
    Ok(Counts {
        all: one(tallies::ALL, None)?,
        mine: one(tallies::OWNED, me)?,
        unanswered: one(tallies::UNANSWERED, None)?,
        calls: one(tallies::CALLS, None)?,
        public: one(tallies::PUBLIC, None)?,
        due_today: if ready > LoadPhase::Views { due_until(db, millis(asker.day_end))? } else { 0 },
        oldest_wait: if ready > LoadPhase::Views { oldest_wait(db)? } else { None },
        overdue_follow_ups: overdue(me)? + overdue(None)?,
        unsent: 0,
        stuck: 0,
    })
}

fn due_until(db: &Connection, until: i64) -> Result<u64, StoreError> {
    let rest: i64 = db
        .prepare_cached("SELECT count(*) FROM cases WHERE active = 1 AND due >= ? AND due <= ?")?
        .query_row(params![hour_begin(hour(until)), until], |r| r.get(0))?;
    Ok(unsigned(count_before(db, tallies::DUE, None, hour(until))? + rest))
}

fn duties_until(db: &Connection, duty: Option<[u8; 16]>, until: i64) -> Result<u64, StoreError> {
    let rest: i64 = db
        .prepare_cached(
            "SELECT count(*) FROM follow_ups WHERE open = 1 AND duty IS ? AND alerts_at >= ? AND alerts_at <= ?",
        )?
        .query_row(params![duty, hour_begin(hour(until)), until], |r| r.get(0))?;
    Ok(unsigned(count_before(db, tallies::DUTIES, duty, hour(until))? + rest))
}

fn oldest_wait(db: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let oldest: Option<i64> =
        db.prepare_cached("SELECT min(waiting) FROM cases WHERE unanswered = 1")?.query_row([], |r| r.get(0))?;
    Ok(oldest.map(instant))
}
