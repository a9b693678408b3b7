//! The calendar by tables, and its arithmetic by properties.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn calendar(file: &str) -> Calendar {
    toml::from_str(file).unwrap()
}

/// Chișinău, with a lunch break, a holiday on Monday 2026-03-09 and a working Saturday 2026-03-14.
fn with_lunch() -> Calendar {
    calendar(
        r#"
        zone = "Europe/Chisinau"
        holidays = ["2026-03-09"]
        [week]
        mon = ["9:00-13:00", "14:00-18:00"]
        tue = ["9:00-13:00", "14:00-18:00"]
        wed = ["9:00-13:00", "14:00-18:00"]
        thu = ["9:00-13:00", "14:00-18:00"]
        fri = ["9:00-13:00", "14:00-17:00"]
        [working_days]
        2026-03-14 = ["10:00-12:00"]
        "#,
    )
}

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

#[test]
fn work_stops_for_lunch_night_weekend_and_holiday() {
    let calendar = with_lunch();
    let due =
        |from: &str, time| calendar.add_working(at(from), time).to_zoned(calendar.tz.clone()).datetime().to_string();
    assert_eq!(due("2026-03-05T12:00+02:00", hours(2)), "2026-03-05T15:00:00");
    assert_eq!(due("2026-03-05T17:00+02:00", hours(2)), "2026-03-06T10:00:00");
    assert_eq!(due("2026-03-06T16:00+02:00", hours(2)), "2026-03-10T10:00:00");
    assert_eq!(due("2026-03-13T16:00+02:00", hours(4)), "2026-03-16T10:00:00");
    assert_eq!(due("2026-03-05T14:00+02:00", hours(4)), "2026-03-05T18:00:00");
    assert_eq!(due("2026-03-08T03:00+02:00", hours(0)), "2026-03-08T03:00:00");
}

#[test]
fn a_holiday_is_no_working_day_and_a_moved_saturday_is_one() {
    let calendar = with_lunch();
    assert!(!calendar.is_working_day(date(2026, 3, 9)));
    assert!(calendar.is_working_day(date(2026, 3, 14)));
    assert!(!calendar.is_working_day(date(2026, 3, 15)));
    assert!(calendar.is_working_day(date(2026, 3, 16)));
}

#[test]
fn the_next_working_moment_and_the_end_of_the_day() {
    let calendar = with_lunch();
    assert_eq!(calendar.next_working_moment(at("2026-03-05T13:30+02:00")), at("2026-03-05T14:00+02:00"));
    assert_eq!(calendar.next_working_moment(at("2026-03-05T15:30+02:00")), at("2026-03-05T15:30+02:00"));
    assert_eq!(calendar.end_of_day(at("2026-03-05T13:30+02:00")), at("2026-03-05T18:00+02:00"));
    assert_eq!(calendar.end_of_day(at("2026-03-06T17:00+02:00")), at("2026-03-10T18:00+02:00"));
}

#[test]
fn whole_days_are_working_days_at_the_same_hour() {
    let calendar = with_lunch();
    let after = |from: &str, span: &str| calendar.after(at(from), span.parse().unwrap());
    assert_eq!(after("2026-03-05T11:00+02:00", "2d"), at("2026-03-10T11:00+02:00"));
    assert_eq!(after("2026-03-07T11:00+02:00", "1d"), at("2026-03-11T09:00+02:00"));
    // Friday ends at 17, so Thursday 17:30 + 1d is Friday's end.
    assert_eq!(after("2026-03-05T17:30+02:00", "1d"), at("2026-03-06T17:00+02:00"));
    assert_eq!(after("2026-03-05T11:00+02:00", "1d 1h"), at("2026-03-06T12:00+02:00"));
}

#[test]
fn a_working_night_is_shorter_when_summer_time_begins_and_longer_when_it_ends() {
    let calendar = Calendar::around_the_clock("Europe/Chisinau").unwrap();
    let day = |from, to| calendar.working_between(at(from), at(to));
    assert_eq!(day("2026-03-29T00:00+02:00", "2026-03-30T00:00+03:00"), hours(23));
    assert_eq!(day("2026-10-25T00:00+03:00", "2026-10-26T00:00+02:00"), hours(25));
    // And office hours stay where the clock on the wall shows them.
    let office = Calendar::in_zone("Europe/Chisinau").unwrap();
    assert_eq!(office.add_working(at("2026-03-27T17:00+02:00"), hours(2)), at("2026-03-30T10:00+03:00"));
    assert_eq!(office.working_between(at("2026-03-23T00:00+02:00"), at("2026-04-06T00:00+03:00")), hours(90));
}

