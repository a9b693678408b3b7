//! When something is due: an instant or a whole day, always with the zone it was meant in.

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DueAt {
    #[schema(value_type = String, format = DateTime)]
    Instant(Timestamp),
    #[schema(value_type = String, format = Date)]
    Day(Date),
}

/// A due time. `zone` is an IANA name; an unknown one is read as UTC, the value itself is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Due {
    #[serde(flatten)]
    pub at: DueAt,
    pub zone: String,
}

impl Due {
    pub fn instant(at: Timestamp, zone: &str) -> Self {
        Self { at: DueAt::Instant(at), zone: zone.to_owned() }
    }

    pub fn day(day: Date, zone: &str) -> Self {
        Self { at: DueAt::Day(day), zone: zone.to_owned() }
    }

    /// The zone, or UTC when its name is unknown here.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// The last instant that still keeps the promise: the instant itself, or the last second of the day in its zone.
    pub fn latest(&self) -> Timestamp {
        match self.at {
            DueAt::Instant(at) => at,
            DueAt::Day(day) => day
                .to_datetime(time(23, 59, 59, 0))
                .to_zoned(self.time_zone())
                .map_or(Timestamp::MAX, |z| z.timestamp()),
        }
    }

    /// The moment as a clock in the zone shows it.
    pub fn local(&self) -> Zoned {
        self.latest().to_zoned(self.time_zone())
    }

    pub fn is_over(&self, now: Timestamp) -> bool {
        self.latest() < now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lasts_until_its_end_in_its_own_zone() {
        let due = Due::day(date(2026, 3, 14), "Europe/Chisinau");
        assert_eq!(due.latest().to_string(), "2026-03-14T21:59:59Z");
        assert!(!due.is_over("2026-03-14T21:00:00Z".parse().unwrap()));
        assert!(due.is_over("2026-03-14T22:00:00Z".parse().unwrap()));
    }

    #[test]
    fn the_wire_form_tells_a_day_from_an_instant() {
        let day = Due::day(date(2026, 3, 14), "Europe/Moscow");
        let text = serde_json::to_string(&day).unwrap();
        assert_eq!(text, r#"{"day":"2026-03-14","zone":"Europe/Moscow"}"#);
        assert_eq!(serde_json::from_str::<Due>(&text).unwrap(), day);
        let at = Due::instant("2026-03-14T15:00:00Z".parse().unwrap(), "UTC");
        assert_eq!(serde_json::to_string(&at).unwrap(), r#"{"instant":"2026-03-14T15:00:00Z","zone":"UTC"}"#);
    }
}
