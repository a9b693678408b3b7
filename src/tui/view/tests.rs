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

#[test]
fn a_source_that_ails_is_told_in_the_first_line() {
    // R100
    let mut app = app(UiLang::En, (160, 40));
    app.link = crate::model::queue::Link::InStep { at: now() };
    let source = serde_json::json!([{"name": "smtp"}, {"name": "support/INBOX", "trouble": "login"}]);
    update(&mut app, Event::Sources(serde_json::from_value(source).unwrap()), now());
    let first = |app: &mut crate::tui::app::App| drawn(app).lines().next().unwrap_or_default().to_owned();
    let line = first(&mut app);
    assert!(line.contains("support/INBOX: login refused"), "{line}");
    update(&mut app, Event::Sources(Vec::new()), now());
    assert!(!first(&mut app).contains("INBOX"));
}