#[test]
fn centuries_are_counted_as_exactly_as_days() {
    let office = Calendar::in_zone("Europe/Moscow").unwrap();
    let begin = at("2026-01-01T00:00+03:00");
    // 52 weeks and one Thursday.
    assert_eq!(office.working_between(begin, at("2027-01-01T00:00+03:00")), hours(261 * 9));
    let clock = Calendar::around_the_clock("Europe/Chisinau").unwrap();
    let end = at("2526-01-01T00:00+02:00");
    assert_eq!(clock.working_between(begin, end), end.duration_since(begin).unsigned_abs());
    assert_eq!(clock.add_working(begin, end.duration_since(begin).unsigned_abs()), end);
}

#[test]
fn time_has_an_end_and_nothing_panics_there() {
    let office = Calendar::in_zone("Pacific/Kiritimati").unwrap();
    assert_eq!(office.add_working(Timestamp::MAX, hours(1)), Timestamp::MAX);
    assert_eq!(office.add_working(at("2026-01-01T00:00Z"), Duration::MAX), Timestamp::MAX);
    assert_eq!(office.add_working(at("2026-01-01T00:00Z"), hours(1 << 40)), Timestamp::MAX);
    assert_eq!(office.working_between(Timestamp::MAX, Timestamp::MIN), Duration::ZERO);
    assert!(office.working_between(Timestamp::MIN, Timestamp::MAX) > Duration::ZERO);
    assert_eq!(office.after(Timestamp::MAX, WorkSpan::days(3)), Timestamp::MAX);
}

#[test]
fn mistakes_in_a_config_are_told() {
    let error = |file: &str| toml::from_str::<Calendar>(file).unwrap_err().to_string();
    assert!(error("zone = \"Mars/Olympus\"").contains("Mars/Olympus"));
    assert!(error("[week]\nmon = [\"22:00-6:00\"]").contains("22:00-24:00"));
    assert!(error("[week]\nmon = [\"9:00-25:00\"]").contains("9:00-25:00"));
    assert!(error("[week]\nmon = []").contains("no working hours"));
    assert!(error("holiday = []").contains("holiday"));
}

#[test]
fn overlapping_hours_count_once() {
    let calendar = calendar("[week]\nmon = [\"10-12\", \"9-11\", \"12:00-13:00\"]");
    assert_eq!(calendar.working_between(at("2026-03-09T00:00Z"), at("2026-03-16T00:00Z")), hours(4));
}

#[test]
fn a_calendar_is_written_as_it_is_read() {
    let text = toml::to_string(&with_lunch()).unwrap();
    assert_eq!(toml::from_str::<Calendar>(&text).unwrap(), with_lunch());
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let interval = (0..DAY_MINUTES, 1..=DAY_MINUTES)
        .prop_map(|(start, length)| Interval { start, end: (start + length).min(DAY_MINUTES) });
    let hours = prop::collection::vec(interval, 0..4);
    let week =
        prop::collection::vec(hours, 7).prop_filter("some hours", |week| week.iter().any(|hours| !hours.is_empty()));
    let zone = prop::sample::select(vec!["UTC", "Europe/Chisinau", "America/Havana", "Asia/Kathmandu", "Pacific/Apia"]);
    let holidays = prop::collection::btree_set(0i64..3000, 0..20);
    (week, zone, holidays).prop_map(|(week, zone, holidays)| {
        let mut calendar = Calendar::in_zone(zone).unwrap();
        calendar.week = week.into_iter().map(in_order).collect::<Vec<_>>().try_into().unwrap();
        calendar.special =
            holidays.into_iter().map(|day| (date(2020, 1, 1).saturating_add(day.days()), vec![])).collect();
        calendar
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn time_added_is_the_time_between(
        calendar in any_calendar(),
        from in 1_577_836_800i64..1_800_000_000,
        seconds in 0u64..40_000_000,
    ) {
        let from = Timestamp::from_second(from).unwrap();
        let time = Duration::from_secs(seconds);
        prop_assert_eq!(calendar.working_between(from, calendar.add_working(from, time)), time);
    }

    #[test]
    fn time_between_is_the_sum_of_its_parts(
        calendar in any_calendar(),
        mut moments in prop::collection::vec(1_577_836_800i64..1_900_000_000, 3),
    ) {
        moments.sort_unstable();
        let [a, b, c] = [0, 1, 2].map(|i| Timestamp::from_second(moments[i]).unwrap());
        prop_assert_eq!(
            calendar.working_between(a, b) + calendar.working_between(b, c),
            calendar.working_between(a, c)
        );
    }
}
