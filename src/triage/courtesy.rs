//! A friendly call some days after a written answer: to whom it would be worth it (R97).
//!
//! Duty: the question alone, out of the facts and words of a case. Not its duty: whether anything was complained of at all
//! (`letter`), asking the operator (`tui`), remembering his no (`server`).

use jiff::{SignedDuration, Timestamp};

use super::engine::Triage;
use super::letter::Letter;
use super::rule::Says;
use super::{Complaint, complaint, heated};
use crate::model::{CallOutcome, CaseFile, Channel, ContactMode, MessageKind, State, Trigger};
use crate::schedule;

/// So long the letter has had its time to be read; a call sooner would only ask whether it came.
const FROM: SignedDuration = SignedDuration::from_hours(2 * 24);
/// After so long a call makes nobody glad: the matter is forgotten.
const UNTIL: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A complaint told in so many letters wandered or was not heard at once.
const REPEATED: usize = 2;
/// The rules of the packs by which a customer says that he wants no call.
const REFUSES_CALL: &str = "_refuses_call";

/// Why a customer is worth a call that nobody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CourtesyReason {
    Vip,
    /// He had written in anger.
    Heated,
    /// He had to write more than once, here or in a case that went into this one, or to the management.
    Repeated,
}

/// A friendly call that may be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Courtesy {
    pub reason: CourtesyReason,
    /// When the letter went out that answered him.
    pub answered_at: Timestamp,
}

/// The suggestion for a case at `now`; none for whoever asked for writing only, while anything is open or owed, and once
/// anybody spoke with him or said that no call is wanted.
pub fn courtesy(file: &CaseFile, now: Timestamp) -> Option<Courtesy> {
    let answered_at = file.case.last_reply_at.filter(|_| !file.case.is_never_answered())?;
    let time = now.duration_since(answered_at);
    if !(FROM..=UNTIL).contains(&time) || !is_open_to_it(file) || !is_settled(file) || !may_be_called(file) {
        return None;
    }
    let reason = reason(file)?;
    (!refuses_calls(file, now)).then_some(Courtesy { reason, answered_at })
}

/// No call is marked, suggested, dismissed or made yet, and the case is one of its own.
fn is_open_to_it(file: &CaseFile) -> bool {
    let case = &file.case;
    let is_dismissed = case.dismissed_calls.iter().any(|d| d.trigger == Trigger::Courtesy);
    let was_spoken = file.calls.iter().any(|call| call.outcome != CallOutcome::NoAnswer);
    let is_live = case.merged_into.is_none() && case.erased_at.is_none();
    is_live && case.call.is_none() && case.suggested_call().is_none() && !is_dismissed && !was_spoken
}

/// Answered in writing, and nobody asks or owes anything more.
fn is_settled(file: &CaseFile) -> bool {
    let case = &file.case;
    let is_quiet = matches!(case.state, State::Solved | State::Closed | State::WaitingCustomer);
    let was_in_writing = file.messages.iter().any(|m| m.kind == MessageKind::Reply);
    let is_confirmed = case.confirmations.iter().all(|asked| asked.state.is_final());
    let is_paid = schedule::owed_before_closing(file).is_empty();
    is_quiet && was_in_writing && is_confirmed && is_paid && case.waiting_since.is_none()
}

/// His number is known, and he did not ask for letters.
fn may_be_called(file: &CaseFile) -> bool {
    let customer = &file.customer;
    let wants_calls = match (&customer.mode, &customer.preferred_channel) {
        (Some(ContactMode::CallAndTell), _) => true,
        (Some(_), _) => false,
        (None, Some(channel)) => *channel == Channel::Phone,
        (None, None) => true,
    };
    wants_calls && customer.phone().is_some()
}

fn reason(file: &CaseFile) -> Option<CourtesyReason> {
    let case = &file.case;
    let words = || file.messages.iter().filter(|m| m.kind == MessageKind::Inbound);
    let before = words().filter(|m| Some(m.at) < case.last_reply_at).count();
    if case.vip || file.customer.vip {
        Some(CourtesyReason::Vip)
    } else if words().any(|m| heated(&m.body)) {
        Some(CourtesyReason::Heated)
    } else if before >= REPEATED || !case.absorbed.is_empty() || !case.wrote_to_management.is_empty() {
        Some(CourtesyReason::Repeated)
    } else {
        None
    }
}

