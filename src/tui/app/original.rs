//! A message exactly as it came, with what is invisible made visible; to be read and left.

use super::{App, Screen};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    pub text: String,
    pub scroll: usize,
}

/// Opens it over the case it was asked from; elsewhere the answer comes too late.
pub fn came(app: &mut App, text: String) {
    if matches!(app.screen(), Screen::Case(_)) {
        app.stack.push(Screen::Original(Original { text, scroll: 0 }));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{now, opened, press};
    use super::super::{Effect, Event, Screen, case, update};
    use crate::i18n::UiLang;
    use crate::tui::view::snapshots::drawn;

    #[test]
    fn the_original_is_shown_scrolled_and_left() {
        let mut app = opened(UiLang::En, (80, 24));
        drawn(&mut app);
        let message = case::current_message(&app).unwrap().id;
        let asked = press(&mut app, "v");
        assert!(matches!(&asked[..], [Effect::ShowOriginal { message: m, .. }] if *m == message));
        let text = (1..80).map(|n| format!("line {n}\n")).collect();
        update(&mut app, Event::Original { text }, now());
        assert!(drawn(&mut app).contains("line 1\n"));
        press(&mut app, "end");
        assert!(drawn(&mut app).contains("line 79"));
        press(&mut app, "esc");
        assert!(matches!(app.screen(), Screen::Case(_)));
    }

    #[test]
    fn an_answer_that_comes_too_late_opens_nothing() {
        let mut app = opened(UiLang::En, (80, 24));
        press(&mut app, "esc");
        update(&mut app, Event::Original { text: "x".into() }, now());
        assert!(matches!(app.screen(), Screen::Queue));
    }
}
