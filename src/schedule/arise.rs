//! Which follow-up arises from what, and which it closes: the desk's table of duties.
//!
//! | what happens | opens | closes |
//! |---|---|---|
//! | a case arrives | first_response (next_response when it was answered before), resolution, keep_informed | |
//! | the customer writes | next_response; resolution and keep_informed if none runs | nothing, ever (R16) |
//! | we reply | what the letter says; keep_informed anew | first_response, next_response, written_confirmation, keep_informed, what the letter says |
//! | we only say that it was received | what the letter says; keep_informed anew | keep_informed, what the letter says (R110) |
//! | an automatic message, a note, another owner | | (R18, R25) |
//! | marked for a call | call; of danger by the clock, at all hours (R89) | the call of an earlier mark |
//! | the mark is taken away | | call |
//! | called, reached or refused | | call |
//! | called, no answer | call, one try more | call |
//! | called, call-back agreed | call at the agreed time | call |
//! | a call with an agreement or an apology, or too late and reached | written_confirmation | as above |
//! | consent by 👍 | confirmation | |
//! | that consent decided | | that confirmation |
//! | a letter asks to confirm its terms | confirmation | |
//! | they are accepted or refused in words, or by the operator's mark | | that confirmation |
//! | they were chased and are still open; or the mark is taken back | confirmation anew (R13) | |
//! | solved | check_back | resolution, keep_informed; next_response when the customer had the last word (`server::rules`) |
//! | closed | | resolution, and the other service timers as cancelled; not a friendly call (R97) |
//! | opened again by an operator | resolution, keep_informed | check_back |
//!
//! A reply never closes the resolution: an acknowledgement is no solution (R110). A private reply does not answer a
//! public case (R145). Ids are made from the cause, so the same happening told twice opens nothing twice.

use jiff::Timestamp;

use super::duty::duty_id;
use super::{Rules, WorkSpan};
use crate::model::acts::OpenFollowUp;
use crate::model::{
    Author, Call, CallOutcome, Case, Confirmation, Due, FollowUp, FollowUpId, FollowUpKind as Kind, FollowUpState,
    Message, MessageId, MessageKind, OperatorId, Origin, State, Trigger,
};

/// Something that happened on a case. `case` is the case as it is afterwards.
#[derive(Debug, Clone, Copy)]
pub enum Happening<'a> {
    /// A case reached the desk, perhaps with a history; `message` is the last word of the customer in it.
    Arrived {
        case: &'a Case,
        message: &'a Message,
    },
    CustomerWrote {
        case: &'a Case,
        message: &'a Message,
    },
    /// A letter of ours; `opens` and `closes` are what its author reviewed with it.
    Replied {
        case: &'a Case,
        message: &'a Message,
        opens: &'a [OpenFollowUp],
        closes: &'a [FollowUpId],
    },
    /// A letter of ours came back, or nobody knows whether it arrived; the customer waits again.
    Undelivered {
        case: &'a Case,
        message: &'a Message,
    },
    /// It is on its way again, or there after all.
    Delivered {
        case: &'a Case,
        message: &'a Message,
    },
    /// A letter of ours that says no more than that something was received: it informs and answers nothing (R110).
    Acknowledged {
        case: &'a Case,
        message: &'a Message,
        opens: &'a [OpenFollowUp],
        closes: &'a [FollowUpId],
    },
    /// A note, or a message of a machine.
    Noted {
        case: &'a Case,
    },
    /// The case carries the mark in `call`.
    CallMarked {
        case: &'a Case,
    },
    CallUnmarked {
        case: &'a Case,
        by: OperatorId,
    },
    Called {
        case: &'a Case,
        call: &'a Call,
        retry: Option<&'a Due>,
    },
    /// `message` agrees by 👍 or the like; the case carries it in `ambiguous_consent`.
    ConsentUnclear {
        case: &'a Case,
        message: &'a Message,
    },
    /// `message` is the one that was unclear.
    ConsentDecided {
        case: &'a Case,
        message: MessageId,
        /// None when the customer did it himself, in words.
        by: Option<OperatorId>,
    },
    /// The confirmation that `letter` asked for has another state.
    ConfirmationSet {
        case: &'a Case,
        letter: MessageId,
        by: Option<OperatorId>,
    },
    /// Somebody ticked off `chase`.
    Ticked {
        case: &'a Case,
        chase: &'a FollowUp,
    },
    /// `by` is none when the desk itself changed it, such as on a word of the customer.
    StateSet {
        case: &'a Case,
        from: &'a State,
        by: Option<OperatorId>,
    },
    /// Another owner, or none.
    Assigned {
        case: &'a Case,
    },
}

