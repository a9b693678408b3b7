//! Pages of the queue by keyset: a page costs the same at the top and in the middle of a million rows.
//!
//! Not its duty: which cases a filter means (`filter`), the words of a search (`search`).

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::filter::{Slice, slice};
use super::rows::{COLUMNS, key, queue_row};
use super::search;
use super::sql::blob;
use super::work::Pending;
use super::{LoadPhase, StoreError};
use crate::model::queue::{Asker, Filter, From, Mark, Page, QueueRow, RowKey};
use crate::model::{CaseId, CustomerId};

/// Rows looked at while the first load runs and no index is there yet.
const FIRST_LOOK: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Down,
    Up,
}

impl Direction {
    fn sql(self) -> (&'static str, &'static str) {
        match self {
            Self::Down => (">", ""),
            Self::Up => ("<", " DESC"),
        }
    }
}

/// Where the rows of a filter come from.
enum Source {
    /// An index in urgency order.
    Index(Slice),
    /// A set small enough to be sorted here: hits of a search, unsent cases, drafts.
    Keys(Vec<RowKey>),
}

pub(super) struct Reader<'a> {
    pub(super) db: &'a Connection,
    pub(super) asker: &'a Asker,
    pub(super) pending: &'a Pending,
    /// Which indexes the first load has made.
    pub(super) ready: LoadPhase,
}

