//! Days and hours in a sentence, absolute and relative, in three languages: each with its place, and the one moment
//! that several of them mean together.
//!
//! Not its duty: whether anything is promised by then (`clauses`); holidays (`schedule`).

mod calendar;
mod clock;
mod days;
mod distance;
mod resolve;
mod scan;
mod words;

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

#[cfg(test)]
pub(super) use resolve::single;
pub(super) use resolve::{
    Before, are_today, is_deadline, is_distance, is_hour, is_past, is_point, is_span, is_term, is_vague, is_weekday,
    last_day, moment,
};
pub(super) use scan::{Part, Role, parts};
pub(super) use words::{DateWord, english, romanian, russian};

use crate::model::Due;

/// A moment on the writer's clock: a whole day, or an hour of it. Shown as `2026-11-23` or `2026-11-23T10:15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    Day(Date),
    Hour(DateTime),
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Hour(at) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl Moment {
    /// The day it lies in.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Hour(at) => at.date(),
        }
    }

    /// As a due time of a follow-up, in the zone (IANA) of the clock; none for an hour that no calendar knows.
    pub fn due(self, zone: &str) -> Option<Due> {
        match self {
            Self::Day(day) => Some(Due::day(day, zone)),
            Self::Hour(at) => {
                let zoned = at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).ok()?;
                Some(Due::instant(zoned.timestamp(), zone))
            }
        }
    }
}

#[cfg(test)]
mod tests;