impl<'a> Happening<'a> {
    fn case(&self) -> &'a Case {
        match *self {
            Self::Arrived { case, .. }
            | Self::CustomerWrote { case, .. }
            | Self::Replied { case, .. }
            | Self::Undelivered { case, .. }
            | Self::Delivered { case, .. }
            | Self::Acknowledged { case, .. }
            | Self::Noted { case }
            | Self::CallMarked { case }
            | Self::CallUnmarked { case, .. }
            | Self::Called { case, .. }
            | Self::ConsentUnclear { case, .. }
            | Self::ConsentDecided { case, .. }
            | Self::ConfirmationSet { case, .. }
            | Self::Ticked { case, .. }
            | Self::StateSet { case, .. }
            | Self::Assigned { case } => case,
        }
    }
}

/// What is to be done to the follow-ups of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Open(Box<FollowUp>),
    /// `by` is none when no person ended it.
    Close {
        id: FollowUpId,
        state: FollowUpState,
        by: Option<OperatorId>,
    },
}

/// The steps that follow from a happening; `open` are the open follow-ups of its case, others are not looked at.
pub fn arise(happening: &Happening<'_>, open: &[FollowUp], rules: &Rules, now: Timestamp) -> Vec<Step> {
    let mut desk = Desk::new(happening.case(), open, rules, now);
    match *happening {
        Happening::Arrived { message, .. } => desk.arrived(message),
        Happening::CustomerWrote { message, .. } => desk.customer_wrote(message),
        Happening::Replied { message, opens, closes, .. } => desk.replied(message, opens, closes),
        Happening::Acknowledged { message, opens, closes, .. } => desk.wrote(message, opens, closes, &[]),
        Happening::CallMarked { .. } => desk.call_marked(),
        Happening::CallUnmarked { by, .. } => desk.close(&[Kind::Call], FollowUpState::Cancelled, Some(by)),
        Happening::Called { call, retry, .. } => desk.called(call, retry),
        Happening::ConsentUnclear { message, .. } => desk.consent_unclear(message),
        Happening::ConsentDecided { message, by, .. } => desk.consent_decided(message, by),
        Happening::ConfirmationSet { letter, by, .. } => desk.confirmation_set(letter, by),
        Happening::Ticked { chase, .. } => desk.chase_again(chase),
        Happening::StateSet { from, by, .. } => desk.state_set(from, by),
        Happening::Undelivered { message, .. } => desk.undelivered(message),
        Happening::Delivered { message, .. } => desk.delivered(message),
        Happening::Noted { .. } | Happening::Assigned { .. } => {}
    }
    desk.new_steps()
}

/// One case on the table: its open follow-ups, and the steps found so far.
struct Desk<'a> {
    case: &'a Case,
    open: Vec<&'a FollowUp>,
    rules: &'a Rules,
    now: Timestamp,
    steps: Vec<Step>,
}

impl<'a> Desk<'a> {
    fn new(case: &'a Case, open: &'a [FollowUp], rules: &'a Rules, now: Timestamp) -> Self {
        let open = open.iter().filter(|f| f.is_open() && f.case_id == case.id).collect();
        Self { case, open, rules, now, steps: Vec::new() }
    }

    fn arrived(&mut self, message: &Message) {
        if self.case.waiting_since.is_some() {
            let targets = &self.rules.targets;
            let (kind, span) = if self.case.is_never_answered() {
                (Kind::FirstResponse, targets.first(self.case))
            } else {
                (Kind::NextResponse, targets.next(self.case))
            };
            self.answer_due(kind, span, message);
        }
        self.run_service_timers(&message.id.to_string());
    }

    fn customer_wrote(&mut self, message: &Message) {
        let first_runs = self.case.is_never_answered() && self.runs(&Kind::FirstResponse);
        // An open one already runs from his oldest unanswered word (R143).
        if !first_runs && !self.runs(&Kind::NextResponse) {
            self.answer_due(Kind::NextResponse, self.rules.targets.next(self.case), message);
        }
        self.run_service_timers(&message.id.to_string());
    }

