//! Drafts, one a case and kind, and what they said before (R166). A full draft is never lost to an empty one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::super::StoreError;
use super::super::sql::{blob, get_id, instant, millis, signed, unsigned};
use crate::model::{CaseId, DeskId, Draft, DraftKind};

/// So many earlier versions are kept of each draft.
const KEPT_VERSIONS: u32 = 30;

/// What a draft said before it was emptied, thrown away or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftVersion {
    pub draft: Draft,
    /// When it was put aside.
    pub put_aside_at: Timestamp,
}

/// Saves a draft; one that is older than the kept one (a late writer) changes nothing.
pub(in crate::store) fn save(db: &mut Connection, desk: &DeskId, draft: &Draft) -> Result<(), StoreError> {
    let transaction = db.transaction()?;
    let kept = get(&transaction, desk, draft.case, &draft.kind)?;
    if let Some(kept) = kept {
        if millis(kept.saved_at) > millis(draft.saved_at) {
            return Ok(());
        }
        if draft.text.trim().is_empty() {
            put_aside(&transaction, desk, &kept)?;
        }
    }
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO drafts (desk, case_id, kind, text, cursor, slots, thread_version, saved_at, attachments, overrides) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            desk.0,
            blob(draft.case.0),
            draft.kind.as_str(),
            draft.text,
            signed(draft.cursor as u64),
            serde_json::to_string(&draft.slots)?,
            signed(draft.thread_version),
            millis(draft.saved_at),
            serde_json::to_string(&draft.attachments)?,
            serde_json::to_string(&draft.overrides)?,
        ])?;
    transaction.commit()?;
    Ok(())
}

pub(in crate::store) fn get(
    db: &Connection,
    desk: &DeskId,
    case: CaseId,
    kind: &DraftKind,
) -> Result<Option<Draft>, StoreError> {
    let found = db
        .prepare_cached(
            "SELECT case_id, kind, text, cursor, slots, thread_version, saved_at, attachments, overrides FROM drafts \
             WHERE desk = ? AND case_id = ? AND kind = ?",
        )?
        .query_row(params![desk.0, blob(case.0), kind.as_str()], read)
        .optional()?;
    Ok(found)
}

/// Throws the draft away; what it said becomes history.
pub(in crate::store) fn delete(
    db: &mut Connection,
    desk: &DeskId,
    case: CaseId,
    kind: &DraftKind,
) -> Result<(), StoreError> {
    let transaction = db.transaction()?;
    retire(&transaction, desk, case, kind)?;
    transaction.commit()?;
    Ok(())
}

/// Moves a draft into history within somebody else's transaction (the letter was signed and sent).
pub(super) fn retire(
    transaction: &Transaction<'_>,
    desk: &DeskId,
    case: CaseId,
    kind: &DraftKind,
) -> Result<(), StoreError> {
    if let Some(draft) = get(transaction, desk, case, kind)? {
        put_aside(transaction, desk, &draft)?;
        transaction.execute(
            "DELETE FROM drafts WHERE desk = ? AND case_id = ? AND kind = ?",
            params![desk.0, blob(case.0), kind.as_str()],
        )?;
    }
    Ok(())
}

/// Earlier versions, newest first.
pub(in crate::store) fn history(
    db: &Connection,
    desk: &DeskId,
    case: CaseId,
    kind: &DraftKind,
) -> Result<Vec<DraftVersion>, StoreError> {
    let mut versions = db.prepare_cached(
        "SELECT draft, saved_at FROM draft_history WHERE desk = ? AND case_id = ? AND kind = ? ORDER BY n DESC",
    )?;
    let mut rows = versions.query(params![desk.0, blob(case.0), kind.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let draft: Draft = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        // A case entered here may have got its lasting id since.
        found.push(DraftVersion { draft: Draft { case, ..draft }, put_aside_at: instant(row.get(1)?) });
    }
    Ok(found)
}

/// Cases with a draft that says something.
pub(super) fn cases(db: &Connection, desk: &DeskId) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut cases = db.prepare_cached("SELECT DISTINCT case_id FROM drafts WHERE desk = ? AND trim(text) <> ''")?;
    let cases = cases.query_map([&desk.0], |r| get_id(r, 0).map(CaseId))?;
    Ok(cases.collect::<Result<_, _>>()?)
}

fn put_aside(db: &Connection, desk: &DeskId, draft: &Draft) -> Result<(), StoreError> {
    if draft.text.trim().is_empty() {
        return Ok(());
    }
    let (case, kind) = (blob(draft.case.0), draft.kind.as_str());
    db.execute(
        "INSERT INTO draft_history (desk, case_id, kind, draft, saved_at) VALUES (?, ?, ?, ?, ?)",
        params![desk.0, case, kind, serde_json::to_string(draft)?, millis(Timestamp::now())],
    )?;
    db.execute(
        "DELETE FROM draft_history WHERE desk = ?1 AND case_id = ?2 AND kind = ?3 AND n NOT IN \
         (SELECT n FROM draft_history WHERE desk = ?1 AND case_id = ?2 AND kind = ?3 ORDER BY n DESC LIMIT ?4)",
        params![desk.0, case, kind, KEPT_VERSIONS],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let text: String = row.get(2)?;
    let cursor = usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0);
    Ok(Draft {
        case: CaseId(get_id(row, 0)?),
        kind: DraftKind::from(row.get_ref(1)?.as_str()?),
        cursor: text.floor_char_boundary(cursor),
        // Slots are a convenience; the text is what must not be lost.
        slots: serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default(),
        thread_version: unsigned(row.get(5)?),
        saved_at: instant(row.get(6)?),
        attachments: serde_json::from_str(row.get_ref(7)?.as_str()?).unwrap_or_default(),
        overrides: serde_json::from_str(row.get_ref(8)?.as_str()?).unwrap_or_default(),
        text,
    })
}
