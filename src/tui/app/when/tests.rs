//! Times as people type them, in tables.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Monday.
fn now() -> Zoned {
    "2026-11-23T14:05[Europe/Chisinau]".parse().unwrap()
}

/// "2026-11-24 10:00" for an instant, "2026-11-24" for a day.
fn shown(due: &Due) -> String {
    match due.at {
        crate::model::DueAt::Day(day) => day.to_string(),
        crate::model::DueAt::Instant(_) => due.local().strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

#[test]
fn times_are_read_as_people_type_them() {
    for (text, expected) in [
        ("2h", "2026-11-23 16:05"),
        ("2ч", "2026-11-23 16:05"),
        ("1 h 30 min", "2026-11-23 15:35"),
        ("через час", "2026-11-23 15:05"),
        ("peste o oră", "2026-11-23 15:05"),
        ("in an hour", "2026-11-23 15:05"),
        ("20 минут", "2026-11-23 14:25"),
        ("3 дня", "2026-11-26"),
        ("через неделю", "2026-11-30"),
        ("in a week", "2026-11-30"),
        ("peste 2 săptămâni", "2026-12-07"),
        ("завтра 10", "2026-11-24 10:00"),
        ("завтра в 10.30", "2026-11-24 10:30"),
        ("tomorrow 10:30", "2026-11-24 10:30"),
        ("mâine 9", "2026-11-24 09:00"),
        ("mâine la ora 9", "2026-11-24 09:00"),
        ("послезавтра", "2026-11-25"),
        ("poimâine", "2026-11-25"),
        ("azi", "2026-11-23"),
        ("сегодня вечером", "2026-11-23 18:00"),
        ("this evening", "2026-11-23 18:00"),
        ("diseară", "2026-11-23 18:00"),
        ("завтра утром", "2026-11-24 09:00"),
        ("пт 18:00", "2026-11-27 18:00"),
        ("в пятницу", "2026-11-27"),
        ("mar 10", "2026-11-24 10:00"),
        ("marți", "2026-11-24"),
        ("mon", "2026-11-30"),
        ("пн 18", "2026-11-23 18:00"),
        ("пн 10", "2026-11-30 10:00"),
        ("next monday", "2026-11-30"),
        ("24.12", "2026-12-24"),
        ("14.03", "2027-03-14"),
        ("14.03.27 9:15", "2027-03-14 09:15"),
        ("14/03/2027", "2027-03-14"),
        ("14 марта 15:00", "2027-03-14 15:00"),
        ("14 мая", "2027-05-14"),
        ("14 mar", "2027-03-14"),
        ("14 martie 2028", "2028-03-14"),
        ("1 December", "2026-12-01"),
        ("2027-03-14", "2027-03-14"),
        ("2027-03-14 08:05", "2027-03-14 08:05"),
        ("18:30", "2026-11-23 18:30"),
        ("10", "2026-11-24 10:00"),
        ("6pm", "2026-11-23 18:00"),
        ("12 am", "2026-11-24 00:00"),
        ("ЗАВТРА, 10:00", "2026-11-24 10:00"),
        ("29.02", "none"),
    ] {
        let read = read(text, &now(), Lean::Future).map_or_else(|_| "none".to_owned(), |d| shown(&d));
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "soon",
        "скоро",
        "10:5",
        "25:00",
        "32.01",
        "14.61",
        "завтра завтра",
        "10 20 30",
        "2h 10:00",
        "—",
        "99999999h",
        "1.2.3.4",
    ] {
        assert_eq!(read(text, &now(), Lean::Future), Err(Unclear::NotATime), "{text}");
    }
}

#[test]
fn a_plan_lies_ahead_and_a_report_behind() {
    // R91
    assert_eq!(read("2026-11-20", &now(), Lean::Future), Err(Unclear::Past));
    assert_eq!(read("сегодня 9:00", &now(), Lean::Future), Err(Unclear::Past));
    assert_eq!(read("2026-11-25", &now(), Lean::Past), Err(Unclear::Future));
    for (text, expected) in [
        ("14.03", "2026-03-14"),
        ("24.12", "2025-12-24"),
        ("вчера", "2026-11-22"),
        ("пт", "2026-11-20"),
        ("3 zile", "2026-11-20"),
        ("today", "2026-11-23"),
    ] {
        assert_eq!(read(text, &now(), Lean::Past).map(|d| shown(&d)), Ok(expected.to_owned()), "{text}");
    }
    assert!(read_any("2026-11-20", &now(), Lean::Future).is_some());
}

#[test]
fn the_zone_is_the_operators() {
    let due = read("завтра 10", &now(), Lean::Future).unwrap();
    assert_eq!((due.zone.as_str(), due.latest().to_string().as_str()), ("Europe/Chisinau", "2026-11-24T08:00:00Z"));
}

#[test]
fn a_time_of_day_is_the_wall_clock_s_when_the_clocks_change() {
    let before: Zoned = "2026-10-24T14:00[Europe/Chisinau]".parse().unwrap();
    let due = read("завтра 10", &before, Lean::Future).unwrap();
    assert_eq!(due.latest().to_string(), "2026-10-25T08:00:00Z");
}

#[test]
fn quick_times_are_ahead() {
    let shown_all: Vec<_> = Quick::ALL.iter().map(|q| shown(&q.due(&now()).unwrap())).collect();
    assert_eq!(
        shown_all,
        ["2026-11-23 15:05", "2026-11-23 18:00", "2026-11-24 10:00", "2026-11-30 10:00", "2026-11-30"]
    );
}

proptest! {
    #[test]
    fn nothing_typed_panics(text in "[0-9a-zа-я .:/,-]{0,20}") {
        for lean in [Lean::Future, Lean::Past] {
            let _ = read(&text, &now(), lean);
        }
    }
}

#[test]
fn a_leap_day_is_found_where_there_is_one() {
    let early: Zoned = "2028-02-01T09:00[Europe/Chisinau]".parse().unwrap();
    assert_eq!(read("29.02", &early, Lean::Future).map(|d| d.at), Ok(crate::model::DueAt::Day(date(2028, 2, 29))));
}
