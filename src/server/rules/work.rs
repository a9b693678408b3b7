//! A case being worked on: a copy that rules change freely. What differs from the original in the end is the decision,
//! with everything that is derived kept in step: the nearest due time, the rank, the name in lists, the versions.

use crate::model::acts::NewMessage;
use crate::model::{CaseFile, FollowUp, FollowUpState, Message, MessageKind, NextDue, OperatorId, Role, State};
use crate::protocol::{Entity, Problem, ProblemKind};
use crate::schedule::{Happening, Step, arise};
use crate::seal;
use crate::server::answer::Answer;
use crate::server::rules::{Acting, Decision, Refusal, refuse};
use crate::triage;

pub struct Work<'a> {
    /// The case as it is stored; none while it is being made.
    before: Option<&'a CaseFile>,
    pub file: CaseFile,
    pub by: &'a Acting<'a>,
}

impl<'a> Work<'a> {
    pub fn on(file: &'a CaseFile, by: &'a Acting<'a>) -> Self {
        Self { before: Some(file), file: file.clone(), by }
    }

    /// A case that does not exist yet, without its thread.
    pub fn begin(file: CaseFile, by: &'a Acting<'a>) -> Self {
        Self { before: None, file, by }
    }

    /// Refuses when somebody else owns the case (R165). A lead may.
    pub fn must_not_be_anothers(&self) -> Result<(), Refusal> {
        match self.file.case.owner {
            Some(owner) if !self.by.is(owner) && !self.by.is_lead() => Err(claimed(owner)),
            _ => Ok(()),
        }
    }

    /// Sets the owner; a new case is open from then on.
    pub fn give_to(&mut self, owner: Option<OperatorId>) {
        if self.file.case.owner == owner {
            return;
        }
        if owner.is_some() && self.file.case.state == State::New {
            self.file.case.state = State::Open;
        }
        self.set_owner(owner);
    }

    /// Lays the case before somebody who has not seen it yet; a new case stays new.
    pub fn hand_to(&mut self, owner: OperatorId) {
        self.set_owner(Some(owner));
    }

    fn set_owner(&mut self, owner: Option<OperatorId>) {
        self.file.case.owner = owner;
        self.follow(arise(
            &Happening::Assigned { case: &self.file.case },
            &self.file.follow_ups,
            self.by.rules,
            self.by.now,
        ));
    }

    /// Sets the state and what follows from it. `by` is none when the desk does it on a word of the customer.
    pub fn set_state(&mut self, state: State, by: Option<OperatorId>) {
        let from = std::mem::replace(&mut self.file.case.state, state);
        if from == self.file.case.state {
            return;
        }
        if !self.file.case.state.is_active() {
            self.file.case.snoozed_until = None;
        }
        self.follow(arise(
            &Happening::StateSet { case: &self.file.case, from: &from, by },
            &self.file.follow_ups,
            self.by.rules,
            self.by.now,
        ));
    }

    /// Adds a note of the one who acts.
    pub fn note(&mut self, message: Message) {
        self.file.messages.push(message);
        self.follow(arise(
            &Happening::Noted { case: &self.file.case },
            &self.file.follow_ups,
            self.by.rules,
            self.by.now,
        ));
    }

    /// A message that is written here and now.
    pub fn new_message(&self, kind: MessageKind, body: String) -> Message {
        Message {
            id: (self.by.new_id)().into(),
            case_id: self.file.case.id,
            kind,
            channel: self.file.case.channel.clone(),
            author: self.by.author(),
            subject: String::new(),
            body,
            written_at: None,
            at: self.by.now,
            external_id: None,
            in_reply_to: None,
            attachments: Vec::new(),
            original: None,
            to: String::new(),
            signed_at: None,
            signature: None,
            delivery: None,
            overrides: Vec::new(),
            link: None,
        }
    }

