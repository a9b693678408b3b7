//! Which cases a filter means, as conditions on the list and the index that serves them in urgency order.

use rusqlite::types::Value;

use super::search;
use super::sql::{blob, millis};
use crate::model::queue::{Asker, Filter, Mark, OwnerFilter, View};

/// A part of the queue that one index holds in urgency order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Slice {
    pub(super) conditions: Vec<&'static str>,
    pub(super) params: Vec<Value>,
    pub(super) index: &'static str,
    /// The due time is bounded, and rank comes before it in the order: read rank by rank.
    pub(super) by_rank: bool,
}

impl Slice {
    fn and(&mut self, condition: &'static str) {
        self.conditions.push(condition);
    }

    fn and_with(&mut self, condition: &'static str, param: Value) {
        self.conditions.push(condition);
        self.params.push(param);
    }

    fn has(&self, condition: &str) -> bool {
        self.conditions.contains(&condition)
    }

    /// Only active cases are meant.
    pub(super) fn is_active(&self) -> bool {
        self.has(ACTIVE)
    }

    /// The conditions as one expression.
    pub(super) fn sql(&self) -> String {
        if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") }
    }
}

const ACTIVE: &str = "c.active = 1";
/// A merged case is no ended one: it lives on in another.
const ENDED: &str = "c.active = 0 AND c.state IN ('solved', 'closed')";
const UNANSWERED: &str = "c.unanswered = 1";
const CALL: &str = "c.call IS NOT NULL";
/// Calls to be made: of active cases, and friendly ones after the end (R97). The first two terms are those of the index.
const TO_CALL: &str = "c.call IS NOT NULL AND (c.active = 1 OR c.call = 'courtesy') AND (c.active = 1 OR c.state IN \
                       ('solved', 'closed'))";
const PUBLIC: &str = "c.public = 1";
const VIP: &str = "c.vip = 1";
const AMBIGUOUS: &str = "c.ambiguous = 1";
const UNREAD: &str = "c.unread = 1";
const OWNED_BY: &str = "c.owner = ?";
const OWNED_BY_NOBODY: &str = "c.owner IS NULL";
const IN_STATE: &str = "c.state = ?";
const ON_CHANNEL: &str = "c.channel = ?";
const DUE_BY: &str = "c.due <= ?";

/// The filter's conditions. Marks that only this workstation knows (unsent, draft) and words to search for are not
/// conditions: they name candidates (see `page`).
pub(super) fn slice(filter: &Filter, asker: &Asker) -> Slice {
    let mut slice = Slice::default();
    // Who asks for an ended state, or searches, means ended cases too.
    let also_ended = search::query(&filter.search).is_some() || filter.state.as_ref().is_some_and(|s| !s.is_active());
    match filter.view {
        View::All if also_ended => {}
        View::Ended => slice.and(ENDED),
        View::Calls => slice.and(TO_CALL),
        _ => slice.and(ACTIVE),
    }
    match filter.view {
        View::All | View::Ended | View::Calls => {}
        View::Mine => slice.and_with(OWNED_BY, Value::Blob(blob(asker.me.0).to_vec())),
        View::Unanswered => slice.and(UNANSWERED),
        View::DueToday => {
            slice.and_with(DUE_BY, Value::Integer(millis(asker.day_end)));
            slice.by_rank = true;
        }
        View::Public => slice.and(PUBLIC),
    }
    match filter.owner {
        OwnerFilter::Any => {}
        OwnerFilter::Nobody => slice.and(OWNED_BY_NOBODY),
        OwnerFilter::Of(owner) => slice.and_with(OWNED_BY, Value::Blob(blob(owner.0).to_vec())),
    }
    if let Some(state) = &filter.state {
        slice.and_with(IN_STATE, Value::Text(state.as_str().to_owned()));
    }
    if let Some(channel) = &filter.channel {
        slice.and_with(ON_CHANNEL, Value::Text(channel.as_str().to_owned()));
    }
    match filter.mark {
        Some(Mark::Call) => slice.and(CALL),
        Some(Mark::Public) => slice.and(PUBLIC),
        Some(Mark::Vip) => slice.and(VIP),
        Some(Mark::Ambiguous) => slice.and(AMBIGUOUS),
        Some(Mark::Unread) => slice.and(UNREAD),
        Some(Mark::Unsent | Mark::Draft) | None => {}
    }
    slice.index = index(&slice);
    slice
}

/// The narrowest index that holds the conditions; the rest is decided inside it.
fn index(slice: &Slice) -> &'static str {
    let of_active = [
        (AMBIGUOUS, "queue_ambiguous"),
        (CALL, "queue_calls"),
        (OWNED_BY, "queue_owner"),
        (VIP, "queue_vip"),
        (PUBLIC, "queue_public"),
        (IN_STATE, "queue_state"),
        (OWNED_BY_NOBODY, "queue_owner"),
        (ON_CHANNEL, "queue_channel"),
        (UNANSWERED, "queue_unanswered"),
    ];
    if slice.has(TO_CALL) {
        return "queue_to_call";
    }
    if slice.has(UNREAD) {
        return "queue_unread";
    }
    if slice.has(ACTIVE) {
        return of_active.iter().find(|(c, _)| slice.has(c)).map_or("queue_active", |(_, index)| index);
    }
    if slice.has(IN_STATE) { "queue_state" } else { "queue_ended" }
}
