//! Whose turn a case is, in words: after a letter in which we promised, the next step is ours, whatever the state says.
//!
//! Not its duty: the state itself (`server::rules`), the class of a case in the queue (`triage::rank`), which this reads.

use super::{channel, duties};
use crate::model::queue::QueueRow;
use crate::model::{CaseFile, FollowUp, FollowUpKind, State};
use crate::tui::app::App;

/// "the customer's turn" begins here in the order of the queue (`triage::rank`), five less for an unclear consent.
const THEIRS: u8 = 75;

/// The state without what is next, where that stands beside it.
pub fn state(app: &App, file: &CaseFile) -> String {
    let is_ours = file.case.state == State::WaitingCustomer && file.follow_ups.iter().any(is_ours);
    match is_ours && file.case.snoozed_until.is_none() {
        true => app.texts.t("state-short-ours"),
        false => app.texts.t(&format!("state-{}", file.case.state.as_str().replace('_', "-"))),
    }
}

/// The state of a case: «за нами: обещание, пт 18:00» instead of «ждём клиента».
pub fn words(app: &App, file: &CaseFile) -> String {
    let ours = file.follow_ups.iter().filter(|f| is_ours(f)).min_by_key(|f| f.alerts_at());
    match ours.filter(|_| file.case.state == State::WaitingCustomer && file.case.snoozed_until.is_none()) {
        Some(next) => {
            let kind = duties::kind_words(app, &next.kind);
            let due = duties::due_words(app, &next.due);
            app.texts.tr("state-ours", &[("what", kind.into()), ("due", due.into())])
        }
        None => app.texts.t(&format!("state-{}", file.case.state.as_str().replace('_', "-"))),
    }
}

fn is_ours(follow_up: &FollowUp) -> bool {
    use FollowUpKind::{Call, PersonalControl, Promise, WrittenConfirmation};
    follow_up.is_open() && matches!(follow_up.kind, Promise | PersonalControl | Call | WrittenConfirmation)
}

fn is_row_ours(row: &QueueRow) -> bool {
    row.state == State::WaitingCustomer && row.key.rank < THEIRS
}

/// The same in one word, for a column.
pub fn short(app: &App, row: &QueueRow) -> String {
    match is_row_ours(row) {
        true => app.texts.t("state-short-ours"),
        false => app.texts.t(&format!("state-short-{}", row.state.as_str().replace('_', "-"))),
    }
}

/// The same in one cell.
pub fn sign(row: &QueueRow) -> &'static str {
    channel::state(if is_row_ours(row) { &State::Open } else { &row.state })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::UiLang;
    use crate::tui::app::fixtures::{app, case_file, follow_up, row};

    #[test]
    fn after_a_letter_that_promised_the_next_step_is_ours() {
        let app = app(UiLang::Ru, (120, 40));
        let mut file = case_file();
        file.case.state = State::WaitingCustomer;
        file.follow_ups = vec![
            follow_up(1, FollowUpKind::KeepInformed, "2026-11-24T09:00:00Z", ""),
            follow_up(2, FollowUpKind::Promise, "2026-11-27T09:00:00Z", "вернём деньги"),
        ];
        let said = words(&app, &file);
        assert!(said.starts_with("за нами: обещание, пт"), "{said}");
        file.follow_ups.truncate(1);
        assert_eq!(words(&app, &file), "ждём клиента");
    }

    #[test]
    fn the_list_says_the_same_in_a_word_and_in_a_sign() {
        let app = app(UiLang::Ru, (120, 40));
        let mut row = row(1);
        row.state = State::WaitingCustomer;
        row.key.rank = 60;
        assert_eq!((short(&app, &row).as_str(), sign(&row)), ("за нами", "●"));
        row.key.rank = 80;
        assert_eq!((short(&app, &row).as_str(), sign(&row)), ("ждём", "◌"));
    }
}