    /// The answer is owed anew, from now on; an open duty to answer stands for it (R7).
    fn undelivered(&mut self, message: &Message) {
        if !self.runs(&Kind::FirstResponse) && !self.runs(&Kind::NextResponse) {
            self.open_service(Kind::NextResponse, self.rules.targets.next_response, &undelivered(message.id));
        }
    }

    fn delivered(&mut self, message: &Message) {
        let id = follow_up_id(self.case, &Kind::NextResponse, &undelivered(message.id));
        self.close_where(|f| f.id == id, FollowUpState::Done, None);
    }

    fn replied(&mut self, message: &Message, opens: &[OpenFollowUp], closes: &[FollowUpId]) {
        if !message.is_outbound() {
            return; // R18
        }
        let is_private = message.kind == MessageKind::Reply;
        let mut answered = vec![Kind::NextResponse];
        if !(self.case.is_public && is_private) {
            answered.push(Kind::FirstResponse); // R145
        }
        if is_private {
            answered.push(Kind::WrittenConfirmation); // the public is no place for the terms (T8)
        }
        self.wrote(message, opens, closes, &answered);
    }

    /// What every letter does, whether it answers or not.
    fn wrote(&mut self, message: &Message, opens: &[OpenFollowUp], closes: &[FollowUpId], answered: &[Kind]) {
        let by = author(message);
        let ends = |f: &FollowUp| f.kind == Kind::KeepInformed || answered.contains(&f.kind) || closes.contains(&f.id);
        self.close_where(ends, FollowUpState::Done, by);
        if self.case.state.is_active() {
            self.open_service(Kind::KeepInformed, self.rules.targets.keep_informed, &message.id.to_string());
        }
        for (number, wanted) in opens.iter().enumerate() {
            let mut follow_up =
                self.new_follow_up(wanted.kind.clone(), wanted.due.clone(), &format!("{}#{number}", message.id));
            follow_up.title.clone_from(&wanted.title);
            follow_up.owner = by;
            follow_up.origin = Origin { message: Some(message.id), call: None, operator: by };
            self.begin(follow_up);
        }
        self.letter_chases(message, closes);
    }

    /// A letter that asks starts a chase; one that only chased starts the same again (R13).
    fn letter_chases(&mut self, message: &Message, closes: &[FollowUpId]) {
        if let Some(asked) = self.case.confirmation(message.id) {
            return self.chase(asked, author(message), &message.id.to_string());
        }
        let chased: Vec<_> = self.open.iter().filter(|f| closes.contains(&f.id)).copied().collect();
        chased.into_iter().for_each(|chase| self.chase_again(chase));
    }

    fn call_marked(&mut self) {
        let Some(mark) = &self.case.call else { return };
        let span = self.rules.targets.call_for(&mark.trigger);
        // Danger keeps no office hours (R89).
        let due =
            if mark.trigger == Trigger::Safety { self.rules.by_clock(mark.at, span) } else { self.due(mark.at, span) };
        let mut call = self.new_follow_up(Kind::Call, due, &mark.at.to_string());
        call.title.clone_from(&mark.note);
        call.origin.operator = Some(mark.by);
        self.close(&[Kind::Call], FollowUpState::Cancelled, Some(mark.by));
        self.begin(call);
    }

    fn called(&mut self, call: &Call, retry: Option<&Due>) {
        let by = Some(call.operator);
        let tries = self.open.iter().filter(|f| f.kind == Kind::Call).map(|f| f.tries).max().unwrap_or(0);
        let further_tries = match call.outcome {
            CallOutcome::Reached | CallOutcome::Refused => None,
            CallOutcome::NoAnswer => Some(tries.saturating_add(1)),
            CallOutcome::CallbackAgreed => Some(tries),
            CallOutcome::Other(_) => return,
        };
        self.close(&[Kind::Call], FollowUpState::Done, by);
        if let Some(tries) = further_tries {
            let due = retry.cloned().unwrap_or_else(|| match self.is_about_safety(call) {
                true => self.rules.by_clock(call.at, self.rules.targets.call_retry),
                false => self.due(call.at, self.rules.targets.call_retry),
            });
            let mut again = self.new_follow_up(Kind::Call, due, &call.id.to_string());
            again.tries = tries;
            again.origin = Origin { message: None, call: Some(call.id), operator: by };
            self.begin(again);
        }
        let too_late = call.trigger == Some(Trigger::TooLate) && call.outcome == CallOutcome::Reached;
        if call.owes_writing() || too_late {
            let due = self.due(call.at, self.rules.targets.written_confirmation);
            let mut letter = self.new_follow_up(Kind::WrittenConfirmation, due, &call.id.to_string());
            letter.title.clone_from(&call.agreed);
            letter.owner = by;
            letter.origin = Origin { message: None, call: Some(call.id), operator: by };
            self.begin(letter);
        }
    }

