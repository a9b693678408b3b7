//! What became of a case: the thread it has by now, who owns it, what is still due.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::intake::samples::{Deed, NOT_YET};
use crate::model::acts::{AddFollowUp, Assign, CallRecord, CasePatch, Command, MarkCall, NewMessage, SetState};
use crate::model::{Call, CallId, CallOutcome, Channel, Due, FollowUpId, FollowUpKind, MessageKind, State, Trigger};

use super::Crew;
use super::voice::Voice;

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has answered yet.
    Unanswered,
    /// We answered and the customer wrote again.
    Ours,
    /// The ball is with the customer.
    Theirs,
    /// Answered, and solved or closed since.
    Ended,
}

/// A case that ended so lately may still hear from the customer.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 14);

pub struct Story<'a> {
    pub voice: Voice<'a>,
    pub crew: &'a Crew,
    pub channel: Channel,
    /// Makes the ids of what is done on the case.
    pub name: String,
    pub now: Timestamp,
    pub received: Timestamp,
    pub stage: Stage,
    /// When the last word of the thread was said; what was done on the case was done then.
    pub done_at: Timestamp,
    /// Place of the owner in the crew.
    pub owner: Option<usize>,
}

impl Story<'_> {
    pub fn thread(&mut self) -> Vec<NewMessage> {
        let chatty = matches!(self.channel, Channel::Chat | Channel::Messenger | Channel::Social);
        let body = self.voice.complaint(chatty);
        let mut thread = Vec::with_capacity(4);
        let mut at = self.received;
        self.put(&mut thread, MessageKind::Inbound, body, at);
        let words = self.voice.person.words();
        if self.voice.dice.chance(8) {
            let text = self.voice.one(&words.autos);
            self.put(&mut thread, MessageKind::Auto, text, at);
        }
        let (answered, repeated, closing) = match self.stage {
            Stage::Unanswered => (false, self.voice.dice.chance(10), false),
            Stage::Ours => (true, true, false),
            Stage::Theirs => (true, false, false),
            Stage::Ended => (true, self.voice.dice.chance(8), true),
        };
        if answered {
            at = self.later(at, 2, 72);
            self.answer(&mut thread, at);
        }
        if repeated {
            at = self.later(at, 4, 120);
            let ambiguous = answered && !closing && self.voice.dice.chance(4);
            let text = if ambiguous { "👍".into() } else { self.voice.one(&words.repeats) };
            self.put(&mut thread, MessageKind::Inbound, text, at);
        }
        if closing && repeated {
            at = self.later(at, 2, 48);
            self.answer(&mut thread, at);
        }
        if closing && self.is_recent() && self.voice.dice.chance(30) {
            at = self.later(at, 1, 72);
            let text = self.voice.one(&words.thanks);
            self.put(&mut thread, MessageKind::Inbound, text, at);
        }
        if self.owner.is_some() && self.voice.dice.chance(4) {
            let text = self.voice.one(&words.notes);
            self.put(&mut thread, MessageKind::Note, text, at);
        }
        thread
    }

    fn answer(&mut self, thread: &mut Vec<NewMessage>, at: Timestamp) {
        let public = self.channel.is_public();
        let kind = if public { MessageKind::PublicReply } else { MessageKind::Reply };
        let offer = self.stage != Stage::Ended;
        let name = &self.crew.names[self.owner.unwrap_or_default()];
        let text = self.voice.reply(offer, name);
        self.put(thread, kind, text, at);
    }

    fn put(&mut self, thread: &mut Vec<NewMessage>, kind: MessageKind, body: String, at: Timestamp) {
        let author = match kind {
            MessageKind::Inbound => self.voice.person.name.clone(),
            MessageKind::Auto => String::new(),
            _ => self.crew.names[self.owner.unwrap_or_default()].clone(),
        };
        self.done_at = self.done_at.max(at);
        thread.push(NewMessage {
            kind,
            author,
            subject: String::new(),
            body,
            written_at: None,
            at: Some(at),
            external_id: None,
            in_reply_to: None,
            attachments: Vec::new(),
            original: None,
        });
    }

    /// Some hours later, but never after now.
    fn later(&mut self, at: Timestamp, from: u64, to: u64) -> Timestamp {
        let minutes = from * 60 + self.voice.dice.below((to - from) * 60);
        self.ahead(at, minutes).min(self.now)
    }

    fn ahead(&self, at: Timestamp, minutes: u64) -> Timestamp {
        at.checked_add(SignedDuration::from_mins(minutes as i64)).unwrap_or(at)
    }

    pub fn deeds(&mut self) -> Vec<Deed> {
        let by = self.crew.operators[self.owner.unwrap_or_default()];
        let mut acts = Vec::with_capacity(3);
        if self.owner.is_some() {
            acts.push(Command::Assign { case: NOT_YET, assign: Assign { to: by, note: String::new() } });
        }
        match self.stage {
            // Long ago everything was closed; what ended lately waits for a last word of the customer.
            Stage::Ended => {
                if self.voice.dice.chance(8) {
                    acts.extend(self.call(CallOutcome::Reached));
                }
                acts.push(set_state(if self.is_recent() { State::Solved } else { State::Closed }));
            }
            Stage::Theirs => {
                acts.push(set_state(State::WaitingCustomer));
                self.duties(&mut acts, 50);
            }
            Stage::Ours => {
                acts.push(set_state(State::Open));
                self.duties(&mut acts, 50);
            }
            Stage::Unanswered => self.duties(&mut acts, 12),
        }
        acts.into_iter().map(|command| Deed { by, at: self.done_at, command }).collect()
    }

    /// What an active case still waits for.
    fn duties(&mut self, acts: &mut Vec<Command>, percent: u64) {
        if self.voice.dice.chance(percent) {
            acts.push(self.follow_up(0));
        }
        if self.voice.dice.chance(4) {
            acts.push(self.follow_up(1));
        }
        if self.voice.dice.chance(4) {
            let trigger = self.trigger();
            acts.push(Command::MarkCall { case: NOT_YET, mark: MarkCall { trigger, ..MarkCall::default() } });
        }
        if self.voice.dice.chance(3) {
            acts.extend(self.call(CallOutcome::NoAnswer));
        }
        if self.owner.is_some() && self.voice.dice.chance(5) {
            let until = self.ahead_of_now(60, 10 * 24 * 60);
            let patch = Box::new(CasePatch { snoozed_until: Some(Some(until)), ..CasePatch::default() });
            acts.push(Command::PatchCase { case: NOT_YET, version: 0, patch });
        }
    }

    fn is_recent(&self) -> bool {
        self.now.duration_since(self.received) < LATELY
    }

    fn ahead_of_now(&mut self, from: u64, to: u64) -> Timestamp {
        let minutes = from + self.voice.dice.below(to - from);
        self.ahead(self.now, minutes)
    }

    fn follow_up(&mut self, n: u64) -> Command {
        const KINDS: [FollowUpKind; 5] = [
            FollowUpKind::Promise,
            FollowUpKind::Reminder,
            FollowUpKind::KeepInformed,
            FollowUpKind::PersonalControl,
            FollowUpKind::CheckBack,
        ];
        let words = self.voice.person.words();
        let zone = self.voice.person.card.zone.as_deref().unwrap_or("UTC");
        // A tenth is overdue by up to three days; the rest lies ahead, mostly near.
        let at = if self.voice.dice.chance(10) {
            let minutes = self.voice.dice.below(3 * 24 * 60);
            self.now.checked_sub(SignedDuration::from_mins(minutes as i64)).unwrap_or(self.now)
        } else {
            let minutes = 10 * self.voice.dice.rank(4_000) as u64;
            self.ahead(self.now, minutes)
        };
        let due = if self.voice.dice.chance(30) {
            Due::day(Offset::UTC.to_datetime(at).date(), zone)
        } else {
            Due::instant(at, zone)
        };
        let follow_up = AddFollowUp {
            id: FollowUpId(self.id("follow-up", n)),
            kind: self.voice.dice.common(&KINDS).cloned().unwrap_or(FollowUpKind::Reminder),
            due,
            title: self.voice.dice.common(&words.promises).cloned().unwrap_or_default(),
            owner: self.owner.map(|n| self.crew.operators[n]),
        };
        Command::AddFollowUp { case: NOT_YET, follow_up }
    }

    /// A call to a customer whose number is known.
    fn call(&mut self, outcome: CallOutcome) -> Option<Command> {
        let contacts = &self.voice.person.card.contacts;
        let number = contacts.iter().find(|c| c.channel == Channel::Phone)?.address.clone();
        let at = self.later(self.received, 1, 48);
        self.done_at = self.done_at.max(at);
        let words = self.voice.person.words();
        let note = self.voice.one(&words.notes);
        let call = Call {
            id: CallId(self.id("call", 0)),
            case_id: NOT_YET,
            operator: self.crew.operators[self.owner.unwrap_or_default()],
            trigger: None,
            number,
            at,
            seconds: if outcome == CallOutcome::Reached { 40 + self.voice.dice.below(600) as u32 } else { 0 },
            outcome,
            agreed: String::new(),
            apologised: false,
            note,
            consent: None,
            recording: None,
            link: None,
        };
        Some(Command::RecordCall { case: NOT_YET, record: Box::new(CallRecord { call, retry: None }) })
    }

    fn trigger(&mut self) -> Trigger {
        const COMMON_FIRST: [Trigger; 5] =
            [Trigger::SolvableByCall, Trigger::UrgentInfo, Trigger::TooLate, Trigger::Misrouted, Trigger::Safety];
        self.voice.dice.common(&COMMON_FIRST).cloned().unwrap_or(Trigger::SolvableByCall)
    }

    fn id(&self, what: &str, n: u64) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{}/{what}/{n}", self.name).as_bytes())
    }
}

fn set_state(state: State) -> Command {
    Command::SetState { case: NOT_YET, set: SetState { state, note: String::new(), impression: None } }
}
