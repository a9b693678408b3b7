//! Drafts, one a case and kind, and what they said before (R166). A full draft is never lost to an empty one.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::super::StoreError;
use super::super::sql::{blob, get_id, instant, millis, signed, unsigned};
use crate::model::{CaseId, DeskId, Draft, DraftKind};

/// So many earlier versions are kept of each draft …
const KEPT_VERSIONS: u32 = 30;
/// … and so many bytes of them.
const KEPT_BYTES: i64 = 512 * 1024;
/// A draft that is being written becomes a version after so long …
const VERSION_AFTER: SignedDuration = SignedDuration::from_mins(5);
/// … or when so many characters are other than in the last version …
const VERSION_CHANGED: usize = 400;
/// … or when so many are taken out between two savings (or written, where there is no version yet).
const VERSION_LOST: usize = 80;

/// What a draft said before it was emptied, thrown away or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftVersion {
    pub draft: Draft,
    /// When it was put aside.
    pub put_aside_at: Timestamp,
}

/// What saving a draft met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// Another window had saved other words last, at that instant; they are the newest earlier version now.
    pub over: Option<Timestamp>,
}

/// Saves a draft for a window. One that is older than the kept one (a late writer) changes nothing, and neither does an
/// empty one over a full one; words that another window wrote are never lost, whichever came last.
pub(in crate::store) fn save(
    db: &mut Connection,
    desk: &DeskId,
    draft: &Draft,
    writer: i64,
) -> Result<Saved, StoreError> {
    let transaction = db.transaction()?;
    let mut saved = Saved::default();
    if let Some(kept) = get(&transaction, desk, draft.case, &draft.kind)? {
        let anothers = writer_of(&transaction, desk, draft)? != writer && kept.text != draft.text;
        if draft.text.trim().is_empty() && !kept.text.trim().is_empty() {
            return Ok(saved);
        }
        if millis(kept.saved_at) > millis(draft.saved_at) {
            if anothers {
                put_aside(&transaction, desk, draft)?;
                transaction.commit()?;
            }
            return Ok(saved);
        }
        if anothers && !kept.text.trim().is_empty() {
            saved.over = Some(kept.saved_at);
        }
        let last = last_version(&transaction, desk, draft)?;
        if saved.over.is_some() || is_worth_keeping(last.as_ref(), &kept, draft) {
            put_aside(&transaction, desk, &kept)?;
        }
    }
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO drafts (desk, case_id, kind, text, cursor, slots, thread_version, saved_at, attachments, \
             overrides, writer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            writer,
        ])?;
    transaction.commit()?;
    Ok(saved)
}

/// Keeps a text among the earlier versions, unless it is the newest of them already.
pub(in crate::store) fn keep_version(db: &Connection, desk: &DeskId, draft: &Draft) -> Result<(), StoreError> {
    if last_version(db, desk, draft)?.is_some_and(|last| last.text == draft.text) {
        return Ok(());
    }
    put_aside(db, desk, draft)
}

/// The window that saved the kept draft last.
fn writer_of(db: &Connection, desk: &DeskId, draft: &Draft) -> Result<i64, StoreError> {
    Ok(db
        .prepare_cached("SELECT writer FROM drafts WHERE desk = ? AND case_id = ? AND kind = ?")?
        .query_row(params![desk.0, blob(draft.case.0), draft.kind.as_str()], |r| r.get(0))?)
}

fn last_version(db: &Connection, desk: &DeskId, draft: &Draft) -> Result<Option<Draft>, StoreError> {
    let sql = "SELECT draft FROM draft_history WHERE desk = ? AND case_id = ? AND kind = ? ORDER BY n DESC LIMIT 1";
    let key = params![desk.0, blob(draft.case.0), draft.kind.as_str()];
    let text: Option<String> = db.prepare_cached(sql)?.query_row(key, |r| r.get(0)).optional()?;
    // A version of another program's form stays where it is; it is only not compared with.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whether what a draft said becomes an earlier version before something else takes its place.
fn is_worth_keeping(last: Option<&Draft>, kept: &Draft, new: &Draft) -> bool {
    if kept.text == new.text || last.is_some_and(|last| last.text == kept.text) {
        return false;
    }
    let lost = taken_out(&kept.text, &new.text);
    match last {
        _ if lost >= VERSION_LOST => true,
        None => kept.text.chars().count() >= VERSION_CHANGED,
        Some(last) => {
            let changed = taken_out(&last.text, &kept.text).max(taken_out(&kept.text, &last.text));
            changed >= VERSION_CHANGED || new.saved_at.duration_since(last.saved_at) >= VERSION_AFTER
        }
    }
}

/// Characters of `before` that are not in `after`, counted between what both begin and end with.
fn taken_out(before: &str, after: &str) -> usize {
    let same = |(a, b): &(char, char)| a == b;
    let begin = before.chars().zip(after.chars()).take_while(same).count();
    let (long, short) = (before.chars().count(), after.chars().count());
    let end = before.chars().rev().zip(after.chars().rev()).take_while(same).count();
    long - begin - end.min(long - begin).min(short.saturating_sub(begin))
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

pub(super) fn put_aside(db: &Connection, desk: &DeskId, draft: &Draft) -> Result<(), StoreError> {
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
    // However long they are, the newest stays.
    db.execute(
        "DELETE FROM draft_history WHERE n IN (SELECT n FROM (SELECT n, row_number() OVER newest AS place, \
         sum(length(draft)) OVER newest AS size FROM draft_history WHERE desk = ?1 AND case_id = ?2 AND kind = ?3 \
         WINDOW newest AS (ORDER BY n DESC)) WHERE place > 1 AND size > ?4)",
        params![desk.0, case, kind, KEPT_BYTES],
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

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str, minute: i64) -> Draft {
        Draft {
            case: CaseId(uuid::Uuid::nil()),
            kind: DraftKind::Reply,
            text: text.to_owned(),
            cursor: 0,
            slots: vec![],
            thread_version: 0,
            saved_at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute),
            attachments: vec![],
            overrides: vec![],
        }
    }

    #[test]
    fn what_is_taken_out_is_counted_between_the_same_begin_and_end() {
        assert_eq!(taken_out("Уважаемая Мария", "Уважаемая Анна"), 5);
        assert_eq!(taken_out("ааа", "аа"), 1);
        assert_eq!(taken_out("аа", "ааа"), 0);
        assert_eq!(taken_out("", "ааа"), 0);
        assert_eq!(taken_out("ааа", ""), 3);
    }

    #[test]
    fn a_version_is_kept_after_minutes_after_many_characters_and_before_a_loss() {
        let long = "слово ".repeat(100);
        let keeps = |last: Option<&Draft>, kept: &str, new: &str, minute| {
            is_worth_keeping(last, &draft(kept, minute - 1), &draft(new, minute))
        };
        assert!(!keeps(None, "Уважаемая", "Уважаемая Мария", 9), "a beginning is no version");
        assert!(keeps(None, &long, &format!("{long}."), 9));
        assert!(keeps(None, &"а".repeat(80), "б", 9), "much was replaced at once");
        let last = draft("Уважаемая", 0);
        assert!(!keeps(Some(&last), "Уважаемая Мария", "Уважаемая Мария!", 4));
        assert!(keeps(Some(&last), "Уважаемая Мария", "Уважаемая Мария!", 5));
        assert!(keeps(Some(&last), &long, &format!("{long}."), 1));
        assert!(!keeps(Some(&last), "Уважаемая", "Уважаемая Мария", 60), "the same words twice");
    }
}
