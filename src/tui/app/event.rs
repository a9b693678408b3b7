//! What can happen to the program, as plain data.

use std::sync::Arc;

use jiff::Timestamp;

use super::composer::Trouble;
use super::{Dictionaries, EarlierLetters, Outgoing};
use crate::letter::Rules;
use crate::model::queue::{CallRow, Counts, FollowUpKey, FollowUpRow, Link, Page, QueueRow};
use crate::model::{
    AlikeCard, Attachment, CaseFile, CaseId, CustomerId, Draft, DraftKind, IdempotencyKey, Operator, OutboxItem,
    Presences, Source,
};
use crate::tui::input::Key;

/// Names one question to the store; an answer with an older number is dropped.
pub type Request = u64;

#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    // the terminal
    Key(Key),
    Paste(String),
    Mouse(Mouse),
    Resize(u16, u16),
    /// The terminal window gained or lost the focus.
    Focus(bool),
    /// A signal or the end of the terminal asks to leave; everything is saved first.
    Leave,
    /// The program came back from suspension.
    Resumed,

    // time
    /// A moment that was asked for by `Effect::Wake` or by `App::next_wake`.
    Woke(Wake),

    // answers of the store
    Page {
        request: Request,
        page: Page,
    },
    Counts(Counts),
    Case {
        id: CaseId,
        file: Option<Box<CaseFile>>,
    },
    FollowUps {
        request: Request,
        rows: Vec<FollowUpRow>,
        after: Option<FollowUpKey>,
        at_end: bool,
    },
    Calls {
        request: Request,
        rows: Vec<CallRow>,
    },
    OtherCases {
        customer: CustomerId,
        rows: Vec<QueueRow>,
    },
    /// Other cards with an address of the customer's.
    Alike {
        customer: CustomerId,
        cards: Vec<AlikeCard>,
    },
    /// All cases of a customer.
    Evidence {
        customer: CustomerId,
        files: Vec<CaseFile>,
    },
    /// The cases that were asked for to make letters, without those that are gone.
    Recipients(Vec<CaseFile>),
    Outbox(Vec<OutboxItem>),
    Operators(Vec<Operator>),
    /// Letters that were sent before.
    EarlierLetters(Arc<EarlierLetters>),
    /// The rules of letters with the user's own files laid over them.
    LetterRules(Arc<Rules>),
    /// The spelling dictionaries of this machine.
    Dictionaries(Arc<Dictionaries>),
    Draft {
        case: CaseId,
        kind: DraftKind,
        draft: Option<Draft>,
    },
    DraftHistory {
        case: CaseId,
        kind: DraftKind,
        drafts: Vec<Draft>,
    },
    /// A draft is on the disk.
    DraftSaved {
        case: CaseId,
        kind: DraftKind,
        at: Timestamp,
        /// Another window's words, saved there at that instant, became an earlier version by it.
        over: Option<Timestamp>,
    },
    /// The disk did not take a draft.
    DraftNotSaved {
        case: CaseId,
        kind: DraftKind,
        trouble: Trouble,
    },
    /// Another window of this operator wrote into the same files.
    WroteElsewhere,
    /// Follow-ups that have just become due.
    Alerts {
        rows: Vec<FollowUpRow>,
        next: Option<Timestamp>,
    },
    /// A file was taken in and can go with the letter.
    AttachmentAdded {
        case: CaseId,
        attachment: Attachment,
    },
    /// A message exactly as it came, with everything invisible made visible.
    Original {
        text: String,
    },
    /// An act that was taken back out of the outbox, if it had not left yet.
    TakenBack {
        key: IdempotencyKey,
        item: Option<Box<OutboxItem>>,
    },

    // the desk
    /// Things changed in the store; `cases` is empty when many did.
    Changed {
        cases: Vec<CaseId>,
    },
    Link(Link),
    /// How the desk's sources and its way out are, when that changed (R100).
    Sources(Vec<Source>),
    /// Who reads and who writes which case.
    Presence(Presences),
    /// The desk has accepted an act.
    Accepted {
        key: IdempotencyKey,
        case: CaseId,
    },
    /// The signing key wants its passphrase; `wrong` when one was given that does not open it.
    KeyLocked {
        letter: Box<Outgoing>,
        delay_s: u32,
        wrong: bool,
    },
    /// The letter could not be signed, and why, in words.
    NotSigned {
        letter: Box<Outgoing>,
        why: String,
    },
    /// Does the desk send letters by itself, or does the operator carry them?
    Sends(bool),
    /// The desk has refused an act; it waits in the outbox for the operator.
    Refused {
        item: Box<OutboxItem>,
    },
    Me(Box<Operator>),

    // outcomes of effects
    Said(Said),
    /// An effect failed: which (a key in `locales/`), and the error in words.
    Failed {
        what: &'static str,
        detail: String,
    },
}

/// Something to tell the operator: a text key with values.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Said {
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    Press { x: u16, y: u16 },
    Drag { x: u16, y: u16 },
    ScrollUp { x: u16, y: u16 },
    ScrollDown { x: u16, y: u16 },
}

/// What a moment was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Something on the screen counts down, or a follow-up becomes due.
    Clock,
    /// The cursor rests: load the case beside it.
    Preview { request: Request },
    /// The writing rests: save the draft.
    SaveDraft { revision: u64 },
    /// The writing rests: check the letter.
    Check { revision: u64 },
    /// It is time to say again that the operator is on a case.
    Presence,
}
