//! Own unsent work laid over what was pulled, so that the operator sees what he did at once. Pure.
//!
//! Not its duty: claiming that the desk agreed. A reply laid over has no delivery, and the outbox still names it.

use crate::model::acts::{
    CasePatch, Command, CustomerPatch, FollowUpPatch, ManagementMark, NewCase, NewReply, SetConfirmation,
};
use crate::model::queue::QueueRow;
use crate::model::{
    Author, CallDismissal, Case, CaseFile, CaseId, Confirmation, Customer, CustomerId, FollowUp, FollowUpId,
    FollowUpState, Impression, Message, MessageId, MessageKind, Operator, Origin, OutboxItem, OutboxState,
    QuestionClosed, SetImpression, State, WayTick, WroteToManagement,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// Lays the acts over a case file, in their order. Those of other cases and refused ones (`stuck`) are passed over.
pub fn overlay(file: &mut CaseFile, items: &[OutboxItem], me: Option<&Operator>) {
    for item in items {
        if item.command.case() == file.case.id && item.state != OutboxState::Stuck {
            act(file, item, me);
        }
    }
}

fn act(file: &mut CaseFile, item: &OutboxItem, me: Option<&Operator>) {
    let at = item.created_at;
    let case = &mut file.case;
    match &item.command {
        Command::Claim { .. } => case.owner = me.map(|m| m.id).or(case.owner),
        Command::Release { .. } => case.owner = None,
        Command::Assign { assign, .. } => case.owner = Some(assign.to),
        Command::SetState { set, .. } => {
            case.state = set.state.clone();
            impression(case, set.impression.as_ref(), me, at);
        }
        Command::UnmarkCall { .. } => case.call = None,
        Command::MarkCall { mark, .. } => {
            if let Some(me) = me {
                case.call = Some(mark.clone().into_mark(me.id, at));
            }
        }
        Command::PatchCase { patch, .. } => {
            patch_case(case, patch);
            if let Some(set) = &patch.confirmation {
                set_confirmation(case, set, me, at);
            }
            mark(case, patch, me, at);
        }
        Command::Reply { reply, .. } => add_reply(file, reply, me, at),
        Command::Note { note, .. } => {
            let message = Message { attachments: note.attachments.clone(), ..own(file, note.id, &note.body, me, at) };
            add_message(file, message);
        }
        Command::RecordCall { record, .. } => {
            if file.calls.iter().all(|c| c.id != record.call.id) {
                file.calls.push(record.call.clone());
            }
        }
        Command::AddFollowUp { .. } => {
            let known = |id| file.follow_ups.iter().any(|f| f.id == id);
            if let Some(added) = added_follow_up(item, me).filter(|added| !known(added.id)) {
                file.follow_ups.push(added);
            }
        }
        Command::PatchFollowUp { id, patch, .. } => {
            if let Some(found) = file.follow_ups.iter_mut().find(|f| f.id == *id) {
                patch_follow_up(found, patch, me, at);
            }
        }
        Command::SentByHand { message, .. } => {
            let found = file.messages.iter_mut().find(|m| m.id == *message);
            if let Some(delivery) = found.and_then(|m| m.delivery.as_mut()) {
                delivery.sent_by_hand_at = Some(at);
            }
        }
        // The desk's word alone says what became of a letter.
        Command::SettleDelivery { .. } => {}
        Command::PatchCustomer { customer, patch, .. } => {
            if file.customer.id == *customer {
                patch_customer(&mut file.customer, patch);
            }
        }
        Command::Merge { merge, .. } => case.merged_into = Some(merge.into),
        Command::Unmerge { .. } => case.merged_into = None,
        // Whose cases and addresses they are is known when the desk has said so.
        Command::MergeCard { .. } | Command::UnmergeCard { .. } | Command::NewCase { .. } => {}
    }
}

/// Lays one act over a row of the list. Its place in the order stays that of the desk's facts.
pub(super) fn row(row: &mut QueueRow, item: &OutboxItem, me: Option<&Operator>) {
    match &item.command {
        Command::Claim { .. } => row.owner = me.map(|m| m.id).or(row.owner),
        Command::Release { .. } => row.owner = None,
        Command::Assign { assign, .. } => row.owner = Some(assign.to),
        Command::SetState { set, .. } => row.state = set.state.clone(),
        Command::Reply { reply, .. } => row.state = state_after(reply),
        Command::MarkCall { mark, .. } => row.marks.call = Some(mark.trigger.clone()),
        Command::UnmarkCall { .. } => row.marks.call = None,
        Command::PatchCase { patch, .. } if patch.dismiss_call.is_some() => row.marks.suggested = None,
        Command::PatchCase { patch, .. } if patch.dismiss_duplicate.is_some() => row.marks.duplicate = false,
        _ => {}
    }
}

/// A case entered here that the desk has not named yet, as a case file; none for other acts.
pub(super) fn local_case(item: &OutboxItem) -> Option<CaseFile> {
    let Command::NewCase { case: id, new } = &item.command else { return None };
    let customer = local_customer(*id, new);
    let messages: Vec<Message> = new
        .messages
        .iter()
        .enumerate()
        .map(|(n, m)| Message {
            id: MessageId(Uuid::new_v5(&id.0, &n.to_be_bytes())),
            case_id: *id,
            kind: m.kind.clone(),
            channel: new.channel.clone(),
            author: Author::Customer { name: m.author.clone() },
            subject: m.subject.clone(),
            body: m.body.clone(),
            written_at: m.written_at,
            at: m.at.unwrap_or(item.created_at),
            external_id: m.external_id.clone(),
            in_reply_to: m.in_reply_to.clone(),
            attachments: m.attachments.clone(),
            original: m.original.clone(),
            to: String::new(),
            signed_at: None,
            signature: None,
            delivery: None,
            overrides: Vec::new(),
            link: None,
        })
        .collect();
    let case = Case {
        id: *id,
        number: 0,
        customer_id: customer.id,
        customer_name: customer.name.short(),
        subject: new.subject.clone(),
        channel: new.channel.clone(),
        source: new.source.clone(),
        language: new.language.clone().unwrap_or_default(),
        state: State::New,
        owner: None,
        promised: None,
        is_public: new.is_public.unwrap_or_else(|| new.channel.is_public()),
        public_link: new.public_link.clone(),
        vip: customer.vip,
        harm: new.harm.clone(),
        wished_outcome: new.wished_outcome.clone(),
        our_fault: None,
        impression: None,
        remedy: None,
        way: Vec::new(),
        tags: new.tags.clone(),
        written_at: messages.first().and_then(|m| m.written_at),
        received_at: item.created_at,
        first_reply_at: None,
        last_reply_at: None,
        last_inbound_at: messages.last().map(|m| m.at),
        waiting_since: Some(item.created_at),
        moves: new.moves,
        deadline: new.deadline.clone(),
        call: None,
        suggested_calls: Vec::new(),
        dismissed_calls: Vec::new(),
        ambiguous_consent: None,
        confirmations: Vec::new(),
        closed_questions: Vec::new(),
        wrote_to_management: Vec::new(),
        snoozed_until: None,
        merged_into: None,
        merge: None,
        absorbed: Vec::new(),
        duplicates: Vec::new(),
        rank: 0,
        next_due: None,
        version: 0,
        thread_version: 0,
        erased_at: None,
    };
    Some(CaseFile { case, customer, messages, calls: Vec::new(), follow_ups: Vec::new() })
}

fn local_customer(case: CaseId, new: &NewCase) -> Customer {
    let known = &new.customer;
    Customer {
        name: known.name.clone(),
        gender: known.gender.clone().unwrap_or(crate::model::Gender::Unspecified),
        language: new.language.clone().unwrap_or_default(),
        zone: known.zone.clone(),
        vip: known.vip,
        contacts: known.contacts.clone(),
        preferred_channel: known.preferred_channel.clone(),
        mode: known.mode.clone(),
        ..Customer::blank(CustomerId(Uuid::new_v5(&case.0, b"customer")))
    }
}

/// The follow-up that an [`Command::AddFollowUp`] will open; none for other acts.
pub(super) fn added_follow_up(item: &OutboxItem, me: Option<&Operator>) -> Option<FollowUp> {
    let Command::AddFollowUp { case, follow_up: new } = &item.command else { return None };
    Some(FollowUp {
        id: new.id,
        case_id: *case,
        kind: new.kind.clone(),
        due: new.due.clone(),
        owner: new.owner,
        title: new.title.clone(),
        origin: Origin { operator: me.map(|m| m.id), ..Origin::default() },
        state: FollowUpState::Open,
        opened_at: item.created_at,
        closed_at: None,
        closed_by: None,
        snoozed_until: None,
        tries: 0,
        version: 0,
    })
}

/// The patch that an act makes to this follow-up, laid over it. True when there was one.
pub(super) fn follow_up(follow_up: &mut FollowUp, item: &OutboxItem, me: Option<&Operator>) -> bool {
    match &item.command {
        Command::PatchFollowUp { id, patch, .. } if *id == follow_up.id => {
            patch_follow_up(follow_up, patch, me, item.created_at);
            true
        }
        Command::Reply { reply, .. } if reply.closes.contains(&follow_up.id) => {
            close(follow_up, me, item.created_at);
            true
        }
        _ => false,
    }
}

fn patch_follow_up(follow_up: &mut FollowUp, patch: &FollowUpPatch, me: Option<&Operator>, at: Timestamp) {
    match patch.done {
        Some(true) => close(follow_up, me, at),
        Some(false) => {
            follow_up.state = FollowUpState::Open;
            follow_up.closed_at = None;
            follow_up.closed_by = None;
        }
        None => {}
    }
    if let Some(until) = patch.snoozed_until {
        follow_up.snoozed_until = until;
    }
    if let Some(title) = &patch.title {
        follow_up.title.clone_from(title);
    }
}

fn close(follow_up: &mut FollowUp, me: Option<&Operator>, at: Timestamp) {
    follow_up.state = FollowUpState::Done;
    follow_up.closed_at = Some(at);
    follow_up.closed_by = me.map(|m| m.id);
}

fn state_after(reply: &NewReply) -> State {
    reply.state.clone().unwrap_or(State::WaitingCustomer)
}

fn add_reply(file: &mut CaseFile, reply: &NewReply, me: Option<&Operator>, at: Timestamp) {
    let message = Message {
        kind: if reply.public { MessageKind::PublicReply } else { MessageKind::Reply },
        channel: reply.channel.clone(),
        subject: reply.subject.clone(),
        attachments: reply.attachments.clone(),
        to: reply.to.clone(),
        signed_at: Some(reply.signed_at),
        signature: Some(reply.signature.clone()),
        ..own(file, reply.id, &reply.body, me, at)
    };
    add_message(file, message);
    if let Some(term) = reply.confirms.clone().filter(|_| file.case.confirmation(reply.id).is_none()) {
        file.case.confirmations.push(Confirmation::asked(reply.id, term, at));
    }
    file.case.state = state_after(reply);
    file.case.waiting_since = None;
    file.case.last_reply_at = Some(at);
    file.case.first_reply_at = file.case.first_reply_at.or(Some(at));
    for found in file.follow_ups.iter_mut().filter(|f| reply.closes.contains(&f.id)) {
        close(found, me, at);
    }
    for (n, opened) in reply.opens.iter().enumerate() {
        // A stand-in until the desk names it; made from the letter, so that it is the same each time.
        let id = FollowUpId(Uuid::new_v5(&reply.id.0, &n.to_be_bytes()));
        file.follow_ups.push(FollowUp {
            id,
            case_id: file.case.id,
            kind: opened.kind.clone(),
            due: opened.due.clone(),
            owner: me.map(|m| m.id),
            title: opened.title.clone(),
            origin: Origin { message: Some(reply.id), operator: me.map(|m| m.id), ..Origin::default() },
            state: FollowUpState::Open,
            opened_at: at,
            closed_at: None,
            closed_by: None,
            snoozed_until: None,
            tries: 0,
            version: 0,
        });
    }
}

/// A note of one's own; letters change what differs.
fn own(file: &CaseFile, id: MessageId, body: &str, me: Option<&Operator>, at: Timestamp) -> Message {
    let author = match me {
        Some(me) => Author::Operator { id: me.id, name: me.name.clone() },
        None => Author::Machine { name: String::new() },
    };
    Message {
        id,
        case_id: file.case.id,
        kind: MessageKind::Note,
        channel: file.case.channel.clone(),
        author,
        subject: String::new(),
        body: body.to_owned(),
        written_at: None,
        at,
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

/// Once: the desk may have taken it already, with only its answer still on the way.
fn add_message(file: &mut CaseFile, message: Message) {
    if file.messages.iter().all(|m| m.id != message.id) {
        file.messages.push(message);
    }
}

/// `x = patch.x` for every field that the patch names.
macro_rules! take {
    ($target:expr, $patch:expr, $($field:ident),+) => {
        $(if let Some(value) = &$patch.$field { $target.$field.clone_from(value); })+
    };
}

fn patch_case(case: &mut Case, patch: &CasePatch) {
    take!(case, patch, subject, harm, wished_outcome, our_fault, remedy, tags, moves);
    case.written_at = patch.written_at.or(case.written_at);
    case.deadline = patch.deadline.clone().or(case.deadline.take());
    case.snoozed_until = patch.snoozed_until.unwrap_or(case.snoozed_until);
    if patch.consent_decision.is_some() {
        case.ambiguous_consent = None;
    }
    if let Some(other) = patch.dismiss_duplicate {
        case.duplicates.retain(|d| d.case != other);
    }
    if let Some(trigger) = &patch.dismiss_call {
        case.suggested_calls.retain(|t| t != trigger);
    }
}

fn set_confirmation(case: &mut Case, set: &SetConfirmation, me: Option<&Operator>, at: Timestamp) {
    if let Some(known) = case.confirmations.iter_mut().find(|c| c.letter == set.letter) {
        known.state = set.state.clone();
        known.since = at;
        known.by = me.map(|m| m.id);
    }
}

/// The desk takes the same mark within this time for the same letter.
const SAME_LETTER: SignedDuration = SignedDuration::from_hours(24);

fn impression(case: &mut Case, set: Option<&SetImpression>, me: Option<&Operator>, at: Timestamp) {
    if let (Some(set), Some(me)) = (set, me) {
        Impression::note(&mut case.impression, set, me.id, at);
    }
}

/// Marks that keep who made them and when.
fn mark(case: &mut Case, patch: &CasePatch, me: Option<&Operator>, at: Timestamp) {
    impression(case, patch.impression.as_ref(), me, at);
    let Some(by) = me.map(|me| me.id) else { return };
    for set in &patch.way {
        case.way.retain(|tick| tick.step != set.step);
        if set.done {
            case.way.push(WayTick { step: set.step.clone(), note: set.note.clone(), by, at });
        }
    }
    if let Some(trigger) = patch.dismiss_call.clone() {
        case.dismissed_calls.push(CallDismissal { trigger, by, at });
    }
    if let Some(settled) = &patch.close_question {
        let (message, question) = (settled.message, settled.question.clone());
        case.closed_questions.push(QuestionClosed { message, question, by, at });
    }
    let known = |marks: &[WroteToManagement], mark: &ManagementMark| {
        marks.iter().any(|k| k.commitment == mark.commitment && k.at.duration_since(at).abs() < SAME_LETTER)
    };
    if let Some(mark) = patch.wrote_to_management.filter(|mark| !known(&case.wrote_to_management, mark)) {
        case.wrote_to_management.push(WroteToManagement { commitment: mark.commitment, by, at });
    }
}

fn patch_customer(customer: &mut Customer, patch: &CustomerPatch) {
    take!(customer, patch, name, gender, language, vip, contacts, pinned);
    customer.zone = patch.zone.clone().or(customer.zone.take());
    customer.preferred_channel = patch.preferred_channel.clone().or(customer.preferred_channel.take());
    customer.mode = patch.mode.clone().or(customer.mode.take());
    customer.preference_origin = patch.preference_origin.clone().or(customer.preference_origin.take());
}