impl Reader<'_> {
    pub(super) fn page(&self, filter: &Filter, from: From, limit: usize) -> Result<Page, StoreError> {
        let slice = slice(filter, self.asker);
        let source = self.source(filter, &slice)?;
        match from {
            From::Top => self.one_way(&source, Direction::Down, None, limit),
            From::Bottom => self.one_way(&source, Direction::Up, None, limit),
            From::After(key) => self.one_way(&source, Direction::Down, Some(key), limit),
            From::Before(key) => self.one_way(&source, Direction::Up, Some(key), limit),
            // Before the first load has made the index of ids, looking for one would read everything.
            From::Around(_) if self.ready <= LoadPhase::Cases => self.one_way(&source, Direction::Down, None, limit),
            From::Around(case) => match self.key_of(case, &source, &slice)? {
                Some(key) => self.around(&source, key, limit),
                None => self.one_way(&source, Direction::Down, None, limit),
            },
        }
    }

    /// All cases of one customer, newest first; what was merged lives on in another one.
    pub(super) fn customer_cases(&self, customer: CustomerId, limit: usize) -> Result<Vec<QueueRow>, StoreError> {
        if self.ready <= LoadPhase::Views {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM cases c CROSS JOIN desks d ON d.n = c.desk WHERE c.customer_id = ? AND NOT EXISTS \
             (SELECT 1 FROM case_docs k WHERE k.row = c.row AND json_extract(k.doc, '$.merged_into') IS NOT NULL) \
             ORDER BY c.row DESC LIMIT ?"
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let rows = rows.query_map((blob(customer.0), limit), |r| queue_row(r, self.asker, self.pending))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn source(&self, filter: &Filter, slice: &Slice) -> Result<Source, StoreError> {
        let local = match filter.mark {
            Some(Mark::Unsent) => Some(self.pending.unsent_cases()),
            Some(Mark::Draft) => Some(self.pending.draft_cases()),
            _ => None,
        };
        let mut keys = match (search::query(&filter.search), local) {
            (Some(query), None) => search::found(self.db, &query, &filter.search, slice)?,
            (Some(query), Some(cases)) => {
                let of_cases = self.keys_of(&cases, slice)?;
                search::found(self.db, &query, &filter.search, slice)?
                    .into_iter()
                    .filter(|key| of_cases.contains(key))
                    .collect()
            }
            (None, Some(cases)) => self.keys_of(&cases, slice)?,
            (None, None) if self.ready > LoadPhase::Views => return Ok(Source::Index(slice.clone())),
            (None, None) if self.ready == LoadPhase::Views && slice.is_active() => {
                return Ok(Source::Index(Slice { index: "queue_active", ..slice.clone() }));
            }
            (None, None) => self.first_look(slice)?,
        };
        keys.sort_unstable();
        Ok(Source::Keys(keys))
    }

    /// A page that begins at an end or beside a key. One row more than asked for tells whether there is more.
    fn one_way(
        &self,
        source: &Source,
        way: Direction,
        bound: Option<RowKey>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let mut rows = self.read(source, way, bound, limit + 1)?;
        let ahead = rows.len() > limit;
        rows.truncate(limit);
        let behind = match (bound, rows.first()) {
            (None, _) => false,
            (Some(bound), first) => {
                let opposite = if way == Direction::Down { Direction::Up } else { Direction::Down };
                !self.read(source, opposite, Some(first.map_or(bound, |r| r.key)), 1)?.is_empty()
            }
        };
        Ok(match way {
            Direction::Down => Page { rows, at_top: !behind, at_bottom: !ahead },
            Direction::Up => {
                rows.reverse();
                Page { rows, at_top: !ahead, at_bottom: !behind }
            }
        })
    }

    fn around(&self, source: &Source, key: RowKey, limit: usize) -> Result<Page, StoreError> {
        let mut above = self.read(source, Direction::Up, Some(key), limit)?;
        let below = self.read(source, Direction::Down, Some(key), limit)?;
        let middle = self.row(key)?;
        // Half of the page stands above the case, more when there is less below it.
        let wanted_above = (limit / 2).max(limit.saturating_sub(below.len() + 1)).min(limit.saturating_sub(1));
        let at_top = above.len() <= wanted_above;
        above.truncate(wanted_above);
        above.reverse();
        let wanted_below = limit.saturating_sub(above.len() + 1);
        let at_bottom = below.len() <= wanted_below;
        let mut rows = above;
        rows.extend(middle);
        rows.extend(below.into_iter().take(wanted_below));
        Ok(Page { rows, at_top, at_bottom })
    }

    /// Rows beyond the bound, nearest first.
    fn read(
        &self,
        source: &Source,
        way: Direction,
        bound: Option<RowKey>,
        limit: usize,
    ) -> Result<Vec<QueueRow>, StoreError> {
        match source {
            Source::Index(slice) if slice.by_rank => self.read_by_rank(slice, way, bound, limit),
            Source::Index(slice) => self.read_index(slice, way, bound, limit),
            Source::Keys(keys) => {
                let beyond: Box<dyn Iterator<Item = &RowKey>> = match way {
                    Direction::Down => Box::new(keys.iter().filter(|k| bound.is_none_or(|b| **k > b))),
                    Direction::Up => Box::new(keys.iter().rev().filter(|k| bound.is_none_or(|b| **k < b))),
                };
                let rows = beyond.take(limit).map(|key| self.row(*key));
                rows.filter_map(Result::transpose).collect()
            }
        }
    }

    fn read_index(
        &self,
        slice: &Slice,
        way: Direction,
        bound: Option<RowKey>,
        limit: usize,
    ) -> Result<Vec<QueueRow>, StoreError> {
        let (than, order) = way.sql();
        let mut params = slice.params.clone();
        let beyond = match bound {
            None => String::new(),
            Some(key) => {
                params.extend([Value::Integer(key.rank.into())]);
                params.extend([key.due, key.waiting, key.row].map(Value::Integer));
                format!(" AND (c.rank, c.due, c.waiting, c.place) {than} (?, ?, ?, ?)")
            }
        };
        params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT {COLUMNS} FROM cases c INDEXED BY {} CROSS JOIN desks d ON d.n = c.desk WHERE {}{beyond} \
             ORDER BY c.rank{order}, c.due{order}, c.waiting{order}, c.place{order} LIMIT ?",
            slice.index,
            slice.sql(),
        );
        self.collect(&sql, params)
    }

    fn read_by_rank(
        &self,
        slice: &Slice,
        way: Direction,
        bound: Option<RowKey>,
        limit: usize,
    ) -> Result<Vec<QueueRow>, StoreError> {
        let (than, order) = way.sql();
        let mut found: Vec<QueueRow> = Vec::new();
        let mut rank = match bound {
            Some(key) => Some(key.rank),
            None => self.next_rank(way, None)?,
        };
        while let Some(now) = rank {
            let mut params = slice.params.clone();
            params.push(Value::Integer(now.into()));
            let beyond = match bound.filter(|key| key.rank == now) {
                None => String::new(),
                Some(key) => {
                    params.extend([key.due, key.waiting, key.row].map(Value::Integer));
                    format!(" AND (c.due, c.waiting, c.place) {than} (?, ?, ?)")
                }
            };
            params.push(Value::Integer(i64::try_from(limit - found.len()).unwrap_or(i64::MAX)));
            let sql = format!(
                "SELECT {COLUMNS} FROM cases c INDEXED BY {} CROSS JOIN desks d ON d.n = c.desk WHERE {} AND c.rank = ?{beyond} \
                 ORDER BY c.due{order}, c.waiting{order}, c.place{order} LIMIT ?",
                slice.index,
                slice.sql(),
            );
            found.extend(self.collect(&sql, params)?);
            if found.len() >= limit {
                break;
            }
            rank = self.next_rank(way, Some(now))?;
        }
        Ok(found)
    }

    /// The next urgency class in use among active cases; a jump in the index.
    fn next_rank(&self, way: Direction, after: Option<u8>) -> Result<Option<u8>, StoreError> {
        let sql = match way {
            Direction::Down => "SELECT min(rank) FROM cases INDEXED BY queue_active WHERE active = 1 AND rank > ?",
            Direction::Up => "SELECT max(rank) FROM cases INDEXED BY queue_active WHERE active = 1 AND rank < ?",
        };
        let start = if way == Direction::Down { -1 } else { i64::from(u8::MAX) + 1 };
        let after = after.map_or(start, i64::from);
        Ok(self.db.prepare_cached(sql)?.query_row([after], |r| r.get(0))?)
    }

    fn collect(&self, sql: &str, params: Vec<Value>) -> Result<Vec<QueueRow>, StoreError> {
        let mut rows = self.db.prepare_cached(sql)?;
        let rows = rows.query_map(params_from_iter(params), |r| queue_row(r, self.asker, self.pending))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn row(&self, key: RowKey) -> Result<Option<QueueRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM cases c CROSS JOIN desks d ON d.n = c.desk WHERE c.row = ?");
        let row = self
            .db
            .prepare_cached(&sql)?
            .query_row([key.row], |r| queue_row(r, self.asker, self.pending))
            .optional()?;
        Ok(row)
    }

    /// The key of a case, if it is in the filter.
    fn key_of(&self, case: CaseId, source: &Source, slice: &Slice) -> Result<Option<RowKey>, StoreError> {
        let key = self.keys_of(&[case], slice)?.pop();
        Ok(match source {
            Source::Index(_) => key,
            Source::Keys(keys) => key.filter(|key| keys.binary_search(key).is_ok()),
        })
    }

    fn keys_of(&self, cases: &[CaseId], slice: &Slice) -> Result<Vec<RowKey>, StoreError> {
        let sql = format!("SELECT c.rank, c.due, c.waiting, c.row FROM cases c WHERE c.id = ? AND {}", slice.sql());
        let mut find = self.db.prepare_cached(&sql)?;
        let mut keys = Vec::with_capacity(cases.len());
        for case in cases {
            let mut params = vec![Value::Blob(blob(case.0).to_vec())];
            params.extend(slice.params.iter().cloned());
            keys.extend(find.query_row(params_from_iter(params), key).optional()?);
        }
        Ok(keys)
    }

    fn first_look(&self, slice: &Slice) -> Result<Vec<RowKey>, StoreError> {
        let sql = format!(
            "SELECT c.rank, c.due, c.waiting, c.row FROM (SELECT * FROM cases ORDER BY row DESC LIMIT {FIRST_LOOK}) c WHERE {}",
            slice.sql()
        );
        let mut keys = self.db.prepare_cached(&sql)?;
        let keys = keys.query_map(params_from_iter(slice.params.iter()), key)?;
        Ok(keys.collect::<Result<_, _>>()?)
    }
}
