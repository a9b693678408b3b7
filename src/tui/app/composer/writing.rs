//! The keys of writing: editing, moving, and the composer's actions.

use jiff::Timestamp;

use super::{Composer, Stage, findings, palette, slots};
use crate::letter;
use crate::model::DraftKind;
use crate::tui::action::Action;
use crate::tui::app::form::{Field, Form, Purpose};
use crate::tui::app::{App, Effect, Effects, Level, Mouse, Overlay, Said, review};
use crate::tui::editor::Motion;
use crate::tui::input::{Code, Key, latin};

/// The most that is taken from one paste, in bytes; no letter is so long.
const PASTE_BYTES: usize = 200_000;
/// A line this long would make every key slow; a pasted one is broken at its blanks.
const LINE_BYTES: usize = 4_000;

/// A key without an action.
pub fn key(app: &mut App, key: Key, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &mut app.composer else { return };
    let revision = composer.revision;
    edit(composer, key, now, out);
    slots::follow(composer, now, out);
    if composer.revision != revision && composer.stage == Stage::Ready {
        slots::mark_slots(composer);
    }
}

fn edit(composer: &mut Composer, key: Key, now: Timestamp, out: &mut Effects) {
    let ended_at = composer.goes_on_at.take();
    let editor = &mut composer.editor;
    if let Some(motion) = motion(key) {
        return editor.go(motion, key.shift);
    }
    let letter = match key.code {
        Code::Char(c) if key.ctrl => Some(latin(c).unwrap_or(c)),
        _ => None,
    };
    match (key.code, letter) {
        _ if key.typed().is_some() => {
            let is_behind = ended_at == Some(editor.cursor()) && editor.selection().is_none();
            let blank = key.typed().filter(|c| is_behind && c.is_alphanumeric()).map(|_| ' ');
            blank.into_iter().chain(key.typed()).for_each(|c| editor.type_char(c));
        }
        (Code::Enter, _) => editor.type_char('\n'),
        (Code::Backspace, _) if key.ctrl || key.alt => editor.delete_word_back(),
        (Code::Backspace, _) => editor.delete_back(),
        (Code::Delete, _) if key.ctrl => editor.delete_word_forward(),
        (Code::Delete, _) => editor.delete_forward(),
        (_, Some('w')) => editor.delete_word_back(),
        (_, Some('a')) => return editor.select_all(),
        (_, Some('c')) => return copy(composer, out),
        (_, Some('x')) if editor.selection().is_some() => {
            copy(composer, out);
            composer.editor.insert("");
        }
        _ => return,
    }
    composer.touched(now, out);
}

fn motion(key: Key) -> Option<Motion> {
    Some(match (key.code, key.ctrl) {
        (Code::Left, false) => Motion::Left,
        (Code::Left, true) => Motion::WordLeft,
        (Code::Right, false) => Motion::Right,
        (Code::Right, true) => Motion::WordRight,
        (Code::Up, false) => Motion::Up,
        (Code::Down, false) => Motion::Down,
        (Code::Home, false) => Motion::LineStart,
        (Code::Home, true) => Motion::Start,
        (Code::End, false) => Motion::LineEnd,
        (Code::End, true) => Motion::End,
        (Code::PageUp, _) => Motion::PageUp,
        (Code::PageDown, _) => Motion::PageDown,
        _ => return None,
    })
}

fn copy(composer: &Composer, out: &mut Effects) {
    if let Some(text) = composer.editor.selected() {
        out.push(Effect::Copy(text.to_owned()));
    }
}

/// Pasted text is text; it was made safe before. What is longer than any letter is cut, and that is said.
pub fn paste(app: &mut App, text: &str, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &mut app.composer else { return };
    let kept = &text[..text.floor_char_boundary(PASTE_BYTES)];
    composer.editor.insert(&with_bearable_lines(kept));
    composer.touched(now, out);
    slots::follow(composer, now, out);
    slots::mark_slots(composer);
    if kept.len() < text.len() {
        app.say(Level::Warning, &Said::new("composer-paste-cut"));
    }
}

