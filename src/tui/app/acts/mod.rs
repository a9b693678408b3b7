//! What an operator does to a case, from whatever screen: each act is a command for the desk, most of them after a form.
//!
//! Not its duty: showing the result. The store lays what is unsent over what was pulled and says `Event::Changed`.

mod amends;
mod call;
mod call_record;
mod cards;
mod closing;
mod confirmation;
mod customer;
mod details;
pub(super) mod fields;
mod follow_up;
mod impression;
mod management;
mod merging;
mod message;
mod new_case;
mod owner;
mod question;
#[cfg(test)]
mod tests;

pub use amends::remedy_words;
pub use call::courtesy_words;
pub use cards::{CardPair, CardsMerged, joined as card_joined, shared as shared_addresses};
pub use fields::advice;
pub use impression::impression_words;
pub use management::commitment_words;
pub use merging::{Merged, Pair, likeness, others_came, survivor_number};
pub use message::ask_other_cases;

use super::form::Form;
use super::{App, Effect, Effects, Level, Overlay, Purpose, Said};
use crate::model::acts::{CloseQuestion, Command, ManagementMark};
use crate::model::{
    Attachment, CaseFile, CaseId, CustomerId, DeliveryDecision, FollowUpId, MessageId, OperatorId, OutboxItem,
};
use crate::tui::action::Action;

/// What a form about a case is for; carries the identities it was opened with.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Assign { case: CaseId, to: OperatorId },
    State { case: CaseId },
    Close { case: CaseId, then_next: bool },
    Tags { case: CaseId },
    Details { case: CaseId },
    Way { case: CaseId },
    Customer { case: CaseId },
    Pin { case: CaseId, message: MessageId },
    SnoozeCase { case: CaseId },
    Consent { case: CaseId },
    Confirmation { case: CaseId },
    MarkCall { case: CaseId },
    RecordCall { case: CaseId },
    AddFollowUp { case: CaseId },
    SnoozeFollowUp { case: CaseId, id: FollowUpId },
    NewCase,
}

/// What can be picked from a list over the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Picked {
    Attachment(Attachment),
    Case(CaseId),
    /// Who gets the case.
    Operator(CaseId, OperatorId),
    /// A line of a message, to be pinned to the card.
    Line(CaseId, MessageId, String),
    /// A question of ours that is settled.
    Question(CaseId, CloseQuestion),
    /// The customer wrote to the management; what had failed before.
    Management(CaseId, ManagementMark),
    /// What becomes of a letter whose way by mail did not end well.
    Delivery(CaseId, MessageId, DeliveryDecision),
    /// Two cases that are one.
    Merge(Pair),
    /// A case that is taken out again, and its number.
    Unmerge(CaseId, u64),
    /// Two cards that are one person.
    MergeCards(CardPair),
    /// A card that is taken out again, and its name.
    UnmergeCard(CaseId, CustomerId, String),
}

/// Does an act on the case at hand; false when the action is none of these.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    if action == Action::NewCase {
        new_case::open(app);
        return true;
    }
    let Some(id) = app.case_at_hand() else { return false };
    match action {
        Action::Claim => owner::claim(app, id, out),
        Action::Release => owner::release(app, id, out),
        Action::Assign
        | Action::State
        | Action::Close
        | Action::CloseNext
        | Action::Tags
        | Action::Details
        | Action::Way
        | Action::Customer
        | Action::Pin
        | Action::SnoozeCase
        | Action::DecideConsent
        | Action::SetConfirmation
        | Action::CloseQuestion
        | Action::WroteToManagement
        | Action::MarkCall
        | Action::UnmarkCall
        | Action::RecordCall
        | Action::AddFollowUp
        | Action::Evidence
        | Action::ExportCase
        | Action::Merge
        | Action::NotTheSame
        | Action::Unmerge
        | Action::MergeCards
        | Action::UnmergeCards
        | Action::OtherCases => match app.case(id).cloned() {
            Some(file) => with_file(app, action, &file, out),
            None => {
                app.after_load = Some((id, action));
                out.push(Effect::LoadCase { id });
            }
        },
        Action::Done | Action::Snooze if super::case::turns_to_follow_ups(app) => {}
        Action::Done | Action::Snooze => match super::case::current_follow_up(app).cloned() {
            Some(follow_up) if action == Action::Done => follow_up::done(app, &follow_up, out),
            Some(follow_up) => follow_up::open_snooze(app, &follow_up),
            None => app.say(Level::Info, &Said::new("case-no-follow-ups")),
        },
        _ => return message::perform(app, action, out),
    }
    true
}

