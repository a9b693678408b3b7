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
    let source = serde_json::json!([{"name": "support/INBOX", "trouble": "login"}]);
    update(&mut app, Event::Resize(80, 24), now());
    update(&mut app, Event::Sources(serde_json::from_value(source).unwrap()), now());
    let line = first(&mut app);
    assert!(line.contains("✕ ✉ login refused") && line.contains("2 Mine"), "also in eighty columns: {line}");
    update(&mut app, Event::Sources(Vec::new()), now());
    assert!(!first(&mut app).contains("refused"));
}

#[test]
fn every_view_is_named_where_eighty_columns_are_there() {
    for (lang, names) in [
        (UiLang::En, ["2 Mine", "3 Wait", "4 Due", "5 Call", "6 Pub", "7 End"]),
        (UiLang::Ru, ["2 Мои", "3 Ждут", "4 Срок", "5 Звон", "6 Публ", "7 Кон"]),
        (UiLang::Ro, ["2 Mele", "3 Așt", "4 Azi", "5 Tel", "6 Publ", "7 Gata"]),
    ] {
        let mut app = opened(lang, (80, 24));
        let counts = (1234, 312, 245, 118, 107, 113);
        (app.counts.all, app.counts.mine, app.counts.unanswered) = (counts.0, counts.1, counts.2);
        (app.counts.due_today, app.counts.calls, app.counts.public) = (counts.3, counts.4, counts.5);
        for link in [
            crate::model::queue::Link::InStep { at: now() },
            crate::model::queue::Link::Offline { since: now(), why: String::new() },
        ] {
            let is_in_step = matches!(link, crate::model::queue::Link::InStep { .. });
            app.link = link;
            let first = drawn(&mut app).lines().next().unwrap_or_default().to_owned();
            for name in names {
                assert!(first.contains(name), "{name}: {first}");
            }
            assert!(!is_in_step || first.contains(" 245"), "who waits is counted: {first}");
            assert!(first.contains("14:05"), "{first}");
        }
    }
}

#[test]
fn what_the_head_of_a_case_has_no_room_for_goes_whole() {
    for (lang, wish) in [(UiLang::En, "wants to be called"), (UiLang::Ru, "просит звонить"), (UiLang::Ro, "dorește")]
    {
        let shown = drawn(&mut opened(lang, (80, 24)));
        let head: Vec<&str> = shown.lines().skip(1).take(3).collect();
        assert!(head[0].contains(wish) && !head[0].contains('…'), "{shown}");
        assert!(!head[2].contains('…') || head[2].ends_with(" · …"), "{shown}");
    }
}

#[test]
fn what_was_said_has_the_whole_line_where_the_first_one_counts_who_waits() {
    // R60
    let mut app = opened(UiLang::Ru, (80, 24));
    app.link = crate::model::queue::Link::InStep { at: now() };
    app.counts.unanswered = 45;
    let said =
        crate::tui::app::Said::new("act-refused").with("detail", "Это изменили после того, как Вы его прочитали.");
    app.say(crate::tui::app::Level::Error, &said);
    let shown = drawn(&mut app);
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[22].contains("как Вы его прочитали."), "{shown}");
    assert!(lines[0].contains(" 45"), "{shown}");
}
