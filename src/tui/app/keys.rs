//! From a key to the reducer it belongs to: text first where text is typed, then the keymap, then the screen.

use super::pick::{Item, Pick};
use super::{
    App, Effect, Effects, Help, Level, Mouse, Overlay, Purpose, Said, Screen, acts, calls, can, case, composer,
    conflict, evidence, follow_ups, many, outbox, purpose, queue, review, sign_in, unlock, versions, welcome,
};
use crate::model::DraftKind;
use crate::tui::action::Action;
use crate::tui::input::{Code, Key, Looked};

pub fn press(app: &mut App, key: Key, out: &mut Effects) {
    let contexts = app.contexts();
    if !app.pending.is_empty() && key.code == Code::Esc {
        forget_chord(app);
        return;
    }
    match app.keymap.look(contexts, &app.pending, key) {
        Looked::Action(action) => {
            forget_chord(app);
            perform(app, action, out);
        }
        Looked::Pending(next) => {
            app.pending.push(key);
            app.pending_next = next;
        }
        Looked::Nothing if !app.pending.is_empty() => forget_chord(app),
        Looked::Nothing => typed(app, key, out),
    }
}

fn forget_chord(app: &mut App) {
    app.pending.clear();
    app.pending_next.clear();
}

/// A key without an action: text for whoever takes text.
fn typed(app: &mut App, key: Key, out: &mut Effects) {
    match &mut app.overlay {
        Some(Overlay::Form(form)) if form.fields.is_empty() => {
            // It only told something; the key is meant for the screen.
            app.overlay = None;
            return press(app, key, out);
        }
        Some(Overlay::Form(form)) => form.key(key),
        Some(Overlay::Palette(pick)) => pick.key(key),
        Some(Overlay::Beginning(pick, _)) => pick.key(key),
        Some(Overlay::Pick(pick)) => pick.key(key),
        Some(Overlay::Letter(_)) => composer::picking(app, key, out),
        None => match app.screen() {
            Screen::Queue => queue::typed(app, key, out),
            Screen::Composer => composer::key(app, key, out),
            _ => {}
        },
    }
    advise(app);
}

/// Says anew how the form's values are understood.
fn advise(app: &mut App) {
    let advice = match &app.overlay {
        Some(Overlay::Form(form)) => acts::advice(app, form),
        _ => return,
    };
    if let Some(Overlay::Form(form)) = &mut app.overlay {
        form.advice = advice;
    }
}

/// Pasted text is text, never keys: a newline in it submits and sends nothing.
pub fn paste(app: &mut App, text: &str, out: &mut Effects) {
    let text = crate::text::make_safe(text);
    match &mut app.overlay {
        Some(Overlay::Form(form)) => form.paste(&text),
        Some(Overlay::Palette(pick)) => pick.paste(&text),
        Some(Overlay::Beginning(pick, _)) => pick.paste(&text),
        Some(Overlay::Pick(pick)) => pick.paste(&text),
        Some(Overlay::Letter(pick)) => pick.paste(&text),
        None => match app.screen() {
            Screen::Queue => queue::pasted(app, &text, out),
            Screen::Composer => composer::paste(app, &text, out),
            _ => {}
        },
    }
    advise(app);
}

pub fn mouse(app: &mut App, mouse: Mouse, out: &mut Effects) {
    match app.screen() {
        _ if app.overlay.is_some() => {}
        Screen::Queue => queue::mouse(app, mouse, out),
        Screen::Composer => composer::mouse(app, mouse),
        Screen::Outbox(_) => outbox::mouse(app, mouse, out),
        Screen::Review | Screen::Many | Screen::Conflict(_) | Screen::Versions(_) => {}
        Screen::Case(_) => case::mouse(app, mouse),
        Screen::FollowUps(_) => follow_ups::mouse(app, mouse, out),
        Screen::Calls(_) => calls::mouse(app, mouse),
        Screen::Evidence(_) => evidence::mouse(app, mouse),
        Screen::Help(_) | Screen::Original(_) => {}
    }
}

/// Does an action, or tells why it cannot be done now.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) {
    if let Some(reason) = can::why_not(app, action) {
        app.say(Level::Warning, &reason);
        return;
    }
    if app.overlay.is_some() {
        return in_overlay(app, action, out);
    }
    if in_screen(app, action, out) {
        return;
    }
    match action {
        Action::Help => {
            let contexts = app.contexts();
            app.stack.push(Screen::Help(Help { contexts, scroll: 0 }));
        }
        Action::Palette => open_palette(app),
        Action::Quit => {
            composer::save_now(app, out);
            out.push(Effect::Quit);
        }
        Action::Redraw => out.push(Effect::Redraw),
        Action::Suspend => {
            composer::save_now(app, out);
            out.push(Effect::Suspend);
        }
        Action::SyncNow => out.push(Effect::SyncNow),
        Action::Theme => out.push(Effect::ChangeTheme(next_theme(&app.theme_name))),
        Action::Back => {
            if app.stack.len() > 1 {
                app.stack.pop();
            }
        }
        Action::GoQueue => {
            composer::close(app, out);
            app.stack.truncate(1);
        }
        Action::Reply | Action::Note => {
            if let Some(case) = app.case_at_hand() {
                let kind = (action == Action::Note).then_some(DraftKind::Note);
                composer::open(app, case, kind, out);
            }
        }
        Action::GoOutbox => outbox::open(app, out),
        Action::Undo if app.undo_until().is_none() && app.sealing.is_none() => acts::undo_merge(app, out),
        Action::Undo => composer::undo_send(app, out),
        Action::GoFollowUps => follow_ups::open(app, out),
        Action::GoCalls => calls::open(app, out),
        Action::GoProfile => welcome::open_profile(app, false),
        Action::SignIn => sign_in::open(app),
        other => app.say(Level::Warning, &Said::new("cannot-here").with("action", app.texts.t(other.title_key()))),
    }
}

