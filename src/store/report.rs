//! The numbers of `sincerely report`, out of the local copy. Both files are opened for reading alone, so that it can be
//! asked for while the screen is open.
//!
//! Not its duty: what is counted (`model::Report`), how it is shown (`cli`).

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::open::open_reader;
use super::sql::{blob, millis};
use super::work::settings;
use super::{LoadPhase, StoreError, case_file, safe};
use crate::model::{Case, CaseFile, DeskId, Failed, FollowUp, FollowUpId, Message, Operator, Report, ToManagement};
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
    report.management = management(&db, desk, since)?;
    Ok(report)
}

/// Gives each case that came since then and has ended, with its thread, calls and duties; a case that went into another
/// one is part of that. Nothing while the first load goes on.
///
/// # Errors
/// The file cannot be read.
pub fn ended_cases(
    cache: &Path,
    desk: &DeskId,
    since: Timestamp,
    each: &mut dyn FnMut(&CaseFile),
) -> Result<(), StoreError> {
    let db = open_reader(cache)?;
    let phase: Option<String> =
        db.query_row("SELECT phase FROM desks WHERE desk = ?", [&desk.0], |row| row.get(0)).optional()?;
    // The search is the last to come; nobody asks it here.
    if phase.as_deref().map(LoadPhase::of) < Some(LoadPhase::Search) {
        return Ok(());
    }
    let mut ids = db.prepare(
        "SELECT doc FROM case_docs JOIN cases USING (row) WHERE desk = (SELECT n FROM desks WHERE desk = ?1) \
         AND active = 0 AND received_at >= ?2",
    )?;
    let mut rows = ids.query(params![desk.0, millis(since)])?;
    while let Some(row) = rows.next()? {
        let case: Case = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        if case.merged_into.is_none()
            && let Some(file) = case_file::pulled(&db, case.id, LoadPhase::Done)?
        {
            each(&file);
        }
    }
    Ok(())
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

fn management(db: &Connection, desk: &DeskId, since: Timestamp) -> Result<Vec<ToManagement>, StoreError> {
    let mut docs = db.prepare(
        "SELECT doc FROM case_docs JOIN cases USING (row) WHERE desk = (SELECT n FROM desks WHERE desk = ?1) \
         AND doc LIKE '%\"wrote_to_management\":%'",
    )?;
    let mut rows = docs.query(params![desk.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let case: Case = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        for mark in case.wrote_to_management.iter().filter(|mark| mark.at >= since) {
            let failed = mark.commitment.map(|id| follow_up(db, id)).transpose()?.flatten();
            found.push(ToManagement { case: case.number, at: mark.at, failed: failed.map(Failed::from) });
        }
    }
    found.sort_by_key(|letter| (letter.at, letter.case));
    Ok(found)
}

fn follow_up(db: &Connection, id: FollowUpId) -> Result<Option<FollowUp>, StoreError> {
    let mut docs = db.prepare_cached("SELECT doc FROM follow_ups WHERE id = ?")?;
    let doc: Option<String> = docs.query_row([blob(id.0)], |row| row.get(0)).optional()?;
    let follow_up: Option<FollowUp> = doc.map(|doc| serde_json::from_str(&doc)).transpose()?;
    Ok(follow_up.map(|mut follow_up| {
        safe::follow_up(&mut follow_up);
        follow_up
    }))
}
