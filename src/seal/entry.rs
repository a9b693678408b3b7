//! The form of an entry of a case: what its salted hash covers. Only what never changes is in it: the state of a
//! delivery, the version of a follow-up and the like are the desk's own book-keeping.

use super::form::Form;
use crate::model::{Attachment, Author, Call, CaseId, Confirmation, ConsentAnswer, FollowUp, Message, MessageKind};

/// The first line of every form of an entry.
pub const ENTRY: &str = "sincerely-entry/1";

/// What the hash of a message covers.
pub fn message_form(message: &Message) -> String {
    let (author, id) = match &message.author {
        Author::Customer { .. } => ("customer", None),
        Author::Operator { id, .. } => ("operator", Some(*id)),
        Author::Machine { .. } => ("machine", None),
    };
    // What we send gets its name on the way; what comes in has it from the first moment.
    let external = message.external_id.as_ref().filter(|_| is_from_outside(&message.kind));
    let mut form = Form::new(ENTRY)
        .line("entry", "message")
        .line("id", message.id)
        .line("kind", &message.kind)
        .line("channel", &message.channel)
        .line("author", author)
        .maybe("author-id", id)
        .line("author-name", message.author.name())
        .time("at", Some(message.at))
        .time("written-at", message.written_at)
        .line("to", &message.to)
        .line("subject", &message.subject)
        .maybe("external-id", external)
        .time("signed-at", message.signed_at)
        .maybe("signature", message.signature.as_ref());
    form = attachments(form, "attachment", &message.attachments);
    form = attachments(form, "original", message.original.as_slice());
    form = form.line("overrides", message.overrides.len());
    for set_aside in &message.overrides {
        form = form
            .line("override-rule", &set_aside.rule)
            .line("override-found", &set_aside.found)
            .line("override-reason", &set_aside.reason);
    }
    form.body(&message.body)
}

fn is_from_outside(kind: &MessageKind) -> bool {
    matches!(kind, MessageKind::Inbound | MessageKind::Auto)
}

fn attachments(form: Form, name: &str, attachments: &[Attachment]) -> Form {
    let line = |what: &str| format!("{name}-{what}");
    attachments.iter().fold(form.line(&line("count"), attachments.len()), |form, attachment| {
        form.line(&line("sha256"), &attachment.hash.0)
            .line(&line("size"), attachment.size)
            .line(&line("type"), &attachment.media_type)
            .line(&line("name"), &attachment.name)
    })
}

/// What the hash of a call covers.
pub fn call_form(call: &Call) -> String {
    let (consent, recording) = (call.consent.as_ref(), call.recording.as_ref());
    let answer = |answer: &ConsentAnswer| answer.as_str().to_owned();
    Form::new(ENTRY)
        .line("entry", "call")
        .line("id", call.id)
        .line("operator", call.operator)
        .maybe("trigger", call.trigger.as_ref())
        .line("number", &call.number)
        .time("at", Some(call.at))
        .line("seconds", call.seconds)
        .line("outcome", &call.outcome)
        .line("agreed", &call.agreed)
        .flag("apologised", call.apologised)
        .line("note", &call.note)
        .time("consent-asked-at", consent.map(|c| c.asked_at))
        .maybe("consent-how", consent.map(|c| &c.how))
        .maybe("consent-answer", consent.map(|c| answer(&c.answer)))
        .maybe("consent-basis", consent.map(|c| &c.basis))
        .maybe("recording", recording.map(|r| &r.reference))
        .maybe("recording-keep-until", recording.map(|r| r.keep_until))
        .done()
}

/// What the hash of a duty and its outcome covers, as they stood when the dossier was made.
pub fn follow_up_form(follow_up: &FollowUp) -> String {
    let due = serde_json::to_string(&follow_up.due).unwrap_or_default();
    Form::new(ENTRY)
        .line("entry", "follow_up")
        .line("id", follow_up.id)
        .line("kind", &follow_up.kind)
        .line("due", due)
        .line("title", &follow_up.title)
        .maybe("owner", follow_up.owner)
        .maybe("origin-message", follow_up.origin.message)
        .maybe("origin-call", follow_up.origin.call)
        .maybe("origin-operator", follow_up.origin.operator)
        .time("opened-at", Some(follow_up.opened_at))
        .line("state", &follow_up.state)
        .time("closed-at", follow_up.closed_at)
        .maybe("closed-by", follow_up.closed_by)
        .done()
}

/// What the hash of a confirmation covers, as it stood when the dossier was made.
pub fn confirmation_form(case: CaseId, confirmation: &Confirmation) -> String {
    Form::new(ENTRY)
        .line("entry", "confirmation")
        .line("case", case)
        .line("letter", confirmation.letter)
        .line("term", &confirmation.term)
        .line("state", &confirmation.state)
        .time("asked-at", Some(confirmation.asked_at))
        .time("since", Some(confirmation.since))
        .maybe("answer", confirmation.answer)
        .maybe("by", confirmation.by)
        .done()
}
