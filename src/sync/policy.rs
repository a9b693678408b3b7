//! Which act may leave now, what an answer means for it, and when it must come back to the operator instead. Pure.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::backend::BackendError;
use crate::model::acts::Command;
use crate::model::{Case, CaseId, Customer, CustomerId, IdempotencyKey, OutboxItem, OutboxState};
use crate::protocol::{Entity, Problem, ProblemKind};
use crate::store::{Moves, Versions};

/// Acts of different cases that are on their way together.
pub const CASES_AT_ONCE: usize = 4;
/// A letter that waited longer is looked at again before it leaves.
const STALE_AFTER: SignedDuration = SignedDuration::from_mins(15);
/// Clocks that are kept right by the network go back by less.
const SET_BACK: SignedDuration = SignedDuration::from_mins(1);
const FIRST_DELAY: Duration = Duration::from_secs(1);
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// Full jitter: anything between nothing and a bound that doubles with each try. `random` lies in 0..1.
pub fn backoff(attempts: u32, random: f64) -> Duration {
    let bound = FIRST_DELAY.saturating_mul(2u32.saturating_pow(attempts.saturating_sub(1))).min(LONGEST_DELAY);
    bound.mul_f64(random.clamp(0.0, 1.0))
}

/// The first act of each case, in the order in which they were made. Whatever its state, nothing overtakes it.
fn heads(items: &[OutboxItem]) -> impl Iterator<Item = &OutboxItem> {
    let mut seen = HashSet::new();
    items.iter().filter(move |item| seen.insert(item.command.case()))
}

/// What an act changes, by id: its case, and the other case or the card that it changes too.
fn touched(command: &Command) -> impl Iterator<Item = Uuid> {
    let beside = match command {
        Command::PatchCustomer { customer, .. } | Command::UnmergeCard { customer, .. } => [Some(customer.0), None],
        Command::Merge { merge, .. } => [Some(merge.into.0), None],
        Command::MergeCard { customer, merge, .. } => [Some(customer.0), Some(merge.into.0)],
        _ => [None, None],
    };
    std::iter::once(command.case().0).chain(beside.into_iter().flatten())
}

/// What the acts on their way change. Another act on the same would meet its own doing as a conflict.
#[derive(Debug, Default)]
struct Busy {
    ids: HashSet<Uuid>,
    /// A name or a VIP mark changes: it moves the record of every case of that customer.
    cards: bool,
    /// The record of a case changes.
    records: bool,
}

impl Busy {
    fn of(items: &[OutboxItem], leaving: &HashSet<IdempotencyKey>) -> Self {
        let mut busy = Self::default();
        let on_their_way = items.iter().filter(|i| i.state == OutboxState::InFlight || leaving.contains(&i.key));
        on_their_way.for_each(|item| busy.add(&item.command));
        busy
    }

    fn add(&mut self, command: &Command) {
        self.ids.extend(touched(command));
        self.cards |= moves_records(command);
        self.records |= matches!(command, Command::PatchCase { .. });
    }

    fn hinders(&self, command: &Command) -> bool {
        touched(command).any(|id| self.ids.contains(&id))
            || (self.cards && matches!(command, Command::PatchCase { .. }))
            || (self.records && moves_records(command))
    }
}

/// True for what the desk also writes into the cases of a customer: his name, the VIP mark, whose they are.
pub fn moves_records(command: &Command) -> bool {
    match command {
        Command::PatchCustomer { patch, .. } => patch.name.is_some() || patch.vip.is_some(),
        Command::MergeCard { .. } | Command::UnmergeCard { .. } => true,
        _ => false,
    }
}

/// The acts that may leave now, beside those that are leaving already.
pub fn ready(items: &[OutboxItem], leaving: &HashSet<IdempotencyKey>, now: Timestamp) -> Vec<IdempotencyKey> {
    let mut busy = Busy::of(items, leaving);
    heads(items)
        .filter(|item| item.state == OutboxState::Queued && tries_at(item, now) <= now && !leaving.contains(&item.key))
        .filter(|item| {
            let is_free = !busy.hinders(&item.command);
            if is_free {
                busy.add(&item.command);
            }
            is_free
        })
        .take(CASES_AT_ONCE.saturating_sub(leaving.len()))
        .map(|item| item.key)
        .collect()
}

/// When the next act may leave; none while there is no room for another one.
pub fn next_try(items: &[OutboxItem], leaving: &HashSet<IdempotencyKey>, now: Timestamp) -> Option<Timestamp> {
    if leaving.len() >= CASES_AT_ONCE {
        return None;
    }
    let busy = Busy::of(items, leaving);
    let waiting = heads(items)
        .filter(|item| item.state == OutboxState::Queued && !leaving.contains(&item.key))
        // The end of what they wait for wakes us.
        .filter(|item| !busy.hinders(&item.command));
    waiting.map(|item| tries_at(item, now)).min()
}

