//! What must be done before a case may be closed, as far as facts tell it (R7, R95, R109, R144, R145).
//!
//! Not its duty: what only the words of letters tell (`letter::owed_before_closing` has all of it).

use crate::model::{
    CaseFile, ConfirmationState, FollowUp, FollowUpId, FollowUpKind as Kind, FollowUpState, MessageId, MessageKind,
    open_enum,
};

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
        /// A question of ours has no answer (R14, R109).
        Question = "question",
        /// An act that our apology named is not done (R158).
        PromisedAct = "promised_act",
        /// The customer has not said that it is settled, and nobody has looked again (R144): a reason in one line is enough.
        CustomerWord = "customer_word",
    }
);

/// One duty that stands before the closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub what: OwedKind,
    /// The follow-up to be done, if one stands for it.
    pub follow_up: Option<FollowUpId>,
    /// The letter of ours that it stands in, if it stands in one.
    pub message: Option<MessageId>,
    /// Its words in that letter, in one line; or empty.
    pub words: String,
}

impl Owed {
    fn of(what: OwedKind, follow_up: Option<FollowUpId>) -> Self {
        Self { what, follow_up, message: None, words: String::new() }
    }

    /// What a letter of ours says and nobody has settled.
    pub fn said(what: OwedKind, message: MessageId, words: String) -> Self {
        Self { what, follow_up: None, message: Some(message), words }
    }
}

/// All that is owed on a case; an empty list means it may be closed.
pub fn owed_before_closing(file: &CaseFile) -> Vec<Owed> {
    let mut owed = Vec::new();
    owed.extend(unanswered(file));
    // A public reply in a case that was merged into this one answered another post.
    let is_public_reply = |m: &crate::model::Message| m.kind == MessageKind::PublicReply && m.case_id == file.case.id;
    let was_answered_publicly = file.messages.iter().any(is_public_reply);
    if file.case.is_public && !was_answered_publicly {
        owed.push(Owed::of(OwedKind::PublicReply, None));
    }
    if file.case.ambiguous_consent.is_some() {
        owed.push(Owed::of(OwedKind::Consent, None));
    }
    owed.extend(file.follow_ups.iter().filter(|f| f.is_open()).filter_map(duty));
    owed
}

/// True when nobody knows whether the customer is satisfied: he has not had the last word, has accepted nothing in words
/// since our last letter, and nobody has looked again after the days of silence (R56, R144).
pub fn lacks_customer_word(file: &CaseFile) -> bool {
    let case = &file.case;
    let had_last_word = case.waiting_since.is_none() && case.last_inbound_at > case.last_reply_at;
    let is_accepted = case.confirmations.last().is_some_and(|c| c.state == ConfirmationState::Accepted);
    let looked = |f: &FollowUp| f.kind == Kind::CheckBack && f.state == FollowUpState::Done;
    let looked_again = file.follow_ups.iter().any(|f| looked(f) && f.closed_at > case.last_reply_at);
    !(had_last_word || is_accepted || looked_again)
}

fn duty(follow_up: &FollowUp) -> Option<Owed> {
    let what = match follow_up.kind {
        Kind::WrittenConfirmation => OwedKind::WrittenConfirmation,
        Kind::Promise => OwedKind::Promise,
        Kind::PersonalControl => OwedKind::PersonalControl,
        _ => return None,
    };
    Some(Owed::of(what, Some(follow_up.id)))
}

/// A waiting customer is unanswered, unless somebody said since then that there is nothing to answer ("thank you").
fn unanswered(file: &CaseFile) -> Option<Owed> {
    let waiting_since = file.case.waiting_since?;
    let responses = || file.follow_ups.iter().filter(|f| matches!(f.kind, Kind::FirstResponse | Kind::NextResponse));
    let open = responses().find(|f| f.is_open()).map(|f| f.id);
    let was_dismissed = responses().any(|f| f.closed_by.is_some() && f.closed_at.is_some_and(|at| at >= waiting_since));
    (open.is_some() || !was_dismissed).then(|| Owed::of(OwedKind::Answer, open))
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
    fn a_silent_customer_is_not_a_satisfied_one() {
        // R144, R56
        let mut file = answered();
        file.case.last_reply_at = Some(at("2026-03-02T10:00Z"));
        assert!(lacks_customer_word(&file));
        let thanked = {
            let mut file = file.clone();
            file.case.last_inbound_at = Some(at("2026-03-02T11:00Z"));
            file
        };
        assert!(!lacks_customer_word(&thanked), "he thanked, and it was ticked off");
        let mut accepted = file.clone();
        let letter = file.messages[1].id;
        let mut asked = crate::model::Confirmation::asked(letter, String::new(), at("2026-03-02T10:00Z"));
        asked.state = ConfirmationState::Accepted;
        accepted.case.confirmations.push(asked);
        assert!(!lacks_customer_word(&accepted));
        let mut looked = follow_up(Kind::CheckBack);
        looked.state = FollowUpState::Done;
        looked.closed_at = Some(at("2026-03-09T10:00Z"));
        file.follow_ups.push(looked);
        assert!(!lacks_customer_word(&file));
        file.case.last_reply_at = Some(at("2026-03-10T10:00Z"));
        assert!(lacks_customer_word(&file), "a letter since then asks anew");
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
