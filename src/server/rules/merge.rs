//! Two cases that are one complaint become one, and can be taken apart again.
//!
//! The merged case keeps its thread: its letters are signed for its id, so no message is moved or copied. What is owed on
//! it goes on in the survivor, as duties of its own; a record on the merged case knows all that is needed to undo it.
//! Every merged case points straight at its survivor: chains do not arise. Not its duty: finding likeness (`triage`),
//! leading new words of the customer to the survivor (`routes::intake`).

use jiff::Timestamp;

use crate::model::acts::MergeInto;
use crate::model::{
    Absorbed, CallOutcome, Case, CaseFile, CaseId, FollowUp, FollowUpId, FollowUpKind as Kind, FollowUpState, Merge,
    MessageKind, MovedDuty, Standing, State, Trigger,
};
use crate::protocol::{Problem, ProblemKind};
use crate::schedule::duty_id;
use crate::server::answer::Answer;
use crate::server::rules::inbound::answers;
use crate::server::rules::work::{close, must_be_a_person};
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid};

/// Merges `file` into `into`; `absorbed` are the cases that went into `file` before, and now go along.
///
/// Refused: somebody else's case on either side (409 `claimed`), a case that went elsewhere (409 `merged`), customers that
/// are two unless the act says otherwise (409 `other_customer`), a public complaint nobody answered in public (409).
pub fn merge(
    file: &CaseFile,
    into: &CaseFile,
    absorbed: &[CaseFile],
    act: &MergeInto,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    match file.case.merged_into {
        Some(there) if there == into.case.id => return Ok(Decision::nothing(answer(file))),
        Some(there) => return Err(merged(there)),
        None => check(file, into, act)?,
    }
    let (mut gone, mut stays) = (Work::on(file, by), Work::on(into, by));
    gone.must_not_be_anothers()?;
    stays.must_not_be_anothers()?;
    let mut along: Vec<Work<'_>> = absorbed.iter().map(|file| Work::on(file, by)).collect();
    along.iter_mut().for_each(|case| part(case, &mut gone));
    join(&mut gone, &mut stays);
    along.iter_mut().for_each(|case| join(case, &mut stays));
    Ok(together("merge", gone, stays, along))
}

/// Takes a merged case out of its survivor. What was done meanwhile stays done; what came in meanwhile stays there.
pub fn unmerge(file: &CaseFile, survivor: Option<&CaseFile>, by: &Acting<'_>) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    let Some(survivor) = survivor.filter(|s| file.case.merged_into == Some(s.case.id)) else {
        return Ok(Decision::nothing(answer(file)));
    };
    let (mut gone, mut stays) = (Work::on(file, by), Work::on(survivor, by));
    gone.must_not_be_anothers()?;
    stays.must_not_be_anothers()?;
    part(&mut gone, &mut stays);
    Ok(together("unmerge", gone, stays, Vec::new()))
}

/// Only a clear answer helps who acts on a case that went elsewhere: every refusal and every change becomes 409 `merged`,
/// except what belongs to the merged thread itself, and a repeat of what was done before the merge.
pub fn unless_merged(file: &CaseFile, decided: Result<Decision, Refusal>) -> Result<Decision, Refusal> {
    let Some(there) = file.case.merged_into else { return decided };
    match decided {
        Ok(decision) if decision.changes_nothing() || !OF_THE_SURVIVOR.contains(&decision.act) => Ok(decision),
        _ => Err(merged(there)),
    }
}

/// Acts that are done on the survivor, never on a case that went into it.
const OF_THE_SURVIVOR: [&str; 12] = [
    "state",
    "note",
    "patch",
    "reply",
    "claim",
    "release",
    "assign",
    "call",
    "call_mark",
    "call_unmark",
    "follow_up",
    "follow_up_patch",
];

/// 409: the case is part of another one now.
pub fn merged(into: CaseId) -> Refusal {
    let mut problem = Problem::new(
        ProblemKind::Merged,
        "This case was merged into another one; nothing was changed. Go on there: `merged_into` names it.",
    );
    problem.merged_into = Some(into);
    Box::new(problem)
}