    fn consent_unclear(&mut self, message: &Message) {
        let due = self.due(message.at, self.rules.targets.ambiguous_consent);
        let mut chase = self.new_follow_up(Kind::Confirmation, due, &message.id.to_string());
        chase.origin.message = Some(message.id);
        chase.title = self.case.ambiguous_consent.as_ref().map(|consent| consent.term.clone()).unwrap_or_default();
        self.begin(chase);
    }

    fn consent_decided(&mut self, message: MessageId, by: Option<OperatorId>) {
        let id = follow_up_id(self.case, &Kind::Confirmation, &message.to_string());
        self.close_where(|f| f.id == id, FollowUpState::Done, by);
    }

    fn confirmation_set(&mut self, letter: MessageId, by: Option<OperatorId>) {
        let Some(confirmation) = self.case.confirmation(letter) else { return };
        if confirmation.state.is_final() {
            self.close_where(|f| chases(f, letter), FollowUpState::Done, by);
        } else if !self.open.iter().any(|f| chases(f, letter)) {
            self.chase(confirmation, by, &format!("{letter}@{}", self.case.version));
        }
    }

    /// Only a worded yes or no ends the chase; done once, it comes back.
    fn chase_again(&mut self, chase: &FollowUp) {
        let letter = chase.origin.message.filter(|letter| chases(chase, *letter));
        let Some(confirmation) = letter.and_then(|letter| self.case.confirmation(letter)) else { return };
        let goes_on = self.open.iter().any(|f| f.id != chase.id && chases(f, confirmation.letter));
        if !confirmation.state.is_final() && !goes_on {
            self.chase(confirmation, chase.owner, &chase.id.to_string());
        }
    }

    fn chase(&mut self, confirmation: &Confirmation, owner: Option<OperatorId>, cause: &str) {
        let due = self.due(self.now, self.rules.targets.confirmation);
        let mut chase = self.new_follow_up(Kind::Confirmation, due, cause);
        chase.title.clone_from(&confirmation.term);
        chase.owner = owner;
        chase.origin = Origin { message: Some(confirmation.letter), call: None, operator: owner };
        self.begin(chase);
    }

    fn state_set(&mut self, from: &State, by: Option<OperatorId>) {
        let cause = format!("{}@{}", self.case.state, self.case.version);
        match (&self.case.state, from) {
            (to, from) if to == from => {}
            (State::Solved, _) => {
                self.close(&[Kind::Resolution, Kind::KeepInformed], FollowUpState::Done, by);
                self.open_service(Kind::CheckBack, self.rules.targets.check_back, &cause);
            }
            (State::Closed, _) => {
                self.close(&[Kind::Resolution], FollowUpState::Done, by);
                let is_friendly = self.case.call.as_ref().is_some_and(|mark| mark.trigger == Trigger::Courtesy);
                let ends = |f: &FollowUp| ENDED_BY_CLOSING.contains(&f.kind) && !(is_friendly && f.kind == Kind::Call);
                self.close_where(ends, FollowUpState::Cancelled, by);
            }
            (_, State::Solved | State::Closed) if by.is_some() => {
                self.close(&[Kind::CheckBack], FollowUpState::Cancelled, by);
                self.run_service_timers(&cause);
            }
            _ => {}
        }
    }

    /// Resolution and keep_informed run on every active case (R26).
    fn run_service_timers(&mut self, cause: &str) {
        let targets = &self.rules.targets;
        if !self.case.state.is_active() {
            return;
        }
        for (kind, span) in [(Kind::Resolution, targets.resolution), (Kind::KeepInformed, targets.keep_informed)] {
            if !self.runs(&kind) {
                self.open_service(kind, span, cause);
            }
        }
    }

