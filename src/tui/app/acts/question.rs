//! The mark that settles a question of ours without an answer in the thread (R14), or an act that an apology of ours named
//! (R158).
//!
//! Not its duty: which of them are open (`letter`).

use super::super::pick::{Item, Pick};
use super::super::{App, Effects, Level, Overlay, Said};
use super::{Picked, details};
use crate::i18n::day;
use crate::letter::owed_before_closing;
use crate::model::acts::{CasePatch, CloseQuestion};
use crate::model::{CaseFile, CaseId};
use crate::schedule::OwedKind;
use crate::text::safe_line;

/// Lists the open questions and the unwatched acts of the case, to settle one.
pub fn open(app: &mut App, file: &CaseFile) {
    let (case, today) = (file.case.id, app.local_now().date());
    let questions = app.judged(case).map_or(&[][..], |judged| &judged.questions);
    let mut items: Vec<_> = questions
        .iter()
        .map(|question| {
            let asked = day(&app.texts, question.at.to_zoned(app.zone()).date(), today);
            let settled = CloseQuestion { message: question.message, question: question.text.clone() };
            Item::new(Picked::Question(case, settled), safe_line(&question.text).into_owned(), asked)
        })
        .collect();
    let acts = owed_before_closing(file).into_iter().filter(|owed| owed.what == OwedKind::PromisedAct);
    items.extend(acts.filter_map(|act| {
        let settled = CloseQuestion { message: act.message?, question: act.words };
        let words = safe_line(&settled.question).into_owned();
        Some(Item::new(Picked::Question(case, settled), words, app.texts.t("question-act")))
    }));
    if items.is_empty() {
        return app.say(Level::Info, &Said::new("question-none"));
    }
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("question-title"), items))));
}

pub fn close(app: &App, case: CaseId, settled: CloseQuestion, out: &mut Effects) {
    details::patch(app, case, CasePatch { close_question: Some(settled), ..CasePatch::default() }, out);
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::{case_file, case_id, message, now, opened, press};
    use super::super::super::{App, Effect, Event, update};
    use super::*;
    use crate::i18n::UiLang;
    use crate::model::MessageKind;
    use crate::model::acts::Command;
    use crate::tui::view::snapshots::drawn;

    /// The opened case with a last letter of ours.
    fn asked(body: &str) -> App {
        let mut app = opened(UiLang::En, (120, 40));
        let mut file = case_file();
        file.messages.push(message(6, MessageKind::Reply, "2026-11-23T10:00:00Z", body));
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
        app
    }

    #[test]
    fn an_open_question_is_shown_on_the_case_and_settled_by_a_mark() {
        // R14
        let mut app = asked("Какой этаж? Есть ли домофон?");
        let screen = drawn(&mut app);
        assert!(screen.contains("asked, not answered yet · Q settle"), "{screen}");
        assert!(screen.contains("? Какой этаж? · today") || screen.contains("? Какой этаж? · 23 Nov"), "{screen}");
        let out = press(&mut app, "Q down enter");
        let [Effect::Submit { command, delay_s: 0 }] = &out[..] else { panic!("{out:?}") };
        let Command::PatchCase { patch, .. } = &**command else { panic!("{command:?}") };
        let message = message(6, MessageKind::Reply, "2026-11-23T10:00:00Z", "").id;
        let settled = CloseQuestion { message, question: "Есть ли домофон?".into() };
        assert_eq!(**patch, CasePatch { close_question: Some(settled), ..CasePatch::default() });
    }

    #[test]
    fn an_answered_question_is_not_shown_and_the_key_says_so() {
        // R14
        let mut app = asked("Мастер приедет сегодня.");
        assert!(!drawn(&mut app).contains("asked, not answered"));
        assert_eq!(press(&mut app, "Q"), []);
        assert_eq!(app.toasts.last().map(|t| t.text.clone()), Some(app.texts.t("question-none")));
    }
}
