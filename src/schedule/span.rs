//! A span of working time as people write it: "4h", "30m", "2d", "1d 4h".

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Working days first, then working minutes. "2d" means the same hour two working days later, whatever their length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct WorkSpan {
    pub days: u32,
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is no span of working time; write for example \"30m\", \"4h\", \"2d\" or \"1d 4h\"")]
pub struct WorkSpanError(String);

impl WorkSpan {
    pub const fn minutes(minutes: u32) -> Self {
        Self { days: 0, minutes }
    }

    pub const fn hours(hours: u32) -> Self {
        Self::minutes(hours * 60)
    }

    pub const fn days(days: u32) -> Self {
        Self { days, minutes: 0 }
    }

    /// What is beyond whole days.
    pub fn rest(self) -> Duration {
        Duration::from_secs(u64::from(self.minutes) * 60)
    }

    /// The same by the clock: days of 24 hours, nights included.
    pub fn by_clock(self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_mins(24 * 60 * i64::from(self.days) + i64::from(self.minutes))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut span = Self::default();
        let mut rest = text.trim();
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: u32 = rest[..digits].parse().ok()?;
            let unit_and_rest = rest[digits..].trim_start();
            let end = unit_and_rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit_and_rest.len());
            match &unit_and_rest[..end] {
                "d" => span.days = span.days.checked_add(number)?,
                "h" => span.minutes = span.minutes.checked_add(number.checked_mul(60)?)?,
                "m" | "min" => span.minutes = span.minutes.checked_add(number)?,
                _ => return None,
            }
            rest = unit_and_rest[end..].trim_start();
        }
        Some(span)
    }
}

impl FromStr for WorkSpan {
    type Err = WorkSpanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| WorkSpanError(text.to_owned()))
    }
}

impl fmt::Display for WorkSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.days, "d"), (self.minutes / 60, "h"), (self.minutes % 60, "m")];
        let written: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
        f.write_str(if written.is_empty() { "0m" } else { "" })?;
        f.write_str(&written.join(" "))
    }
}

impl TryFrom<String> for WorkSpan {
    type Error = WorkSpanError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<WorkSpan> for String {
    fn from(span: WorkSpan) -> Self {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        assert_eq!("4h".parse(), Ok(WorkSpan::hours(4)));
        assert_eq!("90 min".parse(), Ok(WorkSpan::minutes(90)));
        assert_eq!("1d 4h".parse(), Ok(WorkSpan { days: 1, minutes: 240 }));
        for wrong in ["", "4", "h", "4x", "-4h", "4h and", "99999999999h", "4294967295h"] {
            assert!(wrong.parse::<WorkSpan>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_span_by_the_clock_counts_nights() {
        assert_eq!(WorkSpan { days: 1, minutes: 90 }.by_clock(), jiff::SignedDuration::from_mins(25 * 60 + 30));
    }

    #[test]
    fn what_is_written_is_read_back() {
        for span in [WorkSpan::minutes(0), WorkSpan::minutes(95), WorkSpan::days(3), WorkSpan { days: 1, minutes: 60 }]
        {
            assert_eq!(span.to_string().parse(), Ok(span));
        }
    }
}
