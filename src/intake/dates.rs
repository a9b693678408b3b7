//! Dates as exports write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// An instant out of ISO 8601, "14.03.2026 18:00", "14/03/2026", RFC 2822 or seconds since 1970. A time without an
/// offset is meant in `zone`; a day without a time begins at midnight. With slashes the day comes first, unless it cannot.
pub fn parse_date(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return Some(at.timestamp());
    }
    if let Some(at) = unix(text) {
        return Some(at);
    }
    let local = text.parse::<DateTime>().ok().or_else(|| european(text))?;
    zone.to_timestamp(local).ok()
}

fn unix(text: &str) -> Option<Timestamp> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 if is_number => Timestamp::from_second(text.parse().ok()?).ok(),
        13 if is_number => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

fn european(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once([' ', 'T', ',']).unwrap_or((text, ""));
    let mut numbers = day.split(['.', '/', '-']).map(|number| number.parse::<i16>().ok());
    let (first, second, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if numbers.next().is_some() {
        return None;
    }
    let year = if year < 100 { year + 2000 } else { year };
    let (day, month) = if second > 12 && day.contains('/') { (second, first) } else { (first, second) };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let time = time.trim();
    let time = if time.is_empty() { Time::midnight() } else { clock(time)? };
    Some(date.to_datetime(time))
}

/// "9:05" or "09:05:30"
fn clock(text: &str) -> Option<Time> {
    let mut numbers = text.split(':').map(|number| number.trim().parse::<i8>().ok());
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = numbers.next().unwrap_or(Some(0))?;
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_exports_write_them() {
        let zone = TimeZone::get("Europe/Chisinau").unwrap();
        for (text, expected) in [
            ("2026-03-14T18:00:00Z", "2026-03-14T18:00:00Z"),
            ("2017-10-31T22:16:48+00:00", "2017-10-31T22:16:48Z"),
            ("2026-03-14T18:00", "2026-03-14T16:00:00Z"),
            ("2026-03-14 18:00", "2026-03-14T16:00:00Z"),
            ("2026-03-14", "2026-03-13T22:00:00Z"),
            ("14.03.2026", "2026-03-13T22:00:00Z"),
            ("14.03.2026 9:05", "2026-03-14T07:05:00Z"),
            ("14.03.26, 09:05:30", "2026-03-14T07:05:30Z"),
            ("14/03/2026", "2026-03-13T22:00:00Z"),
            ("03/14/2026", "2026-03-13T22:00:00Z"),
            ("Sat, 14 Mar 2026 18:00:00 +0200", "2026-03-14T16:00:00Z"),
            ("1773504000", "2026-03-14T16:00:00Z"),
        ] {
            assert_eq!(parse_date(text, &zone).map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "31.02.2026", "14.14.2026", "14.03.2026 25:00", "14.03", "1.2.3.4"] {
            assert_eq!(parse_date(text, &TimeZone::UTC), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in ".{0,40}", numbers in "[0-9./: T,-]{0,24}") {
            let _ = parse_date(&text, &TimeZone::UTC);
            let _ = parse_date(&numbers, &TimeZone::UTC);
        }
    }
}
