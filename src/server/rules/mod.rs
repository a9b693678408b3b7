//! What an act does, decided purely: from the resources as they are, who acts, and the time, to the resources as they
//! shall be. No storage, no clock, no HTTP; the same rules serve requests, timers, imports and the generator of desks.
//!
//! A rule works on a copy of the case ([`Work`]); what differs in the end is the decision. It either refuses with the
//! problem details the client will read, or decides everything, follow-ups included.

pub mod access;
mod amends;
pub mod calls;
pub mod cards;
pub mod case;
pub mod confirmation;
pub mod customer;
pub mod delivery;
pub mod erasure;
pub mod follow_ups;
pub mod inbound;
pub mod intake;
pub mod keys;
pub mod merge;
pub mod operator;
pub mod ownership;
pub mod reply;
pub mod tokens;
pub mod trip;
pub mod turn;
mod work;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::model::{Attachment, AttachmentHash, Author, Operator, OperatorId, Role};
use crate::protocol::{Entity, Problem, ProblemKind};
use crate::schedule::Rules;
use crate::server::answer::Answer;
use crate::server::storage::{ErrandChange, NameChange, TokenChange};

pub use work::Work;

/// Why an act is refused. Boxed, because it is large and rare.
pub type Refusal = Box<Problem>;

/// Who acts and when.
#[derive(Clone, Copy)]
pub struct Acting<'a> {
    /// None: the server itself, by a timer.
    pub actor: Option<&'a Operator>,
    pub now: Timestamp,
    pub rules: &'a Rules,
    pub new_id: &'a dyn Fn() -> Uuid,
}

impl Acting<'_> {
    pub fn id(&self) -> Option<OperatorId> {
        self.actor.map(|a| a.id)
    }

    /// 128 random bits in hexadecimal: from several new ids, since a part of each is its time.
    pub fn salt(&self) -> String {
        let ids: Vec<u8> = (0..4).flat_map(|_| (self.new_id)().into_bytes()).collect();
        crate::seal::sha256(&ids).chars().take(32).collect()
    }

    fn is(&self, operator: OperatorId) -> bool {
        self.id() == Some(operator)
    }

    fn is_lead(&self) -> bool {
        self.actor.is_some_and(|a| a.role == Role::Lead)
    }

    /// The author of what is written now.
    fn author(&self) -> Author {
        match self.actor {
            Some(actor) => Author::Operator { id: actor.id, name: actor.name.clone() },
            None => Author::Machine { name: String::from("Sincerely") },
        }
    }
}

/// What an act changes, and what it answers.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The act's name in the audit.
    pub act: &'static str,
    /// The scope it is about.
    pub scope: Option<Uuid>,
    pub puts: Vec<Entity>,
    pub names: Vec<NameChange>,
    pub tokens: Vec<TokenChange>,
    pub errands: Vec<ErrandChange>,
    pub answer: Answer,
}

impl Decision {
    /// Nothing is to be done; the answer shows how things are.
    pub fn nothing(answer: Answer) -> Self {
        Self {
            act: "nothing",
            scope: None,
            puts: Vec::new(),
            names: Vec::new(),
            tokens: Vec::new(),
            errands: Vec::new(),
            answer,
        }
    }

    pub fn changes_nothing(&self) -> bool {
        self.puts.is_empty() && self.names.is_empty() && self.tokens.is_empty() && self.errands.is_empty()
    }
}

/// Refuses with a sentence for the person who reads it.
pub fn refuse(kind: ProblemKind, detail: impl Into<String>) -> Refusal {
    Box::new(Problem::new(kind, detail))
}

fn invalid(detail: impl Into<String>) -> Refusal {
    refuse(ProblemKind::Invalid, detail)
}

/// 412 with the state as it is now.
fn changed(current: &impl serde::Serialize, detail: &str) -> Refusal {
    let mut problem = Problem::new(ProblemKind::Changed, detail);
    problem.current = serde_json::to_value(current).ok();
    Box::new(problem)
}

/// Refuses an edit of something that moved on since it was read; without a version nothing is refused.
fn unchanged_since(if_match: Option<u64>, version: u64, current: &impl serde::Serialize) -> Result<(), Refusal> {
    match if_match {
        Some(read) if read != version => {
            Err(changed(current, "It was changed in the meantime; `current` shows how it is now."))
        }
        _ => Ok(()),
    }
}

/// No clock of ours is wrong by more than this.
const CLOCK_ERROR: SignedDuration = SignedDuration::from_hours(24);
/// Before it there was no complaint that a desk could still answer.
const EARLIEST: Timestamp = Timestamp::UNIX_EPOCH;

/// A time told by somebody else, if it can be true.
fn credible(at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    at.filter(|at| *at >= EARLIEST && *at <= now.saturating_add(CLOCK_ERROR).unwrap_or(now))
}

/// Attachments are named by their content; anything else must not become part of a path.
fn check_attachments(attachments: &[Attachment]) -> Result<(), Refusal> {
    match attachments.iter().find(|a| !a.hash.is_well_formed()) {
        Some(bad) => Err(invalid(format!("The attachment «{}» has no SHA-256 as its hash.", bad.name))),
        None => Ok(()),
    }
}

/// The contents an act refers to.
pub fn hashes<'a>(attachments: impl IntoIterator<Item = &'a Attachment>) -> Vec<AttachmentHash> {
    attachments.into_iter().map(|a| a.hash.clone()).collect()
}
