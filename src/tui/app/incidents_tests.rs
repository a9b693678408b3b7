//! What others lost, as far as the screen is concerned; docs/incidents.md has the table.

use super::fixtures::{app, case_file, case_id, colleague, now, operator, press, typed};
use super::{App, Effect, Event, Screen, update};
use crate::i18n::UiLang;
use crate::model::DraftKind;
use crate::tui::input::{Context, Keymap};

const WORDS: &str = "Мастер выехал к Вам.";

fn writing() -> App {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    typed(&mut app, WORDS);
    app
}

#[test]
fn incident_2_no_key_destroys_a_reply_in_progress() {
    let keymap = Keymap::shipped();
    let here = |context: &Context| matches!(context, Context::Composer | Context::Global);
    let chords: Vec<_> = keymap.entries().filter(|(context, ..)| here(context)).map(|(_, chord, _)| chord).collect();
    assert!(chords.len() > 20, "only {} keys were found", chords.len());
    for chord in chords {
        let mut app = writing();
        let mut out = Vec::new();
        for key in chord {
            out.extend(update(&mut app, Event::Key(*key), now()));
        }
        let in_hand = app.composer.as_ref().is_some_and(|c| c.editor.text().contains("Мастер выехал"));
        let saved = out.iter().any(|e| matches!(e, Effect::SaveDraft(draft) if draft.text.contains(WORDS)));
        // One step back, or one forward where the key itself was a step back, brings it again.
        let mut steps = |forward: bool| {
            let editor = app.composer.as_mut().map(|c| &mut c.editor);
            editor.is_some_and(|e| {
                let went = if forward { e.redo() } else { e.undo() };
                went && e.text().contains("Мастер выехал")
            })
        };
        let back = in_hand || saved || steps(true) || steps(false);
        assert!(back, "{chord:?} destroys the letter: {out:?}");
    }
}

#[test]
fn incident_3_a_changed_profile_keeps_what_is_being_written() {
    let mut app = writing();
    let mut me = operator(super::fixtures::me(), "Анна Петрова");
    me.post = "руководитель".into();
    update(&mut app, Event::Me(Box::new(me)), now());
    update(&mut app, Event::Operators(vec![operator(colleague(), "Пётр Сидоров")]), now());
    assert!(app.composer.as_ref().is_some_and(|c| c.editor.text().contains(WORDS)));
    assert!(matches!(app.screen(), Screen::Composer));
}

#[test]
fn incident_6_the_draft_is_the_same_from_wherever_it_is_opened() {
    let asks = |keys: &str| {
        let mut app = app(UiLang::En, (120, 40));
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(case_file())) }, now());
        press(&mut app, keys).contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply })
    };
    for keys in ["r", "enter r", "3 r", "5 r"] {
        // Views that have to be read first keep the row they had.
        assert!(asks(keys) || keys.starts_with(|c: char| c.is_ascii_digit()), "{keys}");
    }
    let mut app = writing();
    let out = press(&mut app, "esc");
    assert!(out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.text.contains(WORDS))), "{out:?}");
}
