//! What the program wants done outside, as plain data. Effects are carried out by `runtime`, never awaited by the screen;
//! what they bring comes back as an `Event`.

use jiff::Timestamp;

use super::event::{Request, Wake};
use super::unlock::Passphrase;
use crate::model::acts::{Command, NewOperator, OpenFollowUp};
use crate::model::queue::{Asker, Filter, FollowUpKey, FollowUpView, From};
use crate::model::{
    Attachment, AttachmentHash, CaseId, Channel, CustomerId, Doing, Draft, DraftKind, FollowUpId, IdempotencyKey,
    MessageId, Override,
};

#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    // questions to the store
    LoadPage {
        request: Request,
        filter: Filter,
        asker: Asker,
        from: From,
        limit: usize,
    },
    LoadCounts {
        asker: Asker,
    },
    LoadCase {
        id: CaseId,
    },
    MarkRead {
        id: CaseId,
    },
    LoadFollowUps {
        request: Request,
        view: FollowUpView,
        asker: Asker,
        after: Option<FollowUpKey>,
        limit: usize,
    },
    LoadCalls {
        request: Request,
        asker: Asker,
        limit: usize,
    },
    LoadOtherCases {
        customer: CustomerId,
    },
    /// Other cards with an address of this one; the desk is asked.
    LoadAlike {
        customer: CustomerId,
    },
    /// All cases of a customer with everything, for the evidence.
    LoadEvidence {
        customer: CustomerId,
    },
    /// Cases with everything, to make a letter for each of them.
    LoadRecipients {
        ids: Vec<CaseId>,
    },
    LoadOutbox,
    LoadOperators,
    /// The letters that were sent before, to compare a new one with.
    LoadEarlierLetters,
    /// The spelling dictionaries of a language; reading them takes some tenths of a second.
    LoadDictionaries {
        lang: &'static str,
    },
    /// Follow-ups that became due after `since`, and when the next one will.
    LoadAlerts {
        since: Timestamp,
        asker: Asker,
    },

    // durable: finished before the program exits
    LoadDraft {
        case: CaseId,
        kind: DraftKind,
    },
    LoadDraftHistory {
        case: CaseId,
        kind: DraftKind,
    },
    SaveDraft(Draft),
    DeleteDraft {
        case: CaseId,
        kind: DraftKind,
    },
    /// Takes out everything that was written here on a case whose customer was forgotten; nothing becomes history.
    ForgetWork {
        case: CaseId,
    },
    /// Puts an act into the outbox; it leaves `delay_s` seconds later.
    Submit {
        command: Box<Command>,
        delay_s: u32,
    },
    /// Signs the letter with the operator's key and puts it into the outbox; its draft goes with it.
    SignAndSend {
        letter: Box<Outgoing>,
        delay_s: u32,
    },
    /// The same with the passphrase of the key.
    Unlock {
        passphrase: Passphrase,
        letter: Box<Outgoing>,
        delay_s: u32,
    },
    /// Takes an act out of the outbox before it leaves (undo) or after it was refused.
    TakeBack {
        key: IdempotencyKey,
    },
    Retry {
        key: IdempotencyKey,
    },
    /// Gives a refused act up; what was written in it becomes an earlier version of its draft.
    GiveUp {
        key: IdempotencyKey,
    },
    /// Puts an act into the outbox, and when it is there gives the refused one up that it stands for.
    Replace {
        key: IdempotencyKey,
        command: Box<Command>,
    },
    /// Keeps a text among the earlier versions of its draft.
    KeepVersion(Draft),
    /// A new token for the desk that this workstation is connected to.
    SignIn {
        token: Secret,
    },
    /// Tells the desk what the operator does on a case.
    TellPresence {
        case: CaseId,
        doing: Doing,
    },

    // the world
    Copy(String),
    /// Writes the letter as a mail file into the user's folder of documents or the current one.
    SaveEml {
        case: CaseId,
        message: MessageId,
    },
    OpenAttachment {
        hash: AttachmentHash,
        name: String,
    },
    SaveAttachment {
        hash: AttachmentHash,
        name: String,
    },
    /// Reads a file, stores it by its hash; answers with `Event::Said` or an attachment for the draft.
    AddAttachment {
        case: CaseId,
        path: String,
    },
    /// Writes the dossier of a case into the current folder.
    ExportCase {
        case: CaseId,
    },
    ShowOriginal {
        case: CaseId,
        message: MessageId,
    },
    /// Adds a word to the user's own.
    KeepWord(String),
    Notify {
        title: String,
        body: String,
    },
    SyncNow,
    /// Looks whether another window of this operator wrote something, where the system does not say so by itself.
    LookElsewhere,

    // first start
    SaveProfile {
        profile: Box<NewOperator>,
        then: Start,
    },
    /// Writes a setting into the user's config.
    SaveSetting {
        key: &'static str,
        value: String,
    },
    ChangeTheme(String),

    // the loop
    Wake {
        after_ms: u64,
        wake: Wake,
    },
    Redraw,
    Suspend,
    Quit,
}

/// What the welcome form leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    Samples,
    Import {
        path: String,
    },
    Connect {
        url: String,
        token: String,
    },
    Empty,
    /// The profile was changed later; nothing else happens.
    Stay,
}

/// A letter as it was reviewed. The runtime adds the id, the instant and the signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    pub case: CaseId,
    pub thread_version: u64,
    pub kind: DraftKind,
    pub channel: Channel,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub attachments: Vec<Attachment>,
    pub opens: Vec<OpenFollowUp>,
    pub closes: Vec<FollowUpId>,
    /// The term whose confirmation it asks for (R11).
    pub confirms: Option<String>,
    pub overrides: Vec<Override>,
    /// Refused letters that this one stands for; they are given up when it is in the outbox.
    pub replaces: Vec<IdempotencyKey>,
}

/// Words that are never printed, not even by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
