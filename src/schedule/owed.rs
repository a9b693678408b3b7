//! What must be done before a case may be closed (R7, R95, R109, R145).

use crate::model::{CaseFile, FollowUp, FollowUpId, FollowUpKind as Kind, MessageKind, open_enum};

open_enum!(
    /// What is owed, as it stands in the problem details of a refused closing.
    pub enum OwedKind {
        /// The customer's last word has no answer (R109).
        Answer = "answer",
        /// A public complaint has no public reply (R145).
        PublicReply = "public_reply",
        /// What was said on the phone is not in writing yet (R7, R95).
        WrittenConfirmation = "written_confirmation",
        /// A promise is neither kept nor handed over (R109).
        Promise = "promise",
        /// The operator's own control, promised to the customer, has not taken place (R85).
        PersonalControl = "personal_control",
        /// An agreement by 👍 is not cleared up (R2).
        Consent = "consent",
    }
);

/// One duty that stands before the closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub what: OwedKind,
    /// The follow-up to be done, if one stands for it.
    pub follow_up: Option<FollowUpId>,
}

/// All that is owed on a case; an empty list means it may be closed.
pub fn owed_before_closing(file: &CaseFile) -> Vec<Owed> {
    let mut owed = Vec::new();
    owed.extend(unanswered(file));
    let was_answered_publicly = file.messages.iter().any(|m| m.kind == MessageKind::PublicReply);
    if file.case.is_public && !was_answered_publicly {
        owed.push(Owed { what: OwedKind::PublicReply, follow_up: None });
    }
    if file.case.ambiguous_consent.is_some() {
        owed.push(Owed { what: OwedKind::Consent, follow_up: None });
    }
    owed.extend(file.follow_ups.iter().filter(|f| f.is_open()).filter_map(duty));
    owed
}

fn duty(follow_up: &FollowUp) -> Option<Owed> {
    let what = match follow_up.kind {
        Kind::WrittenConfirmation => OwedKind::WrittenConfirmation,
        Kind::Promise => OwedKind::Promise,
        Kind::PersonalControl => OwedKind::PersonalControl,
        _ => return None,
    };
    Some(Owed { what, follow_up: Some(follow_up.id) })
}

/// A waiting customer is unanswered, unless somebody said since then that there is nothing to answer ("thank you").
fn unanswered(file: &CaseFile) -> Option<Owed> {
    let waiting_since = file.case.waiting_since?;
    let responses = || file.follow_ups.iter().filter(|f| matches!(f.kind, Kind::FirstResponse | Kind::NextResponse));
    let open = responses().find(|f| f.is_open()).map(|f| f.id);
    let was_dismissed = responses().any(|f| f.closed_by.is_some() && f.closed_at.is_some_and(|at| at >= waiting_since));
    (open.is_some() || !was_dismissed).then_some(Owed { what: OwedKind::Answer, follow_up: open })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AmbiguousConsent, FollowUpState, State};
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message, operator};

    fn words(file: &CaseFile) -> Vec<String> {
        owed_before_closing(file).iter().map(|owed| owed.what.to_string()).collect()
    }

    fn answered() -> CaseFile {
        let mut case = case();
        case.waiting_since = None;
        case_file(case, vec![message(1, MessageKind::Inbound), message(2, MessageKind::Reply)])
    }

    #[test]
    fn an_answered_case_owes_nothing() {
        assert_eq!(words(&answered()), Vec::<String>::new());
    }

    #[test]
    fn a_waiting_customer_is_owed_an_answer() {
        // R109
        let mut file = answered();
        file.case.waiting_since = Some(at("2026-03-02T08:00Z"));
        assert_eq!(words(&file), ["answer"]);
        file.follow_ups.push(follow_up(Kind::NextResponse));
        assert_eq!(owed_before_closing(&file)[0].follow_up, Some(file.follow_ups[0].id));
    }

    #[test]
    fn a_thank_you_needs_no_answer_once_somebody_said_so() {
        // R111
        let mut file = answered();
        file.case.waiting_since = Some(at("2026-03-02T08:00Z"));
        let mut dismissed = follow_up(Kind::NextResponse);
        dismissed.state = FollowUpState::Done;
        dismissed.closed_at = Some(at("2026-03-02T09:00Z"));
        dismissed.closed_by = Some(operator());
        file.follow_ups.push(dismissed);
        assert_eq!(words(&file), Vec::<String>::new());
    }

    #[test]
    fn a_public_complaint_with_private_replies_alone_owes_a_public_one() {
        // R145
        let mut file = answered();
        file.case.is_public = true;
        assert_eq!(words(&file), ["public_reply"]);
        file.messages.push(message(3, MessageKind::PublicReply));
        assert_eq!(words(&file), Vec::<String>::new());
    }

    #[test]
    fn promises_control_and_the_letter_after_a_call_are_owed_and_timers_are_not() {
        // R7, R85, R95, R109
        let mut file = answered();
        file.case.state = State::Solved;
        file.follow_ups = Kind::KNOWN.iter().cloned().map(follow_up).collect();
        assert_eq!(words(&file), ["promise", "personal_control", "written_confirmation"]);
        for follow_up in &mut file.follow_ups {
            follow_up.state = FollowUpState::Done;
        }
        assert_eq!(words(&file), Vec::<String>::new());
    }

    #[test]
    fn an_unclear_consent_cannot_be_closed_away() {
        // R2
        let mut file = answered();
        file.case.ambiguous_consent =
            Some(AmbiguousConsent { message: file.messages[0].id, term: String::new(), at: at("2026-03-02T08:00Z") });
        assert_eq!(words(&file), ["consent"]);
    }
}
