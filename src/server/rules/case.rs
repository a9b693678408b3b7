//! The case itself: its state, its fields, its sleep.

use jiff::SignedDuration;

use crate::letter;
use crate::model::acts::{CasePatch, CloseQuestion, ManagementMark, NewNote, SetState};
use crate::model::{
    CallOutcome, CaseFile, FollowUp, FollowUpKind, FollowUpState, Message, MessageKind, QuestionClosed, State,
    WroteToManagement,
};
use crate::protocol::{Problem, ProblemKind};
use crate::schedule::{self, Owed, OwedKind};
use crate::server::answer::Answer;
use crate::server::rules::amends;
use crate::server::rules::calls::dismiss;
use crate::server::rules::confirmation::{self, end_unclear_consent};
use crate::server::rules::{
    Acting, Decision, Refusal, Work, check_attachments, invalid, refuse, unchanged_since,
    work::{close, must_be_a_person},
};

/// More tags than this are a mistake of a program.
const TAGS: usize = 100;
/// No case has so many questions, and no question is so long (bytes).
const QUESTIONS: usize = 500;
const QUESTION_BYTES: usize = 2_000;
/// Nobody writes to the management more often about one case.
const MANAGEMENT: usize = 100;

/// Sets the state. Closing is refused while anything is owed (R7, R95, R109, R145, R158), in the case or in those that were
/// merged into it, and asks for a reason in one line where nobody knows the customer's mind (R144).
pub fn set_state(file: &CaseFile, absorbed: &[CaseFile], set: &SetState, by: &Acting<'_>) -> Result<Decision, Refusal> {
    check_state(&set.state)?;
    if set.state == State::Closed && file.case.state != State::Closed {
        Work::on(file, by).must_not_be_anothers()?;
        may_close(&file.with_absorbed(absorbed), !set.note.trim().is_empty())?;
    }
    told_state(file, set, by)
}

/// The same for what ended elsewhere or long ago, and is told here: only its open duties hold it.
pub fn told_state(file: &CaseFile, set: &SetState, by: &Acting<'_>) -> Result<Decision, Refusal> {
    check_state(&set.state)?;
    let mut work = Work::on(file, by);
    work.must_not_be_anothers()?;
    may_become(&work.file, &set.state)?;
    if let Some(impression) = &set.impression {
        amends::impression(&mut work.file.case, impression, by)?;
    }
    work.set_state(set.state.clone(), by.id());
    if set.state == State::Solved {
        needs_no_answer(&mut work);
    }
    if !set.note.trim().is_empty() {
        let note = work.new_message(MessageKind::Note, set.note.clone());
        work.note(note);
    }
    Ok(work.decide("state", answer))
}

/// Who says that a case is solved on which the customer had the last word ("thank you") says that this word needs no
/// answer: its timer ends, as if it was ticked off, and closing still asks for the reason (R144). A complaint that was
/// never answered, and a letter of ours that came back, stay owed.
///
/// Where a call stands in place of a letter (R88) the talk is the answer, the first one too: what was agreed in it is owed
/// in writing by a duty of its own (R95). Who complained in public is answered there, whoever called him (R145).
fn needs_no_answer(work: &mut Work<'_>) {
    let (by, now) = (work.by.id(), work.by.now);
    let spoken = |m: &&Message| matches!(m.kind, MessageKind::Inbound | MessageKind::Reply | MessageKind::PublicReply);
    let file = &mut work.file;
    let last = file.messages.iter().rfind(spoken).filter(|m| m.kind == MessageKind::Inbound);
    let Some(last_word) = last.map(|m| m.at).filter(|_| by.is_some()) else { return };
    let talks = file.calls.iter().filter(|call| call.outcome == CallOutcome::Reached && call.at >= last_word);
    let talk = talks.map(|call| call.at).min().filter(|_| !file.case.is_public);
    let is_first_owed = file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::FirstResponse);
    if talk.is_none() && (file.case.is_never_answered() || is_first_owed) {
        return;
    }
    let is_answer = |f: &&mut FollowUp| matches!(f.kind, FollowUpKind::FirstResponse | FollowUpKind::NextResponse);
    let timers = file.follow_ups.iter_mut().filter(is_answer);
    timers.for_each(|timer| close(timer, FollowUpState::Done, by, now));
    file.case.waiting_since = None;
    file.case.first_reply_at = file.case.first_reply_at.or(talk);
}

/// A state that a person can set: a known one, and not back to `new`.
pub fn check_state(state: &State) -> Result<(), Refusal> {
    match state {
        State::New => Err(invalid("A case does not become new again.")),
        State::Other(word) => Err(invalid(format!("The state «{word}» is not known here."))),
        _ => Ok(()),
    }
}

