//! A case as the list keeps it: what a row shows, sorts and filters by, computed once when the case is written.

use rusqlite::{CachedStatement, Row, params};

use super::sql::{NEVER, blob, millis, owner_blob, signed};
use crate::model::{Case, State, Trigger};

/// Longer subjects and names are cut in the list; the document keeps them whole.
const LIST_TEXT_CHARS: usize = 240;

/// Writes all list columns, of a new row or a known one. The order is that of [`put`].
pub(super) const PUT: &str = "INSERT INTO cases (row, desk, id, number, customer_id, customer, subject, channel, language, \
     state, owner, received_at, waiting_since, due_kind, snoozed_until, last_inbound_at, rank, due, waiting, call, active, \
     unanswered, never_answered, public, vip, ambiguous, unread, suggested, duplicate, place) \
     VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?1) \
     ON CONFLICT (row) DO UPDATE SET number=?4, customer_id=?5, customer=?6, subject=?7, channel=?8, language=?9, state=?10, \
     owner=?11, received_at=?12, waiting_since=?13, due_kind=?14, snoozed_until=?15, last_inbound_at=?16, rank=?17, due=?18, \
     waiting=?19, call=?20, active=?21, unanswered=?22, never_answered=?23, public=?24, vip=?25, ambiguous=?26, unread=?27, \
     suggested=?28, duplicate=?29";

/// What the counters count a case under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) owner: Option<[u8; 16]>,
    pub(super) due: i64,
    pub(super) active: bool,
    pub(super) unanswered: bool,
    /// A call is to be made: see [`is_to_call`].
    pub(super) call: bool,
    pub(super) public: bool,
}

impl Counted {
    /// Column list for [`Counted::read`].
    pub(super) const COLUMNS: &'static str = "owner, due, active, unanswered, call IS NOT NULL AND \
         (active = 1 OR call = 'courtesy' AND state IN ('solved', 'closed')), public";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            owner: row.get(0)?,
            due: row.get(1)?,
            active: row.get(2)?,
            unanswered: row.get(3)?,
            call: row.get(4)?,
            public: row.get(5)?,
        })
    }

    pub(super) fn of(case: &Case) -> Self {
        Self {
            owner: owner_blob(case.owner),
            due: due(case),
            active: is_listed(case),
            unanswered: is_listed(case) && case.is_unanswered(),
            call: is_to_call(case),
            public: case.is_public,
        }
    }
}

/// A merged case lives on in the one it went into.
fn is_listed(case: &Case) -> bool {
    case.state.is_active() && case.merged_into.is_none()
}

/// Marked for a call and alive; a friendly call is made after the end too (R97).
fn is_to_call(case: &Case) -> bool {
    let is_ended = matches!(case.state, State::Solved | State::Closed);
    case.call.as_ref().is_some_and(|mark| is_listed(case) || is_ended && mark.trigger == Trigger::Courtesy)
}

fn due(case: &Case) -> i64 {
    case.next_due.as_ref().map_or(NEVER, |d| millis(d.at))
}

/// Runs [`PUT`].
pub(super) fn put(
    statement: &mut CachedStatement<'_>,
    row: i64,
    desk: i64,
    case: &Case,
    unread: bool,
) -> rusqlite::Result<()> {
    let counted = Counted::of(case);
    statement.execute(params![
        row,
        desk,
        blob(case.id.0),
        signed(case.number),
        blob(case.customer_id.0),
        cut(&case.customer_name),
        cut(&case.subject),
        case.channel.as_str(),
        case.language.as_str(),
        case.state.as_str(),
        counted.owner,
        millis(case.received_at),
        case.waiting_since.map(millis),
        case.next_due.as_ref().map(|d| d.kind.as_str()),
        case.snoozed_until.map(millis),
        case.last_inbound_at.map(millis),
        case.rank,
        counted.due,
        case.waiting_since.map_or(NEVER, millis),
        case.call.as_ref().map(|c| c.trigger.as_str()),
        counted.active,
        counted.unanswered,
        case.is_never_answered(),
        case.is_public,
        case.vip,
        case.ambiguous_consent.is_some(),
        unread && case.state != State::Closed,
        case.suggested_call().map(Trigger::as_str),
        case.suggested_duplicate().is_some(),
    ])?;
    Ok(())
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(LIST_TEXT_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// The words of a case itself as the list keeps them; when they change, the search must follow.
pub(super) fn words(case: &Case) -> String {
    format!("{}\n{}", cut(&case.customer_name), cut(&case.subject))
}