fn in_screen(app: &mut App, action: Action, out: &mut Effects) -> bool {
    match app.stack.last_mut() {
        Some(Screen::Queue) | None => queue::perform(app, action, out) || acts::perform(app, action, out),
        Some(Screen::Case(_)) => case::perform(app, action, out),
        Some(Screen::Composer) => composer::perform(app, action, out),
        Some(Screen::FollowUps(_)) => follow_ups::perform(app, action, out),
        Some(Screen::Calls(_)) => calls::perform(app, action, out),
        Some(Screen::Review) => review::perform(app, action, out),
        Some(Screen::Many) => many::perform(app, action, out),
        Some(Screen::Outbox(_)) => outbox::perform(app, action, out),
        Some(Screen::Evidence(_)) => evidence::perform(app, action, out),
        Some(Screen::Conflict(_)) => conflict::perform(app, action, out),
        Some(Screen::Versions(_)) => versions::perform(app, action, out),
        Some(Screen::Help(help)) => scroll(&mut help.scroll, &app.measured, action),
        Some(Screen::Original(original)) => scroll(&mut original.scroll, &app.measured, action),
    }
}

/// Scrolls a long text by the common actions of moving; false for others.
pub fn scroll(at: &mut usize, measured: &super::Measured, action: Action) -> bool {
    let last = measured.lines.saturating_sub(measured.page);
    let page = measured.page.saturating_sub(2).max(1);
    *at = match action {
        Action::Down => at.saturating_add(1),
        Action::Up => at.saturating_sub(1),
        Action::PageDown => at.saturating_add(page),
        Action::PageUp => at.saturating_sub(page),
        Action::Top => 0,
        Action::Bottom => last,
        _ => return false,
    }
    .min(last);
    true
}

fn in_overlay(app: &mut App, action: Action, out: &mut Effects) {
    match (app.overlay.take(), action) {
        (Some(Overlay::Beginning(..)), Action::Cancel | Action::Back) => welcome::open_profile(app, true),
        (Some(Overlay::Form(form)), Action::Cancel | Action::Back) => {
            // The letter that waits for a passphrase is not let fall.
            if let Purpose::Unlock { letter, .. } = form.purpose {
                unlock::not_signed(app, &letter, None, out);
            } else {
                acts::left(app, form);
            }
        }
        (Some(_), Action::Cancel | Action::Back) => {}
        (Some(Overlay::Form(mut form)), action) => {
            match action {
                Action::NextField => form.next(),
                Action::PreviousField => form.previous(),
                Action::Submit => match purpose::submit(app, &form, out) {
                    Ok(()) => return,
                    Err(message) => {
                        form.focus = acts::at_fault(app, &form).unwrap_or(form.focus);
                        form.error = Some(message);
                    }
                },
                _ => {}
            }
            app.overlay = Some(Overlay::Form(form));
            advise(app);
        }
        (Some(Overlay::Letter(mut pick)), action) => {
            if action == Action::Submit {
                if let Some(item) = pick.picked() {
                    composer::picked(app, item.value.clone(), out);
                }
                return;
            }
            step(&mut pick, action);
            app.overlay = Some(Overlay::Letter(pick));
        }
        (Some(Overlay::Palette(mut pick)), action) => {
            if action == Action::Submit {
                if let Some(item) = pick.picked() {
                    perform(app, item.value, out);
                }
                return;
            }
            step(&mut pick, action);
            app.overlay = Some(Overlay::Palette(pick));
        }
        (Some(Overlay::Beginning(mut pick, profile)), action) => {
            if action == Action::Submit {
                if let Some(item) = pick.picked() {
                    welcome::begin(app, item.value, profile, out);
                }
                return;
            }
            step(&mut pick, action);
            app.overlay = Some(Overlay::Beginning(pick, profile));
        }
        (Some(Overlay::Pick(mut pick)), action) => {
            let second = action == Action::SaveAttachment;
            if action == Action::Submit || second {
                if let Some(item) = pick.picked() {
                    acts::picked(app, item.value.clone(), second, out);
                }
                return;
            }
            step(&mut pick, action);
            app.overlay = Some(Overlay::Pick(pick));
        }
        (None, _) => {}
    }
}

/// The common actions of moving in a pick.
pub fn step<T>(pick: &mut Pick<T>, action: Action) {
    match action {
        Action::Down => pick.step(1),
        Action::Up => pick.step(-1),
        Action::PageDown => pick.step(10),
        Action::PageUp => pick.step(-10),
        _ => {}
    }
}

/// Every action that has a meaning here, with its key and, if it cannot be done now, the reason.
fn open_palette(app: &mut App) {
    let contexts = app.contexts();
    let mut items = Vec::new();
    for action in Action::ALL {
        let Some(chord) = app.keymap.keys_of(contexts, *action).first().map(|c| super::spell(c)) else { continue };
        let mut item = Item::new(*action, app.texts.t(action.title_key()), chord).with_words(action.id());
        item.disabled = can::why_not(app, *action).map(|said| app.texts.t(said.key));
        items.push(item);
    }
    app.overlay = Some(Overlay::Palette(Box::new(Pick::new(app.texts.t("palette-title"), items))));
}

fn next_theme(current: &str) -> String {
    let names: Vec<&str> = crate::tui::theme::SHIPPED.iter().map(|(n, _)| *n).collect();
    let at = names.iter().position(|n| *n == current).map_or(0, |i| (i + 1) % names.len());
    names[at].to_owned()
}
