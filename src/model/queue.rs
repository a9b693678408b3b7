//! What lists show: rows, filters, positions and counters. The store answers in these words, the screen asks in them.
//!
//! Not its duty: reading them from anywhere, drawing them.

use jiff::Timestamp;

use super::{
    CaseId, Channel, DeskId, FollowUp, FollowUpId, FollowUpKind, Lang, OperatorId, OutboxItem, PersonName, State,
    Trigger,
};

/// Position in the urgency order (R60, R102): class, then nearest due time, then longest wait, then age of the row.
/// It depends on facts alone, never on the clock, so an index can hold it. Missing times sort last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    pub rank: u8,
    /// Milliseconds since 1970; `i64::MAX` when nothing is due.
    pub due: i64,
    /// Milliseconds since 1970 at which the waiting began; `i64::MAX` when nobody waits.
    pub waiting: i64,
    /// Row number in the local store; makes the key unique.
    pub row: i64,
}

/// Signs beside a case, each shown as a letter or symbol of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub call: Option<Trigger>,
    /// A call is suggested, and nobody has confirmed or dismissed it.
    pub suggested: Option<Trigger>,
    /// Another case looks like the same complaint, and nobody has decided about it.
    pub duplicate: bool,
    pub public: bool,
    pub vip: bool,
    pub ambiguous: bool,
    /// This workstation has work on it that the desk has not accepted yet.
    pub unsent: bool,
    /// Something came that this operator has not opened.
    pub unread: bool,
    pub has_draft: bool,
    pub snoozed: bool,
}

/// One line of the queue. Texts are safe to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub key: RowKey,
    pub id: CaseId,
    pub desk: DeskId,
    pub number: u64,
    pub customer: String,
    pub subject: String,
    pub channel: Channel,
    pub language: Lang,
    pub state: State,
    pub owner: Option<OperatorId>,
    pub received_at: Timestamp,
    pub waiting_since: Option<Timestamp>,
    pub never_answered: bool,
    pub due: Option<(Timestamp, FollowUpKind)>,
    pub marks: Marks,
}

/// The views over the queue, in the order of the number keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Every active case.
    #[default]
    All,
    Mine,
    Unanswered,
    DueToday,
    Calls,
    Public,
    /// Solved and closed ones.
    Ended,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OwnerFilter {
    #[default]
    Any,
    Nobody,
    Of(OperatorId),
}

/// One mark to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    Call,
    Public,
    Vip,
    Ambiguous,
    Unsent,
    Unread,
    Draft,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub view: View,
    pub state: Option<State>,
    pub owner: OwnerFilter,
    pub channel: Option<Channel>,
    pub mark: Option<Mark>,
    /// Words to find in customer, subject and text; folded by the store. Empty: no search. Together with
    /// [`View::All`] it finds ended cases too. The newest 500 hits are shown, in urgency order.
    pub search: String,
}

/// Who asks and when: what "mine" and "today" mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    pub me: OperatorId,
    pub now: Timestamp,
    /// End of the operator's day.
    pub day_end: Timestamp,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Top,
    Bottom,
    After(RowKey),
    Before(RowKey),
    /// The rows around this case wherever it stands now; `Top` when it is not in the filter.
    Around(CaseId),
}

/// Rows in urgency order, whatever the direction they were read in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<QueueRow>,
    pub at_top: bool,
    pub at_bottom: bool,
}

/// Numbers on the top line. Each is read from an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: u64,
    pub mine: u64,
    pub unanswered: u64,
    pub due_today: u64,
    pub calls: u64,
    pub public: u64,
    pub oldest_wait: Option<Timestamp>,
    /// Of this operator and of nobody.
    pub overdue_follow_ups: u64,
    /// Letters and other acts the desk has not accepted yet.
    pub unsent: u64,
    pub stuck: u64,
}

/// Whose follow-ups and which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum FollowUpView {
    /// Whose duty is this operator's: his own, or without an owner on a case of his.
    #[default]
    Mine,
    /// Everybody else's and nobody's.
    Team,
    /// Everything that alerts before the day ends, overdue ones included.
    Today,
    All,
}

/// One line of the follow-up panel, ordered by (`alerts_at`, id).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpRow {
    pub follow_up: FollowUp,
    pub number: u64,
    pub customer: String,
    pub subject: String,
    pub is_public: bool,
    pub call: Option<Trigger>,
    /// The act on it that waits in the outbox, if any.
    pub unsent: bool,
}

/// Position in the follow-up panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FollowUpKey {
    pub alerts_at: Timestamp,
    pub id: FollowUpId,
}

/// One line of the calls view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    pub row: QueueRow,
    pub name: PersonName,
    pub reason: Trigger,
    pub note: String,
    pub number: Option<String>,
    /// IANA zone of the customer, when known.
    pub zone: Option<String>,
    /// When the next try is due, and how many were made.
    pub due: Option<Timestamp>,
    pub tries: u32,
}

/// What the connection to the desk is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// First contact not made yet.
    Connecting,
    InStep {
        at: Timestamp,
    },
    /// First load or a long catch-up: cases so far, of about how many.
    Loading {
        done: u64,
        of: u64,
    },
    Offline {
        since: Timestamp,
        why: String,
    },
    /// The desk does not accept the token; all sending pauses.
    LoginNeeded {
        why: String,
    },
}

/// The outbox as the operator sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboxView {
    pub items: Vec<OutboxItem>,
}
