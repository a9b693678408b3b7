//! How own acts move the versions of what they change, so that the next one is never taken for a colleague's conflict. Pure.
//!
//! Not its duty: when an act may leave (`policy`), keeping the moves (`store`).

use crate::model::acts::Command;
use crate::model::{Case, CaseId, Customer, CustomerId};
use crate::protocol::{Entity, Problem, ProblemKind};
use crate::store::{Moves, Versions};

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
