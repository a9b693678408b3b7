//! The mark "he wrote to the management", linked to the commitment of ours that had failed (R87).
//!
//! Not its duty: counting them (`sincerely report`).

use super::super::pick::{Item, Pick};
use super::super::{App, Effects, Overlay};
use super::{Picked, details};
use crate::i18n::day;
use crate::model::acts::{CasePatch, ManagementMark};
use crate::model::{CaseFile, CaseId, FollowUp};
use crate::text::safe_line;

/// Asks which commitment had failed: the latest first, and last that none had.
pub fn open(app: &mut App, file: &CaseFile) {
    let (case, today) = (file.case.id, app.local_now().date());
    let mut failed: Vec<&FollowUp> = file.follow_ups.iter().filter(|f| f.is_failed(app.now)).collect();
    failed.sort_by_key(|f| std::cmp::Reverse((f.due.latest(), f.id)));
    let item = |follow_up: &FollowUp| {
        let due = day(&app.texts, follow_up.due.local().date(), today);
        let mark = ManagementMark { commitment: Some(follow_up.id) };
        Item::new(Picked::Management(case, mark), commitment_words(app, follow_up), due)
    };
    let mut items: Vec<_> = failed.into_iter().map(item).collect();
    let none = Picked::Management(case, ManagementMark::default());
    items.push(Item::new(none, app.texts.t("management-nothing-failed"), String::new()));
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("management-title"), items))));
}

/// "promise: мастер приедет"
pub fn commitment_words(app: &App, follow_up: &FollowUp) -> String {
    let kind = app.texts.t(&format!("kind-{}", follow_up.kind.as_str().replace('_', "-")));
    match safe_line(&follow_up.title) {
        title if title.is_empty() => kind,
        title => format!("{kind}: {title}"),
    }
}

pub fn mark(app: &App, case: CaseId, mark: ManagementMark, out: &mut Effects) {
    details::patch(app, case, CasePatch { wrote_to_management: Some(mark), ..CasePatch::default() }, out);
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::{case_file, case_id, follow_up, me, now, opened, press};
    use super::super::super::{App, Effect, Event, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::acts::Command;
    use crate::model::{FollowUpId, FollowUpKind, FollowUpState, WroteToManagement};
    use crate::tui::view::snapshots::drawn;

    /// The opened case with a promise that was not kept, one kept in time, and the follow-ups of the future.
    fn case(marked: bool) -> (App, FollowUpId) {
        let mut app = opened(UiLang::En, (120, 40));
        let mut file = case_file();
        let failed = follow_up(7, FollowUpKind::Promise, "2026-11-20T15:00:00Z", "мастер приедет");
        let mut kept = follow_up(8, FollowUpKind::Promise, "2026-11-20T15:00:00Z", "письмо");
        kept.state = FollowUpState::Done;
        kept.closed_at = Some("2026-11-20T10:00:00Z".parse().unwrap());
        if marked {
            let mark = WroteToManagement { commitment: Some(failed.id), by: me(), at: now() };
            file.case.wrote_to_management.push(mark);
        }
        let id = failed.id;
        file.follow_ups.extend([failed, kept]);
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
        (app, id)
    }

    fn marked(app: &mut App, keys: &str) -> ManagementMark {
        let out = press(app, keys);
        let [Effect::Submit { command, delay_s: 0 }] = &out[..] else { panic!("{out:?}") };
        let Command::PatchCase { patch, .. } = &**command else { panic!("{command:?}") };
        patch.wrote_to_management.expect("the mark")
    }

    #[test]
    fn a_letter_to_the_management_is_marked_with_the_commitment_that_failed() {
        // R87
        let (mut app, failed) = case(false);
        assert!(!drawn(&mut app).contains("wrote to the management"));
        press(&mut app, "M");
        let Some(Overlay::Pick(pick)) = &app.overlay else { panic!("{:?}", app.overlay) };
        let labels: Vec<&str> = pick.items.iter().map(|i| i.label.as_str()).collect();
        assert_eq!(labels, ["promise: мастер приедет", "nothing of ours had failed"]);
        press(&mut app, "esc");
        assert_eq!(marked(&mut app, "M enter").commitment, Some(failed));
        assert_eq!(marked(&mut app, "M down enter").commitment, None);
    }

    #[test]
    fn the_mark_stands_on_the_case() {
        // R87
        let (mut app, _) = case(true);
        let screen = drawn(&mut app);
        assert!(screen.contains("! wrote to the management"), "{screen}");
        assert!(screen.contains("promise: мастер приедет"), "{screen}");
    }
}
