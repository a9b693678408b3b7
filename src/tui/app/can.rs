//! Why an action cannot be done now. The palette shows it beside the action, a key press tells it; nothing is ever
//! silently ignored (design §3).

use super::{App, Said, Screen};
use crate::tui::action::Action;

/// The reason, as a text key; none when the action can be done.
pub fn why_not(app: &App, action: Action) -> Option<Said> {
    use Action as A;
    match action {
        A::Claim
        | A::Release
        | A::Assign
        | A::State
        | A::Close
        | A::CloseNext
        | A::Tags
        | A::Details
        | A::Way
        | A::Customer
        | A::SnoozeCase
        | A::Reply
        | A::Note
        | A::MarkCall
        | A::RecordCall
        | A::AddFollowUp
        | A::UnmarkCall
        | A::DecideConsent
        | A::SetConfirmation
        | A::CloseQuestion
        | A::WroteToManagement
        | A::Merge
        | A::NotTheSame
        | A::Unmerge
        | A::MergeCards
        | A::UnmergeCards
        | A::MarkForMany
            if app.case_at_hand().is_none() =>
        {
            Some(Said::new("cannot-no-case"))
        }
        A::Undo
            if !matches!(app.screen(), Screen::Composer)
                && app.undo_until().is_none()
                && app.sealing.is_none()
                && app.last_merge.is_none()
                && app.last_card_merge.is_none() =>
        {
            Some(Said::new("cannot-nothing-to-undo"))
        }
        _ => None,
    }
}