/// When an act is to leave. One that was made in what is the future now tells that the clock was set back: its times mean
/// nothing any more, and it must not wait until that clock's hour comes again.
fn tries_at(item: &OutboxItem, now: Timestamp) -> Timestamp {
    let ahead = item.created_at.duration_since(now);
    if ahead > SET_BACK { now } else { item.next_try_at }
}

/// True when an act is on its way that does not leave from here.
pub fn leaves_elsewhere(items: &[OutboxItem], leaving: &HashSet<IdempotencyKey>) -> bool {
    items.iter().any(|item| item.state == OutboxState::InFlight && !leaving.contains(&item.key))
}

/// What an error means for the act that met it.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Another try at the instant; `left` is false when it surely never reached the desk.
    Again { at: Timestamp, left: bool },
    /// Nothing is sent before somebody signed in again.
    Login,
    /// The operator decides: theirs, mine, edit.
    Conflict(Box<Problem>),
    /// The operator decides; nothing is lost.
    Stuck,
}

pub fn verdict(error: &BackendError, attempts: u32, random: f64, now: Timestamp) -> Verdict {
    let later = |delay: Duration| now.saturating_add(SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX));
    let later = |delay| later(delay).unwrap_or(Timestamp::MAX);
    match error {
        BackendError::NotReached(_) => Verdict::Again { at: later(backoff(attempts, random)), left: false },
        BackendError::TryAgain { after, .. } => {
            Verdict::Again { at: later(backoff(attempts, random).max(after.unwrap_or_default())), left: true }
        }
        BackendError::NotOurs(_) => Verdict::Again { at: later(backoff(attempts, random)), left: true },
        BackendError::LoginNeeded(_) => Verdict::Login,
        BackendError::TooOld { .. } => Verdict::Again { at: later(LONGEST_DELAY), left: false },
        BackendError::Conflict(problem) => Verdict::Conflict(problem.clone()),
        BackendError::Refused(_) | BackendError::File(_) => Verdict::Stuck,
    }
}

/// A refusal as the outbox keeps it: its kind, by which the screen finds the operator's own words, then the desk's; of a
/// claimed case the name of who has it.
pub fn words(problem: &Problem) -> String {
    let said = problem.owner_name.as_ref().unwrap_or(&problem.detail);
    format!("{}: {said}", problem.kind().as_str())
}

/// An error of a try as the outbox keeps it: with the kind of the problem before it, where there was one.
pub fn told(error: &BackendError) -> String {
    match error {
        BackendError::TryAgain { kind: Some(kind), why, .. } => format!("{kind}: {why}"),
        BackendError::LoginNeeded(why) => format!("{}: {why}", ProblemKind::Unauthorised),
        other => other.to_string(),
    }
}

/// True when a desk that serves clients from `oldest` on serves this version. What is no version is no hindrance.
pub fn serves(oldest: &str, own: &str) -> bool {
    let parts = |version: &str| -> Option<Vec<u64>> {
        let numbers = version.split(['-', '+']).next().unwrap_or_default();
        numbers.split('.').map(|part| part.parse().ok()).collect()
    };
    match (parts(oldest), parts(own)) {
        (Some(oldest), Some(own)) => own >= oldest,
        _ => true,
    }
}

/// Why a letter is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBack {
    /// Something new stands in the thread.
    ThreadMoved,
    /// A date it promises has passed.
    DatePassed,
}

impl HeldBack {
    /// For the outbox; the screen says it in the operator's language by these words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ThreadMoved => "held_back: the thread moved on while the letter waited",
            Self::DatePassed => "held_back: a date in the letter has passed while it waited",
        }
    }
}

/// Looks again at a letter that waited too long, with the case as it was just pulled.
pub fn hold_back(item: &OutboxItem, case: Option<&Case>, now: Timestamp) -> Option<HeldBack> {
    let Command::Reply { thread_version, reply, .. } = &item.command else { return None };
    if now.duration_since(item.created_at) <= STALE_AFTER {
        return None;
    }
    if case.is_some_and(|case| case.thread_version > *thread_version) {
        return Some(HeldBack::ThreadMoved);
    }
    reply.opens.iter().any(|opened| opened.due.is_over(now)).then_some(HeldBack::DatePassed)
}