/// "Please don't call me", in any letter of his.
fn refuses_calls(file: &CaseFile, now: Timestamp) -> bool {
    let triage = Triage::shipped();
    let mut words = file.messages.iter().filter(|m| m.kind == MessageKind::Inbound);
    words.any(|message| {
        // In whatever language he says it.
        let complaint = Complaint { lang: "", ..complaint(file, message, now) };
        let speaks = |says: &Says| says.speaks_of(&Trigger::SolvableByCall);
        let found = triage.find(&Letter::of(&complaint), complaint.channel, speaks);
        found.iter().any(|f| f.rule.id.ends_with(REFUSES_CALL))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::acts::MarkCall;
    use crate::model::{CallDismissal, Confirmation, Contact, FollowUpKind};
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message, operator};

    /// Answered on the second of March and solved; the customer's number is known, and he is dear to us.
    fn solved() -> CaseFile {
        let mut case = case();
        (case.waiting_since, case.state) = (None, State::Solved);
        case.first_reply_at = Some(at("2026-03-02T10:00Z"));
        case.last_reply_at = Some(at("2026-03-02T10:00Z"));
        let mut asked = message(1, MessageKind::Inbound);
        asked.at = at("2026-03-02T08:00Z");
        let mut file = case_file(case, vec![asked, message(2, MessageKind::Reply)]);
        file.customer.contacts = vec![Contact { channel: Channel::Phone, address: "+373 69 11 22 33".into() }];
        (file.customer.mode, file.customer.preferred_channel) = (None, None);
        (file.case.vip, file.customer.vip) = (true, true);
        file
    }

    fn after(days: i64) -> Timestamp {
        at("2026-03-02T10:00Z") + SignedDuration::from_hours(days * 24)
    }

    fn reason_of(file: &CaseFile) -> Option<CourtesyReason> {
        courtesy(file, after(3)).map(|found| found.reason)
    }

    #[test]
    fn some_days_after_a_written_answer_a_friendly_call_is_worth_it() {
        // R97
        let mut file = solved();
        assert_eq!(courtesy(&file, after(1)), None, "the letter is still fresh");
        assert_eq!(reason_of(&file), Some(CourtesyReason::Vip));
        assert_eq!(courtesy(&file, after(31)), None, "forgotten");
        (file.case.vip, file.customer.vip) = (false, false);
        assert_eq!(reason_of(&file), None, "an ordinary question, answered");
        file.messages[0].body = "Сколько можно ждать!! Верните деньги!!".into();
        assert_eq!(reason_of(&file), Some(CourtesyReason::Heated));
        file.messages[0].body = "Верните деньги.".into();
        let mut again = file.messages[0].clone();
        again.id = message(7, MessageKind::Inbound).id;
        file.messages.insert(1, again);
        assert_eq!(reason_of(&file), Some(CourtesyReason::Repeated));
    }

    #[test]
    fn whoever_asked_for_writing_only_is_never_called_for_kindness() {
        // R97, R54
        let told = |change: fn(&mut CaseFile)| {
            let mut file = solved();
            change(&mut file);
            reason_of(&file)
        };
        assert_eq!(told(|f| f.customer.mode = Some(ContactMode::SendNotices)), None);
        assert_eq!(told(|f| f.customer.preferred_channel = Some(Channel::Email)), None);
        assert_eq!(told(|f| f.customer.contacts.clear()), None, "no number is known");
        assert_eq!(told(|f| f.messages[0].body = "Звонить не надо, достаточно письма.".into()), None);
        assert_eq!(told(|f| f.messages[0].body = "Please do not call me, email is fine.".into()), None);
        assert_eq!(told(|f| f.messages[0].body = "Nu mă sunați, un mail ajunge.".into()), None);
        assert_eq!(told(|f| f.customer.mode = Some(ContactMode::CallAndTell)), Some(CourtesyReason::Vip));
    }

    #[test]
    fn nothing_is_suggested_while_anything_is_open_or_once_it_was_answered() {
        // R97
        let told = |change: fn(&mut CaseFile)| {
            let mut file = solved();
            change(&mut file);
            reason_of(&file)
        };
        assert_eq!(told(|f| f.case.state = State::Open), None);
        assert_eq!(told(|f| f.case.waiting_since = Some(after(1))), None, "he asked once more");
        assert_eq!(told(|f| f.follow_ups.push(follow_up(FollowUpKind::Promise))), None, "a promise is not kept yet");
        assert_eq!(
            told(|f| {
                let letter = f.messages[1].id;
                f.case.confirmations.push(Confirmation::asked(letter, String::new(), after(0)));
            }),
            None
        );
        assert_eq!(told(|f| f.case.suggested_calls.push(Trigger::Safety)), None, "a graver call goes first");
        let dismissal = CallDismissal { trigger: Trigger::Courtesy, by: operator(), at: after(2) };
        let mut file = solved();
        file.case.dismissed_calls.push(dismissal);
        assert_eq!(reason_of(&file), None, "dismissed for good");
        let mut file = solved();
        file.case.call = Some(MarkCall::default().into_mark(operator(), after(2)));
        assert_eq!(reason_of(&file), None, "marked already");
    }
}