/// Refuses to close a case that still owes something. Asked before the closing ends the timers that tell.
pub fn may_become(file: &CaseFile, state: &State) -> Result<(), Refusal> {
    if *state != State::Closed || file.case.state == State::Closed {
        return Ok(());
    }
    nothing_is_owed(schedule::owed_before_closing(file))
}

/// Refuses to close a case while its words or its duties owe anything, or while nobody knows the customer's mind and no
/// reason is given. `file` holds the threads of what was merged into it.
pub fn may_close(file: &CaseFile, has_reason: bool) -> Result<(), Refusal> {
    nothing_is_owed(letter::owed_before_closing(file))?;
    if has_reason || !schedule::lacks_customer_word(file) {
        return Ok(());
    }
    let detail = "The customer has not said that it is settled, and nobody has looked again after it was solved. Say in one \
                  line, in `note`, why it is closed now (R144).";
    let mut problem = Problem::new(ProblemKind::NotAllowed, detail);
    problem.owed = vec![OwedKind::CustomerWord.to_string()];
    Err(Box::new(problem))
}

fn nothing_is_owed(owed: Vec<Owed>) -> Result<(), Refusal> {
    if owed.is_empty() {
        return Ok(());
    }
    let mut problem = Problem::new(ProblemKind::NotAllowed, "Something is still owed before this case can be closed.");
    problem.owed = owed.iter().map(|o| o.what.to_string()).collect();
    Err(Box::new(problem))
}

/// Adds a note. The same note again is the same note.
pub fn note(file: &CaseFile, new: &NewNote, by: &Acting<'_>) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    check_attachments(&new.attachments)?;
    if let Some(known) = file.messages.iter().find(|m| m.id == new.id) {
        return if known.kind == MessageKind::Note && known.body == new.body {
            Ok(Decision::nothing(written(file, known)))
        } else {
            Err(refuse(ProblemKind::KeyReused, "Another entry of this thread has this id."))
        };
    }
    if new.body.trim().is_empty() && new.attachments.is_empty() {
        return Err(invalid("The note is empty."));
    }
    let mut work = Work::on(file, by);
    let mut message = work.new_message(MessageKind::Note, new.body.clone());
    message.id = new.id;
    message.attachments.clone_from(&new.attachments);
    work.note(message.clone());
    Ok(work.decide("note", |file| written(file, &message)))
}

/// 201 with an entry of the thread; its ETag is the thread's.
pub fn written(file: &CaseFile, message: &Message) -> Answer {
    // As it is kept: with its place in the chain.
    let message = file.messages.iter().find(|m| m.id == message.id).unwrap_or(message);
    Answer::made(message, file.case.thread_version, format!("/v1/cases/{}/file", file.case.id))
}

/// Changes fields; absent ones stay.
pub fn patch(file: &CaseFile, patch: &CasePatch, if_match: Option<u64>, by: &Acting<'_>) -> Result<Decision, Refusal> {
    unchanged_since(if_match, file.case.version, &file.case)?;
    check_patch(patch, by)?;
    let mut work = Work::on(file, by);
    let case = &mut work.file.case;
    set(&mut case.subject, patch.subject.as_ref());
    set(&mut case.harm, patch.harm.as_ref());
    set(&mut case.wished_outcome, patch.wished_outcome.as_ref());
    set(&mut case.moves, patch.moves.as_ref());
    amends::put(case, patch, by)?;
    if let Some(trigger) = &patch.dismiss_call {
        dismiss(case, trigger.clone(), must_be_a_person(by)?, by.now);
    }
    if let Some(other) = patch.dismiss_duplicate {
        let by = must_be_a_person(by)?;
        case.duplicates.iter_mut().filter(|d| d.case == other).for_each(|d| d.dismissed_by = Some(by));
    }
    if let Some(tags) = &patch.tags {
        case.tags = clean_tags(tags);
    }
    case.written_at = patch.written_at.or(case.written_at);
    case.deadline = patch.deadline.clone().or(case.deadline.take());
    if let Some(until) = patch.snoozed_until {
        case.snoozed_until = until;
    }
    if let Some(set) = &patch.confirmation {
        confirmation::mark(&mut work, set)?;
    }
    if let Some(words) = &patch.consent_decision {
        decide_consent(&mut work, words)?;
    }
    if let Some(settled) = &patch.close_question {
        close_question(&mut work, settled)?;
    }
    if let Some(mark) = &patch.wrote_to_management {
        wrote_to_management(&mut work, mark)?;
    }
    Ok(work.decide(amends::act(patch), answer))
}