fn check(file: &CaseFile, into: &CaseFile, act: &MergeInto) -> Result<(), Refusal> {
    if let Some(there) = into.case.merged_into {
        return Err(merged(there));
    }
    if file.case.id == into.case.id {
        return Err(invalid("A case cannot be merged into itself, nor into one that is part of it."));
    }
    if file.case.customer_id != into.case.customer_id && !act.other_customer {
        return Err(Box::new(Problem::new(
            ProblemKind::OtherCustomer,
            "These cases are of two customers. Say `other_customer: true` if they are one complaint all the same.",
        )));
    }
    let was_answered_publicly = file.messages.iter().any(|m| m.kind == MessageKind::PublicReply);
    if file.case.is_public && !into.case.is_public && !was_answered_publicly {
        let detail =
            "A public complaint is answered in public first (R145), or the private case goes into the public one.";
        let mut problem = Problem::new(ProblemKind::NotAllowed, detail);
        problem.owed = vec![String::from("public_reply")];
        return Err(Box::new(problem));
    }
    Ok(())
}

/// One commit for all; the survivor stands first, so that whoever reads the feed never misses a duty.
fn together(act: &'static str, gone: Work<'_>, stays: Work<'_>, along: Vec<Work<'_>>) -> Decision {
    let mut puts = stays.decide(act, answer).puts;
    let mut decision = gone.decide(act, answer);
    puts.append(&mut decision.puts);
    puts.extend(along.into_iter().flat_map(|case| case.decide(act, answer).puts));
    Decision { puts, ..decision }
}

/// Lets `gone` go into `stays`.
fn join(gone: &mut Work<'_>, stays: &mut Work<'_>) {
    let (now, Some(by)) = (gone.by.now, gone.by.id()) else { return };
    let (here, there) = (Standing::of(&gone.file.case), Standing::of(&stays.file.case));
    let is_active = gone.file.case.state.is_active();
    stays.give_to(there.owner.or(here.owner));
    if is_active && !there.state.is_active() {
        stays.set_state(State::Open, Some(by));
    }
    let duties = hand_over(gone, stays);
    lend(&here, stays);
    lend_words(&gone.file, &mut stays.file);
    let case = &mut gone.file.case;
    (case.waiting_since, case.snoozed_until, case.call, case.ambiguous_consent) = (None, None, None, None);
    case.merged_into = Some(stays.file.case.id);
    let into_number = stays.file.case.number;
    case.merge = Some(Box::new(Merge { by, at: now, into_number, duties, here, there }));
    let part = Absorbed::of(case);
    let case = &mut stays.file.case;
    case.absorbed.push(part);
    case.last_reply_at = case.last_reply_at.max(part.last_reply_at);
    if !case.is_public {
        case.first_reply_at = earliest(case.first_reply_at, part.first_reply_at);
    }
}

/// Ends every open duty here and opens the same there, unless it is a timer that runs there already.
fn hand_over(gone: &mut Work<'_>, stays: &mut Work<'_>) -> Vec<MovedDuty> {
    let (by, now, there) = (gone.by.id(), gone.by.now, stays.file.case.id);
    let consent = gone.file.case.ambiguous_consent.as_ref().map(|consent| consent.message);
    let mut moved = Vec::new();
    for duty in gone.file.follow_ups.iter_mut().filter(|f| f.is_open()) {
        let runs_there =
            is_service(&duty.kind) && stays.file.follow_ups.iter().any(|f| f.is_open() && f.kind == duty.kind);
        let to = (!runs_there).then(|| id_there(duty, consent.is_some() && duty.origin.message == consent, there));
        if let Some(to) = to {
            put(&mut stays.file.follow_ups, FollowUp { id: to, case_id: there, ..duty.clone() });
        }
        close(duty, FollowUpState::Cancelled, by, now);
        moved.push(MovedDuty { from: duty.id, to });
    }
    moved
}

/// Timers of which a case needs one alone.
fn is_service(kind: &Kind) -> bool {
    matches!(kind, Kind::Resolution | Kind::KeepInformed | Kind::CheckBack)
}

/// The chase of an unclear agreement is found again by its cause, so it is named as if it had begun there.
fn id_there(duty: &FollowUp, is_consent: bool, there: CaseId) -> FollowUpId {
    match duty.origin.message.filter(|_| is_consent && duty.kind == Kind::Confirmation) {
        Some(message) => duty_id(there, &duty.kind, &message.to_string()),
        None => duty_id(there, &duty.kind, &format!("merged:{}", duty.id)),
    }
}