fn with_bearable_lines(text: &str) -> std::borrow::Cow<'_, str> {
    if text.lines().all(|l| l.len() <= LINE_BYTES) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + text.len() / LINE_BYTES + 1);
    let mut length = 0;
    for c in text.chars() {
        if length >= LINE_BYTES && c == ' ' || length >= 2 * LINE_BYTES && c != '\n' {
            out.push('\n');
            length = 0;
            if c == ' ' {
                continue;
            }
        }
        length = if c == '\n' { 0 } else { length + c.len_utf8() };
        out.push(c);
    }
    out.into()
}

/// True when the composer knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let ready = app.composer.as_ref().is_some_and(|c| c.stage == Stage::Ready);
    if !ready && !matches!(action, Action::Back | Action::Help | Action::Palette | Action::Quit) {
        app.say(Level::Info, &Said::new("composer-loading"));
        return true;
    }
    match action {
        Action::Back => super::close(app, out),
        Action::Undo | Action::Redo => history(app, action, out),
        Action::NextSlot => walk(app, true, out),
        Action::PreviousSlot => walk(app, false, out),
        Action::Phrases => palette::open(app),
        Action::ToggleNote => toggle(app, out),
        Action::Greeting => greeting(app, out),
        Action::Signature => signature(app, out),
        Action::Quote => quote(app, out),
        Action::NextFinding => findings::next_finding(app, out),
        Action::ApplyFix => findings::apply_fix(app, out),
        Action::WeighFinding => findings::weigh(app, out),
        Action::ScrollDown => scroll(app, 4),
        Action::ScrollUp => scroll(app, -4),
        Action::AddAttachment => attach(app),
        Action::DraftHistory => ask_history(app, out),
        Action::DiscardDraft => discard(app, out),
        Action::Review => review::open(app, out),
        Action::Skeleton => skeleton(app, out),
        Action::LetterChannel => super::open_channel(app),
        Action::ClarifyConsent => palette::clarify(app, out),
        _ => return false,
    }
    true
}

fn history(app: &mut App, action: Action, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &mut app.composer else { return };
    let done = if action == Action::Undo { composer.editor.undo() } else { composer.editor.redo() };
    if done {
        composer.touched(now, out);
        slots::follow(composer, now, out);
        slots::mark_slots(composer);
    } else {
        app.say(Level::Info, &Said::new("composer-no-more-steps"));
    }
}

fn walk(app: &mut App, forward: bool, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    let book = app.phrasebook(&composer.lang);
    let found = slots::next(&mut composer, &book, forward, app.now, out);
    slots::mark_slots(&mut composer);
    let went_on = found || slots::step_over_end(&mut composer);
    app.composer = Some(composer);
    if !went_on {
        app.say(Level::Info, &Said::new("composer-no-slots"));
    }
}

/// Changes between the letter and the note; each has a draft of its own.
fn toggle(app: &mut App, out: &mut Effects) {
    let Some(composer) = &app.composer else { return };
    if composer.is_for_many() {
        let action = app.texts.t(Action::ToggleNote.title_key());
        return app.say(Level::Warning, &Said::new("cannot-here").with("action", action));
    }
    let case = composer.case;
    let kind = if composer.is_note() { None } else { Some(DraftKind::Note) };
    super::open(app, case, kind, out);
}

fn greeting(app: &mut App, out: &mut Effects) {
    let now = app.now;
    let Some(mut composer) = app.composer.take() else { return };
    if let Some(file) = app.case(composer.case) {
        let text = letter::greeting_for(file, composer.lang.as_str(), composer.manner()).text;
        if composer.editor.text().lines().any(|l| l.trim() == text) {
            app.say(Level::Info, &Said::new("composer-has-greeting"));
        } else {
            composer.editor.replace(0..0, &format!("{text}\n\n"));
            composer.touched(now, out);
        }
    }
    app.composer = Some(composer);
}