fn check_patch(patch: &CasePatch, by: &Acting<'_>) -> Result<(), Refusal> {
    if patch.subject.as_ref().is_some_and(|s| s.trim().is_empty()) {
        return Err(invalid("A case needs a subject."));
    }
    if patch.tags.as_ref().is_some_and(|t| t.len() > TAGS) {
        return Err(invalid(format!("A case has at most {TAGS} tags.")));
    }
    if patch.snoozed_until.flatten().is_some_and(|until| until <= by.now) {
        return Err(invalid("The time to wake up at is over."));
    }
    if patch.written_at.is_some() && super::credible(patch.written_at, by.now).is_none() {
        return Err(invalid("The customer cannot have written then."));
    }
    Ok(())
}

/// An unclear agreement leaves the case only by a decision in words, kept in the thread, or by the customer's own (R2).
fn decide_consent(work: &mut Work<'_>, words: &str) -> Result<(), Refusal> {
    let by = must_be_a_person(work.by)?;
    if words.trim().is_empty() {
        return Err(invalid("Say in words how the agreement was decided."));
    }
    if !end_unclear_consent(work, Some(by)) {
        return Err(invalid("No unclear agreement waits for a decision in this case."));
    }
    let note = work.new_message(MessageKind::Note, words.to_owned());
    work.note(note);
    Ok(())
}

/// A question of ours is settled without an answer in the thread, or an act that a letter named is done; who said so is
/// kept (R14, R158). The letter may stand in a case that was merged into this one.
fn close_question(work: &mut Work<'_>, settled: &CloseQuestion) -> Result<(), Refusal> {
    let by = must_be_a_person(work.by)?;
    let question = settled.question.trim();
    if question.is_empty() || question.len() > QUESTION_BYTES {
        return Err(invalid("Say which question it is, in the words of the letter."));
    }
    let file = &mut work.file;
    let is_elsewhere = !file.case.absorbed.is_empty();
    if !is_elsewhere && !file.messages.iter().any(|m| m.id == settled.message && m.is_outbound()) {
        return Err(invalid("Only a letter of ours can hold a question of ours."));
    }
    let closed = &mut file.case.closed_questions;
    if closed.iter().any(|known| known.message == settled.message && known.question == question) {
        return Ok(());
    }
    if closed.len() >= QUESTIONS {
        return Err(invalid("This case has too many settled questions."));
    }
    let (message, question) = (settled.message, question.to_owned());
    closed.push(QuestionClosed { message, question, by, at: work.by.now });
    Ok(())
}

/// The customer turned to the management; linked to the commitment that had failed (R87). The same one again on the
/// same day is the same letter.
fn wrote_to_management(work: &mut Work<'_>, mark: &ManagementMark) -> Result<(), Refusal> {
    let (by, now) = (must_be_a_person(work.by)?, work.by.now);
    let file = &mut work.file;
    let is_failed = |id| file.follow_ups.iter().any(|f| f.id == id && f.is_failed(now));
    if mark.commitment.is_some_and(|id| !is_failed(id)) {
        return Err(invalid("Only a commitment of this case that was not kept in time can have failed."));
    }
    let marks = &mut file.case.wrote_to_management;
    let is_same = |known: &WroteToManagement| {
        known.commitment == mark.commitment && now.duration_since(known.at) < SignedDuration::from_hours(24)
    };
    if marks.iter().any(is_same) {
        return Ok(());
    }
    if marks.len() >= MANAGEMENT {
        return Err(invalid("This case has too many letters to the management."));
    }
    marks.push(WroteToManagement { commitment: mark.commitment, by, at: now });
    Ok(())
}

/// Ends the sleep of a case whose time has come; its follow-ups were never asleep.
pub fn wake(file: &CaseFile, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let mut work = Work::on(file, by);
    if file.case.snoozed_until.is_some_and(|until| until <= by.now) {
        work.file.case.snoozed_until = None;
    }
    Ok(work.decide("wake", answer))
}

/// Says that a recorded letter was carried by hand.
pub fn sent_by_hand(file: &CaseFile, message: crate::model::MessageId, by: &Acting<'_>) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    let mut work = Work::on(file, by);
    let Some(letter) = work.file.messages.iter_mut().find(|m| m.id == message) else {
        return Err(refuse(ProblemKind::NotFound, "There is no such message."));
    };
    let Some(delivery) = letter.delivery.as_mut() else {
        return Err(invalid("Only a letter of ours can be sent."));
    };
    delivery.sent_by_hand_at = delivery.sent_by_hand_at.or(Some(by.now));
    let letter = letter.clone();
    Ok(work.decide("sent_by_hand", |file| Answer::now(&letter, file.case.thread_version)))
}

/// Tags in one form: trimmed, none empty, each once.
pub fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for tag in tags.iter().map(|t| t.trim()).filter(|t| !t.is_empty()).take(TAGS) {
        if !clean.iter().any(|known| known == tag) {
            clean.push(tag.to_owned());
        }
    }
    clean
}

fn set<T: Clone>(field: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        field.clone_from(value);
    }
}

fn answer(file: &CaseFile) -> Answer {
    Answer::now(&file.case, file.case.version)
}