/// One that an earlier merge left behind is used again.
fn put(follow_ups: &mut Vec<FollowUp>, duty: FollowUp) {
    match follow_ups.iter_mut().find(|f| f.id == duty.id) {
        Some(known) => *known = FollowUp { version: known.version, ..duty },
        None => follow_ups.push(FollowUp { version: 0, ..duty }),
    }
}

/// What the merged case owed and what marks it, as far as the survivor has none of it.
fn lend(here: &Standing, stays: &mut Work<'_>) {
    let case = &mut stays.file.case;
    case.waiting_since = earliest(case.waiting_since, here.waiting_since);
    case.call = case.call.take().or_else(|| here.call.clone());
    case.ambiguous_consent = case.ambiguous_consent.take().or_else(|| here.ambiguous_consent.clone());
    case.deadline = case.deadline.take().or_else(|| here.deadline.clone());
    if here.state.is_active() && here.snoozed_until.is_none() {
        case.snoozed_until = None;
    }
}

/// What letters of the merged case asked to be confirmed, and the calls that its words suggest.
fn lend_words(gone: &CaseFile, stays: &mut CaseFile) {
    let case = &mut stays.case;
    let open = gone.case.confirmations.iter().filter(|asked| !asked.state.is_final());
    let missing: Vec<_> = open.filter(|asked| case.confirmation(asked.letter).is_none()).cloned().collect();
    case.confirmations.extend(missing);
    case.confirmations.sort_by_key(|asked| asked.asked_at);
    let is_dismissed = |case: &Case, trigger: &Trigger| case.dismissed_calls.iter().any(|d| d.trigger == *trigger);
    for trigger in gone.case.suggested_calls.iter().filter(|t| !is_dismissed(&gone.case, t)) {
        if !case.suggested_calls.contains(trigger) {
            case.suggested_calls.push(trigger.clone());
        }
    }
    let gravity = |trigger: &Trigger| Trigger::KNOWN.iter().position(|known| known == trigger);
    case.suggested_calls.sort_by_key(|trigger| gravity(trigger).unwrap_or(usize::MAX));
}

/// Takes `gone` out of `stays` again.
fn part(gone: &mut Work<'_>, stays: &mut Work<'_>) {
    let Some(merge) = gone.file.case.merge.take() else { return };
    let id = gone.file.case.id;
    gone.file.case.merged_into = None;
    stays.file.case.absorbed.retain(|absorbed| absorbed.case != id);
    take_back(&merge.duties, gone, stays);
    take_back_confirmations(gone, stays);
    let now = gone.by.now;
    give_back(&merge, &mut gone.file, now);
    as_before(&merge, stays);
    let was_waiting = merge.here.waiting_since.is_some();
    if was_waiting && gone.file.case.waiting_since.is_none() {
        // A letter to the survivor answered it.
        let case = &mut gone.file.case;
        let letters = stays.file.messages.iter().filter(|m| m.at >= merge.at && answers(case, m));
        let answered = letters.map(|m| m.at).min();
        case.first_reply_at = case.first_reply_at.or(answered);
    }
    count_answers(&mut stays.file);
}

/// When the survivor was answered: by its own letters, or by those of the cases that are part of it, which stand in the
/// thread it shows. A public complaint is answered in public alone, where it stands (R145).
fn count_answers(stays: &mut CaseFile) {
    let CaseFile { case, messages, calls, .. } = stays;
    let letters = messages.iter().filter(|m| answers(case, m)).map(|m| m.at);
    let is_settled = case.waiting_since.is_none() && !case.is_public;
    let talks = calls.iter().filter(|call| is_settled && call.outcome == CallOutcome::Reached).map(|call| call.at);
    let lent = case.absorbed.iter().filter(|_| !case.is_public).filter_map(|part| part.first_reply_at);
    let first = letters.chain(talks).chain(lent).min();
    let ours = messages.iter().filter(|m| m.is_outbound()).map(|m| m.at);
    let last = ours.chain(case.absorbed.iter().filter_map(|part| part.last_reply_at)).max();
    (case.first_reply_at, case.last_reply_at) = (first, last);
}