    /// Opens and closes follow-ups.
    pub fn follow(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Open(follow_up) => {
                    if !self.file.follow_ups.iter().any(|f| f.id == follow_up.id) {
                        self.file.follow_ups.push(*follow_up);
                    }
                }
                Step::Close { id, state, by } => {
                    if let Some(follow_up) = self.file.follow_ups.iter_mut().find(|f| f.id == id) {
                        close(follow_up, state, by, self.by.now);
                    }
                }
            }
        }
    }

    /// True when the thread has a message under the same id of its source.
    pub fn has_external(&self, new: &NewMessage) -> bool {
        has_external(&self.file, new)
    }

    /// The same for sources that give no ids and tell the whole thread each time: the same words, and no other time.
    pub fn has_same(&self, new: &NewMessage) -> bool {
        has_same(&self.file, new)
    }

    /// Ends the work. `answer` is made from the case as it will be.
    pub fn decide(mut self, act: &'static str, answer: impl FnOnce(&CaseFile) -> Answer) -> Decision {
        self.keep_in_step();
        let puts = self.differences();
        Decision {
            act,
            scope: Some(self.file.case.id.0),
            puts,
            names: Vec::new(),
            tokens: Vec::new(),
            errands: Vec::new(),
            answer: answer(&self.file),
        }
    }

    /// Derives what lists show, and counts the versions if anything changed.
    fn keep_in_step(&mut self) {
        seal::chain_up(&mut self.file, &mut || self.by.salt());
        let file = &mut self.file;
        let open: Vec<FollowUp> = file.follow_ups.iter().filter(|f| f.is_open()).cloned().collect();
        let case = &mut file.case;
        case.next_due = open.iter().min_by_key(|f| (f.alerts_at(), f.id)).map(|f| NextDue {
            id: f.id,
            kind: f.kind.clone(),
            at: f.alerts_at(),
        });
        case.customer_name = file.customer.name.short();
        case.vip = file.customer.vip;
        case.rank = triage::rank(case, &open);
        let Some(before) = self.before else {
            case.version = 1;
            case.thread_version = (file.messages.len() + file.calls.len()) as u64;
            return;
        };
        let entries = (file.messages.len() - before.messages.len()) + (file.calls.len() - before.calls.len());
        let moves = usize::from(case.owner != before.case.owner)
            + usize::from(case.merged_into != before.case.merged_into)
            + usize::from(case.absorbed != before.case.absorbed);
        case.thread_version += (entries + moves) as u64;
        if *case != before.case {
            case.version += 1;
        }
    }

    /// Everything that is new or other than before. Rules only ever add to the lists or change entries in place.
    fn differences(&mut self) -> Vec<Entity> {
        let mut puts = Vec::new();
        let before = self.before;
        if before.is_none_or(|b| b.case != self.file.case) {
            puts.push(Entity::Case(Box::new(self.file.case.clone())));
        }
        for (at, message) in self.file.messages.iter().enumerate() {
            if before.and_then(|b| b.messages.get(at)) != Some(message) {
                puts.push(Entity::Message(Box::new(message.clone())));
            }
        }
        for (at, call) in self.file.calls.iter().enumerate() {
            if before.and_then(|b| b.calls.get(at)) != Some(call) {
                puts.push(Entity::Call(Box::new(call.clone())));
            }
        }
        for (at, follow_up) in self.file.follow_ups.iter_mut().enumerate() {
            if before.and_then(|b| b.follow_ups.get(at)) != Some(follow_up) {
                follow_up.version += 1;
                puts.push(Entity::FollowUp(Box::new(follow_up.clone())));
            }
        }
        puts
    }
}

/// True when the thread has a message under the same id of its source.
pub fn has_external(file: &CaseFile, new: &NewMessage) -> bool {
    new.external_id.is_some() && file.messages.iter().any(|known| known.external_id == new.external_id)
}

/// The same also for sources that give no ids: the same words, and no other time.
pub fn has_same(file: &CaseFile, new: &NewMessage) -> bool {
    if new.external_id.is_some() {
        return has_external(file, new);
    }
    file.messages.iter().any(|known| {
        known.kind == new.kind
            && known.body == new.body
            && new.at.is_none_or(|at| at == known.at)
            && new.written_at.is_none_or(|at| Some(at) == known.written_at)
    })
}