    fn runs(&self, kind: &Kind) -> bool {
        self.open.iter().any(|f| f.kind == *kind)
    }

    /// The customer waits since his word reached us, not since we looked.
    fn answer_due(&mut self, kind: Kind, span: WorkSpan, message: &Message) {
        let due = self.due(message.at.min(self.now), span);
        let mut follow_up = self.new_follow_up(kind, due, &message.id.to_string());
        follow_up.origin.message = Some(message.id);
        self.begin(follow_up);
    }

    fn open_service(&mut self, kind: Kind, span: WorkSpan, cause: &str) {
        let due = self.due(self.now, span);
        let follow_up = self.new_follow_up(kind, due, cause);
        self.begin(follow_up);
    }

    fn is_about_safety(&self, call: &Call) -> bool {
        let marked = self.case.call.as_ref().map(|mark| &mark.trigger);
        call.trigger.as_ref().or(marked).or_else(|| self.case.suggested_call()) == Some(&Trigger::Safety)
    }

    fn due(&self, from: Timestamp, span: WorkSpan) -> Due {
        Due::instant(self.rules.calendar.after(from, span), self.rules.calendar.zone())
    }

    fn new_follow_up(&self, kind: Kind, due: Due, cause: &str) -> FollowUp {
        FollowUp {
            id: follow_up_id(self.case, &kind, cause),
            case_id: self.case.id,
            kind,
            due,
            owner: None,
            title: String::new(),
            origin: Origin::default(),
            state: FollowUpState::Open,
            opened_at: self.now,
            closed_at: None,
            closed_by: None,
            snoozed_until: None,
            tries: 0,
            version: 0,
        }
    }

    /// The steps, without those for what is open already: the happening was told before.
    fn new_steps(self) -> Vec<Step> {
        let mut steps = self.steps;
        let is_open = |id: &FollowUpId| self.open.iter().any(|f| f.id == *id);
        let told: Vec<FollowUpId> = steps
            .iter()
            .filter_map(|s| if let Step::Open(f) = s { Some(f.id) } else { None })
            .filter(is_open)
            .collect();
        steps.retain(|step| match step {
            Step::Open(follow_up) => !told.contains(&follow_up.id),
            Step::Close { id, .. } => !told.contains(id),
        });
        steps
    }

    fn begin(&mut self, follow_up: FollowUp) {
        self.steps.push(Step::Open(Box::new(follow_up)));
    }

    fn close(&mut self, kinds: &[Kind], state: FollowUpState, by: Option<OperatorId>) {
        self.close_where(|f| kinds.contains(&f.kind), state, by);
    }

    fn close_where(&mut self, which: impl Fn(&FollowUp) -> bool, state: FollowUpState, by: Option<OperatorId>) {
        let closed = self.open.iter().filter(|f| which(f)).map(|f| Step::Close { id: f.id, state: state.clone(), by });
        self.steps.extend(closed);
    }
}

/// Service timers that end with the case. Promises, personal control and written confirmations are owed before it;
/// reminders are the operator's own and outlive it (R16), and a friendly call is for afterwards (R97).
const ENDED_BY_CLOSING: [Kind; 6] =
    [Kind::FirstResponse, Kind::NextResponse, Kind::KeepInformed, Kind::Call, Kind::Confirmation, Kind::CheckBack];

fn chases(follow_up: &FollowUp, letter: MessageId) -> bool {
    follow_up.kind == Kind::Confirmation && follow_up.origin.message == Some(letter)
}

/// Whoever answered before this desk took the case over has no account here, and the nil id.
fn author(message: &Message) -> Option<OperatorId> {
    match message.author {
        Author::Operator { id, .. } if !id.0.is_nil() => Some(id),
        _ => None,
    }
}

fn undelivered(letter: MessageId) -> String {
    format!("undelivered/{letter}")
}

fn follow_up_id(case: &Case, kind: &Kind, cause: &str) -> FollowUpId {
    duty_id(case.id, kind, cause)
}

#[cfg(test)]
#[path = "arise_tests.rs"]
mod tests;