/// Duties that are still open go back; what was done there is done.
fn take_back(duties: &[MovedDuty], gone: &mut Work<'_>, stays: &mut Work<'_>) {
    let (by, now) = (gone.by.id(), gone.by.now);
    for duty in duties {
        let Some(here) = gone.file.follow_ups.iter_mut().find(|f| f.id == duty.from) else { continue };
        let there = duty.to.and_then(|to| stays.file.follow_ups.iter_mut().find(|f| f.id == to));
        match there {
            Some(there) if !there.is_open() => {
                here.state = there.state.clone();
                (here.closed_at, here.closed_by) = (there.closed_at, there.closed_by);
            }
            there => {
                here.state = FollowUpState::Open;
                (here.closed_at, here.closed_by) = (None, None);
                if let Some(there) = there {
                    here.title.clone_from(&there.title);
                    here.snoozed_until = there.snoozed_until;
                    close(there, FollowUpState::Cancelled, by, now);
                }
            }
        }
    }
}

/// The confirmations its letters asked for go back with what is known of them now.
fn take_back_confirmations(gone: &mut Work<'_>, stays: &mut Work<'_>) {
    let CaseFile { case, messages, .. } = &mut gone.file;
    stays.file.case.confirmations.retain(|asked| {
        let is_its = messages.iter().any(|m| m.id == asked.letter);
        if let Some(known) = case.confirmations.iter_mut().find(|c| is_its && c.letter == asked.letter) {
            known.clone_from(asked);
        }
        !is_its
    });
}

/// The marks of the merged case, unless they were settled meanwhile: their duties tell.
fn give_back(merge: &Merge, file: &mut CaseFile, now: Timestamp) {
    let duties: Vec<&FollowUp> =
        file.follow_ups.iter().filter(|f| merge.duties.iter().any(|duty| duty.from == f.id)).collect();
    let is_settled = |which: &dyn Fn(&FollowUp) -> bool| {
        let mut its = duties.iter().filter(|f| which(f)).peekable();
        its.peek().is_some() && !its.any(|f| f.is_open())
    };
    let here = &merge.here;
    let chases = |f: &FollowUp, message| f.kind == Kind::Confirmation && f.origin.message == Some(message);
    let answered = is_settled(&|f| matches!(f.kind, Kind::FirstResponse | Kind::NextResponse));
    let called = is_settled(&|f| f.kind == Kind::Call);
    let decided = here.ambiguous_consent.as_ref().is_some_and(|c| is_settled(&|f| chases(f, c.message)));
    let case = &mut file.case;
    case.waiting_since = here.waiting_since.filter(|_| !answered);
    case.call = here.call.clone().filter(|_| !called);
    case.ambiguous_consent = here.ambiguous_consent.clone().filter(|_| !decided);
    case.snoozed_until = here.snoozed_until.filter(|until| *until > now);
}

/// What was lent goes, unless it has changed meanwhile: then it is the survivor's own.
fn as_before(merge: &Merge, stays: &mut Work<'_>) {
    let Merge { here, there, .. } = merge;
    let own_word =
        stays.file.messages.iter().filter(|m| m.kind == MessageKind::Inbound && m.at >= merge.at).map(|m| m.at).min();
    let is_untouched = stays.file.messages.iter().all(|m| m.at < merge.at);
    let case = &mut stays.file.case;
    if case.waiting_since == here.waiting_since && case.waiting_since.is_some() {
        case.waiting_since = there.waiting_since.or(own_word);
    }
    back(&mut case.call, &here.call, &there.call);
    back(&mut case.ambiguous_consent, &here.ambiguous_consent, &there.ambiguous_consent);
    back(&mut case.deadline, &here.deadline, &there.deadline);
    back(&mut case.snoozed_until, &None, &there.snoozed_until);
    case.snoozed_until = case.snoozed_until.filter(|until| *until > stays.by.now);
    if there.owner.is_none() && stays.file.case.owner == here.owner {
        stays.give_to(None);
    }
    if is_untouched && !there.state.is_active() && stays.file.case.state == State::Open {
        stays.set_state(there.state.clone(), stays.by.id());
    }
}

fn back<T: Clone + PartialEq>(value: &mut Option<T>, lent: &Option<T>, before: &Option<T>) {
    if value == lent {
        value.clone_from(before);
    }
}

fn earliest(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    a.into_iter().chain(b).min()
}

fn answer(file: &CaseFile) -> Answer {
    Answer::now(&file.case, file.case.version)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
