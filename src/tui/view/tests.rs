use super::snapshots::drawn;
use crate::i18n::UiLang;
use crate::tui::app::fixtures::{app, case_file, case_id, now, opened};
use crate::tui::app::{Event, Wake, update};

#[test]
fn what_is_said_to_show_nothing_new_draws_the_same() {
    for mut app in [app(UiLang::En, (120, 40)), opened(UiLang::En, (120, 40))] {
        let events = [
            Event::Changed { cases: vec![case_id()] },
            Event::Woke(Wake::Preview { request: 0 }),
            Event::Counts(app.counts.clone()),
            Event::Outbox(app.outbox.clone()),
            Event::Alerts { rows: vec![], next: None },
            Event::Case { id: case_id(), file: app.case(case_id()).cloned().map(Box::new) },
        ];
        for event in events {
            let before = drawn(&mut app);
            assert!(!app.shows(&event, now()), "{event:?}");
            update(&mut app, event, now());
            assert_eq!(drawn(&mut app), before);
        }
    }
}

#[test]
fn news_and_a_clock_that_went_on_are_shown() {
    let app = opened(UiLang::En, (120, 40));
    let mut file = case_file();
    file.messages.pop();
    assert!(app.shows(&Event::Case { id: case_id(), file: Some(Box::new(file)) }, now()));
    let later = now() + jiff::SignedDuration::from_secs(60);
    assert!(app.shows(&Event::Changed { cases: vec![] }, later));
}
