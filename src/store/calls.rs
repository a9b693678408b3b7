//! Who to call and why, in urgency order (R88).

use rusqlite::{Connection, OptionalExtension};

use super::case_file;
use super::page::Reader;
use super::safe;
use super::sql::{blob, instant};
use super::{LoadPhase, StoreError};
use crate::model::Case;
use crate::model::queue::{CallRow, Filter, From, QueueRow, View};
use crate::text;

impl Reader<'_> {
    /// The cases marked for a call.
    pub(super) fn calls(&self, limit: usize) -> Result<Vec<CallRow>, StoreError> {
        let filter = Filter { view: View::Calls, ..Filter::default() };
        if self.ready <= LoadPhase::FollowUps {
            return Ok(Vec::new());
        }
        let page = self.page(&filter, From::Top, limit)?;
        let rows = page.rows.into_iter().map(|row| call_row(self.db, row));
        rows.filter_map(Result::transpose).collect()
    }
}

fn call_row(db: &Connection, row: QueueRow) -> Result<Option<CallRow>, StoreError> {
    let doc: Option<String> = db
        .prepare_cached("SELECT doc FROM case_docs WHERE row = ?")?
        .query_row([row.key.row], |r| r.get(0))
        .optional()?;
    let (Some(doc), Some(reason)) = (doc, row.marks.call.clone()) else { return Ok(None) };
    let case: Case = serde_json::from_str(&doc)?;
    let mut customer = case_file::customer(db, case.customer_id)?;
    customer.iter_mut().for_each(safe::customer);
    let (due, tries) = next_try(db, &case)?;
    Ok(Some(CallRow {
        reason,
        note: case.call.map(|mark| text::safe_line(&mark.note).into_owned()).unwrap_or_default(),
        name: customer.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
        number: customer.as_ref().and_then(|c| c.phone().map(str::to_owned)),
        zone: customer.and_then(|c| c.zone),
        due,
        tries,
        row,
    }))
}

/// When the open call follow-up alerts, and how many tries there were.
fn next_try(db: &Connection, case: &Case) -> Result<(Option<jiff::Timestamp>, u32), StoreError> {
    let found: Option<(i64, u32)> = db
        .prepare_cached(
            "SELECT alerts_at, json_extract(doc, '$.tries') FROM follow_ups \
             WHERE case_id = ? AND open = 1 AND json_extract(doc, '$.kind') = 'call' ORDER BY alerts_at LIMIT 1",
        )?
        .query_row([blob(case.id.0)], |r| Ok((r.get(0)?, r.get::<_, Option<u32>>(1)?.unwrap_or(0))))
        .optional()?;
    Ok(found.map_or((None, 0), |(at, tries)| (Some(instant(at)), tries)))
}