/// The order of an answer to a complaint with its slots, in place of a letter that says nothing yet (R162).
fn skeleton(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    let book = app.phrasebook(&composer.lang);
    if let Some(file) = app.case(composer.case).filter(|_| !composer.is_note()) {
        let voice = palette::voice(app, &composer);
        let greeting = letter::greeting_for(file, &book.lang, composer.manner());
        let me = app.me_in(&book.lang);
        let insert = letter::skeleton(&book, &voice, &file.customer, greeting, &me, composer.manner());
        composer.editor.become_text(&insert.text);
        composer.editor.set_cursor(0);
        composer.remember(insert.slots);
        composer.touched(app.now, out);
        slots::next(&mut composer, &book, true, app.now, out);
        slots::mark_slots(&mut composer);
    }
    app.composer = Some(composer);
}

/// The operator's own signature exactly once (R84).
fn signature(app: &mut App, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &app.composer else { return };
    let lang = composer.lang.as_str();
    let signed = letter::ensure_signature(composer.editor.text(), &app.me_in(lang), lang, composer.manner());
    if signed == composer.editor.text() {
        return app.say(Level::Info, &Said::new("composer-has-signature"));
    }
    let Some(composer) = &mut app.composer else { return };
    composer.editor.become_text(&signed);
    composer.touched(now, out);
}

/// Quotes the customer's last word below the letter.
fn quote(app: &mut App, out: &mut Effects) {
    let now = app.now;
    let Some(mut composer) = app.composer.take() else { return };
    let last = app.case(composer.case).and_then(super::last_word);
    if let Some(quoted) = last.map(letter::quote) {
        let text = composer.editor.text();
        if text.contains(quoted.trim_end()) {
            app.say(Level::Info, &Said::new("composer-has-quote"));
        } else {
            let gap = if text.trim().is_empty() { "" } else { "\n\n" };
            let signed = format!("{}{gap}{}", text.trim_end_matches('\n'), quoted.trim_end());
            composer.editor.become_text(&signed);
            composer.touched(now, out);
        }
    } else {
        app.say(Level::Info, &Said::new("composer-nothing-to-quote"));
    }
    app.composer = Some(composer);
}

fn scroll(app: &mut App, by: isize) {
    let last = app.measured.lines.saturating_sub(app.measured.page);
    if let Some(composer) = &mut app.composer {
        composer.scroll = composer.scroll.saturating_add_signed(by).min(last);
    }
}

/// The wheel scrolls the customer's words.
pub fn mouse(app: &mut App, mouse: Mouse) {
    match mouse {
        Mouse::ScrollDown { .. } => scroll(app, 3),
        Mouse::ScrollUp { .. } => scroll(app, -3),
        Mouse::Press { .. } | Mouse::Drag { .. } => {}
    }
}

fn attach(app: &mut App) {
    let Some(composer) = &app.composer else { return };
    let mut form = Form::new(
        app.texts.t("attach-title"),
        Purpose::Attach(composer.case),
        vec![Field::text("path", app.texts.t("attach-path"), "")],
    );
    form.intro = composer.attachments.iter().map(|a| format!("• {}", a.name)).collect();
    app.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Takes the path of the attachment form.
///
/// # Errors
/// When no path was given.
pub fn attach_from(app: &mut App, case: crate::model::CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let path = form.text("path").to_owned();
    if path.is_empty() {
        return Err(app.texts.t("attach-needs-path"));
    }
    out.push(Effect::AddAttachment { case, path });
    Ok(())
}

fn ask_history(app: &mut App, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = &mut app.composer else { return };
    composer.save(now, out);
    out.push(Effect::LoadDraftHistory { case: composer.place(), kind: composer.kind.clone() });
}

/// Throws the draft away; the store keeps it among the earlier versions.
fn discard(app: &mut App, out: &mut Effects) {
    let Some(mut composer) = app.composer.take() else { return };
    composer.save(app.now, out);
    out.push(Effect::DeleteDraft { case: composer.place(), kind: composer.kind.clone() });
    app.stack.retain(|s| !matches!(s, super::Screen::Composer));
    app.say(Level::Info, &Said::new("composer-discarded"));
}

/// Where one writes on in a text that came back: before the signature.
pub fn end_of_words(app: &App, composer: &Composer) -> usize {
    let signature = composer.own_signature(app);
    let text = composer.editor.text();
    text.rfind(&signature).map_or(text.len(), |at| text[..at].trim_end().len())
}