/// Acts whose question shows what the case holds.
fn with_file(app: &mut App, action: Action, file: &CaseFile, out: &mut Effects) {
    match action {
        Action::Assign => owner::open_assign(app, file),
        Action::State => closing::open_state(app, file),
        Action::Close => closing::open(app, file, false),
        Action::CloseNext => closing::open(app, file, true),
        Action::Tags => details::open_tags(app, file),
        Action::Details => details::open(app, file),
        Action::Way => amends::open_way(app, file),
        Action::Customer => customer::open(app, file),
        Action::Pin => customer::open_pin(app),
        Action::SnoozeCase => details::open_snooze(app, file),
        Action::DecideConsent => details::open_consent(app, file),
        Action::SetConfirmation => confirmation::open(app, file),
        Action::CloseQuestion => question::open(app, file),
        Action::WroteToManagement => management::open(app, file),
        Action::MarkCall => call::mark_or_ask(app, file, out),
        Action::UnmarkCall => call::unmark(app, file, out),
        Action::RecordCall => match call_record::kept(app, file.case.id) {
            Some(form) => ask(app, form),
            None => call::open_record(app, file),
        },
        Action::AddFollowUp => follow_up::open_add(app, file),
        Action::Evidence => super::evidence::open(app, file, out),
        Action::ExportCase => super::evidence::export(app, file.case.id, out),
        Action::Merge => merging::open(app, file, out),
        Action::NotTheSame => merging::not_the_same(app, file, out),
        Action::Unmerge => merging::unmerge(app, file, out),
        Action::MergeCards => cards::open(app, file, out),
        Action::UnmergeCards => cards::unmerge(app, file, out),
        _ => message::other_cases(app),
    }
}

/// Carries out a submitted form.
///
/// # Errors
/// What is wrong with the values, in the operator's language.
pub fn submitted(app: &mut App, act: &Act, form: &Form, out: &mut Effects) -> Result<(), String> {
    match *act {
        Act::Assign { case, to } => owner::assign(app, case, to, form, out),
        Act::State { case } => closing::set_state(app, case, form, out),
        Act::Close { case, then_next } => closing::close(app, case, then_next, form, out),
        Act::Tags { case } => details::set_tags(app, case, form, out),
        Act::Details { case } => details::set(app, case, form, out),
        Act::Way { case } => amends::set_way(app, case, form, out),
        Act::Customer { case } => customer::set(app, case, form, out),
        Act::Pin { case, message } => customer::pin(app, case, message, form, out),
        Act::SnoozeCase { case } => details::snooze(app, case, form, out),
        Act::Consent { case } => details::decide_consent(app, case, form, out),
        Act::Confirmation { case } => confirmation::set(app, case, form, out),
        Act::MarkCall { case } => {
            call::mark(case, form, out);
            Ok(())
        }
        Act::RecordCall { case } => call::record(app, case, form, out),
        Act::AddFollowUp { case } => follow_up::add(app, case, form, out),
        Act::SnoozeFollowUp { case, id } => follow_up::snooze(app, case, id, form, out),
        Act::NewCase => new_case::enter(app, form, out),
    }
}

/// What was chosen in a list; `second` is its second meaning, such as saving instead of opening.
pub fn picked(app: &mut App, picked: Picked, second: bool, out: &mut Effects) {
    match picked {
        Picked::Attachment(attachment) => out.push(message::take(attachment, second)),
        Picked::Case(id) => super::case::open(app, id, out),
        Picked::Operator(case, to) => owner::open_note(app, case, to),
        Picked::Merge(pair) => merging::merge(app, pair, second, out),
        Picked::Unmerge(case, number) => merging::take_apart(app, case, number, out),
        Picked::MergeCards(pair) => cards::merge(app, &pair, second, out),
        Picked::UnmergeCard(case, customer, name) => cards::take_apart(app, case, customer, &name, out),
        Picked::Management(case, mark) => management::mark(app, case, mark, out),
        Picked::Delivery(case, letter, decision) => message::settle(case, letter, decision, out),
        Picked::Question(case, settled) => question::close(app, case, settled, out),
        Picked::Line(case, message, line) => customer::open_pinned_line(app, case, message, &line),
    }
}

/// The desk said no: the reason in its own words, such as who has claimed the case meanwhile (R165).
pub fn refused(app: &mut App, item: &OutboxItem) {
    let key = if matches!(item.command, Command::Claim { .. }) { "claim-refused" } else { "act-refused" };
    let detail = super::problems::line(&app.texts, &item.error);
    app.say(Level::Error, &Said::new(key).with("detail", detail));
}

/// Opens a form.
pub(super) fn ask(app: &mut App, mut form: Form) {
    form.advice = advice(app, &form);
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Takes the last merge back, of cases or of cards.
pub fn undo_merge(app: &mut App, out: &mut Effects) {
    if app.last_card_merge.is_some() { cards::undo(app, out) } else { merging::undo(app, out) }
}

/// A form was left without being submitted: what a call's record holds is kept, and stands there again when it is opened.
pub fn left(app: &mut App, form: Box<Form>) {
    if let Purpose::Act(Act::RecordCall { .. }) = form.purpose {
        call_record::keep(app, form);
    }
}

/// The number of the field whose value was refused, where that can be told.
pub fn at_fault(app: &App, form: &Form) -> Option<usize> {
    match form.purpose {
        Purpose::Act(Act::RecordCall { .. }) => call_record::at_fault(app, form),
        _ => None,
    }
}

/// Puts an act into the outbox.
fn submit(out: &mut Effects, command: Command) {
    out.push(Effect::Submit { command: Box::new(command), delay_s: 0 });
}

/// The case at hand with everything.
fn file_at_hand(app: &App) -> Option<&CaseFile> {
    app.case(app.case_at_hand()?)
}

/// A form about a case, with the case's number and customer in its title.
fn form(app: &App, key: &str, file: &CaseFile, act: Act, fields: Vec<super::Field>) -> Form {
    let title = app.texts.t(key);
    let title = format!("{title} · #{} {}", file.case.number, file.case.customer_name);
    Form::new(title, Purpose::Act(act), fields)
}
