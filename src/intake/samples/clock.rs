//! Times of the sample desk, told from now: `-3d 10:15`, `-50min`, `+2d`, `-1d 2h`.
//!
//! Days are working days (Monday to Friday), so that nobody here seems to write letters on a Sunday, and the desk looks
//! alive whenever it is opened. `d` with a clock time means that hour of that day where the customer lives; hours and
//! minutes alone are plain elapsed time; `d` alone is a whole day.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

use crate::model::{Due, DueAt};

/// What a relative time came out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Instant(Timestamp),
    Day(Date),
}

impl Moment {
    /// The instant, or noon of the day.
    pub fn instant(self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(at),
            Self::Day(day) => Some(day.at(12, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp()),
        }
    }

    pub fn due(self, zone: &TimeZone) -> Due {
        let at = match self {
            Self::Instant(at) => DueAt::Instant(at),
            Self::Day(day) => DueAt::Day(day),
        };
        Due { at, zone: zone.iana_name().unwrap_or("UTC").to_owned() }
    }
}

/// Reads a relative time; none when it is not one.
pub fn read(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Moment> {
    let (forward, parts) = match text.split_at_checked(1)? {
        ("+", rest) => (true, rest),
        ("-", rest) => (false, rest),
        _ => return None,
    };
    let (mut days, mut clock) = (None, None);
    let mut elapsed: Option<SignedDuration> = None;
    for part in parts.split_whitespace() {
        if let Some(n) = part.strip_suffix("min") {
            elapsed = Some(elapsed.unwrap_or_default() + SignedDuration::from_mins(n.parse().ok()?));
        } else if let Some(n) = part.strip_suffix('h') {
            elapsed = Some(elapsed.unwrap_or_default() + SignedDuration::from_hours(n.parse().ok()?));
        } else if let Some(n) = part.strip_suffix('d') {
            days = Some(n.parse::<u32>().ok()?);
        } else {
            clock = Some(Time::strptime("%H:%M", part).ok()?);
        }
    }
    let elapsed = if forward { elapsed } else { elapsed.map(|e| -e) };
    let base = now.checked_add(elapsed.unwrap_or_default()).ok()?.to_zoned(zone.clone());
    match (days, clock) {
        (None, None) if elapsed.is_some() => Some(Moment::Instant(base.timestamp())),
        (Some(days), Some(clock)) if elapsed.is_none() => {
            let at = working_day(&base, days, forward)?.to_datetime(clock).to_zoned(zone.clone()).ok()?;
            Some(Moment::Instant(at.timestamp()))
        }
        (Some(days), None) if elapsed.is_some() => {
            let at = working_day(&base, days, forward)?.to_datetime(base.time()).to_zoned(zone.clone()).ok()?;
            Some(Moment::Instant(at.timestamp()))
        }
        (Some(days), None) => working_day(&base, days, forward).map(Moment::Day),
        _ => None,
    }
}

/// The day so many working days away.
fn working_day(from: &Zoned, days: u32, forward: bool) -> Option<Date> {
    let step = if forward { 1.day() } else { (-1).day() };
    let mut day = from.date();
    let mut left = days;
    while left > 0 {
        day = day.checked_add(step).ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        // A Monday, 14:05 in Chișinău.
        let now = "2026-11-23T12:05:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Chisinau").unwrap();
        match read(text, now, &zone) {
            Some(Moment::Instant(at)) => at.to_zoned(zone).strftime("%a %d %b %H:%M").to_string(),
            Some(Moment::Day(day)) => day.strftime("%a %d %b").to_string(),
            None => "not a time".into(),
        }
    }

    #[test]
    fn days_are_working_days_and_hours_are_plain() {
        assert_eq!(told("-1d 10:15"), "Fri 20 Nov 10:15");
        assert_eq!(told("-6d 09:00"), "Fri 13 Nov 09:00");
        assert_eq!(told("-50min"), "Mon 23 Nov 13:15");
        assert_eq!(told("-1h 5min"), "Mon 23 Nov 13:00");
        assert_eq!(told("-3d 4h"), "Wed 18 Nov 10:05");
        assert_eq!(told("+5d"), "Mon 30 Nov");
        assert_eq!(told("+35min"), "Mon 23 Nov 14:40");
    }

    #[test]
    fn what_is_no_time_is_told_so() {
        for text in ["", "3d", "+", "-x", "-3w", "+1d 25:00", "-1h 10:00", "+é"] {
            assert_eq!(told(text), "not a time", "{text}");
        }
    }
}
