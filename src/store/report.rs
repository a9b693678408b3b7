//! The numbers of `sincerely report`, out of the local copy. Both files are opened for reading alone, so that it can be
//! asked for while the screen is open.
//!
//! Not its duty: what is counted (`model::Report`), how it is shown (`cli`).

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::StoreError;
use super::open::open_reader;
use super::sql::millis;
use super::work::settings;
use crate::model::{DeskId, Message, Operator, Report};
use crate::text::safe_line;

/// What the desk counts of the letters since then.
///
/// # Errors
/// A file cannot be read.
pub fn report(work: &Path, cache: &Path, desk: &DeskId, since: Timestamp) -> Result<Report, StoreError> {
    let me: Option<Operator> = settings::get(&open_reader(work)?, &settings::me(desk))?;
    let db = open_reader(cache)?;
    let mut report = Report::of(me);
    letters(&db, desk, since, &mut report)?;
    Ok(report)
}

fn letters(db: &Connection, desk: &DeskId, since: Timestamp, report: &mut Report) -> Result<(), StoreError> {
    // The words are a first sieve: a customer may quote them.
    let mut docs = db.prepare(
        "SELECT doc FROM messages WHERE desk = (SELECT n FROM desks WHERE desk = ?1) AND at >= ?2 \
         AND (doc LIKE '%\"kind\":\"reply\"%' OR doc LIKE '%\"kind\":\"public_reply\"%')",
    )?;
    let mut rows = docs.query(params![desk.0, millis(since)])?;
    while let Some(row) = rows.next()? {
        let mut message: Message = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        for set_aside in &mut message.overrides {
            set_aside.rule = safe_line(&set_aside.rule).into_owned();
        }
        report.add_letter(&message);
    }
    Ok(())
}
