//! Rows of the list: from columns to what the screen shows.

use rusqlite::Row;

use super::sql::{NEVER, get_id, get_optional_id, instant, unsigned};
use super::work::Pending;
use crate::model::queue::{Asker, Marks, QueueRow, RowKey};
use crate::model::{CaseId, Channel, DeskId, FollowUpKind, Lang, OperatorId, State, Trigger};
use crate::text;

/// Column list for [`queue_row`]; the tables are `cases c` and `desks d`.
pub(super) const COLUMNS: &str = "c.rank, c.due, c.waiting, c.row, c.id, d.desk, c.number, c.customer, c.subject, c.channel, \
     c.language, c.state, c.owner, c.received_at, c.waiting_since, c.never_answered, c.due_kind, c.call, c.public, c.vip, \
     c.ambiguous, c.unread, c.snoozed_until, c.suggested, \
     c.duplicate";

/// Reads the sort key alone, from the first four columns.
pub(super) fn key(row: &Row<'_>) -> rusqlite::Result<RowKey> {
    Ok(RowKey { rank: row.get(0)?, due: row.get(1)?, waiting: row.get(2)?, row: row.get(3)? })
}

pub(super) fn queue_row(row: &Row<'_>, asker: &Asker, pending: &Pending) -> rusqlite::Result<QueueRow> {
    let key = key(row)?;
    let id = CaseId(get_id(row, 4)?);
    let due_kind: Option<String> = row.get(16)?;
    let snoozed_until: Option<i64> = row.get(22)?;
    let marks = Marks {
        call: row.get::<_, Option<String>>(17)?.map(|t| Trigger::from(t.as_str())),
        suggested: row.get::<_, Option<String>>(23)?.map(|t| Trigger::from(t.as_str())),
        duplicate: row.get(24)?,
        public: row.get(18)?,
        vip: row.get(19)?,
        ambiguous: row.get(20)?,
        unsent: pending.is_unsent(id),
        unread: row.get(21)?,
        has_draft: pending.has_draft(id),
        snoozed: snoozed_until.is_some_and(|until| instant(until) > asker.now),
    };
    let mut shown = QueueRow {
        key,
        id,
        desk: DeskId(row.get(5)?),
        number: unsigned(row.get(6)?),
        customer: safe(row, 7)?,
        subject: safe(row, 8)?,
        channel: Channel::from(row.get_ref(9)?.as_str()?),
        language: Lang::new(row.get_ref(10)?.as_str()?),
        state: State::from(row.get_ref(11)?.as_str()?),
        owner: get_optional_id(row, 12)?.map(OperatorId),
        received_at: instant(row.get(13)?),
        waiting_since: row.get::<_, Option<i64>>(14)?.map(instant),
        never_answered: row.get(15)?,
        due: due_kind.filter(|_| key.due != NEVER).map(|kind| (instant(key.due), FollowUpKind::from(kind.as_str()))),
        marks,
    };
    pending.lay_over_row(&mut shown);
    Ok(shown)
}

fn safe(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(text::safe_line(row.get_ref(column)?.as_str()?).into_owned())
}
