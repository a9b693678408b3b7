//! Working hours, holidays, service targets, and which follow-up arises from what. Pure: no clock, no I/O.
//!
//! Duty: the [`Calendar`], the [`Targets`], the table of duties in [`arise()`], and what stands before the closing of a
//! case ([`owed_before_closing`]).
//! Not its duty: storing follow-ups, alerting (a timer never sends anything, R164), reading the configuration file.

mod arise;
mod calendar;
mod duty;
#[cfg(test)]
pub(crate) mod fixtures;
mod owed;
mod span;
mod targets;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::Due;

pub use arise::{Happening, Step, arise};
pub use calendar::{Calendar, CalendarError, Interval};
pub use duty::duty_id;
pub use owed::{Owed, OwedKind, lacks_customer_word, owed_before_closing};
pub use span::{WorkSpan, WorkSpanError};
pub use targets::Targets;

/// All that decides when a duty is due.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub calendar: Calendar,
    pub targets: Targets,
}

impl Rules {
    /// The built-in targets in Monday to Friday, 9 to 18, of a zone (IANA name).
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`]
    pub fn in_zone(zone: &str) -> Result<Self, CalendarError> {
        Ok(Self { calendar: Calendar::in_zone(zone)?, targets: Targets::default() })
    }

    /// Due so much later at all hours of all days: danger keeps no office hours (R89).
    pub fn by_clock(&self, from: Timestamp, span: WorkSpan) -> Due {
        let at = from.checked_add(span.by_clock()).unwrap_or(Timestamp::MAX);
        Due::instant(at, self.calendar.zone())
    }
}
