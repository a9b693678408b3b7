//! The feed of changes out of PostgreSQL: bytes put together, never parsed, from one snapshot, so that the cursor covers
//! exactly what it says.
//!
//! No reader can pass over a change: numbers are handed out in the order of the commits (`write`), so whoever sees
//! number n sees all that came before.

use bytes::Bytes;
use deadpool_postgres::{Client, Transaction};
use tokio_postgres::types::ToSql;
use tokio_postgres::{IsolationLevel, Portal};

use super::read::{code, signed};
use crate::server::storage::common::{PART_BYTES, write_line};
use crate::server::storage::{Cursor, FeedPart, FeedQuery, StorageError};

type Result<T> = std::result::Result<T, StorageError>;

/// So many rows are fetched at once; a part that is full of huge messages stops early.
const FETCH: usize = 250;

pub async fn feed(db: &mut Client, query: &FeedQuery) -> Result<FeedPart> {
    let snapshot = db.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let snapshot = snapshot.start().await?;
    let statement = snapshot.prepare_cached("SELECT seq FROM feed_head").await?;
    let head = Cursor(snapshot.query_one(&statement, &[]).await?.get::<_, i64>(0).unsigned_abs());
    let portal = bind(&snapshot, query).await?;
    let mut part = Part { last: query.after, ..Part::default() };
    while part.room(query.limit) {
        let fetch = FETCH.min(query.limit - part.count);
        let fetched = part.fetch(&snapshot, &portal, fetch).await?;
        if fetched < fetch {
            break;
        }
    }
    snapshot.commit().await?;
    let full = !part.room(query.limit);
    let next = if full { part.last } else { head.max(query.after) };
    Ok(FeedPart { lines: Bytes::from(part.lines), count: part.count, next, more: next < head, head })
}

async fn bind(snapshot: &Transaction<'_>, query: &FeedQuery) -> Result<Portal> {
    let statement = snapshot.prepare_cached(&feed_sql(query.kinds.len())).await?;
    let (after, limit) = (signed(query.after.0), i64::try_from(query.limit).unwrap_or(i64::MAX));
    let kinds: Vec<i16> = query.kinds.iter().map(code).collect();
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&after, &limit];
    parameters.extend(kinds.iter().map(|kind| kind as &(dyn ToSql + Sync)));
    Ok(snapshot.bind(&statement, &parameters).await?)
}

/// One ordered walk for each kind, merged by PostgreSQL; nothing is sorted and no other kind is read.
fn feed_sql(kinds: usize) -> String {
    const ROWS: &str = "SELECT seq, kind, id, doc FROM resource WHERE seq > $1";
    if kinds == 0 {
        return format!("{ROWS} ORDER BY seq LIMIT $2");
    }
    let walks: Vec<String> = (0..kinds).map(|at| format!("{ROWS} AND kind = ${}", at + 3)).collect();
    format!("{} ORDER BY seq LIMIT $2", walks.join(" UNION ALL "))
}

#[derive(Default)]
struct Part {
    lines: Vec<u8>,
    count: usize,
    last: Cursor,
}

impl Part {
    fn room(&self, limit: usize) -> bool {
        self.count < limit && self.lines.len() < PART_BYTES
    }

    /// Adds the next rows as far as there is room; says how many there were.
    async fn fetch(&mut self, snapshot: &Transaction<'_>, portal: &Portal, rows: usize) -> Result<usize> {
        let fetched = snapshot.query_portal(portal, i32::try_from(rows).unwrap_or(i32::MAX)).await?;
        for row in &fetched {
            if self.lines.len() >= PART_BYTES {
                break;
            }
            let (seq, kind): (i64, i16) = (row.get(0), row.get(1));
            let doc: Option<&str> = row.get(3);
            write_line(&mut self.lines, seq, kind.into(), row.get(2), doc.map(str::as_bytes))?;
            self.last = Cursor(seq.unsigned_abs());
            self.count += 1;
        }
        Ok(fetched.len())
    }
}
