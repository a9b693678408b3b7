//! The terminal library's events in our words, read by a thread of their own.

use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use crate::tui::app::{Event, Mouse};
use crate::tui::input::{Code, Key};

/// Reads until the terminal is gone; its end is told as [`Event::Leave`].
pub fn spawn(events: Sender<Event>) {
    let reader = move || loop {
        let event = match event::read() {
            Ok(event) => translate(event),
            Err(_) => {
                let _ = events.send(Event::Leave);
                return;
            }
        };
        if let Some(event) = event
            && events.send(event).is_err()
        {
            return;
        }
    };
    thread::Builder::new().name("keys".into()).spawn(reader).expect("a thread can be started");
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => translate_key(key).map(Event::Key),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
        event::Event::FocusGained => Some(Event::Focus(true)),
        event::Event::FocusLost => Some(Event::Focus(false)),
        event::Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            Some(Event::Mouse(match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Press { x, y },
                MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag { x, y },
                MouseEventKind::ScrollUp => Mouse::ScrollUp { x, y },
                MouseEventKind::ScrollDown => Mouse::ScrollDown { x, y },
                _ => return None,
            }))
        }
    }
}

fn translate_key(event: event::KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let key = Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift: event.modifiers.contains(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab,
    };
    Some(key.normalised())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    #[test]
    fn back_tab_is_shift_tab_and_releases_are_no_keys() {
        let back = translate_key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT));
        assert_eq!(back.map(|k| k.to_string()).as_deref(), Some("shift-tab"));
        let release = KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(translate_key(release), None);
    }
}
