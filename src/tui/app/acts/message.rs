//! Acts on the current message of the open case: attachments, original, copy, file, link, "I have sent it", what becomes
//! of a letter that may not have arrived; and the customer's other cases.

use super::super::case::current_message;
use super::super::pick::{Item, Pick};
use super::super::{App, Effect, Effects, Level, Overlay, Said};
use super::{Picked, file_at_hand, submit};
use crate::i18n::day;
use crate::model::acts::Command;
use crate::model::{Attachment, CaseId, DeliveryDecision, DeliveryState, Message, MessageId, SettleDelivery};
use crate::tui::action::Action;

pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    if action == Action::CopyLink {
        copy_link(app, out);
        return true;
    }
    if !matches!(
        action,
        Action::Attachments | Action::Original | Action::CopyLetter | Action::SaveEml | Action::SentByHand
    ) {
        return false;
    }
    let Some(message) = current_message(app).cloned() else {
        app.say(Level::Warning, &Said::new("cannot-no-message"));
        return true;
    };
    match action {
        Action::Attachments => attachments(app, &message),
        Action::Original => out.push(Effect::ShowOriginal { case: message.case_id, message: message.id }),
        Action::CopyLetter => out.push(Effect::Copy(message.body)),
        Action::SaveEml => out.push(Effect::SaveEml { case: message.case_id, message: message.id }),
        _ => sent_by_hand(app, &message, out),
    }
    true
}

fn attachments(app: &mut App, message: &Message) {
    let files: Vec<&Attachment> = message.attachments.iter().chain(&message.original).collect();
    if files.is_empty() {
        return app.say(Level::Info, &Said::new("no-attachments"));
    }
    let item = |a: &Attachment| Item::new(Picked::Attachment(a.clone()), a.name.clone(), app.texts.bytes(a.size));
    let items = files.into_iter().map(item);
    let pick = Pick::new(app.texts.t("attachments-title"), items.collect());
    app.overlay = Some(Overlay::Pick(Box::new(pick)));
}

/// Opens an attachment, or saves it.
pub fn take(attachment: Attachment, save: bool) -> Effect {
    let Attachment { hash, name, .. } = attachment;
    if save { Effect::SaveAttachment { hash, name } } else { Effect::OpenAttachment { hash, name } }
}

fn sent_by_hand(app: &mut App, message: &Message, out: &mut Effects) {
    match &message.delivery {
        Some(d) if d.state == DeliveryState::Recorded && d.sent_by_hand_at.is_none() => {
            submit(out, Command::SentByHand { case: message.case_id, message: message.id });
        }
        Some(d) if matches!(d.state, DeliveryState::Unsure | DeliveryState::Bounced) => decide(app, message),
        _ => app.say(Level::Info, &Said::new("not-to-be-sent-by-hand")),
    }
}

/// Nobody but the operator can tell what becomes of a letter that may not have arrived.
fn decide(app: &mut App, message: &Message) {
    let item = |decision: DeliveryDecision| {
        let key = format!("delivery-{}", decision.as_str().replace('_', "-"));
        let aside = app.texts.t(&format!("{key}-aside"));
        Item::new(Picked::Delivery(message.case_id, message.id, decision), app.texts.t(&key), aside)
    };
    // The harmless answer stands first: Enter alone sends nothing.
    let items = vec![item(DeliveryDecision::Arrived), item(DeliveryDecision::SendAgain)];
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("delivery-title"), items))));
}

pub fn settle(case: CaseId, message: MessageId, decision: DeliveryDecision, out: &mut Effects) {
    submit(out, Command::SettleDelivery { case, message, settle: SettleDelivery { decision } });
}

fn copy_link(app: &mut App, out: &mut Effects) {
    match file_at_hand(app).and_then(|f| f.case.public_link.clone()) {
        Some(link) => out.push(Effect::Copy(link)),
        None => app.say(Level::Info, &Said::new("no-link")),
    }
}

/// Asks for the customer's other cases, unless they are known.
pub fn ask_other_cases(app: &App, id: CaseId, out: &mut Effects) {
    let Some(customer) = app.case(id).map(|f| f.customer.id) else { return };
    if app.other_cases.as_ref().is_none_or(|(known, _)| *known != customer) {
        out.push(Effect::LoadOtherCases { customer });
    }
    super::cards::ask_alike(app, customer, out);
}

/// The list of the customer's other cases, to open one.
pub fn other_cases(app: &mut App) {
    let Some(file) = file_at_hand(app) else { return };
    let (here, now) = (file.case.id, app.local_now());
    let known = app.other_cases.as_ref().filter(|(customer, _)| *customer == file.customer.id);
    let rows = known.map_or(&[][..], |(_, rows)| rows);
    let items: Vec<_> = rows
        .iter()
        .filter(|r| r.id != here)
        .map(|r| {
            let state = app.texts.t(&format!("state-short-{}", r.state.as_str().replace('_', "-")));
            let received = day(&app.texts, r.received_at.to_zoned(app.zone()).date(), now.date());
            Item::new(Picked::Case(r.id), format!("#{}  {}", r.number, r.subject), format!("{state} · {received}"))
        })
        .collect();
    if items.is_empty() {
        return app.say(Level::Info, &Said::new("no-other-cases"));
    }
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("other-cases-title"), items))));
}