/// Ends a duty; one that has ended stays as it is.
pub fn close(follow_up: &mut FollowUp, state: FollowUpState, by: Option<OperatorId>, now: jiff::Timestamp) {
    if follow_up.is_open() {
        follow_up.state = state;
        follow_up.closed_at = Some(now);
        follow_up.closed_by = by;
    }
}

/// 409: somebody else has it. The name is added where operators are known.
pub fn claimed(owner: OperatorId) -> Refusal {
    let mut problem = Problem::new(ProblemKind::Claimed, "Somebody else has this case.");
    problem.owner = Some(owner);
    Box::new(problem)
}

/// Only people answer people (R55).
pub fn must_be_a_person(by: &Acting<'_>) -> Result<OperatorId, Refusal> {
    match by.actor {
        Some(actor) if actor.role != Role::Source => Ok(actor.id),
        _ => Err(refuse(ProblemKind::Forbidden, "Only an operator may do that.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FollowUpKind, Message};
    use crate::schedule::Rules;
    use crate::schedule::fixtures::{at, case, case_file, follow_up, message};

    fn acting(rules: &Rules) -> Acting<'_> {
        Acting { actor: None, now: at("2026-03-02T10:00Z"), rules, new_id: &uuid::Uuid::nil }
    }

    fn file(messages: Vec<Message>) -> CaseFile {
        let rules = Rules::default();
        let by = acting(&rules);
        let mut work = Work::begin(case_file(case(), messages), &by);
        work.keep_in_step();
        work.file
    }

    fn kinds(decision: &Decision) -> Vec<&'static str> {
        let kind = |put: &Entity| match put {
            Entity::Case(_) => "case",
            Entity::Customer(_) => "customer",
            Entity::Message(_) => "message",
            Entity::Call(_) => "call",
            Entity::FollowUp(_) => "follow_up",
            Entity::Operator(_) => "operator",
        };
        decision.puts.iter().map(kind).collect()
    }

    fn decide(file: &CaseFile, change: impl FnOnce(&mut Work<'_>)) -> (Decision, CaseFile) {
        let rules = Rules::default();
        let by = acting(&rules);
        let mut work = Work::on(file, &by);
        change(&mut work);
        let mut after = file.clone();
        let decision = work.decide("test", |file| {
            after = file.clone();
            Answer::now(&file.case, file.case.version)
        });
        (decision, after)
    }

    #[test]
    fn nothing_done_is_nothing_written() {
        let before = file(vec![message(1, MessageKind::Inbound)]);
        let (decision, after) = decide(&before, |_| {});
        assert!(decision.changes_nothing());
        assert_eq!(after, before);
    }

    #[test]
    fn only_what_differs_is_written_and_counted() {
        let before = file(vec![message(1, MessageKind::Inbound)]);
        let (decision, after) = decide(&before, |work| work.note(message(2, MessageKind::Note)));
        assert_eq!(kinds(&decision), ["case", "message"]);
        assert_eq!(after.case.version, before.case.version + 1);
        assert_eq!(after.case.thread_version, before.case.thread_version + 1, "R167");
        let (decision, after) = decide(&before, |work| work.file.case.tags.push("x".into()));
        assert_eq!(kinds(&decision), ["case"]);
        assert_eq!(after.case.thread_version, before.case.thread_version, "tags are not the thread");
    }

    #[test]
    fn the_nearest_open_follow_up_stands_on_the_case() {
        let before = file(vec![message(1, MessageKind::Inbound)]);
        let duty = follow_up(FollowUpKind::Promise);
        let (decision, with) = decide(&before, |work| work.file.follow_ups.push(duty.clone()));
        assert_eq!(kinds(&decision), ["case", "follow_up"]);
        assert_eq!(with.case.next_due.as_ref().map(|d| (d.id, d.at)), Some((duty.id, duty.alerts_at())));
        let (_, without) = decide(&with, |work| {
            close(&mut work.file.follow_ups[0], FollowUpState::Done, None, at("2026-03-02T10:00Z"));
        });
        assert!(without.case.next_due.is_none());
        assert_eq!(without.follow_ups[0].version, with.follow_ups[0].version + 1);
    }
}