/// How one's own act moved the versions of its case, compared with what it left on. Only what this act alone did is
/// told: after a colleague's entry between the two, acts decided before meet the desk's 412.
pub fn moved(command: &Command, base: &Versions, after: &Case) -> Moves {
    let step = |from: u64, to: u64, alone: bool| if alone && from != to { vec![(from, to)] } else { Vec::new() };
    let owner = u64::from(base.owner != after.owner);
    let entries = entries(command) + if gives_an_owner(command) { owner } else { 0 };
    Moves {
        thread: step(base.thread_version, after.thread_version, after.thread_version == base.thread_version + entries),
        record: step(base.version, after.version, after.version == base.version + 1),
        card: Vec::new(),
    }
}

/// The cards that a merge of cards changes, as far as it names them.
pub fn cards_of(command: &Command) -> Vec<CustomerId> {
    match command {
        Command::MergeCard { customer, merge, .. } => vec![*customer, merge.into],
        Command::UnmergeCard { customer, .. } => vec![*customer],
        _ => Vec::new(),
    }
}

/// How a merge of cards moved one of them, when it alone did: what was decided on it before is no conflict with oneself.
pub fn card_step(before: &Customer, after: &Customer) -> Option<(u64, u64)> {
    (after.version == before.version + 1).then_some((before.version, after.version))
}

/// The card that an act is about.
pub fn card_of(command: &Command) -> Option<CustomerId> {
    match command {
        Command::PatchCustomer { customer, .. }
        | Command::MergeCard { customer, .. }
        | Command::UnmergeCard { customer, .. } => Some(*customer),
        _ => None,
    }
}

/// How one's own act moved the customer's card: the desk took it on the very version that it names, and answers with the
/// next one.
pub fn card_moved(command: &Command, answer: &Entity) -> Option<(CustomerId, (u64, u64))> {
    match (command, answer) {
        (Command::PatchCustomer { customer, version, .. }, Entity::Customer(card)) if card.version > *version => {
            Some((*customer, (*version, card.version)))
        }
        _ => None,
    }
}

/// How many entries an act adds to its thread; notes that say why are entries too.
fn entries(command: &Command) -> u64 {
    let says = |note: &str| u64::from(!note.trim().is_empty());
    match command {
        Command::Note { .. } | Command::Reply { .. } | Command::RecordCall { .. } => 1,
        Command::Merge { .. } | Command::Unmerge { .. } => 1,
        Command::Assign { assign, .. } => says(&assign.note),
        Command::SetState { set, .. } => says(&set.note),
        Command::PatchCase { patch, .. } => {
            u64::from(patch.consent_decision.is_some()) + u64::from(patch.confirmation.is_some())
        }
        _ => 0,
    }
}

/// The act on the case that the old one went into. None for a letter, which is signed for its case, for an edit of what
/// the old case alone has, and for what asks about the old case only: the operator decides about those.
pub fn retargeted(command: &Command, problem: &Problem) -> Option<Command> {
    let into = problem.merged_into.filter(|_| problem.kind() == ProblemKind::Merged)?;
    let may = matches!(
        command,
        Command::Note { .. } | Command::RecordCall { .. } | Command::MarkCall { .. } | Command::AddFollowUp { .. }
    );
    may.then(|| command.clone().for_case(into))
}

/// The other case that an act changes.
pub fn other_case(command: &Command, before: Option<&Case>) -> Option<CaseId> {
    match command {
        Command::Merge { merge, .. } => Some(merge.into),
        Command::Unmerge { .. } => before.and_then(|case| case.merged_into),
        _ => None,
    }
}

/// A letter over a case that is nobody's makes it the writer's, and so does a merge.
fn gives_an_owner(command: &Command) -> bool {
    use Command::{Assign, Claim, Merge, Release, Reply, Unmerge};
    matches!(command, Claim { .. } | Release { .. } | Assign { .. } | Reply { .. } | Merge { .. } | Unmerge { .. })
}

/// The act as it is to leave: on the version to which own acts alone have moved the one it was decided on. None: as it is.
pub fn moved_on(command: &Command, moves: &Moves) -> Option<Command> {
    let mut moved = command.clone();
    let (version, steps) = match &mut moved {
        Command::Reply { thread_version, .. } => (thread_version, &moves.thread),
        Command::PatchCase { version, .. } => (version, &moves.record),
        Command::PatchCustomer { version, .. } => (version, &moves.card),
        _ => return None,
    };
    let decided_on = *version;
    // Oldest first, and versions only grow: one pass follows the whole chain.
    for (before, after) in steps {
        if *version == *before {
            *version = *after;
        }
    }
    (*version != decided_on).then_some(moved)
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
