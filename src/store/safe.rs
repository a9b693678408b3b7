//! Makes what goes to the screen safe: names and titles on one line, bodies on several. Addresses, hashes and signatures
//! are machine text and keep their form apart from control characters.

use std::borrow::Cow;

use crate::model::{Attachment, Author, Call, CaseFile, Customer, FollowUp, Message, Operator, PersonName};
use crate::text;

/// Replaces the text only when something had to go.
fn line(text: &mut String) {
    if let Cow::Owned(safe) = text::safe_line(text) {
        *text = safe;
    }
}

fn lines(text: &mut String) {
    if let Cow::Owned(safe) = text::make_safe(text) {
        *text = safe;
    }
}

pub(super) fn name(name: &mut PersonName) {
    for part in [&mut name.given, &mut name.patronymic, &mut name.family, &mut name.public] {
        line(part);
    }
}

pub(super) fn customer(customer: &mut Customer) {
    name(&mut customer.name);
    customer.contacts.iter_mut().for_each(|c| line(&mut c.address));
    customer.pinned.iter_mut().for_each(|p| lines(&mut p.text));
    customer.absorbed.iter_mut().for_each(|part| line(&mut part.name));
}

fn attachment(attachment: &mut Attachment) {
    line(&mut attachment.name);
    line(&mut attachment.media_type);
}

fn message(message: &mut Message) {
    match &mut message.author {
        Author::Customer { name } | Author::Operator { name, .. } | Author::Machine { name } => line(name),
    }
    line(&mut message.subject);
    lines(&mut message.body);
    for set_aside in &mut message.overrides {
        lines(&mut set_aside.found);
        lines(&mut set_aside.reason);
    }
    message.attachments.iter_mut().for_each(attachment);
    if let Some(delivery) = &mut message.delivery {
        line(&mut delivery.detail);
    }
}

fn call(call: &mut Call) {
    line(&mut call.number);
    lines(&mut call.agreed);
    lines(&mut call.note);
}

pub(super) fn follow_up(follow_up: &mut FollowUp) {
    line(&mut follow_up.title);
}

pub(super) fn operator(operator: &mut Operator) {
    for part in [&mut operator.name, &mut operator.post, &mut operator.contact, &mut operator.hours] {
        line(part);
    }
}

pub(super) fn case_file(file: &mut CaseFile) {
    let case = &mut file.case;
    for part in [&mut case.customer_name, &mut case.subject, &mut case.source] {
        line(part);
    }
    case.tags.iter_mut().for_each(line);
    case.public_link.iter_mut().for_each(line);
    lines(&mut case.harm);
    lines(&mut case.wished_outcome);
    if let Some(remedy) = &mut case.remedy {
        line(&mut remedy.amount);
        lines(&mut remedy.text);
    }
    case.way.iter_mut().for_each(|tick| lines(&mut tick.note));
    case.call.iter_mut().for_each(|mark| lines(&mut mark.note));
    case.ambiguous_consent.iter_mut().for_each(|consent| lines(&mut consent.term));
    case.confirmations.iter_mut().for_each(|confirmation| lines(&mut confirmation.term));
    case.closed_questions.iter_mut().for_each(|mark| line(&mut mark.question));
    customer(&mut file.customer);
    file.messages.iter_mut().for_each(message);
    file.calls.iter_mut().for_each(call);
    file.follow_ups.iter_mut().for_each(follow_up);
}
